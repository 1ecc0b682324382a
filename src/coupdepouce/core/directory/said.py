"""What the row of a place says of it: one list of words for every edition of the standards."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

READ_AGAIN = 2_000  # values: those of the standards are a few dozen


class Sort(StrEnum):
    """What a person looks for."""

    SERVICE = "service"
    ACCESS = "access"
    LANGUAGE = "language"
    VISIT = "visit"  # the price, and how one comes


@dataclass(frozen=True, kw_only=True)
class Saying:
    """A thing said of a place: our code, and the values that say it."""

    code: str
    sort: Sort
    values: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a place says: the sayings it has, and the words we have no saying for."""

    codes: tuple[str, ...]
    other: tuple[str, ...] = ()

    def of(self, sort: Sort) -> tuple[str, ...]:
        """Give the codes of one sort."""
        return tuple(code for code in self.codes if SORT_OF[code] is sort)


def _saying(sort: Sort, code: str, *values: str) -> Saying:
    return Saying(code=code, sort=sort, values=frozenset(map(folded, (code, *values))))


@lru_cache(maxsize=READ_AGAIN)
def folded(value: str) -> str:
    """Give a value without capitals and without the sentence that explains it."""
    return " ".join(value.partition(" : ")[0].replace("’", "'").lower().split())


# The values of the lieux de médiation numérique, editions 0.1.1 and 1.0.1, of data·inclusion, and
# of a list of shops. "Handicaps moteurs" promises help on the spot, not a ramp: only "plain-pied"
# is step-free.
SAYINGS = (
    _saying(
        Sort.SERVICE,
        "paperwork",
        "Aide aux démarches administratives",
        "Devenir autonome dans les démarches administratives",
        "Réaliser des démarches administratives avec un accompagnement",
        "Accompagner les démarches de santé",
    ),
    _saying(
        Sort.SERVICE,
        "learning",
        "Maîtrise des outils numériques du quotidien",
        "Prendre en main un smartphone ou une tablette",
        "Prendre en main un ordinateur",
        "Utiliser le numérique au quotidien",
    ),
    _saying(
        Sort.SERVICE,
        "on_the_spot",
        "Accès internet et matériel informatique",
        "Accéder à une connexion internet",
        "Accéder à du matériel",
    ),
    _saying(
        Sort.SERVICE,
        "work",
        "Insertion professionnelle via le numérique",
        "Favoriser mon insertion professionnelle",
    ),
    _saying(
        Sort.SERVICE,
        "cheap_computer",
        "Acquisition de matériel informatique à prix solidaire",
        "S'équiper en matériel informatique",
    ),
    _saying(Sort.SERVICE, "safety", "Utilisation sécurisée du numérique"),
    _saying(
        Sort.SERVICE,
        "family",
        "Parentalité et éducation avec le numérique",
        "Soutenir la parentalité et l'éducation avec le numérique",
    ),
    _saying(
        Sort.SERVICE,
        "understanding",
        "Compréhension du monde numérique",
        "Approfondir ma culture numérique",
        "Promouvoir la citoyenneté numérique",
    ),
    _saying(Sort.SERVICE, "making", "Loisirs et créations numériques", "Créer avec le numérique"),
    _saying(Sort.ACCESS, "step_free", "Plain-pied"),
    _saying(Sort.ACCESS, "mobility", "Handicaps moteurs"),
    _saying(Sort.ACCESS, "hearing", "Surdité", "Boucle magnétique"),
    _saying(Sort.ACCESS, "sight", "Déficience visuelle"),
    _saying(Sort.ACCESS, "mind", "Handicaps mentaux", "Handicaps psychiques"),
    _saying(Sort.ACCESS, "reading", "Illettrisme", "Personnes en situation d'illettrisme"),
    _saying(Sort.LANGUAGE, "english", "Langues étrangères (anglais)", "Anglais", "en"),
    _saying(Sort.LANGUAGE, "arabic", "Arabe", "ar"),
    _saying(Sort.LANGUAGE, "signs", "Langue des signes", "Langue des signes française", "lsf"),
    _saying(
        Sort.LANGUAGE,
        "other_languages",
        "Langues étrangères (autres)",
        "Public langues étrangères",
    ),
    _saying(Sort.VISIT, "free", "Gratuit"),
    _saying(Sort.VISIT, "free_for_some", "Gratuit sous condition"),
    _saying(Sort.VISIT, "pass", "Accepte le Pass numérique"),
    _saying(Sort.VISIT, "paying", "Payant"),
    _saying(Sort.VISIT, "membership", "Adhésion"),
    _saying(Sort.VISIT, "appointment", "Rendez-vous possible", "Prendre un RDV en ligne"),
    _saying(Sort.VISIT, "moving", "Itinérant"),
)
SORT_OF = {one.code: one.sort for one in SAYINGS}
_BY_VALUE = {value: one.code for one in SAYINGS for value in one.values}
# Said of nearly all, and of no help to choose.
_NOT_SHOWN = frozenset(
    map(
        folded,
        ("Adultes", "Jeunes (16-26 ans)", "Jeunes", "Seniors (+ 65 ans)", "Seniors", "Fixe",
         "Familles/enfants", "Familles et/ou enfants", "Se présenter", "Téléphoner",
         "Contacter par mail", "Créer et développer mon entreprise", "Uniquement femmes",
         "Femmes"),
    )
)  # fmt: skip


def codes(sort: Sort) -> tuple[str, ...]:
    """Give the codes of one sort, in the order of the list."""
    return tuple(one.code for one in SAYINGS if one.sort is sort)


def read(values: Iterable[str]) -> Said:
    """Give what values say, in the order of the list; those of no saying stay as written."""
    kept = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
    found = {_BY_VALUE.get(folded(value)) for value in kept}
    return Said(
        codes=tuple(one.code for one in SAYINGS if one.code in found),
        # A code of another standard, "numerique--acceder", is no word for a person.
        other=tuple(
            value
            for value in kept
            if folded(value) not in _BY_VALUE
            and folded(value) not in _NOT_SHOWN
            and "--" not in value
        ),
    )
