"""Run the command line as a person does: another process, a folder of its own, no setting."""

import os
import subprocess
import sys
from pathlib import Path


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Give the environment of a machine where nothing is set but the folder of the data."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COUPDEPOUCE")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    kept["PYTHONPATH"] = os.pathsep.join(["src", "."])
    return kept | {"COUPDEPOUCE_DATA_DIR": str(folder)} | settings


def coupdepouce(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "coupdepouce", *words],
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
        check=False,
    )
