"""The clock of a long turn: it starts at a given moment and runs on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic


def running_from(at: datetime, /) -> Callable[[], datetime]:
    """Give a clock that shows `at` now, and runs: what a turn takes last is not late already."""
    begun = monotonic()
    return lambda: at + timedelta(seconds=monotonic() - begun)
