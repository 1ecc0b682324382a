"""What the tests of the outside share: servers of ours, the published payloads, their report."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from coupdepouce.connect.api_particulier.stand_in import StandIn

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("COUPDEPOUCE_SHARED", ROOT.parent / "shared"))
REPORT = ROOT / "var" / "reports" / "api_particulier.md"
ROW = "api_particulier"


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[ThreadingHTTPServer]:
    """Serve in a thread, and stop."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def play() -> Iterator[Callable[[Path], StandIn]]:
    """Start a stand-in on a folder of cases."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(running(StandIn(folder)))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of outside contracts and open data, which are not ours to carry."""
    if SHARED.is_dir():
        return SHARED
    sentence = "The shared folder is missing: set COUPDEPOUCE_SHARED to it."
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print and keep the verdict of each published payload."""
    passed = terminalreporter.stats.get("passed", [])
    rows = sorted(value for r in passed for name, value in r.user_properties if name == ROW)
    if not rows:
        return
    head = ["| published case | status | verdict | code |", "|---|---|---|---|"]
    table = [*head, *rows]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    title = f"# API Particulier: {len(rows)} published payloads judged\n\n"
    REPORT.write_text(title + "\n".join(table) + "\n", encoding="utf-8")
    terminalreporter.section(f"API Particulier: {len(rows)} published payloads judged")
    for line in table:
        terminalreporter.write_line(line)
