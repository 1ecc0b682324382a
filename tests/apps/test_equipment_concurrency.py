"""The same machine entered by several people at the same second, on real connections."""

from uuid import uuid4

import pytest
from django.db import connection

from coupdepouce.connect.hardware.sheet import read_machines
from coupdepouce.equipment.models import Computer, Movement
from coupdepouce.equipment.operations.intake import take_in, take_in_many
from coupdepouce.equipment.operations.preparing import finish
from tests.apps import workshop
from tests.apps.build import NOW
from tests.apps.test_households_concurrency import AT_ONCE, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _real_connections(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time: run with PostgreSQL to see them race.")


def entering(lot, by, once):
    machine = workshop.described(serial="FICTIF-X")
    return lambda: take_in(lot_id=lot.pk, machine=machine, by=by, at=NOW, once=once)


def test_six_workshops_enter_one_serial_and_one_has_it():
    people = [workshop.refurbisher() for _ in range(AT_ONCE)]

    done = race(*(entering(workshop.lot(by), by, uuid4()) for by in people))

    assert Computer.objects.count() == 1
    assert done.count("serial_known") == AT_ONCE - 1


def test_two_tables_with_one_serial_enter_it_once_and_nobody_meets_an_error():
    people = [workshop.refurbisher() for _ in range(2)]
    sheet = b"numero_serie;forme\nFICTIF-X;portable\n"

    def sending(by, lot):
        rows = list(read_machines(sheet, name="lot.csv"))
        return lambda: take_in_many(
            lot_id=lot.pk, rows=rows, by=by, at=NOW, once=uuid4(), dry_run=False
        )

    done = race(*(sending(by, workshop.lot(by)) for by in people))

    assert Computer.objects.count() == 1
    added = [len(one.added) if one != "machines_raced" else 0 for one in done]
    assert sorted(added) == [0, 1]


def test_a_double_click_gives_both_the_same_machine():
    by, once = workshop.refurbisher(), uuid4()
    lot = workshop.lot(by)

    done = race(*(entering(lot, by, once) for _ in range(AT_ONCE)))

    assert done == [Computer.objects.get()] * AT_ONCE


def test_a_machine_goes_into_stock_once():
    by = workshop.refurbisher()
    computer = workshop.ready(workshop.lot(by), by)

    done = race(*(lambda: finish(computer_id=computer.pk, by=by, at=NOW) for _ in range(AT_ONCE)))

    assert done.count("not_on_the_bench") == AT_ONCE - 1
    assert Movement.objects.filter(kind=Movement.Kind.STOCKED).count() == 1
