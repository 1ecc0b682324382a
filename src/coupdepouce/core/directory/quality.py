"""The quality of a record by named criteria: each a question with a yes, a no, or no answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stdnum.fr import siret as siret_number

from coupdepouce.core.directory import hours

# Ours, to be discussed with the partners: no standard gives them.
FRESH_DAYS = 365
FAR_FROM_COMMUNE_KM = 15.0
MOST_SAID = 3  # wrongs in a sentence: a person reads no further


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is known of a place, and what the tables of communes say of where it is."""

    has_point: bool
    km_from_commune: float | None  # None: its point or the commune's is not known
    address: str
    postcode: str
    commune_postcodes: frozenset[str]  # empty: the commune is not known
    hours: str
    services: int
    access: int
    is_reachable: bool  # by its site, or the e-mail of an organisation there
    siret: str
    updated_on: date | None


def has_point(record: Record, _: date) -> bool:
    """Say whether it can be put on a map."""
    return record.has_point


def lies_in_commune(record: Record, _: date) -> bool | None:
    """Say whether its point is near its commune's."""
    if record.km_from_commune is None:
        return None
    return record.km_from_commune <= FAR_FROM_COMMUNE_KM


def has_street(record: Record, _: date) -> bool:
    """Say whether somebody can find its door: more than a number or a sign."""
    return any(word.isalpha() for word in record.address.replace("’", " ").split())


def postcode_matches(record: Record, _: date) -> bool | None:
    """Say whether its postcode is one of its commune's; a CEDEX is in no table."""
    if not record.commune_postcodes:
        return None
    return record.postcode in record.commune_postcodes


def has_hours(record: Record, _: date) -> bool:
    """Say whether it says when it is open."""
    return bool(record.hours.strip())


def hours_are_readable(record: Record, _: date) -> bool | None:
    """Say whether a machine can tell when it is open."""
    return hours.is_readable(record.hours) if record.hours.strip() else None


def says_services(record: Record, _: date) -> bool:
    """Say whether it says what people find there."""
    return record.services > 0


def says_access(record: Record, _: date) -> bool:
    """Say whether it says who can come and how."""
    return record.access > 0


def has_contact(record: Record, _: date) -> bool:
    """Say whether there is a way to ask before going."""
    return record.is_reachable


def siret_is_valid(record: Record, _: date) -> bool | None:
    """Say whether its SIRET holds its own check digit; it has none, and nobody can say."""
    if not record.siret:
        return None
    return bool(siret_number.is_valid(record.siret))


def is_fresh(record: Record, on: date) -> bool | None:
    """Say whether somebody looked at it in the last year."""
    if record.updated_on is None:
        return None
    return (on - record.updated_on).days <= FRESH_DAYS


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A question asked of each record; a household is stopped by the first ones first."""

    code: str
    holds: Callable[[Record, date], bool | None]
    wrong: str  # what is said when it does not hold
    remedy: str


# In the order in which a household is stopped: it cannot come, it comes for nothing, it doubts.
CRITERIA = (
    Criterion(
        code="point",
        holds=has_point,
        wrong="Il n’est pas sur la carte.",
        remedy="Donnez sa latitude et sa longitude.",
    ),
    Criterion(
        code="in_commune",
        holds=lies_in_commune,
        wrong="Son point est loin de sa commune.",
        remedy="Vérifiez ses coordonnées et sa commune.",
    ),
    Criterion(
        code="street",
        holds=has_street,
        wrong="Son adresse ne mène pas à sa porte.",
        remedy="Donnez la voie et son numéro.",
    ),
    Criterion(
        code="postcode",
        holds=postcode_matches,
        wrong="Son code postal n’est pas celui de sa commune.",
        remedy="Vérifiez le code postal ; un CEDEX ne dit pas où est le lieu.",
    ),
    Criterion(
        code="hours",
        holds=has_hours,
        wrong="Il ne dit pas quand il est ouvert.",
        remedy="Demandez ses horaires.",
    ),
    Criterion(
        code="readable_hours",
        holds=hours_are_readable,
        wrong="Ses horaires sont une phrase.",
        remedy="Écrivez-les ainsi : Mo-Fr 09:00-12:00,14:00-17:00.",
    ),
    Criterion(
        code="services",
        holds=says_services,
        wrong="Il ne dit pas ce qu’on y trouve.",
        remedy="Donnez au moins un service.",
    ),
    Criterion(
        code="contact",
        holds=has_contact,
        wrong="Rien ne permet de le joindre.",
        remedy="Donnez son site, ou le courriel de son organisation.",
    ),
    Criterion(
        code="fresh",
        holds=is_fresh,
        wrong="Personne ne l’a relu depuis un an.",
        remedy="Demandez au lieu si tout est encore juste.",
    ),
    Criterion(
        code="access",
        holds=says_access,
        wrong="Il ne dit pas qui peut venir.",
        remedy="Dites l’accès, le prix, les langues.",
    ),
    Criterion(
        code="siret",
        holds=siret_is_valid,
        wrong="Son SIRET n’existe pas.",
        remedy="Recopiez les 14 chiffres.",
    ),
)
BY_CODE = {one.code: one for one in CRITERIA}


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """How many criteria hold, of how many that could be judged, and which do not."""

    held: int
    asked: int
    failed: tuple[str, ...]  # codes, what stops a household first

    @property
    def sentence(self) -> str:
        """Explain the score in words."""
        said = [f"{self.held} points justes sur {self.asked}."]
        said += [BY_CODE[code].wrong for code in self.failed[:MOST_SAID]]
        more = len(self.failed) - MOST_SAID
        if more > 0:
            said.append(f"Et {more} de plus.")
        return " ".join(said)

    @property
    def remedy(self) -> str:
        """Say what to mend first."""
        return BY_CODE[self.failed[0]].remedy if self.failed else ""


def judge(record: Record, *, on: date) -> Judgement:
    """Ask every criterion of a record; what nobody can say counts neither for nor against."""
    said = {one.code: one.holds(record, on) for one in CRITERIA}
    answers = list(said.values())
    return Judgement(
        held=answers.count(True),
        asked=len(answers) - answers.count(None),
        failed=tuple(code for code, holds in said.items() if holds is False),
    )
