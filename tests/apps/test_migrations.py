"""What migrations do to rows that were there before them."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from coupdepouce.lines.models import Line, LineReport
from coupdepouce.prescriptions.models import Prescription
from tests.apps import workshop
from tests.apps.build import household
from tests.apps.build_journey import ACCEPTED, ACTIVE, ISSUED, NOW, prescription

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_migration(transactional_db):
    """Give a function that brings the tables to a migration, and gives the models of then.

    The tables come back to the newest. Trap: the models of today ask for columns of after.
    """

    def move(*target: str) -> StateApps:
        return MigrationExecutor(connection).migrate([target]).apps

    yield move
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


WAITS = """
steps                              | written      | afterwards
issued                             |              | household
accepted                           | household    | shop_advisor
accepted, no fibre                 |              | shop_advisor
withdrawn                          | prescriber   |
"""
STEPS = {
    "issued": ISSUED,
    "accepted": ACCEPTED,
    "accepted, no fibre": (*ACCEPTED, "find_line_not_available"),
    "withdrawn": (*ISSUED, "withdraw"),
}


def test_who_is_awaited_is_written_on_the_requests_of_before(at_migration):
    rows = [tuple(map(str.strip, row.split("|"))) for row in WAITS.strip().splitlines()[1:]]
    made = [prescription(*STEPS[steps]) for steps, _written, _afterwards in rows]
    at_migration("prescriptions", "0007_sharing")
    for one, (_steps, written, _afterwards) in zip(made, rows, strict=True):
        since = NOW if written else None
        Prescription.objects.filter(pk=one.pk).update(waits_for=written, waits_since=since)

    at_migration("prescriptions", "0008_who_is_awaited")

    for one, (steps, written, afterwards) in zip(made, rows, strict=True):
        last = one.events.order_by("number").values_list("at", flat=True).last()
        one.refresh_from_db(fields=["waits_for", "waits_since"])
        assert one.waits_for == afterwards, steps
        since = None if not afterwards else NOW if written else last
        assert one.waits_since == since, steps


ENDED = (*ACTIVE, "end_line")


def test_the_shop_ends_what_waited_for_a_prescriber_who_could_not(at_migration):
    settled, running, at_risk = made = [
        prescription(*ENDED),
        prescription(*ENDED, training_state="booked"),
        prescription(*ACTIVE, "note_late_payment"),
    ]
    at_migration("prescriptions", "0010_without_line")
    Prescription.objects.update(waits_for="prescriber")

    at_migration("prescriptions", "0011_the_shop_ends_what_is_settled")

    for one in made:
        one.refresh_from_db(fields=["waits_for"])
    awaited = (settled.waits_for, running.waits_for, at_risk.waits_for)
    assert awaited == ("shop_advisor", "prescriber", "prescriber")


NUMBERS = ("A", "A", "B", "", "")


def test_an_order_number_typed_twice_is_marked_on_both_lines(at_migration):
    homes = [household().pk for _number in NUMBERS]
    before = at_migration("lines", "0002_following").get_model("lines", "Line")
    lines = [
        before.objects.create(household_id=home, order_number=number)
        for home, number in zip(homes, NUMBERS, strict=True)
    ]

    at_migration("lines", "0003_one_line_per_order")

    first, second = lines[0].pk, lines[1].pk
    marked = [f"A (en double, {first})", f"A (en double, {second})", "B", "", ""]
    kept = Line.objects.order_by("pk").values_list("order_number", flat=True)
    assert list(kept) == marked


WRITTEN = ("fictif 1", "FICTIF-2", "fictif-2", "Fictif-3", "A (en double, 7)", "")


def test_order_numbers_are_written_one_way_and_those_that_meet_are_marked(at_migration):
    homes = [household().pk for _number in WRITTEN]
    before = at_migration("lines", "0005_order_corrections")
    lines = [
        before.get_model("lines", "Line").objects.create(household_id=home, order_number=number)
        for home, number in zip(homes, WRITTEN, strict=True)
    ]
    before.get_model("lines", "LineReport").objects.create(
        digest="fictif", order_number="fictif 9", status="active", said_on=NOW.date(),
        outcome="unknown", received_at=NOW,
    )  # fmt: skip

    at_migration("lines", "0006_order_numbers_in_one_form")

    twins = [f"FICTIF-2 (en double, {line.pk})" for line in lines[1:3]]
    kept = Line.objects.order_by("pk").values_list("order_number", flat=True)
    assert list(kept) == ["FICTIF1", *twins, "FICTIF-3", "A (en double, 7)", ""]
    report = LineReport.objects.values_list("order_number", flat=True).get()
    assert report == "FICTIF9"


def test_an_erasure_of_before_takes_the_serial_and_the_disks_of_its_machine(at_migration):
    ours = workshop.refurbisher()
    computer = workshop.ready(workshop.lot(ours), ours)
    before = at_migration("equipment", "0001_initial")
    before.get_model("equipment", "Erasure").objects.update(disks=[])

    at_migration("equipment", "0002_what_was_erased")

    kept = computer.erasures.values_list("serial", "disks").get()
    assert kept == (computer.serial, computer.disks)
