"""Vouchers drawn as one PDF."""

import time
from collections.abc import Iterator
from datetime import date
from statistics import median

from benchmarks import databases
from benchmarks.rows import Row

ROUNDS = 3
BATCH, FULL = 500, 5_000


def measure(*, full: bool) -> Iterator[Row]:
    """Give the sheets a second, the reads aside."""
    with databases.sqlite():
        databases.start()
        number = FULL if full else BATCH
        _rate(10)  # the first one loads the fonts
        rate = median(_rate(number) for _ in range(ROUNDS))
        databases.leave()
    yield Row(f"vouchers as PDF, {number} at once", f"{rate:.0f}/s", "≥ 500/s", rate >= 500)


def _rate(number: int) -> float:
    from coupdepouce.core.voucher import code_of  # noqa: PLC0415 - needs Django
    from coupdepouce.outreach.printing import Sheet, Spot, vouchers_pdf  # noqa: PLC0415

    spot = Spot(name="Boutique fictive", lines=("1 rue Fictive", "59000 Lille"))
    sheets = [
        Sheet(
            programme="Coup de Pouce",
            code=code_of(7_919 * at),
            scanned=f"CP1.{code_of(7_919 * at)}.LC.20270218.4F7Q.{'7' * 103}",
            last_day=date(2027, 2, 18),
            parts=("Ligne internet", "Ordinateur"),
            has_line=True,
            price=1999,
            shops=(spot, spot, spot),
            caller=spot,
            follow_address="exemple.invalid/suivre",
        )
        for at in range(1, number + 1)
    ]
    started = time.perf_counter()
    assert vouchers_pdf(sheets).startswith(b"%PDF")
    return number / (time.perf_counter() - started)
