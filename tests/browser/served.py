"""The site as it is served: its own process, its own server, files compressed and named by hash."""

import os
import signal
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


class Site:
    """A site on a port of its own, that can be killed and started again with the same data."""

    def __init__(self, folder: Path) -> None:
        self._environment = _environment(folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.seeded = ""  # what the seed printed
        self.address = f"http://127.0.0.1:{self._port}"
        self._server: subprocess.Popen[bytes] | None = None

    def manage(self, *words: str) -> str:
        """Run a command of Django's with the data of this site; give what it prints."""
        command = [sys.executable, "-m", "tests.manage", *words]
        done = subprocess.run(
            command, env=self._environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def start(self) -> None:
        """Serve, and come back when it answers."""
        self._server = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi"),
                *("--port", str(self._port), "--log-level", "warning"),
                "coupdepouce.config.wsgi:application",
            ],
            env=self._environment,
            start_new_session=True,
        )
        _ready(self.address)

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End the server and its workers: asked by default, or killed."""
        if self._server is None:
            return
        if how == signal.SIGKILL:
            os.killpg(self._server.pid, how)
        else:
            self._server.send_signal(how)
        self._server.wait(timeout=20)
        self._server = None


@contextmanager
def site(seed: str = SEED) -> Iterator[Site]:
    """Start a site of its own for the pilot's town; it is ended with the test."""
    with tempfile.TemporaryDirectory() as folder:
        one = Site(Path(folder))
        one.manage("migrate", "-v0")
        one.manage("collectstatic", "-v0", "--noinput")
        one.seeded = one.manage("shell", "-v0", "-c", seed)
        one.start()
        try:
            yield one
        finally:
            one.stop()


@contextmanager
def served() -> Iterator[str]:
    """Start a site for the pilot's town; give its address."""
    with site() as one:
        yield one.address


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "COUPDEPOUCE_DATA_DIR": str(folder),
        "COUPDEPOUCE_DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "COUPDEPOUCE_STATICFILES": "coupdepouce.config.static.TravellingFiles",
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
