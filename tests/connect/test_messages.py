"""The mail server's answers: what is tried again, and what is given up."""

import smtplib

import pytest

from coupdepouce.connect.messages import Letter, NotSent, channel_at
from coupdepouce.core.refusal import Refusal

REFUSALS = [
    ("a box that is full for now", smtplib.SMTPRecipientsRefused({"a": (450, b"")}), False),
    ("a box that is not there", smtplib.SMTPRecipientsRefused({"a": (550, b"")}), True),
    ("a server that is busy", smtplib.SMTPDataError(451, b""), False),
    ("a text that is refused", smtplib.SMTPDataError(554, b""), True),
    ("an address it cannot write", smtplib.SMTPNotSupportedError(), True),
    ("a line that was cut", smtplib.SMTPServerDisconnected(), False),
]


class Server:
    """A mail server that answers one thing, at one moment."""

    def __init__(self, *, login=None, send=None):
        self.problems = {"login": login, "send": send}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def login(self, *_):
        if self.problems["login"]:
            raise self.problems["login"]

    def send_message(self, _):
        if self.problems["send"]:
            raise self.problems["send"]


def send(monkeypatch, server, recipient="a@exemple.invalid"):
    monkeypatch.setattr(smtplib, "SMTP", lambda *_, **__: server)
    letter = Letter(sender="b@exemple.invalid", recipient=recipient, subject="s", text="t")
    return channel_at("smtp://somebody:word@mail.invalid")(letter)


@pytest.mark.parametrize(
    ("problem", "for_good"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS]
)
def test_what_the_server_says_of_a_message(monkeypatch, problem, for_good):
    with pytest.raises(NotSent) as caught:
        send(monkeypatch, Server(send=problem))

    assert caught.value.for_good is for_good


@pytest.mark.parametrize(
    "problem", [smtplib.SMTPAuthenticationError(535, b""), smtplib.SMTPNotSupportedError()]
)
def test_a_server_that_does_not_let_us_in_loses_no_message(monkeypatch, problem):
    with pytest.raises(NotSent) as caught:
        send(monkeypatch, Server(login=problem))

    assert caught.value.for_good is False


def test_an_address_that_would_write_a_second_header_is_given_up(monkeypatch):
    with pytest.raises(NotSent) as caught:
        send(monkeypatch, Server(), recipient="a@exemple.invalid\nBcc: c@exemple.invalid")

    assert caught.value.for_good is True


@pytest.mark.parametrize("url", ["pigeon://nord", "smtp://mail.invalid:port", ""])
def test_an_address_of_no_known_channel_is_refused(url):
    with pytest.raises(Refusal) as caught:
        channel_at(url)

    assert caught.value.code == "channel_unknown"
