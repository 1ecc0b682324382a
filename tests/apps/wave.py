"""A wave of messages through real processes: a provider that fails, workers that are killed.

`python -m tests.apps.wave COUNT` fills the outbox of the machine that the environment describes.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg

from tests.cli.run import environment
from tests.connect.sms_provider import LEDGER, way_of

AT_ANY_HOUR = "visit_reminder"  # the suite runs at night too, when other texts wait
PATIENCE = 900  # a machine shared with others
GATEWAY = """
name = "exemple"
repeats_safely = {repeats}

[request]
url = "http://127.0.0.1:{port}/messages"
seconds = 2
headers = {{ Authorization = "Bearer {{env:WAVE_TOKEN}}" }}
fields = {{ to = "{{to}}", text = "{{text}}", reference = "{{key}}" }}

[answer]
id = "id"
rows = [{{ status = "422", means = "permanent", reason = "number_invalid" }}]

[retry]
first_seconds = 1
longest_seconds = 2
give_up_hours = 1
"""
ASK = """
[ask]
url = "http://127.0.0.1:{port}/messages/{{key}}"
state = "state"
states = {{ DELIVERED = "delivered" }}
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Machine:
    """A folder, a database, a provider and its workers; every process is ours to kill."""

    folder: Path
    database: str  # empty: SQLite in the folder
    repeats: bool
    asks: bool = False
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        gateway = GATEWAY + (ASK if self.asks else "")
        text = gateway.format(repeats=str(self.repeats).lower(), port=self.port)
        (self.folder / "sms.toml").write_text(text)
        self.settings = {
            **{name: os.environ[name] for name in os.environ if name.startswith("COUPDEPOUCE_")},
            "COUPDEPOUCE_DATABASE_URL": self.database
            or f"sqlite:///{self.folder / 'base.sqlite3'}",
            "COUPDEPOUCE_SMS_URL": f"gateway:{self.folder / 'sms.toml'}",
            "WAVE_TOKEN": "wave",
        }

    def run(self, *words: str) -> None:
        subprocess.run(self._python(*words), env=self.environment, check=True)

    @property
    def environment(self) -> dict[str, str]:
        # The data folder last: the tests' own must not be written in.
        return environment(self.folder, **self.settings) | {
            "COUPDEPOUCE_DATA_DIR": str(self.folder)
        }

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        log = (self.folder / "log").open("ab")
        one = subprocess.Popen(self._python(*words), env=self.environment, stdout=log, stderr=log)
        log.close()
        self.processes.append(one)
        return one

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start("coupdepouce", "worker", "--every", "1")

    def provider(self) -> subprocess.Popen[bytes]:
        options = ["--repeats"] if self.repeats else []
        return self.start("tests.connect.sms_provider", str(self.folder), str(self.port), *options)

    def _python(self, *words: str) -> list[str]:
        return [sys.executable, "-m", *words]

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        if self.database:
            with psycopg.connect(self.database) as base:
                return base.execute(sql).fetchall()
        base = sqlite3.connect(self.folder / "base.sqlite3", timeout=30)
        try:
            return base.execute(sql).fetchall()
        finally:
            base.close()

    def ledger(self) -> list[tuple[str, str]]:
        path = self.folder / LEDGER
        lines = path.read_text().splitlines() if path.exists() else []
        return [(key, what) for key, what in (line.split() for line in lines)]


@contextmanager
def machine(folder: Path, *, database: str = "", **given: bool) -> Iterator[Machine]:
    """Give a machine whose tables are made; whatever still runs at the end is killed."""
    one = Machine(folder, database, **given)
    try:
        one.run("coupdepouce", "migrate")
        yield one
    finally:
        for process in one.processes:
            process.kill()
            process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill as a power cut does: nothing is asked of the process."""
    process.kill()
    process.wait()


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of a wave: what we say of each message, beside what the provider kept."""

    written: int
    states: dict[str, int]
    calls: int
    failed_calls: int
    doubled: int  # kept more than once
    lost: int  # said sent, and not kept
    silent: int  # kept, and said failed
    left: int  # neither sent, nor failed, nor unknown
    kept_in_doubt: int  # said unknown, and kept
    seconds: float

    def lines(self, title: str) -> str:
        """Write it as a table."""
        rows = {
            "messages written": self.written, **{f"said {k}": v for k, v in self.states.items()},
            "calls to the provider": self.calls, "calls that failed": self.failed_calls,
            "kept twice by the provider": self.doubled, "said sent and never kept": self.lost,
            "said failed and kept": self.silent, "neither sent, failed nor unknown": self.left,
            "in doubt, and kept": self.kept_in_doubt,
            "messages a second, all included": round(self.written / self.seconds),
        }  # fmt: skip
        body = "\n".join(f"| {name} | {value} |" for name, value in rows.items())
        return f"## {title}\n\n| what | count |\n|---|---:|\n{body}\n"


def report(one: Machine, *, seconds: float) -> Report:
    """Compare what the outbox says with the provider's ledger."""
    said = {str(key).replace("-", ""): state for key, state in
            one.ask("SELECT key, state FROM outreach_message")}  # fmt: skip
    ledger = [(key.replace("-", ""), what) for key, what in one.ledger()]
    kept = Counter(key for key, what in ledger if what == "kept")
    good = {"sent", "delivered"}
    return Report(
        written=len(said),
        states=dict(sorted(Counter(str(state) for state in said.values()).items())),
        calls=len(ledger),
        failed_calls=_failed(ledger),
        doubled=sum(count > 1 for count in kept.values()),
        lost=sum(state in good and key not in kept for key, state in said.items()),
        silent=sum(state == "failed" and key in kept for key, state in said.items()),
        left=sum(state not in good | {"failed", "unknown"} for state in said.values()),
        kept_in_doubt=sum(state == "unknown" and key in kept for key, state in said.items()),
        seconds=seconds,
    )


def _failed(ledger: list[tuple[str, str]]) -> int:
    calls: Counter[str] = Counter()
    failed = 0
    for key, _ in ledger:
        calls[key] += 1
        failed += way_of(str(UUID(key)), calls[key]) != "taken"
    return failed


def run_wave(one: Machine, count: int) -> Report:
    """Send a wave with two workers; kill one, cut the provider, kill another, and compare."""
    one.run("tests.apps.wave", str(count))
    begun = time.monotonic()
    provider, first, _ = one.provider(), one.worker(), one.worker()
    until(lambda: len(one.ledger()) > count // 4)
    kill(first)
    second = one.worker()
    until(lambda: len(one.ledger()) > count // 2)
    kill(provider)
    time.sleep(2)
    one.provider()
    until(lambda: len(one.ledger()) > count * 3 // 4)
    kill(second)
    one.worker()
    until(lambda: one.ask(LEFT) == [(0,)])
    return report(one, seconds=time.monotonic() - begun)


LEFT = "SELECT count(*) FROM outreach_message WHERE next_try_at IS NOT NULL"


def fill(count: int) -> None:
    """Write a number of messages in the outbox, each to a number kept for fiction."""
    from coupdepouce.cli.start import start

    start()
    from django.db import transaction
    from django.utils import timezone

    from coupdepouce.outreach.operations import Recipient, enqueue
    from coupdepouce.outreach.texts import TEXTS

    with transaction.atomic():
        for number in range(count):
            enqueue(
                once=f"wave:{number}",
                template=AT_ANY_HOUR,
                to=Recipient(channel="sms", address=f"+33639{980_000 + number:06}"),
                context=dict.fromkeys(TEXTS[AT_ANY_HOUR].says, "demain")
                | {"link": "https://exemple.invalid/suivre/", "who_helps": ""},
                about="",
                at=timezone.now(),
            )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
