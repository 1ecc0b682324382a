"""Two files made one, and a household forgotten."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from coupdepouce.core.calendar import add_months, day_of, midnight
from coupdepouce.core.household.identity import person_keys
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Household, Merge, Person
from coupdepouce.households.queries import visible_to
from coupdepouce.partners.models import Membership, Organisation

MERGED_BY = frozenset({Role.PARTNER_MANAGER, Role.PROGRAMME_MANAGER})
MOVED = ("proofs", "verdicts", "hardship_claims", "consents", "proof_requests")
PERSONAL = {"address": "", "postcode": "", "phone": "", "email": "", "preference": "prescriber"}
# A blank of the kept file is filled from the other one; the rest of the kept file wins.
FILLED = (
    "address", "phone", "email", "adults", "children", "has_line", "monthly_cost",
    "line_ends_on", "exit_fee", "computer", "skills",
)  # fmt: skip
BATCH = 500


def entrust(*, household_id: int, organisation: Organisation) -> None:
    """Give a file to the organisation that follows the household from now on."""
    Household.objects.filter(pk=household_id).update(organisation=organisation)


@transaction.atomic
def merge_households(
    *,
    kept_id: int,
    absorbed_id: int,
    by: Membership,
    at: datetime,
    move: Callable[..., int],
    applicant_of: int | None = None,
) -> Merge:
    """Make one file of two, and keep the trace; `move` brings along what upper apps hold.

    The applicant stays that of the kept file, or of the file that `applicant_of` says.

    Raises:
        Refusal: not a manager's, not open to this member, or `move` refuses.
    """
    if by.role not in MERGED_BY:
        raise Refusal("not_yours", "Un responsable réunit les dossiers : demandez-lui.")
    kept, absorbed = _both(kept_id, absorbed_id, by=by)
    moved = {"prescriptions": move(kept=kept, absorbed=absorbed)}
    _end_twins(kept, absorbed)
    moved |= {name: getattr(absorbed, name).update(household=kept) for name in MOVED}
    if applicant_of == absorbed_id:
        _give_way(kept, to=absorbed)
    moved |= {"people": _move_people(kept, absorbed), "keys": _move_keys(kept, absorbed)}
    _fill(kept, absorbed, at=at)
    _empty(absorbed)
    absorbed.merged_into = kept
    absorbed.save()
    return Merge.objects.create(
        kept=kept, absorbed=absorbed, merged_by=by, merged_at=at, moved=moved
    )


def _both(kept_id: int, absorbed_id: int, *, by: Membership) -> tuple[Household, Household]:
    if kept_id == absorbed_id:
        raise Refusal("same_household", "Choisissez deux dossiers différents à réunir.")
    # One order for everybody: two merges that cross never wait for each other.
    rows = visible_to(by).select_for_update(of=("self",)).order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[kept_id, absorbed_id])}
    if len(found) < 2:  # noqa: PLR2004 - both
        raise Refusal("not_found", "Un des deux dossiers n’existe pas, ou ne vous est pas ouvert.")
    return found[kept_id], found[absorbed_id]


def _end_twins(kept: Household, absorbed: Household) -> None:
    """Drop what may wait only once per household, when both files have it."""
    if kept.hardship_claims.filter(approved__isnull=True).exists():
        absorbed.hardship_claims.filter(approved__isnull=True).delete()
    asked = kept.proof_requests.filter(next_try_at__isnull=False).values_list("endpoint", flat=True)
    absorbed.proof_requests.filter(next_try_at__isnull=False, endpoint__in=list(asked)).delete()


def _fill(kept: Household, absorbed: Household, *, at: datetime) -> None:
    for name in FILLED:
        if getattr(kept, name) in (None, ""):
            setattr(kept, name, getattr(absorbed, name))
    kept.last_contact_at = at
    kept.save()


def _give_way(kept: Household, *, to: Household) -> None:
    """Let the applicant of the other file stay the one who follows the request."""
    applicant = to.people.filter(role=Person.Role.APPLICANT).first()
    if applicant is None:
        return
    same = [one for one in kept.people.all() if _keys_of(one) & _keys_of(applicant)]
    kept.people.filter(role=Person.Role.APPLICANT).update(role=Person.Role.OTHER)
    if same:
        kept.people.filter(pk=same[0].pk).update(role=Person.Role.APPLICANT)


def _move_people(kept: Household, absorbed: Household) -> int:
    has_applicant = kept.people.filter(role=Person.Role.APPLICANT).exists()
    known = {key for person in kept.people.all() for key in _keys_of(person)}
    moved = 0
    for person in absorbed.people.all():
        if known & _keys_of(person):
            person.delete()
            continue
        person.household = kept
        if person.role == Person.Role.APPLICANT and has_applicant:
            person.role = Person.Role.OTHER
        person.save(update_fields=["household", "role"])
        moved += 1
    return moved


def _keys_of(person: Person) -> frozenset[str]:
    return person_keys(
        first=person.first_name,
        last=person.last_name,
        birth_date=date.fromisoformat(person.birth_date),
    )


def _move_keys(kept: Household, absorbed: Household) -> int:
    known = set(kept.keys.values_list("kind", "value"))
    same = [key.pk for key in absorbed.keys.all() if (key.kind, key.value) in known]
    absorbed.keys.filter(pk__in=same).delete()
    return absorbed.keys.update(household=kept)


def _empty(household: Household) -> None:
    """Empty what says who a household is and where; counts and the commune stay."""
    for name, blank in PERSONAL.items():
        setattr(household, name, blank)
    household.people.all().delete()
    household.keys.all().delete()
    household.proof_requests.update(identity="", next_try_at=None)


@transaction.atomic
def erase_household(*, household_id: int, at: datetime) -> Household:
    """Forget a household: its people, address, telephone and marks; erased twice is erased once.

    Raises:
        Refusal: no such household.
    """
    household = Household.objects.select_for_update(of=("self",)).filter(pk=household_id).first()
    if household is None:
        raise Refusal("not_found", "Ce ménage n’existe pas : vérifiez son numéro.")
    if household.erased_at is None:
        _empty(household)
        household.erased_at = at
        household.save()
    return household


def due_for_erasure(*, at: datetime, months: int) -> list[int]:
    """Give the households whose last contact is at least that many months old."""
    oldest = midnight(add_months(day_of(at), -months))
    rows: QuerySet[Household] = Household.objects.filter(
        erased_at__isnull=True, merged_into__isnull=True, last_contact_at__lt=oldest
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
