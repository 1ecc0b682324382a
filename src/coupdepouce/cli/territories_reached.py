"""What `coupdepouce territories access` prints: a table and sentences, or the same as JSON."""

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coupdepouce.core.territory.numbers import Floats
    from coupdepouce.insight.territories.access import Access, Going, Reached

NAME = 30
TO = {"partner": "partenaire", "shop": "boutique"}


def access_table(found: "Access") -> str:
    """Write how far each area is from each kind of place."""
    near = f"≤{found.asked.minutes:g} min"
    head = f"{'code':<10}{'territoire':<{NAME}}{'vers':<12}{'km':>7}{'voiture':>16}{'à pied':>19}"
    lines = [f"{head}{'sans voiture ' + near:>24}{'non connu':>11}"]
    for row, code in enumerate(found.where.codes):
        for one in found.reached:
            name = found.where.names[row][: NAME - 2]
            lines.append(f"{code:<10}{name:<{NAME}}{TO[one.to]:<12}{_row(one, row)}")
    return "\n".join(lines)


def _row(one: "Reached", row: int) -> str:
    from coupdepouce.core.territory.ranking.said import number  # noqa: PLC0415  an extra
    from coupdepouce.core.territory.travel import Way  # noqa: PLC0415

    without = one.by[Way.NO_CAR]
    unknown = 100 * (1 - float(without.known[row]))
    return (
        f"{number(float(one.km[row]), 1):>7}"
        f"{_span(one.by[Way.CAR].minutes, row):>16}{_span(one.by[Way.FOOT].minutes, row):>19}"
        f"{_span([100 * end for end in reversed(without.near)], row, ' %'):>24}"
        f"{number(unknown) + ' %':>11}"
    )


def _span(three: "Sequence[Floats]", row: int, unit: str = "") -> str:
    low, usual, high = (float(one[row]) for one in three)
    if not math.isfinite(usual):
        return "?"
    ends = f"{low:.0f}-{high:.0f}"
    sure = ends == f"{usual:.0f}-{usual:.0f}"
    return f"{usual:.0f}{unit}" if sure else f"{usual:.0f}{unit} ({ends})"


def access_talk(found: "Access") -> tuple[str, ...]:
    """Say what the columns are, where each time comes from, and what is not known."""
    from coupdepouce.insight.territories import access_said as said  # noqa: PLC0415  an extra

    return said.access(found)


def access_json(found: "Access") -> dict[str, Any]:
    """Give the same as JSON; null where it is not known."""
    from coupdepouce.core.territory.travel import in_words  # noqa: PLC0415  an extra

    return {
        "level": found.asked.level,
        "within": found.asked.within,
        "minutes": found.asked.minutes,
        "times": found.file or None,
        "hypotheses": in_words(found.asked.used),
        "territories": [
            {"code": code, "name": found.where.names[row], "poor": float(found.poor[row]),
             **{one.to: _reached(one, row) for one in found.reached}}
            for row, code in enumerate(found.where.codes)
        ],
    }  # fmt: skip


def _reached(one: "Reached", row: int) -> dict[str, Any]:
    return {"km": _known(one.km[row])} | {way.value: _going(by, row) for way, by in one.by.items()}


def _going(by: "Going", row: int) -> dict[str, Any]:
    fast, usual, slow = (_known(one[row]) for one in by.minutes)
    return {
        "minutes": usual, "minutes_between": [fast, slow],
        "near": _known(by.near[1][row]),
        "near_between": [_known(by.near[2][row]), _known(by.near[0][row])],
        "known": _known(by.known[row]), "told_by_the_file": _known(by.told[row]),
    }  # fmt: skip


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
