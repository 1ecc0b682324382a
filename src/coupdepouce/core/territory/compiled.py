"""The one door to numba: what passes here is compiled; its NumPy twin is in the tests."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])
SPANS = 8  # a core: the last ones to finish leave the others idle for a short while only


def compiled(function: F) -> F:
    """Compile at the first call, and keep the result beside the source for the next process.

    Where the source's folder is read-only numba keeps it in the user's own; where that is
    impossible too, each process compiles for itself.

    A trap of numba's: a kept function is not renewed when one it calls in *another* file changes.
    So functions that call each other live in one file.
    """
    return _jit(function, fastmath=False)


def compiled_sum(function: F) -> F:
    """Compile a sum whose terms may be added in any order, several at a time."""
    return _jit(function, fastmath={"reassoc", "nsz"})


def _jit(function: F, **options: Any) -> F:
    options |= {"nogil": True, "error_model": "numpy"}
    try:
        return cast("F", numba.njit(cache=True, **options)(function))
    except RuntimeError:  # no folder where it may write
        return cast("F", numba.njit(**options)(function))


def on_all_cores(work: Callable[[int, int], None], count: int) -> None:
    """Do `work(start, stop)` on spans that together make `count`.

    In threads of ours, not in numba's: its own pool ends the process when two requests use it at
    once, and OpenMP's when a worker forks.
    """
    cores: int = numba.config.NUMBA_NUM_THREADS  # type: ignore[attr-defined]
    size = max(1, -(-count // (cores * SPANS)))
    starts = range(0, count, size)
    with ThreadPoolExecutor(cores) as pool:
        for _ in pool.map(lambda start: work(start, min(start + size, count)), starts):
            """Waiting raises here what a span raised."""
