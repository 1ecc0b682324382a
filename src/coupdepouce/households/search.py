"""Finding a household before creating one: by name in spite of a typo, telephone or birth date."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from rapidfuzz import fuzz

from coupdepouce.core.household.identity import PARTICLES, part_keys, searched_parts, words
from coupdepouce.core.refusal import Refusal
from coupdepouce.households.checks import e164
from coupdepouce.households.keys import (
    MARKED_ROLES,
    Kind,
    Mark,
    birth_marks,
    marks,
    person_marks,
    phone_marks,
)
from coupdepouce.households.models import Household, LookupKey, Person
from coupdepouce.households.queries import visible_to
from coupdepouce.partners.models import Membership

MOST_LIKE = 500  # of everybody's, of which one's own are kept
MOST_CANDIDATES = 50  # opened and compared; the best of them are shown
MOST_HITS = 10
MOST_WORDS = 6
LIKE_ENOUGH = 60.0
SAME_BIRTH = 50.0

DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b|\b(\d{4})-(\d\d)-(\d\d)\b")
PHONE = re.compile(r"\+?\d[\d .()-]{7,}\d")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a person typed in the search box."""

    names: tuple[str, ...] = ()
    phone: str = ""
    birth_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A household of one's own, with what tells it from another."""

    household_id: int
    reference: UUID
    name: str
    birth_year: int
    commune_code: str
    score: float


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search gives: one's own households, and whether another organisation has the person.

    The second is said only of a full name with its birth date, and never says who or where.
    """

    hits: tuple[Hit, ...] = ()
    known_elsewhere: bool = False


def read(text: str) -> Asked:
    """Tell the birth date, the telephone and the name apart in what was typed.

    Raises:
        Refusal: a day or a number that cannot exist.
    """
    day = DAY.search(text)
    rest = DAY.sub(" ", text)
    phone = PHONE.search(rest)
    return Asked(
        names=words(PHONE.sub(" ", rest))[:MOST_WORDS],
        phone=e164(phone[0]) if phone else "",
        birth_date=_day(day) if day else None,
    )


def _day(found: re.Match[str]) -> date:
    day, month, year, iso_year, iso_month, iso_day = found.groups()
    try:
        return date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
    except ValueError:
        raise Refusal(
            "birth_date_wrong", "Cette date n’existe pas : écrivez jour/mois/année."
        ) from None


def search(*, member: Membership, text: str) -> Found:
    """Give the member's households that look like what was typed, the likeliest first.

    Raises:
        Refusal: a day or a telephone number that cannot exist.
    """
    asked = read(text)
    mine = visible_to(member)
    known = _elsewhere(asked, mine).exists()
    for condition in _conditions(asked):
        if hits := _ranked(_opened(mine, condition), asked):
            return Found(hits=hits, known_elsewhere=known)
    return Found(known_elsewhere=known)


def _conditions(asked: Asked) -> Iterator[tuple[frozenset[Mark], ...]]:
    """Give the ways to look, the surest first: a household must have a mark of each group."""
    if asked.phone:
        yield (phone_marks(asked.phone),)
    if asked.names:
        yield tuple(_name_groups(asked.names))
    if asked.birth_date:
        yield (birth_marks(asked.birth_date),)


def _name_groups(names: Sequence[str]) -> Iterator[frozenset[Mark]]:
    kept = [at for at, word in enumerate(names) if word not in PARTICLES] or range(len(names))
    for at in kept:
        before, here, after = "".join(names[max(at - 1, 0) : at]), names[at], names[at + 1 : at + 2]
        # "Jean Pierre" is also looked for in one word, as some files write it.
        yield marks(Kind.NAME, part_keys({here, before + here, here + "".join(after)}))


def _opened(mine: QuerySet[Household], groups: tuple[frozenset[Mark], ...]) -> list[Household]:
    # The marks alone first: joined to the households, PostgreSQL reads the whole table of them.
    likest = _likest(groups) if len(groups) > 1 else _likest(groups).filter(household__in=mine)
    ids = list(likest.values_list("household", flat=True)[:MOST_LIKE])
    found = mine.only("reference", "commune_code").prefetch_related("people").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found][:MOST_CANDIDATES]


def _likest(
    groups: tuple[frozenset[Mark], ...],
) -> Any:
    """Give the households that have a mark of each group, those that share most marks first."""
    # Counted by their values: the index alone answers.
    every = LookupKey.objects.filter(_any(frozenset[Mark]().union(*groups))).values("household")
    of_each = {
        f"of_{at}": Count("value", filter=Q(value__in=[mark.value for mark in group]))
        for at, group in enumerate(groups)
    }
    # An exact word shares all its marks, a word with a typo two or three: exact ones come first.
    return (
        every.annotate(shared=Count("value"), **of_each)
        .filter(**{f"{name}__gt": 0 for name in of_each})
        .order_by("-shared", "-household")
    )


def _any(some: Iterable[Mark]) -> Q:
    """Give the condition of sharing a mark; those of a search are of one kind."""
    values = list(some)
    return Q(kind=values[0].kind, value__in=[mark.value for mark in values])


def _ranked(candidates: Iterable[Household], asked: Asked) -> tuple[Hit, ...]:
    hits = []
    for one in candidates:
        people = [person for person in one.people.all() if person.role in MARKED_ROLES]
        scored = [(_score(person, asked), person) for person in people]
        score, person = max(scored, key=lambda pair: pair[0])
        if score >= LIKE_ENOUGH or not asked.names:
            hits.append(
                Hit(
                    household_id=one.pk,
                    reference=one.reference,
                    name=f"{person.first_name} {person.last_name}",
                    birth_year=int(person.birth_date[:4]),
                    commune_code=one.commune_code,
                    score=score,
                )
            )
    return tuple(sorted(hits, key=lambda hit: -hit.score)[:MOST_HITS])


def _score(person: Person, asked: Asked) -> float:
    parts = searched_parts(person.first_name) | searched_parts(person.last_name)
    likeness = [max(fuzz.ratio(word, part) for part in parts) for word in asked.names]
    same_birth = asked.birth_date is not None and person.birth_date == asked.birth_date.isoformat()
    return sum(likeness) / max(len(likeness), 1) + (SAME_BIRTH if same_birth else 0.0)


def elsewhere(*, member: Membership, text: str) -> list[int]:
    """Give the households of others that have exactly this full name and birth date.

    For what acts on them without showing them: who and where is never said.

    Raises:
        Refusal: a day or a telephone number that cannot exist.
    """
    found = _elsewhere(read(text), visible_to(member))
    return sorted(set(found.values_list("household", flat=True)))


def _elsewhere(asked: Asked, mine: QuerySet[Household]) -> QuerySet[LookupKey]:
    if asked.birth_date is None or len(asked.names) < 2:  # noqa: PLR2004 - a first and a last name
        return LookupKey.objects.none()
    found: set[int] = set()
    for at in range(1, len(asked.names)):
        one, other = " ".join(asked.names[:at]), " ".join(asked.names[at:])
        for first, last in ((one, other), (other, one)):
            found |= {
                mark.value
                for mark in person_marks(first=first, last=last, birth_date=asked.birth_date)
            }
    keys = LookupKey.objects.filter(kind=Kind.PERSON, value__in=found)
    return keys.exclude(household__in=mine)
