"""A mail server on the wire: what is tried again, what is given up, what nobody can know."""

import smtplib
import socketserver
from contextlib import contextmanager
from threading import Thread

import pytest

from coupdepouce.connect.messages.channels import channel_at
from coupdepouce.connect.messages.model import Letter
from coupdepouce.core.refusal import Refusal

CUT = b"cut"
HAPPY = {"MAIL": b"250 ok", "RCPT": b"250 ok", "DATA": b"354 go", ".": b"250 kept"}
SAID = [
    ("it takes it", {}, ("taken", "", False)),
    ("a box that is full for now", {"RCPT": b"450 full"}, ("temporary", "", False)),
    ("a box that is not there", {"RCPT": b"550 none"}, ("permanent", "address_invalid", False)),
    ("a server that is busy", {"DATA": b"451 busy"}, ("temporary", "", False)),
    ("a text that is refused", {".": b"554 no"}, ("permanent", "refused", False)),
    ("a sender it does not know", {"MAIL": b"550 who"}, ("temporary", "", True)),
    ("a line cut before the text", {"MAIL": CUT}, ("temporary", "", True)),
    ("a line cut after the text", {".": CUT}, ("unknown", "", False)),
    ("a good-bye it does not like", {"QUIT": b"500 what"}, ("taken", "", False)),
]


class Talk(socketserver.StreamRequestHandler):
    """Says what the test wrote for each word it hears."""

    def handle(self):
        self.wfile.write(b"220 mail.invalid\r\n")
        while line := self.rfile.readline():
            word = line[:4].decode().strip().upper()
            answer = self.server.script.get(word, b"250 ok")
            if answer == CUT:
                return
            self.wfile.write(answer + b"\r\n")
            if answer.startswith(b"354"):
                self._text()

    def _text(self):
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        self.server.kept.append(b"".join(lines).decode())
        answer = self.server.script["."]
        if answer == CUT:
            self.connection.close()
            return
        self.wfile.write(answer + b"\r\n")


@contextmanager
def server(**script):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as one:
        one.daemon_threads = True
        one.script, one.kept = HAPPY | script, []
        thread = Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield one
        one.shutdown()
        thread.join()


def sent(one, recipient="a@exemple.invalid", user=""):
    letter = Letter(sender="b@exemple.invalid", recipient=recipient, subject="s", text="t", key="k")
    return channel_at(f"smtp://{user}127.0.0.1:{one.server_address[1]}").send(letter)


@pytest.mark.parametrize(
    ("script", "expected"), [row[1:] for row in SAID], ids=[row[0] for row in SAID]
)
def test_what_the_server_says_of_a_message(script, expected):
    with server(**script) as one:
        answer = sent(one)

    assert (answer.outcome, answer.reason, answer.is_down) == expected


def test_every_try_of_a_message_bears_the_same_name():
    with server() as one:
        sent(one)
        sent(one)

    names = {line for text in one.kept for line in text.splitlines() if "Message-ID" in line}
    assert names == {"Message-ID: <k@exemple.invalid>"}


def test_nobody_listens():
    with server() as one:
        pass

    answer = sent(one)

    assert (answer.outcome, answer.is_down) == ("temporary", True)


def test_a_server_that_does_not_let_us_in_loses_no_message():
    with server(AUTH=b"535 no", EHLO=b"250-mail\r\n250 AUTH PLAIN") as one:
        answer = sent(one, user="somebody:word@")

    assert (answer.outcome, answer.is_down) == ("temporary", True)


@pytest.mark.parametrize("recipient", ["a@exemple.invalid\nBcc: c@exemple.invalid", "é@exemple"])
def test_an_address_that_cannot_be_written_is_given_up(recipient):
    with server() as one:
        answer = sent(one, recipient=recipient)

    assert (answer.outcome, answer.reason, one.kept) == ("permanent", "address_invalid", [])


def test_a_password_never_leaves_before_the_line_is_sealed():
    with server() as one:
        letter = Letter(sender="b@x.invalid", recipient="a@x.invalid", subject="s", text="t")
        url = f"smtp+tls://somebody:word@127.0.0.1:{one.server_address[1]}"
        answer = channel_at(url).send(letter)

    assert (answer.outcome, answer.detail) == ("temporary", smtplib.SMTPNotSupportedError.__name__)


@pytest.mark.parametrize("url", ["pigeon://nord", "smtp://mail.invalid:port", ""])
def test_an_address_of_no_known_channel_is_refused(url):
    with pytest.raises(Refusal) as caught:
        channel_at(url)

    assert caught.value.code == "channel_unknown"
