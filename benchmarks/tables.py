"""Published figures: every file read and tidied, then the tables read from Parquet."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.rows import Row
from coupdepouce.connect.territory.files import by_file

DATA = Path(os.environ.get("COUPDEPOUCE_SHARED", "../shared")) / "data"
TIMES = 5
COLD = "from pathlib import Path; from coupdepouce.connect.territory import stored; import sys; "
PEAK = "; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
LOAD = COLD + "stored.load(Path(sys.argv[1]), Path(sys.argv[2]))" + PEAK
READ = COLD + "stored.read(Path(sys.argv[2]))" + PEAK
NEED = COLD + "stored.estimate_need(Path(sys.argv[2]), seed=1)" + PEAK
READ_WARM = (
    COLD + "import time; stored.read(Path(sys.argv[2])); began = time.perf_counter(); "
    "stored.read(Path(sys.argv[2])); print(1000 * (time.perf_counter() - began))"
)


def measure(*, full: bool) -> Iterator[Row]:  # noqa: ARG001 - the country at any size
    """Time whole processes, the import of the libraries included."""
    if not DATA.is_dir():
        yield Row("load and tidy all files", "no files: set COUPDEPOUCE_SHARED")
        return
    size = sum((DATA / one).stat().st_size for one in by_file()) / 1e6
    with TemporaryDirectory() as folder:
        kept = str(Path(folder) / "territory")
        took, peak = _process(LOAD, kept)
        told = f"{took:.1f} s, {peak:.0f} MiB at most ({len(by_file())} files, {size:.0f} MB)"
        yield Row("load and tidy all files, cold process", told, "≤ 10 s", took <= 10)
        took, peak = _process(READ, kept)
        told = f"{took:.2f} s, {peak:.0f} MiB at most"
        yield Row("read them from Parquet, cold process", told, "≤ 1 s", took <= 1)
        took, peak = _process(NEED, kept)
        told = f"{took:.1f} s, {peak:.0f} MiB at most"
        yield Row("need of 35 k communes, 200 draws, cold process", told)
        _, again = _process(READ_WARM, kept)
        yield Row("read them again in the same process", f"{again:.0f} ms")


def _process(code: str, kept: str) -> tuple[float, float]:
    """Give the median duration of a process, and of what it prints."""
    took, said = [], []
    for _ in range(TIMES):
        started = time.perf_counter()
        command = [sys.executable, "-c", code, str(DATA), kept]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        took.append(time.perf_counter() - started)
        said.append(float(done.stdout))
    return median(took), median(said)
