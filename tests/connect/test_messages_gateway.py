"""A gateway described by a file: what it sends, what its answers mean, what it says later."""

import hmac
import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from coupdepouce.connect.messages.gateway import filled, gateway
from coupdepouce.connect.messages.gateway_file import parse_gateway, read_gateway
from coupdepouce.connect.messages.model import Letter
from coupdepouce.connect.messages.receipts import reader
from coupdepouce.core.refusal import Refusal
from tests.connect.conftest import running

FILE = """
name = "exemple"
repeats_safely = true

[request]
url = "{url}/messages?de=coupdepouce"
seconds = 1
body = "json"
headers = {{ Authorization = "Bearer {{env:SMS_TOKEN}}", Idempotency-Key = "{{key}}" }}
fields = {{ messages = [{{ to = "{{to}}", text = "{{text}}" }}] }}

[answer]
id = "messages.0.id"

[[answer.rows]]
status = "200"
field = "error"
values = ["bad_number"]
means = "permanent"
reason = "number_invalid"

[[answer.rows]]
status = "409"
means = "taken"

[receipts]
signature = "hmac-sha256"
header = "X-Signature"
prefix = "sha256="
secret = "{{env:SMS_SECRET}}"
list = "events"
id = "message.id"
key = "message.reference"
state = "status"
states = {{ DELIVRD = "delivered", UNDELIV = "undelivered", NO_SUCH = "number_invalid" }}

[ask]
url = "{url}/messages/{{key}}"
state = "status"
states = {{ DELIVRD = "delivered" }}
"""
LETTER = Letter(
    sender="coupdepouce", recipient="+33639980123", subject="", text='Un "bon" {to} é', key="k-1"
)


@pytest.fixture(autouse=True)
def _secrets(monkeypatch):
    monkeypatch.setenv("SMS_TOKEN", "jeton")
    monkeypatch.setenv("SMS_SECRET", "secret")


class Said(BaseHTTPRequestHandler):
    """Answers what the test wrote, and keeps what it was asked."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), body))
        self._answer()

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers), b""))
        self._answer()

    def _answer(self):
        status, headers, body = self.server.answer
        if status == 0:
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

    def log_message(self, *_):
        pass


@contextmanager
def provider(status=200, body=b"{}", **headers):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Said)
    server.asked, server.answer = [], (status, headers, body)
    with running(server):
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield server


def channel(url, text=FILE):
    return gateway(parse_gateway(text.format(url=url), name="sms.toml"))


def test_what_is_sent_is_what_the_file_says_and_the_text_is_never_read_again():
    with provider(body={"messages": [{"id": "P-1"}]}) as server:
        answer = channel(server.url).send(LETTER)

    path, headers, body = server.asked[0]
    assert (answer.outcome, answer.reference) == ("taken", "P-1")
    assert path == "/messages?de=coupdepouce"
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer jeton", "k-1")
    assert json.loads(body) == {"messages": [{"to": "+33639980123", "text": 'Un "bon" {to} é'}]}


def test_a_form_is_sent_when_the_file_says_so():
    text = FILE.replace('body = "json"', 'body = "form"').replace(
        'messages = [{{ to = "{{to}}", text = "{{text}}" }}]', 'to = "{{to}}", text = "{{text}}"'
    )
    with provider() as server:
        channel(server.url, text).send(LETTER)

    assert server.asked[0][2] == b"to=%2B33639980123&text=Un+%22bon%22+%7Bto%7D+%C3%A9"


SAID = [
    ("it takes it", 200, b"{}", ("taken", "", False)),
    ("an answer that is not JSON", 201, b"OK", ("taken", "", False)),
    ("a row of the file", 200, {"error": "bad_number"}, ("permanent", "number_invalid", False)),
    ("known already, says the file", 409, b"{}", ("taken", "", False)),
    ("a text it refuses", 400, b"{}", ("permanent", "refused", False)),
    ("a key it does not know", 401, b"{}", ("temporary", "", True)),
    ("no credit left", 402, b"{}", ("temporary", "", True)),
    ("an address that moved", 302, b"", ("temporary", "", False)),
    ("too many at once", 429, b"{}", ("temporary", "", True)),
    ("closed for a while", 503, b"{}", ("temporary", "", True)),
    ("broken while it had it", 500, b"{}", ("unknown", "", False)),
    ("nobody answered behind it", 504, b"{}", ("unknown", "", False)),
    ("cut before an answer", 0, b"", ("unknown", "", False)),
]


@pytest.mark.parametrize(
    ("status", "body", "expected"), [row[1:] for row in SAID], ids=[row[0] for row in SAID]
)
def test_what_an_answer_means(status, body, expected):
    with provider(status, body) as server:
        answer = channel(server.url).send(LETTER)

    assert (answer.outcome, answer.reason, answer.is_down) == expected
    assert LETTER.recipient not in answer.detail


def test_nobody_listens_so_nothing_left():
    with provider() as server:
        pass

    answer = channel(server.url).send(LETTER)

    assert (answer.outcome, answer.is_down) == ("temporary", True)


@pytest.mark.parametrize(("said", "seconds"), [("90", 90), ("999999", 3600), ("demain", 0)])
def test_a_wait_that_is_asked_for_is_kept_up_to_an_hour(said, seconds):
    with provider(503, b"", **{"Retry-After": said}) as server:
        answer = channel(server.url).send(LETTER)

    assert answer.after.total_seconds() == seconds


ASKED = [
    ("it arrived", 200, {"status": "DELIVRD"}, "delivered"),
    ("it never came", 404, b"{}", "waiting"),
    ("a word the file does not know", 200, {"status": "QUEUED"}, None),
    ("it cannot say", 503, b"", None),
]


@pytest.mark.parametrize(
    ("status", "body", "state"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED]
)
def test_a_message_in_doubt_is_asked_about(status, body, state):
    with provider(status, body) as server:
        report = channel(server.url).ask("k-1", "")

    assert (report and report.state) == state
    assert server.asked[0][0] == "/messages/k-1"


# Receipts -------------------------------------------------------------------------------------


def receipts(body, *, secret=b"secret", header="X-Signature", prefix="sha256="):
    read = reader(parse_gateway(FILE.format(url="http://x.invalid"), name="f").receipts)
    signed = prefix + hmac.new(secret, body, "sha256").hexdigest()
    return read({header: signed}, body)


def event(status, **message):
    return {"status": status, "message": message}


def test_receipts_are_read_where_the_file_says():
    events = [event("DELIVRD", id="P-1"), event("NO_SUCH", reference="k-2")]
    events += [event("BUFFERED", id="P-3"), "not an event"]

    found = receipts(json.dumps({"events": events}).encode())

    said = [(one.reference, one.key, one.state, one.reason) for one in found]
    assert said == [("P-1", "", "delivered", ""), ("", "k-2", "failed", "number_invalid")]


@pytest.mark.parametrize(
    "forged", [{"secret": b"autre"}, {"header": "X-Autre"}, {"prefix": ""}], ids=str
)
def test_a_receipt_that_its_provider_did_not_sign_is_refused(forged):
    with pytest.raises(Refusal) as caught:
        receipts(b'{"events": []}', **forged)

    assert caught.value.code == "signature_wrong"


@pytest.mark.parametrize("body", [b"{", b"\xff"])
def test_a_receipt_that_cannot_be_read_is_refused(body):
    with pytest.raises(Refusal) as caught:
        receipts(body)

    assert caught.value.code == "receipt_malformed"


def test_a_form_and_a_shared_word_will_do():
    text = FILE.format(url="http://x.invalid").replace('"hmac-sha256"', '"token"')
    text = text.replace('prefix = "sha256="', "").replace('list = "events"', "")
    text = text.replace('id = "message.id"', 'id = "id"')

    [one] = reader(parse_gateway(text, name="f").receipts)(
        {"X-Signature": "secret"}, b"id=P-1&status=UNDELIV"
    )

    assert (one.reference, one.state, one.reason) == ("P-1", "failed", "undelivered")


# The file -------------------------------------------------------------------------------------

WRONG = [
    ("an unknown hole", '"{text}"', '"{texte}"', "{texte} n’est pas connu"),
    ("no text", '"{text}"', '"bonjour"', "{text} manque"),
    ("a secret that nobody gave", "SMS_TOKEN", "SMS_JETON", "la variable « SMS_JETON » manque"),
    ("a secret in the file", '"{env:SMS_SECRET}"', '"secret"', "un secret ne s’écrit pas ici"),
    ("a key that is not told", 'Idempotency-Key = "{key}"', 'X = "y"', "demande {key}"),
    ("a row that looks at nothing", 'status = "409"\n', "", "donnez « status »"),
    ("a reason of nowhere", 'reason = "number_invalid"', 'reason = "lune"', "choisissez parmi"),
    ("a status of nowhere", 'status = "409"', 'status = "40"', "un code HTTP"),
    ("an unknown meaning", 'means = "taken"', 'means = "pris"', "« pris » n’est pas connu"),
    ("a misspelt key", "seconds = 1", "secondes = 1", "vouliez-vous écrire « seconds »"),
    ("a state of nowhere", '"delivered",', '"recu",', "« recu » n’est pas connu"),
    ("another protocol", "http://x.invalid/messages?", "ftp://x.invalid/messages?", "adresse"),
]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [row[1:] for row in WRONG],
    ids=[row[0] for row in WRONG],
)
def test_a_file_with_an_error_is_refused_with_its_line_and_its_remedy(before, after, sentence):
    text = FILE.format(url="http://x.invalid")
    assert before in text

    with pytest.raises(Refusal) as caught:
        parse_gateway(text.replace(before, after), name="sms.toml")

    problem = caught.value.data["problems"][0]
    assert caught.value.code == "gateway_invalid"
    assert "sms.toml" in caught.value.sentence
    assert sentence in problem["sentence"]
    assert problem["line"] > 1


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(Refusal, match=r"absent\.toml"):
        read_gateway(tmp_path / "absent.toml")


def test_what_fills_a_hole_is_not_filled_in_turn():
    assert filled({"a": ["{x} {y}"]}, {"x": "{y}", "y": "1"}) == {"a": ["{y} 1"]}
