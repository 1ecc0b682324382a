"""The client on a real wire: patience, pace, and silence about the person."""

import gzip
import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event

import httpx
import pytest

from coupdepouce.connect.api_particulier.answers import ProofAnswer
from coupdepouce.connect.api_particulier.client import NO_SIRET, Client
from coupdepouce.connect.api_particulier.parameters import Endpoint
from coupdepouce.core.refusal import Refusal
from tests.connect.api_particulier_cases import CEILING, SECRET, FakeTime, camille, client_of
from tests.connect.conftest import running

ON = date(2026, 11, 20)
HELD = b'{"data": {"est_beneficiaire": true, "date_debut_droit": "2024-05-01"}}'

Act = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Plays its server's acts one by one, then the last one for ever."""

    server: "Server"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.requests.append((self.path, dict(self.headers)))
        self.server.acts[min(len(self.server.requests), len(self.server.acts)) - 1](self)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *acts: Act) -> None:
        self.acts = acts
        self.requests: list[tuple[str, dict[str, str]]] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def serve():
    with ExitStack() as stack:
        yield lambda *acts: stack.enter_context(running(Server(*acts)))


def says(status: int, body: bytes = b"", **headers: str) -> Act:
    def act(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return act


def cuts(handler: Handler) -> None:
    handler.close_connection = True


def cuts_in_the_middle(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(HELD[:20])
    handler.close_connection = True


def ask(url: str, **settings: object) -> ProofAnswer:
    with client_of(url, **settings) as client:
        return client.ask(Endpoint.RSA, camille(), on=ON, ceiling=CEILING)


@pytest.mark.parametrize("status", [409, 429, 500, 502, 503, 504])
def test_a_service_that_recovers_at_the_third_call_is_heard(serve, status):
    server = serve(says(status), says(status), says(200, HELD))
    fake = FakeTime()

    answer = ask(server.url, clock=fake.clock, sleep=fake.sleep)

    assert answer.verdict == "held"
    assert fake.slept == [0.5, 1.0]


def test_three_attempts_and_no_more(serve):
    server = serve(says(429))

    answer = ask(server.url)

    assert (answer.code, answer.retry) == ("too_many_requests", True)
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", [200, 204, 301, 302, 307, 400, 401, 403, 404, 418, 422])
def test_what_would_not_change_is_asked_once(serve, status):
    server = serve(says(status, b"<html>", Location="/elsewhere"))

    answer = ask(server.url)

    assert answer.verdict == "unavailable"
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("told", "slept", "calls"),
    [
        ("2", [2.0], 2),
        ("3", [3.0], 2),
        ("4", [], 1),
        ("3600", [], 1),
        ("99999999999999999999", [0.5], 2),
        ("Wed, 21 Oct 2026 07:28:00 GMT", [0.5], 2),
        ("-1", [0.5], 2),
    ],
)
def test_told_when_to_come_back_we_wait_that_long_or_stop(serve, told, slept, calls):
    server = serve(says(429, Retry_After=told), says(200, HELD))
    fake = FakeTime()

    ask(server.url, clock=fake.clock, sleep=fake.sleep)

    assert fake.slept == slept
    assert len(server.requests) == calls


def test_each_attempt_goes_through_the_gate(serve):
    server = serve(says(504))
    gate = []

    ask(server.url, pace=lambda: gate.append("through"))

    assert len(gate) == 3


def test_a_server_that_hangs_is_left_in_time(serve):
    release = Event()
    server = serve(lambda _: release.wait(5))
    start = time.monotonic()

    answer = ask(server.url, answer_seconds=0.1)

    release.set()
    assert (answer.verdict, answer.code) == ("unavailable", "no_answer_in_time")
    assert time.monotonic() - start < 2


def test_a_server_that_answers_drop_by_drop_is_left_in_time(serve):
    def drips(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b" ")
            time.sleep(0.02)

    server = serve(drips)
    start = time.monotonic()

    answer = ask(server.url, answer_seconds=0.1, clock=time.monotonic, sleep=lambda seconds: None)

    assert answer.code == "no_answer_in_time"
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("act", [cuts, cuts_in_the_middle])
def test_a_server_that_cuts_is_asked_again(serve, act):
    server = serve(act, act, says(200, HELD))

    answer = ask(server.url)

    assert answer.verdict == "held"


def test_nobody_there():
    answer = ask("http://127.0.0.1:9")

    assert (answer.verdict, answer.code) == ("unavailable", "unreachable")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"\x00" * 300_000, {}),
        (b"not gzip", {"Content_Encoding": "gzip"}),
        (gzip.compress(b" " * 50_000_000), {"Content_Encoding": "gzip"}),
    ],
    ids=["huge", "false gzip", "gzip bomb"],
)
def test_a_strange_body_is_unavailable(serve, body, headers):
    server = serve(says(200, body, **headers))

    answer = ask(server.url)

    assert (answer.verdict, answer.code) == ("unavailable", "unexpected_answer")


def test_what_is_sent(serve):
    server = serve(says(200, HELD))

    ask(server.url + "/base/")

    path, headers = server.requests[0]
    assert path == (
        "/base/v3/dss/revenu_solidarite_active/identite?recipient=00000000000000"
        "&nomNaissance=EXEMPLE&prenoms%5B%5D=Camille&sexeEtatCivil=F"
    )
    assert headers["Authorization"] == f"Bearer {SECRET}"
    assert "Cache-Control" not in headers


@pytest.mark.parametrize(
    "act",
    [says(200, HELD), says(302, Location="/?nomNaissance=EXEMPLE"), says(422), cuts],
    ids=["held", "redirect", "refused", "cut"],
)
def test_nothing_personal_is_logged_or_shown(serve, caplog, act):
    server = serve(act)
    caplog.set_level(logging.DEBUG)

    with client_of(server.url) as client:
        answer = client.ask(Endpoint.RSA, camille(), on=ON, ceiling=CEILING)

    told = caplog.text + repr(client) + repr(answer) + str(answer)
    assert "EXEMPLE" not in told
    assert "Camille" not in told
    assert SECRET not in told


def refusal(**settings: str) -> Refusal:
    known = {"url": "https://example.org", "token": SECRET, "recipient": NO_SIRET, **settings}
    with pytest.raises(Refusal) as refused:
        Client(pace=lambda: None, **known)
    return refused.value


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.org", "address_not_protected"),
        ("http://127.0.0.1.example.org", "address_not_protected"),
        ("http://10.0.0.1", "address_not_protected"),
        ("ftp://example.org", "address_malformed"),
        ("example.org", "address_malformed"),
        ("", "address_malformed"),
        ("https://", "address_malformed"),
        ("https://example.org:abc", "address_malformed"),
        ("https://example.org:65536", "address_malformed"),
        ("https://me:secret@example.org", "address_malformed"),
        ("https://example.org?x=1", "address_malformed"),
    ],
)
def test_an_address_that_does_not_protect_is_refused(url, code):
    assert refusal(url=url).code == code


@pytest.mark.parametrize(
    "url", ["https://example.org", "http://127.0.0.1:1", "http://localhost", "http://[::1]:8410"]
)
def test_an_address_that_protects(url):
    Client(url=url, token=SECRET, recipient=NO_SIRET, pace=lambda: None)


@pytest.mark.parametrize("token", ["", "with space", "with\nline", "accentué"])
def test_a_token_that_cannot_be_sent_is_refused_and_never_repeated(token):
    refused = refusal(token=token)

    assert refused.code == "token_malformed"
    assert not token or token not in refused.sentence


@pytest.mark.parametrize("recipient", ["", "1" * 13, "1" * 15, "1234567890123A"])
def test_a_siret_has_fourteen_digits(recipient):
    assert refusal(recipient=recipient).code == "recipient_malformed"


def test_a_certificate_nobody_knows_is_not_trusted():
    def refuses(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("certificate verify failed")

    answer = ask("https://example.org", transport=httpx.MockTransport(refuses))

    assert answer.code == "unreachable"
