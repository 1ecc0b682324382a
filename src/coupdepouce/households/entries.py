"""What the forms bring: plain values, none of them stored as they come."""

from dataclasses import dataclass, field
from datetime import date

from coupdepouce.households.models import Consent, Household, Person


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """A member of the household."""

    first_name: str
    last_name: str
    birth_date: date
    role: str = Person.Role.APPLICANT


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Where the household lives and how to reach it; all but the commune may be blank."""

    commune_code: str
    postcode: str
    address: str = ""
    is_shared_address: bool = False
    phone: str = ""
    email: str = ""
    preference: str = Household.Preference.PRESCRIBER
    language: str = "fr"


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What the household has and lacks; None means not asked. Amounts in cents."""

    adults: int | None = None
    children: int | None = None
    has_line: bool | None = None
    monthly_cost: int | None = None
    line_ends_on: date | None = None
    exit_fee: int | None = None
    computer: str = ""
    skills: str = ""


@dataclass(frozen=True, kw_only=True)
class NewHousehold:
    """A household as the prescriber enters it once."""

    people: tuple[NewPerson, ...]
    contact: Contact
    needs: Needs = field(default_factory=Needs)
    consents: frozenset[str] = frozenset({Consent.Purpose.PROGRAMME})
    line_number: str = ""  # of the home line it has: only its mark is kept
    despite: str = ""  # a code of DESPITE, once the prescriber has read the likeness


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who asks and how many they are: what a typing mistake may have spoiled."""

    first_name: str
    last_name: str
    birth_date: date
    adults: int | None
    children: int | None
    despite: str = ""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A proof that somebody saw: its kind and its date."""

    kind: str
    dated: date


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a proof says, used to judge and then forgotten; None means not asked."""

    quotient_familial: int | None = None
    statuses: frozenset[str] | None = None


# Two households may share a roof or a telephone; nobody is two households.
DESPITE = {
    "same_dwelling": "Deux ménages vivent dans ce logement",
    "shelter": "L’adresse est un foyer ou une domiciliation",
    "moved_in": "L’ancien ménage a quitté ce logement",
    "shared_phone": "Deux personnes du même nom partagent ce téléphone",
}
