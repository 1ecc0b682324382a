"""A wave, a provider that fails one call in five, and everything cut twice.

`WAVE=10000 JOBS=0 python -m tests.run tests/apps/test_outreach_wave.py --no-cov` is the wave of the
promise, on both databases; every run of the suite sends a smaller one, through the same processes.
Each report is printed, and kept in var/reports by its size: a smaller wave does not replace it.
"""

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from tests.apps.wave import Report, machine, run_wave

REPORTS = Path(__file__).parents[2] / "var" / "reports"
COUNT = int(os.environ.get("WAVE", "2000"))
FEWER = max(500, COUNT // 10)


@pytest.fixture
def database():
    """Give an empty base of the kind the suite runs on; SQLite's is a file of the machine."""
    if connection.vendor == "sqlite":
        yield ""
        return
    url, name = os.environ["COUPDEPOUCE_DATABASE_URL"], f"wave_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as base:
        base.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        base.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def kept(capsys):
    """Print a report, whatever pytest captures, and keep it where the others are."""

    def keep(found: Report, title: str, *, folder: Path = REPORTS) -> Report:
        folder.mkdir(parents=True, exist_ok=True)
        text = found.lines(f"{title}, {connection.vendor}")
        name = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
        path = folder / f"wave-{found.written}-{name}-{connection.vendor}.md"
        path.write_text(text)
        with capsys.disabled():
            print(f"\n{text}\n{path}")
        return found

    return keep


def test_the_report_of_a_large_wave_stays_beside_the_small_ones(kept, tmp_path):
    small = Report(
        written=500, states={"sent": 500}, calls=500, failed_calls=0, doubled=0, lost=0,
        silent=0, left=0, kept_in_doubt=0, seconds=10,
    )  # fmt: skip
    for one in (replace(small, written=10_000), small):
        kept(one, "A wave", folder=tmp_path)

    large, _ = sorted(tmp_path.iterdir())
    assert large.name == f"wave-10000-a-wave-{connection.vendor}.md"
    assert "| messages written | 10000 |" in large.read_text()


def test_with_a_key_each_is_sent_once_or_said_failed(tmp_path, database, kept):
    with machine(tmp_path, database=database, repeats=True) as one:
        found = kept(run_wave(one, COUNT), "A provider that knows our key")

    assert (found.written, found.left) == (COUNT, 0)
    assert (found.doubled, found.lost, found.silent) == (0, 0, 0)
    assert set(found.states) == {"sent", "failed"}
    assert found.failed_calls / found.calls == pytest.approx(0.2, abs=0.03)


def test_without_a_key_what_is_in_doubt_is_said_and_never_doubled(tmp_path, database, kept):
    with machine(tmp_path, database=database, repeats=False) as one:
        found = kept(run_wave(one, FEWER), "A provider without a key")

    assert (found.written, found.left) == (FEWER, 0)
    assert (found.doubled, found.lost, found.silent) == (0, 0, 0)
    assert found.states["unknown"] > found.kept_in_doubt > 0


def test_a_provider_that_can_be_asked_leaves_no_doubt(tmp_path, database, kept):
    with machine(tmp_path, database=database, repeats=False, asks=True) as one:
        found = kept(run_wave(one, FEWER), "A provider that can be asked")

    assert (found.written, found.left) == (FEWER, 0)
    assert (found.doubled, found.lost, found.silent) == (0, 0, 0)
    assert set(found.states) == {"sent", "delivered", "failed"}
