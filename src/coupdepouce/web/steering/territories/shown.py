"""Answers about territories as the tables and sentences of a page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from coupdepouce.core.territory.ranking.criteria import Criterion, Measured, sources
from coupdepouce.core.territory.ranking.said import number, place
from coupdepouce.insight.territories import said
from coupdepouce.insight.territories.ranking import Explanation, Seen
from coupdepouce.web.steering.tables import Line, table

MANY = 30  # territories, from which their figures are folded
RANKS = ("Rang", "Score", "Si les poids changent", "Si les chiffres changent", "1er sur 100")
COLUMNS = (
    ("Score", "de 0 à 100, puis de combien à combien dans 90 % des tirages des chiffres."),
    ("Si les poids changent", "les rangs dans 90 % de 2 000 tirages de poids au hasard."),
    ("Si les chiffres changent", "les rangs dans 90 % des tirages des chiffres dans leur marge."),
    ("1er sur 100", "combien de ces tirages des chiffres le mettent premier."),
)


def ranking(found: Seen, query: str) -> Mapping[str, Any]:
    """Give the ranking: sentences, order, figures, and what weighs."""
    return {
        "sentences": said.first(found),
        "order": _order(found, query),
        "figures": _figures(found),
        "criteria": _criteria(found),
        "columns": [{"name": name, "value": meaning} for name, meaning in COLUMNS],
        "left_out": said.left_out(found),
        "many": len(found.ranking.ranks) > MANY,
    }


def _order(found: Seen, query: str) -> Mapping[str, Any]:
    return table(
        caption="Classement",
        columns=("Territoire", *RANKS),
        numbers=RANKS,
        lines=[
            Line(
                head=found.ranking.compared.names[row],
                href=href(found.ranking.compared.codes[row], query),
                values=_ranks(found, row),
            )
            for row in map(int, found.ranking.order)
        ],
    )


def _ranks(found: Seen, row: int) -> Sequence[str]:
    weights, figures = found.by_weights, found.by_figures
    return (
        place(int(found.ranking.ranks[row])),
        score(found, row),
        said.ranks(weights.low[row], weights.high[row]),
        said.ranks(figures.low[row], figures.high[row]),
        number(100 * float(figures.first[row])),
    )


def score(found: Seen, row: int) -> str:
    """Write a score and its interval."""
    value, low, high = (
        number(100 * float(end[row])) for end in (found.ranking.scores, *found.band)
    )
    return value + between(low, high)


def weighed(found: Seen) -> str:
    """Say what weighs, the heaviest first."""
    weights = found.ranking.weights
    if len(set(weights)) == 1:
        return "Tous les critères pèsent autant."
    told = [
        f"{found.ranking.compared.measured[at].criterion.label} {_percent(float(weights[at]))}"
        for at in sorted(range(len(weights)), key=lambda at: -weights[at])
        if weights[at] > 0
    ]
    return f"Poids : {', '.join(told)}."


def href(code: str, query: str) -> str:
    """Give the page of a territory."""
    return f"{reverse('territories:one', args=[code])}?{query}"


def _figures(found: Seen) -> Mapping[str, Any]:
    compared = found.ranking.compared
    columns = [named(one.criterion) for one in compared.measured]
    return table(
        caption="Chiffres, et de combien à combien dans 90 % des cas",
        columns=("Territoire", *columns),
        numbers=columns,
        lines=[
            Line(head=compared.names[row], values=[_figure(one, row) for one in compared.measured])
            for row in map(int, found.ranking.order)
        ],
    )


def named(one: Criterion) -> str:
    """Write a criterion and its unit."""
    return f"{one.label} ({one.unit})" if one.unit else one.label


def _figure(one: Measured, row: int) -> str:
    digits = one.criterion.digits
    value, low, high = (number(float(end[row]), digits) for end in (one.values, *one.band))
    return value + between(low, high)


def between(low: str, high: str) -> str:
    """Write an interval after its figure, under which it may stand; nothing when it is none."""
    if low == high:
        return ""
    interval = f"({low} à {high})".replace(" ", "\N{NO-BREAK SPACE}")
    return f" {interval}"


def _criteria(found: Seen) -> Mapping[str, Any]:
    pairs = zip(found.ranking.compared.measured, found.ranking.weights, strict=True)
    return table(
        caption="Ce qui compte",
        columns=("Critère", "Poids", "Compte mieux", "Source"),
        numbers=("Poids",),
        lines=[
            Line(
                head=named(one.criterion),
                values=(
                    f"{number(100 * float(weight), 1)} %",
                    "Plus" if one.criterion.more else "Moins",
                    one.source,
                ),
            )
            for one, weight in pairs
        ],
    )


def one(found: Seen, told: Explanation) -> Mapping[str, Any]:
    """Give why this territory."""
    row = found.ranking.compared.row(told.code)
    _, points, *spans, often = _ranks(found, row)
    within = [f"rangs {span}, dans 90 % des tirages" for span in spans]
    values = (points, *within, f"{often} fois sur 100 tirages des chiffres")
    pairs = zip((*RANKS[1:-1], "Premier"), values, strict=True)
    return {
        "name": told.name,
        "code": told.code,
        "rank": f"{place(told.rank)} sur {told.among}",
        "within": found.where.within or "France métropolitaine",
        "facts": [{"name": name, "value": value} for name, value in pairs],
        "reasons": told.reasons,
        "offered": [said.offered(one) for one in told.offered],
        "winning": said.winning(told),
        "moves": [
            f"{one.criterion.label} : {_percent(one.before)} → {_percent(one.after)}"
            for one in said.moves(found, told)
        ],
        "sources": sources(found.ranking.compared.measured),
    }


def _percent(weight: float) -> str:
    return f"{number(100 * weight, 1)} %"
