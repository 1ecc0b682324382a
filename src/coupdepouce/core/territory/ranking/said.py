"""Figures and reasons in French, one sentence a criterion."""

import numpy as np

from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking.score import Ranking

THIN = "\N{NARROW NO-BREAK SPACE}"
VERY, WELL, LITTLE = 0.8, 0.6, 0.4


def number(value: float, digits: int = 0) -> str:
    """Write a number as French reads it: « 12 345,6 »."""
    if not np.isfinite(value):
        return "non connu"
    return f"{value:,.{digits}f}".replace(",", THIN).replace(".", ",")


def with_unit(value: float, unit: str, digits: int) -> str:
    """Write a figure and its unit."""
    told = number(value, digits)
    return f"{told}{THIN}{unit}" if unit and np.isfinite(value) else told


def place(rank: int) -> str:
    """Write a rank: « 1er », « 2e »."""
    return "1er" if rank == 1 else f"{rank}e"


def reasons(ranking: Ranking, code: str) -> tuple[str, ...]:
    """Say why this one: a sentence for each criterion that weighs, heaviest share first."""
    row = ranking.compared.row(code)
    shares = ranking.scaled[row] * ranking.weights
    return tuple(
        _reason(ranking, row, column)
        for column in np.argsort(-shares, kind="stable")
        if ranking.weights[column] > 0
    )


def _reason(ranking: Ranking, row: int, column: int) -> str:
    one = ranking.compared.measured[column]
    said, level = one.criterion, float(ranking.scaled[row, column])
    figure = with_unit(float(one.values[row]), said.unit, said.digits)
    weight = float(ranking.weights[column])
    return (
        f"{said.label} : {figure}{_interval(*one.band, row, said.digits)}, "
        f"{place(_rank(ranking, row, column))} sur {len(ranking.compared.codes)}. "
        f"C’est {_judged(level)} : {number(100 * level * weight, 1)} points sur "
        f"{number(100 * weight, 1)}."
    )


def _interval(low: Floats, high: Floats, row: int, digits: int) -> str:
    ends = number(float(low[row]), digits), number(float(high[row]), digits)
    return f" (de {ends[0]} à {ends[1]})" if ends[0] != ends[1] else ""


def _rank(ranking: Ranking, row: int, column: int) -> int:
    levels = ranking.scaled[:, column]
    return int((levels > levels[row]).sum()) + 1


def _judged(level: float) -> str:
    if level >= VERY:
        return "un point fort"
    if level >= WELL:
        return "plutôt un atout"
    return "au milieu" if level >= LITTLE else "un point faible"
