"""Measure what the design promises (§9); ratios are taken in the same run."""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rows import Row, mark

MEASURES = (
    "journey",
    "serving",
    "search",
    "lists",
    "imports",
    "printing",
    "wave",
    "check",
    "access",
    "siting",
)
REPORT = Path("var/reports/bench.json")


def _measured(name: str, *, full: bool) -> Iterator[Row]:
    command = [sys.executable, "-m", "benchmarks.measured", name, *(["--full"] if full else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout or ():
            yield Row(**json.loads(line))
    if running.returncode:
        yield Row(name, "stopped by an error", "an answer", held=False)


def _kept(found: dict[str, list[Row]], *, full: bool) -> None:
    before = json.loads(REPORT.read_text())["measures"] if REPORT.exists() else {}
    measures = before | {name: [row._asdict() for row in rows] for name, rows in found.items()}
    machine = {"platform": platform.platform(), "cores": os.cpu_count(), "full": full}
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": machine, "measures": measures}, ensure_ascii=False, indent=1)
    REPORT.write_text(text)


def main() -> int:
    """Run the measures named, print a table, keep it in var/reports."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("names", nargs="*", default=MEASURES)
    parser.add_argument("--full", action="store_true", help="the size of the country: hours")
    wanted = parser.parse_args()
    found: dict[str, list[Row]] = {}
    for name in wanted.names:
        started = time.perf_counter()
        found[name] = []
        for row in _measured(name, full=wanted.full):
            found[name].append(row)
            aim = f" (aim {row.aim})" if row.aim else ""
            print(f"{mark(row)} {row.what}: {row.figure}{aim}", flush=True)
        print(f"       {name} took {time.perf_counter() - started:.0f} s", file=sys.stderr)
        _kept(found, full=wanted.full)
    return 0


if __name__ == "__main__":
    sys.exit(main())
