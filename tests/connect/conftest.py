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
REPORTS = ROOT / "var" / "reports"
ROW = "api_particulier"
HARDWARE = "hardware"
HEADS = {
    ROW: ("published payloads judged", ("published case", "status", "verdict", "code")),
    HARDWARE: (
        "fields of machines read",
        ("file", "field", "where in the file", "there", "read", "said of what is not read"),
    ),
}


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
    """Print and keep what each published payload and each sample of hardware gave."""
    passed = terminalreporter.stats.get("passed", [])
    for name, (title, columns) in HEADS.items():
        rows = [value for r in passed for kind, value in r.user_properties if kind == name]
        if rows:
            head = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
            _report(terminalreporter, name, f"{len(rows)} {title}", [*head, *sorted(rows)])


def _report(
    terminalreporter: pytest.TerminalReporter, name: str, title: str, table: list[str]
) -> None:
    REPORTS.mkdir(parents=True, exist_ok=True)
    text = f"# {title}\n\n" + "\n".join(table) + "\n"
    (REPORTS / f"{name}.md").write_text(text, encoding="utf-8")
    terminalreporter.section(f"{name}: {title}")
    for line in table:
        terminalreporter.write_line(line)
