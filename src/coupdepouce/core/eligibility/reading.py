"""From what was written to facts: strict, and nothing is guessed."""

from collections.abc import Callable
from dataclasses import fields
from typing import cast, get_args

from coupdepouce.core.eligibility.facts import (
    Computer,
    Facts,
    Hardship,
    ProofSeen,
    Skills,
)
from coupdepouce.core.eligibility.record import Record
from coupdepouce.core.household.budget import LineToday
from coupdepouce.core.programme.places import PARENT_OF_DISTRICT
from coupdepouce.core.programme.vocabulary import PROOFS, STATUSES


def read_facts(raw: object, *, index: int, commune_exists: Callable[[str], bool]) -> Facts:
    """Read the facts of one household, as the page of the interfaces writes them.

    Raises:
        Refusal: `fact_malformed`, whose sentence names the index, the key and the remedy.
    """
    record = Record(raw, index=index, path="", keys=_keys(Facts))
    return Facts(
        on=record.needed_day("on"),
        commune=_commune(record, commune_exists),
        adults=record.count("adults"),
        children=record.count("children"),
        quotient_familial=record.count("quotient_familial"),
        statuses=_statuses(record),
        hardship=_hardship(record),
        proofs=_proofs(record),
        line=_line(record),
        computer=cast("Computer | None", record.word("computer", get_args(Computer))),
        skills=cast("Skills | None", record.word("skills", get_args(Skills))),
    )


def _keys(part: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(part))


def _commune(record: Record, commune_exists: Callable[[str], bool]) -> str | None:
    code = record.text("commune")
    if code is not None and not commune_exists(code):
        parent = PARENT_OF_DISTRICT.get(code)
        record.refuse(
            "commune",
            f"« {code} » est un arrondissement, écrivez « {parent} »"
            if parent
            else f"« {code} » n’existe pas, écrivez le code Insee à cinq caractères de la commune",
        )
    return code


def _statuses(record: Record) -> frozenset[str] | None:
    items = record.items("statuses")
    if items is None:
        return None
    return frozenset(
        record.known(f"statuses[{at}]", status, tuple(STATUSES)) for at, status in enumerate(items)
    )


def _hardship(record: Record) -> Hardship | None:
    claim = record.inner("hardship", _keys(Hardship))
    return None if claim is None else Hardship(approved=claim.needed_flag("approved"))


def _proofs(record: Record) -> tuple[ProofSeen, ...]:
    proofs = (
        record.nested(f"proofs[{at}]", raw, _keys(ProofSeen))
        for at, raw in enumerate(record.items("proofs") or ())
    )
    return tuple(
        ProofSeen(kind=proof.needed_word("kind", tuple(PROOFS)), date=proof.needed_day("date"))
        for proof in proofs
    )


def _line(record: Record) -> LineToday | None:
    line = record.inner("line", _keys(LineToday))
    if line is None:
        return None
    return LineToday(
        has=line.flag("has"),
        monthly_cost=line.amount("monthly_cost"),
        ends_on=line.day("ends_on"),
        exit_fee=line.amount("exit_fee"),
    )
