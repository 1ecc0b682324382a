"""Households of the rule tables: in the pilot territory, nothing else known."""

from datetime import date
from typing import Any

from coupdepouce.core.eligibility import Facts, Hardship, Verdict, judge
from coupdepouce.core.programme import Programme
from coupdepouce.programmes.communes import within
from coupdepouce.programmes.defaults import default_programme

LILLE, PARIS = "59350", "75056"
A_DAY = date(2026, 11, 20)

HARDSHIP = {
    "-": None,
    "demandée": Hardship(approved=None),
    "acceptée": Hardship(approved=True),
    "refusée": Hardship(approved=False),
}


def facts(**known: Any) -> Facts:
    """Give a household of Lille of which only this is known."""
    return Facts(**{"on": A_DAY, "commune": LILLE} | known)


def read(case: dict[str, str]) -> Facts:
    """Read a household from a line of a table."""
    return facts(
        commune={"Lille": LILLE, "Paris": PARIS, "?": None}[case["commune"]],
        quotient_familial=None if case["quotient"] == "?" else int(case["quotient"]),
        statuses=None
        if case["aides"] == "?"
        else frozenset(() if case["aides"] == "-" else case["aides"].split()),
        hardship=HARDSHIP[case.get("difficulté", "-")],
    )


def verdict(household: Facts, programme: Programme | None = None) -> Verdict:
    """Judge under the programme delivered with the package, unless given."""
    rules = programme or default_programme()
    return judge(household, rules, territory=within(rules.territory))
