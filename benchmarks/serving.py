"""Public pages a second, against a bare Django page with one indexed read under the same server."""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SECONDS = 6
CLIENTS = 4
BARE = "benchmarks.bare_site:application"
OURS = "coupdepouce.config.wsgi:application"


def _serve(target: str, port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2",
        "--host", "127.0.0.1", "--port", str(port), "--no-ws", "--log-level", "error", target,
    ]  # fmt: skip
    return subprocess.Popen(command, env={**os.environ, **environment})


def _wait(port: int, path: str) -> None:
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"the server on {port} does not answer {path}")


def _client(port: int, path: str, until: float, times: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while time.perf_counter() < until:
        started = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status
        times.append(time.perf_counter() - started)


def rate(port: int, path: str) -> tuple[float, float, float]:
    """Give pages a second, and the 50th and 99th percentiles in milliseconds."""
    times: list[float] = []
    until = time.perf_counter() + SECONDS
    threads = [
        threading.Thread(target=_client, args=(port, path, until, times)) for _ in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    marks = statistics.quantiles(times, n=100)
    return len(times) / SECONDS, marks[49] * 1000, marks[98] * 1000


def measure() -> list[tuple[str, str, str, bool]]:
    """Serve both sites, one after the other, and compare."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "COUPDEPOUCE_DATA_DIR": folder,
            "COUPDEPOUCE_DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        }
        subprocess.run(
            [sys.executable, "-m", "coupdepouce", "demo"],
            env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        figures = {}
        for name, target, port, path in (
            ("bare", BARE, 8491, "/"),
            ("ours", OURS, 8492, "/"),
            ("check", OURS, 8493, "/verifier/"),
        ):
            server = _serve(target, port, environment)
            try:
                _wait(port, path)
                figures[name] = rate(port, path)
            finally:
                server.terminate()
                server.wait(10)
    share = figures["ours"][0] / figures["bare"][0]
    checking = figures["check"][0] / figures["bare"][0]
    spread = figures["ours"][2] / figures["ours"][1]
    return [
        (
            "public home page, share of a bare page's rate",
            f"{share:.0%} ({figures['ours'][0]:.0f}/s against {figures['bare'][0]:.0f}/s)",
            "≥ 50 %",
            share >= 0.5,
        ),
        (
            "first question, share of a bare page's rate",
            f"{checking:.0%}",
            "≥ 50 %",
            checking >= 0.5,
        ),
        ("public home page, p99 / p50", f"{spread:.1f}", "≤ 3", spread <= 3),
    ]
