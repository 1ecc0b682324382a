"""What `coupdepouce territories` prints: tables and sentences, or the same as JSON."""

import math
from dataclasses import asdict
from typing import Any

from coupdepouce.core.territory.ranking.said import number, place
from coupdepouce.insight.territories import said
from coupdepouce.insight.territories.maps import properties
from coupdepouce.insight.territories.ranking import Explanation, Seen

NAME = 34


def ranking_table(found: Seen) -> str:
    """Write the ranking, first territory first."""
    compared = found.ranking.compared
    criteria = "".join(f"{one.criterion.name:>11}" for one in compared.measured)
    head = f"{'rang':>4}  {'code':<10}{'territoire':<{NAME}}{'score':>6}{'marge':>9}"
    head += f"{'poids':>9}{'chiffres':>10}{'1er':>6}{'front':>7}{criteria}"
    return "\n".join([head, *(_row(found, int(row)) for row in found.ranking.order)])


def _row(found: Seen, row: int) -> str:
    ranking, compared = found.ranking, found.ranking.compared
    low, high = (100 * end[row] for end in found.band)
    figures = "".join(
        f"{number(float(one.values[row]), one.criterion.digits):>11}" for one in compared.measured
    )
    return (
        f"{ranking.ranks[row]:>4}  {compared.codes[row]:<10}"
        f"{compared.names[row][: NAME - 2]:<{NAME}}"
        f"{number(100 * ranking.scores[row]):>6}{f'{low:.0f}-{high:.0f}':>9}"
        f"{_span(found.by_weights, row):>9}{_span(found.by_figures, row):>10}"
        f"{f'{100 * found.by_figures.first[row]:.0f} %':>6}{'oui' if found.front[row] else '':>7}"
        f"{figures}"
    )


def _span(spread: Any, row: int) -> str:
    return f"{spread.low[row]:.0f}-{spread.high[row]:.0f}"


def ranking_talk(found: Seen) -> tuple[str, ...]:
    """Say what the columns are, where the figures come from, and who is left out."""
    ranking = found.ranking
    told = [
        f"{one.criterion.name} : {one.criterion.label}"
        f"{f', {one.criterion.unit}' if one.criterion.unit else ''}, "
        f"{'plus' if one.criterion.more else 'moins'} compte mieux, "
        f"poids {number(float(weight), 3)}. Source : {one.source}."
        for one, weight in zip(ranking.compared.measured, ranking.weights, strict=True)
    ]
    if out := said.left_out(found):
        told.append(out)
    return tuple(told)


def ranking_json(found: Seen) -> dict[str, Any]:
    """Give the ranking as JSON."""
    names = [one.criterion.name for one in found.ranking.compared.measured]
    return {
        "level": found.asked.level,
        "within": found.asked.within,
        "scale": found.ranking.scale,
        "seed": found.asked.seed,
        "weights": dict(zip(names, map(float, found.ranking.weights), strict=True)),
        "left_out": found.left_out,
        "territories": [properties(found, int(row)) for row in found.ranking.order],
    }


def explanation_text(found: Seen, told: Explanation) -> str:
    """Write why this one."""
    lines = [f"{told.name} ({told.code}) : {place(told.rank)} sur {told.among}.", ""]
    lines += [f"- {one}" for one in told.reasons]
    lines += ["", "Sur place :", *(f"- {said.offered(one)}" for one in told.offered)]
    lines += ["", said.winning(told)]
    lines += [
        f"- {one.criterion.name} : {number(one.before, 3)} → {number(one.after, 3)}"
        for one in said.moves(found, told)
    ]
    return "\n".join(lines)


def explanation_json(found: Seen, told: Explanation) -> dict[str, Any]:
    """Give why this one as JSON."""
    names = [one.criterion.name for one in found.ranking.compared.measured]
    weights = told.winning.weights
    return {
        "code": told.code, "name": told.name, "rank": told.rank, "among": told.among,
        "reasons": told.reasons,
        "offered": [
            {name: None if isinstance(value, float) and math.isnan(value) else value
             for name, value in asdict(one).items()}
            for one in told.offered
        ],
        "to_win": None if weights is None else {
            "change": told.winning.change,
            "weights": dict(zip(names, map(float, weights), strict=True)),
        },
    }  # fmt: skip
