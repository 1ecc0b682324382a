"""Sites served by granian in two processes, as `coupdepouce serve` does, and their pace."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles

OURS = "coupdepouce.config.wsgi:application"
BARE = "benchmarks.bare_site:application"
PROCESSES = 2
CLIENTS = 4


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Pages a second, and two percentiles in milliseconds."""

    rate: float
    p50: float
    p99: float


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def site(target: str, *, ready: str, environment: Mapping[str, str] = os.environ) -> Iterator[int]:
    """Serve a site, give its port once the address `ready` answers."""
    port = _free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(PROCESSES),
        "--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(port), "--no-ws",
        "--log-level", "error", target,
    ]  # fmt: skip
    server = subprocess.Popen(command, env=dict(environment))
    try:
        _wait(port, ready)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int, path: str) -> None:
    for _ in range(300):
        try:
            if fetch(http.client.HTTPConnection("127.0.0.1", port, timeout=5), path)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"the server on {port} does not answer {path}")


def fetch(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """Get a page compressed; give its status and what came over the wire."""
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Host": "localhost"})
    response = connection.getresponse()
    return response.status, response.read()


def _client(port: int, path: str, until: float, times: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while time.perf_counter() < until:
        started = time.perf_counter()
        status, _ = fetch(connection, path)
        assert status == 200, status
        times.append(time.perf_counter() - started)


def pace(port: int, path: str, *, seconds: float) -> Pace:
    """Ask for a page again and again with four clients."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_client, args=(port, path, until, times)) for _ in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    marks = quantiles(times, n=100)
    return Pace(rate=len(times) / seconds, p50=marks[49] * 1000, p99=marks[98] * 1000)
