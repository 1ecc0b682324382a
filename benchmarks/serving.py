"""Public pages a second, against a bare Django page with one indexed read under the same server."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from benchmarks import databases
from benchmarks.rows import Row
from benchmarks.sites import BARE, OURS, Pace, pace, site

ROUNDS = 3  # the sites are measured in turn, so that a busy machine slows all of them
SECONDS = 2.0
CROWD = 20_000
PAGES = {"first page": "/", "first question of the check": "/verifier/"}


def measure(*, full: bool) -> Iterator[Row]:
    """Give the share of a bare page's rate, then the spread while steps are taken."""
    seconds = SECONDS * (5 if full else 1)
    with databases.postgres():
        databases.start()
        from benchmarks.crowd import gather, staff  # noqa: PLC0415 - needs Django

        gather(staff(), first=1, last=CROWD)
        databases.leave()
        with site(BARE, ready="/") as bare, site(OURS, ready="/") as ours:
            yield from _shares(bare, ours, seconds=seconds)
            with _writer():
                calm = [pace(ours, "/", seconds=seconds) for _ in range(ROUNDS)]
    spread = median(one.p99 / one.p50 for one in calm)
    told = f"{spread:.1f} ({median(one.p99 for one in calm):.0f} ms)"
    yield Row("first page while a process takes steps, p99 / p50", told, "≤ 3", spread <= 3)


def _shares(bare: int, ours: int, *, seconds: float) -> Iterator[Row]:
    paces: dict[str, list[Pace]] = {"bare": [], **{path: [] for path in PAGES.values()}}
    for _ in range(ROUNDS):
        paces["bare"].append(pace(bare, "/", seconds=seconds))
        for path in PAGES.values():
            paces[path].append(pace(ours, path, seconds=seconds))
    for name, path in PAGES.items():
        pairs = list(zip(paces[path], paces["bare"], strict=True))
        share = median(one.rate / other.rate for one, other in pairs)
        mine, other = (median(one.rate for one in side) for side in zip(*pairs, strict=True))
        told = f"{share:.0%} ({mine:.0f}/s against {other:.0f}/s)"
        yield Row(f"{name}, share of a bare page", told, "≥ 50 %", share >= 0.5)


@contextmanager
def _writer() -> Iterator[None]:
    """Take steps one after the other meanwhile, as fast as one process can."""
    command = [sys.executable, "-m", "benchmarks.journey_client"]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert running.stdin
    assert running.stdout
    running.stdout.readline()
    running.stdin.write(f"0 {CROWD}\n")
    running.stdin.flush()
    try:
        yield
    finally:
        running.kill()
        running.communicate()
