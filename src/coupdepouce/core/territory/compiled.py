"""The one door to numba: what passes here is compiled; its NumPy twin is in the tests."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])
spans = numba.prange


def compiled(function: F) -> F:
    """Compile at the first call, and keep the result beside the source for the next process.

    A trap of numba's: a kept function is not renewed when one it calls in *another* file changes.
    So functions that call each other live in one file.
    """
    return cast("F", _jit(function, parallel=False))


def compiled_on_all_cores(function: F) -> F:
    """Do the same, sharing each loop over `spans(n)` between the cores."""
    return cast("F", _jit(function, parallel=True))


def _jit(function: Callable[..., Any], *, parallel: bool) -> Callable[..., Any]:
    options = {"nogil": True, "error_model": "numpy", "parallel": parallel}
    try:
        done: Callable[..., Any] = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # no folder where it may write: compile in each process
        done = numba.njit(**options)(function)
    return done
