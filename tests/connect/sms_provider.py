"""An SMS provider for the tests, in a process of its own: it fails on purpose, and keeps a ledger.

`python -m tests.connect.sms_provider FOLDER PORT [--repeats]`: each line of FOLDER/ledger is what
happened to one call, "key what"; it survives the process, so that killing it forgets nothing.
With `--repeats`, a key that was kept is not kept twice, as providers with such a key promise.
"""

import json
import sys
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock

LEDGER = "ledger"
# Out of a hundred calls: twenty fail, in the ways providers do.
WAYS = (
    (5, "busy"),  # 503, and nothing is kept
    (4, "slow_down"),  # 429
    (4, "broken_after"),  # 500, and yet the message is kept
    (3, "broken_before"),  # 500, and nothing is kept
    (2, "cut_after"),  # the line is cut once the message is kept
    (2, "cut_before"),  # the line is cut before
)
NO_SUCH_NUMBER = 100  # one message out of a hundred is for a number that no longer exists
KEPT = frozenset({"taken", "broken_after", "cut_after"})
STATUS = {"taken": 201, "busy": 503, "slow_down": 429, "no_number": 422}


def way_of(key: str, call: int) -> str:
    """Give what becomes of a call: always the same for the same call of the same message."""
    if int(sha256(key.encode()).hexdigest(), 16) % NO_SUCH_NUMBER == 0:
        return "no_number"
    drawn = int(sha256(f"{key}:{call}".encode()).hexdigest(), 16) % 100
    for share, way in WAYS:
        if drawn < share:
            return way
        drawn -= share
    return "taken"


class Provider(ThreadingHTTPServer):
    """Takes messages, and writes each call before it answers."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, port: int, *, repeats: bool) -> None:
        super().__init__(("127.0.0.1", port), Call)
        self.repeats, self.lock = repeats, Lock()
        path = folder / LEDGER
        past = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
        self.calls: dict[str, int] = {}
        for key, _ in past:
            self.calls[key] = self.calls.get(key, 0) + 1
        self.kept = {key for key, what in past if what == "kept"}
        self.ledger = path.open("a", buffering=1)

    def take(self, key: str) -> str:
        """Decide what becomes of a call, and write it down."""
        with self.lock:
            call = self.calls[key] = self.calls.get(key, 0) + 1
            way = way_of(key, call)
            if way not in KEPT:
                self.ledger.write(f"{key} {way}\n")
            elif key in self.kept and self.repeats:
                self.ledger.write(f"{key} known\n")
            else:
                self.kept.add(key)
                self.ledger.write(f"{key} kept\n")
        return way


class Call(BaseHTTPRequestHandler):
    """One call."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet
    server: Provider

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        way = self.server.take(body["reference"])
        if way.startswith("cut"):
            self.close_connection = True
            return
        self._answer(STATUS.get(way, 500), {"id": f"P-{body['reference']}", "code": way})

    def do_GET(self) -> None:
        key = self.path.rpartition("/")[2]
        known = key in self.server.kept
        self._answer(200 if known else 404, {"state": "DELIVERED"})

    def _answer(self, status: int, body: dict[str, str]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    place, number, *options = sys.argv[1:]
    Provider(Path(place), int(number), repeats="--repeats" in options).serve_forever()
