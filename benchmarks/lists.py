"""A list, a household's page and the cockpit, at 50 households then at many."""

import time
from collections.abc import Callable, Iterator
from statistics import quantiles

from benchmarks import databases
from benchmarks.rows import Row

FEW, MANY, FULL = 50, 200_000, 5_000_000
TIMES, PATIENCE = 40, 4.0  # at most as many, at most as long
# One in ten is over, one in a hundred is late: what a programme in service looks like.
LIVED = """
UPDATE prescriptions_prescription SET
  state = CASE WHEN id % 10 = 0 THEN 'closed' WHEN id % 10 < 6 THEN 'issued' ELSE state END,
  waits_for = CASE WHEN id % 10 = 0 THEN '' WHEN id % 10 < 6 THEN 'household' ELSE waits_for END,
  waits_since = CASE WHEN id % 10 = 0 THEN NULL ELSE waits_since END,
  due_on = CASE WHEN id % 10 = 0 THEN NULL WHEN id % 100 = 1 THEN date '2026-11-01'
    ELSE date '2027-02-01' END
"""
RAW = {
    "list": """
      SELECT * FROM prescriptions_prescription AS p
      JOIN households_household AS h ON h.id = p.household_id
      WHERE due_on <= date '2026-11-20' ORDER BY due_on LIMIT 51""",
    "household page": """
      SELECT * FROM prescriptions_prescription AS p
      JOIN households_household AS h ON h.id = p.household_id
      JOIN prescriptions_journeyevent AS e ON e.prescription_id = p.id WHERE p.id = 7""",
    "cockpit": """
      SELECT waits_for, count(*), min(waits_since) FROM prescriptions_prescription GROUP BY 1""",
}


def measure(*, full: bool) -> Iterator[Row]:
    """Give the queries at both sizes, and the 95th percentile against a raw query."""
    many = FULL if full else MANY
    with databases.postgres():
        databases.start()
        from benchmarks.crowd import gather, staff  # noqa: PLC0415 - needs Django
        from coupdepouce.core.roles import Role  # noqa: PLC0415
        from tests.apps.build import member  # noqa: PLC0415

        crowd, manager = staff(), member(Role.PROGRAMME_MANAGER)
        gather(crowd, first=1, last=FEW)
        _lived()
        before = {name: _queries(read) for name, read in _reads(manager).items()}
        gather(crowd, first=FEW + 1, last=many)
        _lived()
        for name, read in _reads(manager).items():
            yield from _compared(name, read, before=before[name], size=many)
        databases.leave()


def _reads(manager):  # type: ignore[no-untyped-def]
    from coupdepouce.insight.counts import overview  # noqa: PLC0415 - needs Django
    from coupdepouce.prescriptions.lists import Filter, listed  # noqa: PLC0415
    from coupdepouce.prescriptions.models import Prescription  # noqa: PLC0415
    from coupdepouce.prescriptions.queries import file  # noqa: PLC0415
    from tests.apps.build import NOW  # noqa: PLC0415

    reference = Prescription.objects.values_list("reference", flat=True).get(pk=7)
    return {
        "list": lambda: listed(member=manager, keep=Filter(), at=NOW),
        "household page": lambda: file(member=manager, reference=reference, at=NOW),
        "cockpit": lambda: overview(manager, at=NOW),
    }


def _lived() -> None:
    from django.db import connection  # noqa: PLC0415 - needs Django

    with connection.cursor() as cursor:
        cursor.execute(LIVED)
        cursor.execute("VACUUM ANALYZE prescriptions_prescription")


def _queries(read: Callable[[], object]) -> int:
    from django.db import connection  # noqa: PLC0415 - needs Django
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    read()  # the programme is parsed once a process
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def _compared(name: str, read: Callable[[], object], *, before: int, size: int) -> Iterator[Row]:
    from django.db import connection  # noqa: PLC0415 - needs Django

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute(RAW[name])
            cursor.fetchall()

    after, ours, bare = _queries(read), _p95(read), _p95(raw)
    told = f"{after} against {before}"
    yield Row(f"{name} at {size:,}, queries against 50", told, "no more", after <= before)
    times = f"{ours / bare:.1f} × ({ours:.1f} ms against {bare:.1f} ms)"
    yield Row(f"{name} at {size:,}, p95 of the raw query", times, "≤ 3 ×", ours <= 3 * bare)


def _p95(read: Callable[[], object]) -> float:
    read()
    times, until = [], time.perf_counter() + PATIENCE
    while len(times) < TIMES and (time.perf_counter() < until or len(times) < 2):
        started = time.perf_counter()
        read()
        times.append((time.perf_counter() - started) * 1000)
    return quantiles(times, n=20)[-1]
