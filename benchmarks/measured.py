"""One measure in a process of its own, because each sets Django up on its own database."""

import importlib
import json
import sys


def main(name: str, *options: str) -> None:
    """Print the rows of a measure as JSON, one a line."""
    measure = importlib.import_module(f"benchmarks.{name}").measure
    for row in measure(full="--full" in options):
        print(json.dumps(row._asdict()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
