"""Stock: the one door by which a machine becomes free to be given."""

from datetime import datetime

from django.db import transaction

from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment.models import Computer, Movement
from coupdepouce.equipment.operations.moves import note_move
from coupdepouce.equipment.queries.preparing import missing_of, with_work, work_on
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
    read = with_work(Computer.objects.filter(pk=computer.pk)).get()
    return missing_of(work_on(read))
