"""Measure what the design promises (§9); ratios are taken in the same run."""

import argparse
import importlib
import json
import platform
import sys
import time
from pathlib import Path

import tests.environment  # noqa: F401

MEASURES = ("journey", "search", "serving", "printing", "imports")


def main() -> int:
    """Run the measures named, print a table, keep it in var/reports."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("names", nargs="*", default=MEASURES)
    rows = []
    for name in parser.parse_args().names:
        started = time.perf_counter()
        found = importlib.import_module(f"benchmarks.{name}").measure()
        rows += found
        for what, figure, aim, held in found:
            print(f"{'held  ' if held else 'MISSED'} {what}: {figure} (aim {aim})", flush=True)
        print(f"       {name} took {time.perf_counter() - started:.0f} s", file=sys.stderr)
    report = Path("var/reports/bench.json")
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(json.dumps({"machine": platform.platform(), "rows": rows}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
