"""Stock: the one door by which a machine becomes free to be given."""

from datetime import datetime

from django.db import transaction

from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment.models import Computer, Movement
from coupdepouce.equipment.operations.moves import note_move
from coupdepouce.partners.models import Membership


@transaction.atomic
def put_in_stock(*, computer_id: int, by: Membership, at: datetime) -> Computer:
    """Let a prepared machine be given: tested, erased, graded and priced; it stays where it is.

    A machine that comes back needs a test and an erasure made since: it came with someone's files.

    Raises:
        Refusal: it is not being prepared, or something of it is not done.
    """
    rows = Computer.objects.select_for_update(of=("self",)).select_related("lot__refurbisher")
    computer = rows.filter(pk=computer_id).first()
    if computer is None:
        raise Refusal("not_found", "Cette machine n’existe pas : vérifiez son numéro.")
    if computer.state != Computer.State.INTAKE:
        raise Refusal("not_in_preparation", "Cette machine n’est pas à l’atelier : rechargez.")
    if missing := _missing(computer):
        raise Refusal(
            "not_prepared", f"Avant le stock, il manque : {', '.join(missing)}.", missing=missing
        )
    computer.state = Computer.State.STOCK
    computer.stocked_at = at
    computer.save(update_fields=["state", "stocked_at"])
    note_move(
        computer,
        kind=Movement.Kind.STOCKED,
        at=at,
        by=by,
        destination=computer.shop or computer.lot.refurbisher,
    )
    return computer


def _missing(computer: Computer) -> list[str]:
    back = computer.movements.filter(kind=Movement.Kind.RETURNED).order_by("-at").first()
    since = {"at__gte": back.at} if back else {}
    last_test = computer.tests.filter(**since).order_by("-at", "-pk").first()
    done = {
        "un test réussi": last_test is not None and last_test.is_passed,
        "l’effacement": computer.erasures.filter(**since).exists(),
        "la note de fonctionnement": bool(computer.functional_grade),
        "la note d’aspect": bool(computer.cosmetic_grade),
        "la catégorie": bool(computer.category),
        "le prix": computer.price is not None,
    }
    return [what for what, is_done in done.items() if not is_done]
