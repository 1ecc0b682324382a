"""A machine moved while somebody else looks at it: who waited for the lock reads it again."""

import time
from collections.abc import Callable
from threading import Thread
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment import operations
from tests.apps import cases
from tests.apps.build import NOW, member
from tests.apps.build_machines import lot, machine, refurbisher
from tests.apps.test_computers import GIVEN, asked, kept

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has one writer: nothing can race."
    ),
]
PATIENCE = 20


@pytest.fixture(autouse=True)
def _programme() -> None:
    cases.programme()


def waits() -> bool:
    """Say whether a connection waits for a lock of another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def one_behind_the_other(first: Callable[[], object], second: Callable[[], object]) -> str:
    """Hold the first open until the second waits for it; give what refuses the second."""
    said: list[object] = []

    def run() -> None:
        try:
            second()
        except Refusal as refusal:
            said.append(refusal.code)
        except DatabaseError as problem:
            said.append(problem)
        finally:
            connection.close()

    with transaction.atomic():
        first()
        thread = Thread(target=run)
        thread.start()
        end = time.monotonic() + PATIENCE
        while thread.is_alive() and not waits() and time.monotonic() < end:
            time.sleep(0.02)
    thread.join(PATIENCE)
    assert not thread.is_alive()
    return str(said[0]) if said else ""


def sent(one, to, by):
    return operations.send_parcel(serials=[one.serial], to=to, by=by, at=NOW, once=uuid4())


def received(parcel, one, by):
    return operations.receive_parcel(
        reference=parcel.reference, serials=[one.serial], by=by, at=NOW
    )


def counting(by, *seen):
    count = operations.open_inventory(by=by, at=NOW, once=uuid4())
    serials = [*(one.serial for one in seen), "INCONNU"]  # nothing scanned, nothing closed
    operations.scan(reference=count.reference, serials=serials, by=by, at=NOW)
    return lambda: operations.close_inventory(reference=count.reference, by=by, at=NOW)


def test_a_parcel_is_opened_while_the_household_withdraws():
    shop, house = cases.advisor(), refurbisher()
    one = machine(lot=lot(of=house.organisation))
    prescription = asked(shop)
    cases.step(prescription, "reserve_computer", shop)
    parcel = sent(one, shop.organisation, house)

    one_behind_the_other(
        lambda: cases.step(prescription, "withdraw", prescription.prescriber, reason="no_need"),
        lambda: received(parcel, one, shop),
    )

    one.refresh_from_db()
    assert (one.state, one.reserved_for, one.shop) == ("stock", None, shop.organisation)


def test_a_machine_handed_over_while_the_count_is_closed_is_not_missing():
    shop = cases.advisor()
    colleague = member("shop_advisor", of=shop.organisation)
    prescription, one = kept(shop)

    refusal = one_behind_the_other(
        lambda: cases.step(prescription, "hand_over", shop, serial=one.serial, **GIVEN),
        counting(colleague),
    )

    one.refresh_from_db()
    assert (refusal, one.state) == ("", "handed_over")


@pytest.mark.parametrize("is_scanned", [True, False])
def test_a_machine_sent_while_a_count_is_closed_is_neither_lost_nor_found(is_scanned):
    home, there = cases.advisor(), cases.advisor()
    one = machine(home.organisation)
    close = counting(there, one) if is_scanned else counting(home)

    refusal = one_behind_the_other(lambda: sent(one, there.organisation, home), close)

    one.refresh_from_db()
    assert (refusal, one.state, one.shop) == ("", "stock", None)
    assert one.parcel.destination == there.organisation


def test_a_machine_received_meanwhile_is_no_longer_its_refurbishers_to_send():
    shop, third, house = cases.advisor(), cases.advisor(), refurbisher()
    one = machine(lot=lot(of=house.organisation))
    parcel = sent(one, shop.organisation, house)

    refusal = one_behind_the_other(
        lambda: received(parcel, one, shop), lambda: sent(one, third.organisation, house)
    )

    one.refresh_from_db()
    assert (refusal, one.shop, one.parcel) == ("not_here", shop.organisation, None)
