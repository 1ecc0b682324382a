"""The site as it is served: its own process, its own server, files compressed and named by hash."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

SEED = "from tests.browser import town; town.build()"
STARTS_IN = 30


@contextmanager
def served() -> Iterator[str]:
    """Start a site for the pilot's town; give its address."""
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        for words in (
            ["migrate", "-v0"],
            ["collectstatic", "-v0", "--noinput"],
            ["shell", "-c", SEED],
        ):
            subprocess.run(
                [sys.executable, "-m", "tests.manage", *words], env=environment, check=True
            )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)),
                *("--log-level", "warning", "coupdepouce.config.wsgi:application"),
            ],
            env=environment,
        )
        try:
            yield _ready(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(timeout=20)


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "COUPDEPOUCE_DATA_DIR": str(folder),
        "COUPDEPOUCE_DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "COUPDEPOUCE_STATICFILES": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }


def _ready(address: str) -> str:
    for _ in range(STARTS_IN * 10):
        try:
            urlopen(address).close()
        except URLError:
            time.sleep(0.1)
        else:
            return address
    raise TimeoutError(f"{address} does not answer")
