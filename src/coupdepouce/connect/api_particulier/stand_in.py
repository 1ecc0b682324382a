"""A stand-in for API Particulier: replays published cases, for tests, demonstration, partners."""

import json
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from coupdepouce.connect.api_particulier.cases import Case, best, params_of, read_folder

DEMO_PAYLOADS = Path(__file__).parent / "demo_payloads"
# The body the service sends when no fund knows the person, word for word.
NOT_FOUND = {
    "errors": [
        {
            "code": "37003",
            "title": "Entité non trouvée",
            "detail": "Dossier allocataire inexistant. Le document ne peut être édité.",
            "source": None,
            "meta": {"provider": "CNAV"},
        }
    ]
}


class StandIn(ThreadingHTTPServer):
    """Serves the cases of a folder; a request that none matches gets the official 404."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, payloads: Path, *, port: int = 0, tell: Callable[[str], object] = lambda _: None
    ) -> None:
        self.cases: Mapping[str, Sequence[Case]] = read_folder(payloads)
        self.tell = tell
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        """Give the address it listens on."""
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, path: str, query: str) -> tuple[int, bytes, str]:
        """Find the status, the body and the file of the case that a request deserves."""
        if path not in self.cases:
            known = "\n".join(sorted(self.cases))
            return 404, f"Adresse inconnue. Adresses servies :\n{known}\n".encode(), "-"
        case = best(self.cases[path], params_of(parse_qsl(query)))
        if case is None:
            return 404, json.dumps(NOT_FOUND, ensure_ascii=False).encode(), "-"
        return case.status, case.payload, case.file


class _Handler(BaseHTTPRequestHandler):
    server: StandIn
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer as the service does; only the path is told, never the identity."""
        parts = urlsplit(self.path)
        status, body, file = self.server.answer(parts.path, parts.query)
        known = parts.path in self.server.cases
        self.server.tell(f"{parts.path} → {status} ({file})" if known else f"404 ({file})")
        self.send_response(status)
        kind = "application/json" if known else "text/plain"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent: the standard line holds the whole query."""
