"""A voucher is received once, whatever happens: real connections, real locks, PostgreSQL."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, connections

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.events import broken_at
from coupdepouce.prescriptions.models import JourneyEvent, Prescription
from tests.apps import cases
from tests.apps.build import member

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has one writer: nothing can race."
    ),
]
CROWD = 64


@pytest.fixture(autouse=True)
def _programme() -> None:
    cases.programme()


@pytest.fixture
def _everybody_connects(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each thread a connection of its own: the usual pool would let eight race."""
    connection.close()
    connection.close_pool()
    wide = {**connection.settings_dict["OPTIONS"], "pool": {"min_size": 1, "max_size": CROWD + 1}}
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", wide)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", wide)
    yield
    connection.close()
    connection.close_pool()


def together(tries: list[Callable[[], object]]) -> Counter[str]:
    """Start all at the same moment, each on its own connection; count the results by name."""
    start = Barrier(len(tries))

    def run(one: Callable[[], object]) -> str:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            return f"event {getattr(one(), 'pk', '')}"
        except Refusal as refusal:
            return f"{refusal.code}: {refusal.sentence}"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tries)) as pool:
        return Counter(pool.map(run, tries))


def present(prescription: Prescription, by: Membership, once=None) -> JourneyEvent:
    return cases.step(prescription, "present", by, once=once or uuid4(), identity_seen="yes")


@pytest.mark.usefixtures("_everybody_connects")
def test_of_64_at_the_same_moment_one_receives_and_63_read_the_same_refusal():
    prescription = cases.brought_to("issue")
    advisors = [cases.advisor() for _ in range(CROWD)]

    results = together([lambda by=by: present(prescription, by) for by in advisors])

    received = prescription.events.get(step="present")
    refused = "Ce bon a déjà été reçu : il ne sert qu’une fois. Appelez le prescripteur."
    assert results == {f"event {received.pk}": 1, f"voucher_already_redeemed: {refused}": 63}
    prescription.refresh_from_db()
    assert prescription.shop == received.organisation
    assert broken_at(prescription) is None


@pytest.mark.usefixtures("_everybody_connects")
def test_a_double_click_at_the_same_moment_gives_the_first_event_to_both():
    prescription, by, once = cases.brought_to("issue"), cases.advisor(), uuid4()

    results = together([lambda: present(prescription, by, once)] * 8)

    received = prescription.events.get(step="present")
    assert results == {f"event {received.pk}": 8}


@pytest.mark.usefixtures("_everybody_connects")
def test_two_advisors_of_one_shop_receive_once():
    prescription, first = cases.brought_to("issue"), cases.advisor()
    second = member(Role.SHOP_ADVISOR, of=first.organisation)

    results = together([lambda by=by: present(prescription, by) for by in (first, second)])

    assert sorted(result.split(":")[0].split()[0] for result in results) == [
        "event",
        "voucher_already_redeemed",
    ]


def test_an_answer_that_was_lost_can_be_asked_again_later():
    prescription, by, once = cases.brought_to("issue"), cases.advisor(), uuid4()
    first = present(prescription, by, once)
    cases.step(prescription, "accept", by)

    again = present(prescription, by, once)

    assert again == first
    prescription.refresh_from_db()
    assert prescription.state == "accepted"


def test_given_back_it_is_received_again_by_another_shop():
    prescription, first, second = cases.brought_to("issue"), cases.advisor(), cases.advisor()
    present(prescription, first)
    cases.step(prescription, "reverse", first, reason="mistake")

    present(prescription, second)

    prescription.refresh_from_db()
    assert (prescription.state, prescription.shop) == ("presented", second.organisation)
    assert list(prescription.events.values_list("step", flat=True))[-3:] == [
        "present",
        "reverse",
        "present",
    ]


@pytest.mark.usefixtures("_everybody_connects")
def test_withdrawn_and_received_at_the_same_moment_one_wins():
    by, prescriber = cases.advisor(), cases.prescriber()
    prescription = cases.brought_to("issue", by=prescriber)

    results = together(
        [
            lambda: present(prescription, by),
            lambda: cases.step(prescription, "withdraw", prescriber, reason="no_need"),
        ]
    )

    prescription.refresh_from_db()
    # Withdrawn first, the voucher cannot be received; received first, it can still be withdrawn.
    assert prescription.state == "withdrawn"
    assert sum(count for name, count in results.items() if name.startswith("event")) in {1, 2}
    assert broken_at(prescription) is None
