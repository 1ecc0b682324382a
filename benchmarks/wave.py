"""A wave of texts through the outbox, beside bare calls to the same provider in the same run."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks import databases
from benchmarks.rows import Row

MESSAGES, FULL, HANDS = 1_000, 10_000, 16
PROVIDER = """
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Provider(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "11")
        self.end_headers()
        self.wfile.write(b'{"id": "1"}')
    def log_message(self, *_): pass
site = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
print(site.server_port, flush=True)
site.serve_forever()
"""
GATEWAY = """
name = "mesure"
[request]
url = "http://127.0.0.1:{port}/"
fields = {{ to = "{{to}}", text = "{{text}}" }}
[answer]
id = "id"
"""


def measure(*, full: bool) -> Iterator[Row]:
    """Give the messages a second, and the part of the rate of bare calls that it makes."""
    number = FULL if full else MESSAGES
    with _provider() as port, tempfile.TemporaryDirectory() as folder, databases.sqlite():
        file = Path(folder) / "gateway.toml"
        file.write_text(GATEWAY.format(port=port))
        os.environ["COUPDEPOUCE_SMS_URL"] = f"gateway:{file}"
        databases.start()
        bare = _bare(port, number)
        wave = _wave(number)
        databases.leave()
    yield Row(
        f"a wave of {number} texts, each written before and after",
        f"{wave:.0f}/s, {100 * wave / bare:.0f} % of bare calls ({bare:.0f}/s)",
    )


@contextmanager
def _provider() -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-c", PROVIDER], stdout=subprocess.PIPE, text=True
    ) as site:
        try:
            yield int(site.stdout.readline()) if site.stdout else 0
        finally:
            site.terminate()


def _bare(port: int, number: int) -> float:
    with httpx.Client() as client, ThreadPoolExecutor(HANDS) as hands:
        started = time.perf_counter()
        said = {"to": "+33639980000", "text": "Bonjour"}
        for got in hands.map(
            lambda _: client.post(f"http://127.0.0.1:{port}/", json=said), range(number)
        ):
            assert got.status_code == 200
        return number / (time.perf_counter() - started)


def _wave(number: int) -> float:
    from datetime import UTC, datetime  # noqa: PLC0415 - beside what needs Django

    from coupdepouce.outreach.models import Message  # noqa: PLC0415 - needs Django
    from coupdepouce.outreach.sending import send_due  # noqa: PLC0415
    from tests.apps.wave import fill  # noqa: PLC0415

    fill(number)
    noon = datetime.now(UTC).replace(hour=12)  # no text leaves at night
    Message.objects.update(next_try_at=noon)
    started = time.perf_counter()
    while Message.objects.filter(next_try_at__isnull=False).exists():
        send_due(at=noon)
    assert Message.objects.filter(state="sent").count() == number
    return number / (time.perf_counter() - started)
