"""Run every check, whatever fails, and count the failures."""

import subprocess
import sys
from pathlib import Path

import tests.environment  # noqa: F401  the checks that start Django need its settings

BIN = Path(sys.executable).parent
CHECKS = {
    "style": [BIN / "ruff", "check", "."],
    "layout": [BIN / "ruff", "format", "--check", "."],
    "templates": [
        BIN / "djlint",
        "--lint",
        "--profile",
        "django",
        "--quiet",
        "src/coupdepouce/web/templates",
    ],
    "types": [BIN / "mypy"],
    "contracts": [BIN / "lint-imports"],
    "settings": [sys.executable, "-m", "tests.manage", "check", "--fail-level", "WARNING"],
    "migrations": [sys.executable, "-m", "tests.manage", "makemigrations", "--check", "--dry-run"],
    "sizes": [sys.executable, "-m", "tests.sizes"],
    "reference": [sys.executable, "-m", "tests.reference"],
    "words": [sys.executable, "-m", "tests.words"],
}


def main() -> int:
    """Give the number of checks that failed."""
    failed = []
    for name, command in CHECKS.items():
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print((done.stdout + done.stderr)[-6000:])
    print(f"{len(CHECKS) - len(failed)} checks passed, {len(failed)} failed", *failed)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
