"""Fifty people, ten machines: real connections, real locks, PostgreSQL."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, connections

from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment import operations
from coupdepouce.equipment.models import Computer, HandOver, Movement, WaitingPlace
from coupdepouce.equipment.queries.stock import queue
from coupdepouce.prescriptions import work
from coupdepouce.prescriptions.events import broken_at
from coupdepouce.prescriptions.models import Prescription
from tests.apps import cases
from tests.apps.build import NOW, member
from tests.apps.build_machines import machine

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has one writer: nothing can race."
    ),
]
CLIENTS, MACHINES = 50, 10


@pytest.fixture(autouse=True)
def _programme() -> None:
    cases.programme()


@pytest.fixture(autouse=True)
def _everybody_connects(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each thread a connection of its own: the usual pool would let eight race."""
    connection.close()
    connection.close_pool()
    wide = {**connection.settings_dict["OPTIONS"], "pool": {"min_size": 1, "max_size": CLIENTS + 1}}
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", wide)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", wide)
    yield
    connection.close()
    connection.close_pool()


def together(tries: list[Callable[[], object]]) -> list[object]:
    """Start all at the same moment, each on its own connection."""
    start = Barrier(len(tries))

    def run(one: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            return one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(run, tries))


def ask(prescription, by, *, at) -> str:
    """Do what an advisor does: reserve, and when nothing is left put the person on the list."""
    for _ in range(20):
        for name in ("reserve_computer", "queue_computer"):
            try:
                cases.step(prescription, name, by, at=at, once=uuid4())
            except Refusal as refusal:
                if refusal.code not in {"stock_empty", "stock_not_empty", "machine_free"}:
                    raise
            else:
                return name
    raise AssertionError("neither reserved nor on the list")


def reserve(prescription, by) -> str:
    try:
        cases.step(prescription, "reserve_computer", by)
    except Refusal as refusal:
        return refusal.code
    return "reserved"


def requests(by, *, number: int) -> list[Prescription]:
    prescriber = cases.prescriber()
    return [
        cases.brought_to("accept", by=prescriber, shop=by, number=one, parts=(Part.COMPUTER,))
        for one in range(1, number + 1)
    ]


def test_fifty_clients_reserve_the_last_ten_machines():
    shop = cases.advisor()
    advisors = [shop, *(member(Role.SHOP_ADVISOR, of=shop.organisation) for _ in range(4))]
    asked = requests(shop, number=CLIENTS)
    machines = {machine(shop.organisation).pk for _ in range(MACHINES)}
    moments = [NOW + timedelta(seconds=number) for number in range(CLIENTS)]

    did = together(
        [
            lambda one=one, at=at, by=advisors[number % 5]: ask(one, by, at=at)
            for number, (one, at) in enumerate(zip(asked, moments, strict=True))
        ]
    )

    assert Counter(did) == {"reserve_computer": 10, "queue_computer": 40}
    kept = Computer.objects.filter(state="reserved")
    assert set(kept.values_list("pk", flat=True)) == machines
    homes = {one.household_id for one, name in zip(asked, did, strict=True) if "reserve" in name}
    assert set(kept.values_list("reserved_for", flat=True)) == homes
    assert Movement.objects.filter(kind="reserved").count() == MACHINES
    waits = [one.household_id for one, name in zip(asked, did, strict=True) if "queue" in name]
    order = queue(shop_id=shop.organisation_id, form="laptop")
    assert list(order.values_list("household", flat=True)) == waits
    assert {broken_at(one) for one in Prescription.objects.all()} == {None}


def test_the_machines_that_come_go_to_the_first_of_the_list_with_four_workers():
    shop = cases.advisor()
    asked = requests(shop, number=12)
    for number, one in enumerate(asked):
        cases.step(one, "queue_computer", shop, at=NOW + timedelta(minutes=number))
    for _ in range(5):
        machine(shop.organisation)

    for _ in range(3):
        together([lambda: work.give_computers(at=NOW + timedelta(hours=1))] * 4)

    states = [Prescription.objects.get(pk=one.pk).computer_state for one in asked]
    assert states == ["reserved"] * 5 + ["waiting"] * 7
    assert WaitingPlace.objects.filter(is_served=True).count() == 5


def test_a_newcomer_and_the_worker_at_the_same_moment_the_first_of_the_list_is_served():
    shop = cases.advisor()
    first, *newcomers = requests(shop, number=9)
    cases.step(first, "queue_computer", shop, at=NOW)
    machine(shop.organisation)

    for _ in range(3):
        did = together(
            [
                lambda: work.give_computers(at=NOW),
                *(lambda one=one: reserve(one, shop) for one in newcomers),
            ]
        )
        assert set(did[1:]) == {"stock_empty"}

    first.refresh_from_db()
    assert first.computer_state == "reserved"


def test_two_machines_and_one_person_before_them_newcomers_take_one_at_most():
    shop = cases.advisor()
    first, *newcomers = requests(shop, number=9)
    cases.step(first, "queue_computer", shop, at=NOW)
    machine(shop.organisation), machine(shop.organisation)

    did = together([lambda one=one: reserve(one, shop) for one in newcomers])
    work.give_computers(at=NOW)

    first.refresh_from_db()
    assert first.computer_state == "reserved"
    assert did.count("reserved") <= 1
    assert set(did) <= {"reserved", "stock_empty"}


def test_a_machine_scanned_in_two_parcels_leaves_in_one():
    shop, first, second = cases.advisor(), cases.advisor(), cases.advisor()
    machines = [machine(shop.organisation) for _ in range(6)]
    serials = [one.serial for one in machines]

    def send(to, order):
        try:
            return operations.send_parcel(
                serials=order, to=to.organisation, by=shop, at=NOW, once=uuid4()
            )
        except Refusal as refusal:
            return refusal.code

    did = together([lambda: send(first, serials), lambda: send(second, serials[::-1])])

    assert sorted(type(one).__name__ for one in did) == ["Parcel", "str"]
    assert "not_here" in did


def test_a_double_click_on_the_hand_over_gives_one_machine_and_one_receipt():
    shop = cases.advisor()
    (prescription,) = requests(shop, number=1)
    one = machine(shop.organisation)
    cases.step(prescription, "reserve_computer", shop)
    cases.step(prescription, "ready_computer", shop)
    once = uuid4()
    answers = {"identity_seen": "yes", "conditions_read": "yes", "signature": "refused"}

    events = together(
        [
            lambda: (
                cases.step(
                    prescription, "hand_over", shop, once=once, serial=one.serial, **answers
                ).pk
            )
        ]
        * 6
    )

    assert len(set(events)) == 1
    assert HandOver.objects.count() == 1
