"""Issue and redeem on PostgreSQL, against the bare SQL of the operation sent by pgbench."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from benchmarks import databases
from benchmarks.clients import clients
from benchmarks.rows import Row

CLIENTS = 8
EACH = 40  # prescriptions a client takes through the two steps, in one round
ROUNDS = 3  # the two are measured in turn, so that a busy machine slows both
SQL = Path(__file__).parent / "sql" / "issue_and_present.sql"


def measure(*, full: bool) -> Iterator[Row]:
    """Give the share of pgbench's rate, in process then over HTTP, and the 95th percentile."""
    each = EACH * (10 if full else 1)
    with databases.postgres() as url:
        databases.start()
        who = _gathered(2 * ROUNDS * CLIENTS * each + CLIENTS * each)
        databases.leave()
        yield from _in_process(url, each=each, who=who)


def _gathered(size: int) -> dict[str, int]:
    from benchmarks.crowd import gather, staff  # noqa: PLC0415 - needs Django

    crowd = staff()
    gather(crowd, first=1, last=size)
    return {
        "prescriber": crowd.prescriber.pk,
        "team": crowd.prescriber.organisation_id,
        "advisor": crowd.advisor.pk,
        "shop": crowd.advisor.organisation_id,
    }


def _in_process(url: str, *, each: int, who: dict[str, int]) -> Iterator[Row]:
    size = CLIENTS * each
    bare, rates, times = [], [], list[float]()
    with clients("benchmarks.journey_client", number=CLIENTS) as ours:
        ours.work(first=2 * ROUNDS * size, each=each)  # caches warm, and not counted
        for turn in range(ROUNDS):
            bare.append(_pgbench(url, first=2 * turn * size, each=each, who=who))
            done = ours.work(first=(2 * turn + 1) * size, each=each)
            rates.append(done.rate)
            times += done.times
    share, p95 = median(rates) / median(bare), quantiles(times, n=20)[-1] * 1000
    told = f"{share:.0%} ({median(rates):.0f} steps/s against {median(bare):.0f})"
    yield Row("issue and redeem, share of pgbench", told, "≥ 40 %", share >= 0.4)
    yield Row("issue and redeem, p95 with 8 clients", f"{p95:.1f} ms", "≤ 10 ms", p95 <= 10)


def _pgbench(url: str, *, first: int, each: int, who: dict[str, int]) -> float:
    given = {"n": 0, "first": first, "each": each, **who}
    command = [
        str(databases.TOOLS / "pgbench"), "--no-vacuum", f"--client={CLIENTS}",
        f"--jobs={os.cpu_count()}", f"--transactions={each}", f"--file={SQL}",
        *(f"--define={name}={value}" for name, value in given.items()), url,
    ]  # fmt: skip
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"tps = ([\d.]+)", said)
    assert found, said
    assert "failed transactions: 0" in said, said
    return 2 * float(found[1])  # a run of the script is two steps
