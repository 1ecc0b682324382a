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
NOT_LOOKED_AT = "Not looked at:"  # so begins the line of a check that passed without a part


def main() -> int:
    """Give the number of checks that failed."""
    failed, in_part = [], []
    for name, command in CHECKS.items():
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        missed = [line for line in said.splitlines() if line.startswith(NOT_LOOKED_AT)]
        if done.returncode:
            failed.append(name)
        elif missed:
            in_part.append(name)
        word = "FAILED" if done.returncode else "part  " if missed else "ok    "
        print(f"{word} {name}", flush=True)
        if done.returncode or missed:
            print(said[-6000:] if done.returncode else "\n".join(missed))
    passed = len(CHECKS) - len(failed) - len(in_part)
    print(
        f"{passed} checks passed, {len(in_part)} in part, {len(failed)} failed", *in_part, *failed
    )
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
