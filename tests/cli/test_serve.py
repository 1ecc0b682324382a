"""`coupdepouce serve`: what the site is called in its messages, and who sends them."""

import pytest

from coupdepouce.cli import serve


@pytest.fixture
def listening(monkeypatch, settings):
    """Let the command run up to the moment where it listens; give what the site is called then."""
    called = []
    settings.SITE_URL = "http://localhost:8000"
    monkeypatch.setenv(serve.SITE_URL, "")
    monkeypatch.delenv(serve.SITE_URL)
    for name in ("start", "_gather"):
        monkeypatch.setattr(serve, name, lambda: None)
    monkeypatch.setattr(serve, "_listen", lambda **_: called.append(settings.SITE_URL))
    return called


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://localhost:8533"),
        ("localhost", "http://localhost:8533"),
        # Seen from elsewhere the site has a name, which only its operator knows.
        ("0.0.0.0", "http://localhost:8000"),
    ],
)
def test_the_links_in_messages_follow_the_port(listening, coupdepouce, host, address):
    coupdepouce("serve", "--port", "8533", "--host", host)

    assert listening == [address]


def test_what_the_operator_said_stays(listening, coupdepouce, monkeypatch, settings):
    settings.SITE_URL = "https://coup-de-pouce.example"
    monkeypatch.setenv(serve.SITE_URL, settings.SITE_URL)

    coupdepouce("serve", "--port", "8533")

    assert listening == ["https://coup-de-pouce.example"]


def test_outside_the_demonstration_it_says_how_messages_leave(listening, coupdepouce):
    done = coupdepouce("serve")

    assert len(done.err.splitlines()) == 2
    assert "coupdepouce worker" in done.err
