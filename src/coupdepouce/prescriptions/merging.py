"""Two households made one, by the references of their prescriptions: shown, then done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from coupdepouce.core.household.identity import words
from coupdepouce.core.journey.model import Part
from coupdepouce.core.journey.states import state_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.households.models import Household, Merge
from coupdepouce.households.operations import merge_households
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.opening import absorb
from coupdepouce.prescriptions.queries import applicant_of, find


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two files, with what tells whether it is the same household."""

    reference: UUID
    household_id: int
    name: str
    birth_year: str
    commune_code: str
    organisation: str
    states: Sequence[str]
    has_open: bool
    address: str = ""
    phone: str = ""
    email: str = ""
    size: str = ""
    contact: str = ""


def is_doubtful(one: Side, other: Side) -> bool:
    """Say whether neither the name nor the year of birth is the same: likely two households."""
    return one.birth_year != other.birth_year and set(words(one.name)) != set(words(other.name))


def sides(*, member: Membership, kept: UUID, absorbed: UUID) -> tuple[Side, Side]:
    """Show both files before they are made one.

    Raises:
        Refusal: one is not open to this member, both are one household, or both are open.
    """
    one, other = _side(find(member, kept)), _side(find(member, absorbed))
    if one.household_id == other.household_id:
        raise Refusal("same_household", "Ces deux dossiers sont déjà du même ménage.")
    if one.has_open and other.has_open:
        raise Refusal(
            "both_open", "Les deux ménages ont une demande en cours : arrêtez-en une d’abord."
        )
    return one, other


def _side(prescription: Prescription) -> Side:
    person = applicant_of(prescription)
    same = Prescription.objects.filter(household=prescription.household_id).order_by("pk")
    states, household = (
        [state_of(Part.PRESCRIPTION, row.state) for row in same],
        prescription.household,
    )
    return Side(
        reference=prescription.reference,
        household_id=prescription.household_id,
        name=f"{person.first_name} {person.last_name}" if person else "ménage effacé",
        birth_year=person.birth_date[:4] if person else "",
        commune_code=household.commune_code,
        address=f"{household.address} {household.postcode}".strip(),
        phone=household.phone,
        email=household.email,
        size=_size(household),
        contact=household.get_preference_display(),
        organisation=prescription.organisation.name,
        states=[state.staff for state in states],
        has_open=not all(state.final for state in states),
    )


def _size(household: Household) -> str:
    counts = ((household.adults, "adulte"), (household.children, "enfant"))
    return ", ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in counts if n is not None)


def merge(*, member: Membership, kept: UUID, absorbed: UUID, at: datetime) -> Merge:
    """Make one household of two; the first one's answers win.

    Raises:
        Refusal: as for `sides`.
    """
    one, other = sides(member=member, kept=kept, absorbed=absorbed)
    return merge_households(
        kept_id=one.household_id,
        absorbed_id=other.household_id,
        by=member,
        at=at,
        move=partial(absorb, at=at),
        # The request under way keeps the person who holds its voucher.
        applicant_of=other.household_id if other.has_open else None,
    )
