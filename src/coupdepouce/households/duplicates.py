"""One household, one benefit: what is already known, and what may be said of it (DESIGN §5)."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from coupdepouce.core.household.identity import name_readings
from coupdepouce.core.refusal import Refusal
from coupdepouce.households.entries import NewHousehold
from coupdepouce.households.keys import (
    Kind,
    Mark,
    contact_marks,
    line_marks,
    people_marks,
)
from coupdepouce.households.models import LookupKey, Person
from coupdepouce.partners.models import Membership

COMPARED = frozenset({Kind.PERSON, Kind.LINE, Kind.DWELLING, Kind.PHONE})


@dataclass(frozen=True, kw_only=True)
class Match:
    """A household that shares a mark with the one being entered."""

    kind: str
    household_id: int
    organisation_id: int
    reference: UUID


def marks_of(new: NewHousehold) -> frozenset[Mark]:
    """Give all the marks of a household being entered."""
    return people_marks(new.people) | contact_marks(new.contact) | line_marks(new.line_number)


def refuse_known(new: NewHousehold, *, by: Membership, own: int | None = None) -> None:
    """Let a household through, or say that it is known already; `own` is the one corrected.

    Raises:
        Refusal: `already_known_here` with its reference, or `known_elsewhere` without who or where;
            `may_go_on` says whether a reason of DESPITE lets the prescriber go on.
    """
    found = [match for match in _matches(marks_of(new)) if match.household_id != own]
    _refuse(found, kinds={Kind.PERSON, Kind.LINE}, by=by, may_go_on=False)
    if new.despite:
        return
    _refuse(found, kinds={Kind.DWELLING}, by=by, may_go_on=True)
    # A telephone is shared in a family, and often by helpers: alone, it says nothing.
    phones = [match for match in found if match.kind == Kind.PHONE]
    here = [match for match in phones if match.organisation_id == by.organisation_id]
    _refuse(_of_same_name(here, new), kinds={Kind.PHONE}, by=by, may_go_on=True)


def _matches(marks: Collection[Mark]) -> list[Match]:
    values: dict[str, set[int]] = {}
    for mark in marks:
        if mark.kind in COMPARED:
            values.setdefault(mark.kind, set()).add(mark.value)
    rows = LookupKey.objects.filter(
        reduce(or_, (Q(kind=kind, value__in=some) for kind, some in values.items()))
    ).select_related("household")
    return [
        Match(
            kind=row.kind,
            household_id=row.household_id,
            organisation_id=row.household.organisation_id,
            reference=row.household.reference,
        )
        for row in rows
    ]


def _refuse(
    found: Collection[Match], *, kinds: Collection[str], by: Membership, may_go_on: bool
) -> None:
    alike = [match for match in found if match.kind in kinds]
    for match in alike:
        if match.organisation_id == by.organisation_id:
            raise Refusal(
                "already_known_here",
                "Ce ménage a déjà un dossier ici : ouvrez-le plutôt que d’en créer un.",
                reference=str(match.reference),
                may_go_on=may_go_on,
            )
    if alike:
        raise Refusal(
            "known_elsewhere",
            "Ce ménage est déjà connu : demandez au programme.",
            may_go_on=may_go_on,
        )


def _of_same_name(found: Collection[Match], new: NewHousehold) -> list[Match]:
    names = {
        reading
        for person in new.people
        for reading in name_readings(first=person.first_name, last=person.last_name)
    }
    alike = {
        person.household_id
        for person in Person.objects.filter(household__in={match.household_id for match in found})
        if names & name_readings(first=person.first_name, last=person.last_name)
    }
    return [match for match in found if match.household_id in alike]
