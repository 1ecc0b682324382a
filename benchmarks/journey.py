"""Issue and redeem on PostgreSQL, against the bare SQL of the operation sent by pgbench."""

import os
import re
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from benchmarks import databases
from benchmarks.clients import Clients, clients
from benchmarks.rows import Row
from benchmarks.sites import OURS, site

CLIENTS = 8
EACH = 25  # prescriptions a client takes through the two steps, in one round
WARM = 5
ROUNDS = 3  # the two are measured in turn, so that a busy machine slows both
SQL = Path(__file__).parent / "sql" / "issue_and_present.sql"


def measure(*, full: bool) -> Iterator[Row]:
    """Give the share of pgbench's rate, in process then over HTTP, and the 95th percentile."""
    each = EACH * (10 if full else 1)
    with databases.postgres() as url:
        databases.start()
        who, key = _gathered(size=4 * ROUNDS * CLIENTS * each)
        databases.leave()
        bench = Bench(url=url, each=each, who=who)
        with clients("benchmarks.journey_client", number=CLIENTS) as ours:
            yield from _compared(bench, ours, name="issue and redeem", aim=0.4, slowest=10)
        with (
            site(OURS, ready="/") as port,
            clients("benchmarks.http_client", str(port), key, number=CLIENTS) as ours,
        ):
            yield from _compared(bench, ours, name="issue over HTTP", aim=0.2)


def _gathered(*, size: int) -> tuple[dict[str, int], str]:
    from benchmarks.crowd import gather, staff  # noqa: PLC0415 - needs Django
    from coupdepouce.partners.operations import make_api_key  # noqa: PLC0415
    from tests.apps.build import NOW  # noqa: PLC0415

    crowd = staff()
    gather(crowd, first=1, last=size + CLIENTS * WARM * 2)
    _, secret = make_api_key(membership=crowd.prescriber, label="bench", at=NOW)
    who = {
        "prescriber": crowd.prescriber.pk,
        "team": crowd.prescriber.organisation_id,
        "advisor": crowd.advisor.pk,
        "shop": crowd.advisor.organisation_id,
    }
    return who, secret


class Bench:
    """The prescriptions of this measure, taken from the first on, and pgbench on some of them."""

    def __init__(self, *, url: str, each: int, who: dict[str, int]) -> None:
        self.url, self.each, self.who, self.used = url, each, who, 0
        self.busy, self.steps = 0.0, 0

    def next(self, each: int) -> int:
        """Give the number before the first prescription that nobody took yet."""
        self.used += CLIENTS * each
        return self.used - CLIENTS * each

    def bare(self) -> float:
        """Give the steps a second of the bare SQL."""
        before = _busy(self.url)
        rate = _pgbench(self.url, first=self.next(self.each), each=self.each, who=self.who)
        self.busy += _busy(self.url) - before
        self.steps += 2 * CLIENTS * self.each
        return rate

    @property
    def apiece(self) -> float:
        """Give the processor milliseconds of a bare step, pgbench and PostgreSQL together."""
        return self.busy / self.steps * 1000


def _busy(url: str) -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return databases.server_seconds(url) + ended.ru_utime + ended.ru_stime


def _compared(
    bench: Bench, ours: Clients, *, name: str, aim: float, slowest: float | None = None
) -> Iterator[Row]:
    ours.work(first=bench.next(WARM), each=WARM)  # not counted
    bare, rates, times, busy = [], [], list[float](), 0.0
    for _ in range(ROUNDS):
        bare.append(bench.bare())
        before = databases.server_seconds(bench.url)
        done = ours.work(first=bench.next(bench.each), each=bench.each)
        busy += done.busy + databases.server_seconds(bench.url) - before
        rates.append(done.rate)
        times += done.times
    share, p95 = median(rates) / median(bare), quantiles(times, n=20)[-1] * 1000
    told = f"{share:.0%} ({median(rates):.0f} steps/s against {median(bare):.0f})"
    yield Row(f"{name}, share of pgbench", told, f"≥ {aim:.0%}", share >= aim)
    if slowest is None:
        yield Row(f"{name}, p95 with {CLIENTS} clients", f"{p95:.0f} ms")
        return
    # Of a machine that does something else meanwhile, this says more than the rates.
    apiece = f"{busy / len(times) * 1000:.1f} ms against {bench.apiece:.1f} ms"
    yield Row(f"{name}, processor time a step, PostgreSQL included", apiece)
    yield Row(f"{name}, p95 with {CLIENTS} clients", f"{p95:.0f} ms", "≤ 10 ms", p95 <= slowest)


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
