"""A prescription brought to a state by its own operations, for the tests of everything above."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from coupdepouce.core.journey.model import Part
from coupdepouce.core.programme import parse
from coupdepouce.core.roles import Role
from coupdepouce.households.operations import Contact, Figures, NewHousehold, NewPerson, Proof
from coupdepouce.lines.models import Line
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions.actors import staff
from coupdepouce.prescriptions.models import JourneyEvent, Prescription
from coupdepouce.prescriptions.opening import Request, start
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import load_programme
from tests.apps.build import NOW, member, organisation

TO_ACTIVE = (
    ("issue", {}),
    ("present", {"identity_seen": "yes"}),
    ("accept", {}),
    ("find_line_available", {"technology": "fibre"}),
    ("order_line", {"order_number": "FICTIF-1"}),
    (
        "set_appointment",
        {"appointment_at": "04/12/2026 14:30", "confirmed_with": "household"},
    ),
    ("activate_line", {"activated_on": "2026-11-20"}),
)
BY_PRESCRIBER = frozenset({"issue"})


def programme(*, name: str = "Coup de Pouce") -> None:
    """Load the default programme, under a name."""
    text = default_text().replace('name = "Coup de Pouce"', f'name = "{name}"', 1)
    load_programme(text=text, at=NOW)
    assert parse(default_text()).id


def prescriber() -> Membership:
    """Make a prescriber of an association."""
    return member(Role.PRESCRIBER, of=organisation(Organisation.Kind.ASSOCIATION))


def advisor() -> Membership:
    """Make an advisor of a shop of their own."""
    return member(Role.SHOP_ADVISOR, of=organisation(Organisation.Kind.SHOP))


def new_household(
    number: int = 1,
    *,
    consents: frozenset[str] = frozenset({"programme", "contact"}),
    **contact: object,
) -> NewHousehold:
    """Give the form of a household that nobody knows yet."""
    given = {"commune_code": "59350", "postcode": "59000", "address": f"{number} rue Fictive"}
    return NewHousehold(
        people=(
            NewPerson(
                first_name="Camille",
                last_name=f"Exemple{chr(97 + number % 26)}{number}",
                birth_date=date(1980, 5, 17),
            ),
        ),
        contact=Contact(**{**given, **contact}),
        consents=consents,
    )


def draft(
    *,
    by: Membership | None = None,
    at: datetime = NOW,
    number: int = 1,
    parts: tuple[Part, ...] = (Part.LINE,),
    quotient: int | None = 512,
    once: UUID | None = None,
    shop: Organisation | None = None,
    **contact: object,
) -> Prescription:
    """Enter a household with a recent proof, up to the draft with its verdict."""
    return start(
        new=new_household(number, **contact),
        request=Request(parts=parts, suggested_shop=shop),
        proof=Proof(kind="attestation_qf", dated=(at - timedelta(days=10)).date()),
        figures=Figures(quotient_familial=quotient, statuses=None),
        by=by or prescriber(),
        at=at,
        once=once or uuid4(),
    )


def step(
    prescription: Prescription,
    name: str,
    by: Membership,
    *,
    at: datetime = NOW,
    reason: str = "",
    once: UUID | None = None,
    **answers: str,
) -> JourneyEvent:
    """Take a step as a member of staff."""
    return take_step(
        prescription_id=prescription.pk,
        name=name,
        actor=staff(by),
        at=at,
        once=once or uuid4(),
        reason=reason,
        answers=answers,
    )


def next_order() -> str:
    """Give the order number that follows those that were given: FICTIF-1 first."""
    return f"FICTIF-{Line.objects.exclude(order_number='').count() + 1}"


def brought_to(
    name: str, *, by: Membership | None = None, shop: Membership | None = None, **fields: object
) -> Prescription:
    """Bring a new prescription through the usual steps, up to and including one."""
    by, shop = by or prescriber(), shop or advisor()
    prescription = draft(by=by, **fields)  # type: ignore[arg-type]
    for one, answers in TO_ACTIVE:
        said = answers if one != "order_line" else {"order_number": next_order()}
        step(prescription, one, by if one in BY_PRESCRIBER else shop, **said)
        if one == name:
            break
    prescription.refresh_from_db()
    return prescription
