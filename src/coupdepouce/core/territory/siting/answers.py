"""What every question about sites is answered with, and when to stop looking."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limit:
    """When to stop before the proof: after `steps` of the bound, or when `keep_going` says so.

    The core has no clock: who wants seconds passes a `keep_going` that reads one.
    """

    steps: int = 20_000
    keep_going: Callable[[], bool] = lambda: True


@dataclass(frozen=True, kw_only=True)
class Siting:
    """Sites to open, what they are worth, and the proof of how far from the best they may be."""

    sites: tuple[int, ...]  # every open site, the existing ones too, in order
    value: float  # demand covered, cost travelled or number opened: as the question says
    bound: float  # no answer is better than this one
    gap: float  # |bound − value| as a share of the larger of the two
    optimal: bool  # the search ended: nothing is better (by more than 1e-9 of the cost)
    steps: int  # of the bound
    stopped: bool  # the limit came before the proof


def siting(
    *, sites: tuple[int, ...], value: float, bound: float, steps: int, stopped: bool
) -> Siting:
    """Write an answer; it is optimal only when bound and value are the same number."""
    largest = max(abs(value), abs(bound))
    gap = abs(bound - value) / largest if largest else 0.0
    return Siting(
        sites=tuple(sorted(sites)), value=value, bound=bound, gap=gap,
        optimal=gap == 0.0, steps=steps, stopped=stopped and gap > 0.0,
    )  # fmt: skip
