"""`coupdepouce worker`: it does what is due, stops when asked, and shares the work."""

import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from coupdepouce.prescriptions.models import JourneyEvent, Voucher
from coupdepouce.prescriptions.work import work_once
from tests.apps.build import NOW
from tests.apps.build_journey import ISSUED, prescription
from tests.cli.run import coupdepouce as on_a_machine
from tests.cli.run import environment

SECONDS = 30


def overdue(number: int):
    made = prescription(*ISSUED, since=NOW - timedelta(days=200), due_on=NOW.date())
    Voucher.objects.create(
        prescription=made, code=f"{number:010}", code_hash=f"{number:032}",
        issued_at=NOW - timedelta(days=200), last_day=NOW.date() - timedelta(days=1),
    )  # fmt: skip
    return made


@pytest.fixture
def house_is_open(monkeypatch):
    """Leave the tests' Django and their signals as they are."""
    monkeypatch.setattr("coupdepouce.cli.worker.start", lambda: None)
    kept = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, handler in kept.items():
        signal.signal(name, handler)


@pytest.mark.django_db
def test_one_turn_does_what_is_due_and_says_how_much(house_is_open, coupdepouce):
    made = overdue(1)

    done = coupdepouce("worker", "--once")

    made.refresh_from_db()
    assert (done.code, made.state) == (0, "expired")
    assert "bons et brouillons expirés : 1" in done.out
    assert "Travail terminé." in done.err


@pytest.mark.django_db
def test_a_second_turn_finds_nothing_to_do(house_is_open, coupdepouce):
    overdue(1)
    coupdepouce("worker", "--once")

    assert "expirés" not in coupdepouce("worker", "--once").out


@pytest.mark.django_db
def test_with_no_way_out_for_messages_it_does_not_start(house_is_open, coupdepouce, settings):
    settings.SMS_URL = "pigeon://nord"

    done = coupdepouce("worker", "--once")

    assert done.code == 3
    assert "COUPDEPOUCE_SMS_URL" in done.err


def test_without_keys_it_says_what_is_missing(tmp_path):
    done = on_a_machine(tmp_path, "worker", "--once")

    assert done.returncode == 3
    assert "COUPDEPOUCE_SECRET_KEY manque" in done.stderr


def test_asked_to_stop_it_ends_its_turn_and_leaves(tmp_path):
    assert on_a_machine(tmp_path, "demo").returncode == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "coupdepouce", "worker", "--every", "600"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert "Au travail" in process.stderr.readline()
    time.sleep(2)

    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=SECONDS)

    assert process.returncode == 0, said
    assert "Travail terminé." in said


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_each_thing_once():
    if connection.vendor != "postgresql":
        pytest.skip("needs real concurrent connections")
    rows = [overdue(number) for number in range(40)]
    counts: list[int] = []

    def work() -> None:
        try:
            counts.append(work_once(at=timezone.now())["bons et brouillons expirés"])
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(counts) == len(rows)
    assert JourneyEvent.objects.filter(step="expire").count() == len(rows)
