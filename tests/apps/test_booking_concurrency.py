"""The last places of a session, asked by everybody at once: real connections, PostgreSQL."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, connections

from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions.actors import HOUSEHOLD
from coupdepouce.prescriptions.events import broken_at
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.workshops_told import offer_places
from coupdepouce.training.models import Booking, Series, Session
from coupdepouce.training.operations import Place, plan_sessions
from coupdepouce.training.schedule import Wish, planned
from tests.apps import build_training as build
from tests.apps import cases
from tests.apps.build import NOW

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has one writer: nothing can race."
    ),
]
CROWD, PLACES = 50, 10


@pytest.fixture(autouse=True)
def _programme() -> None:
    cases.programme()


@pytest.fixture(autouse=True)
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


def together(tries: list[Callable[[], str]]) -> Counter[str]:
    """Start all at the same moment, each on its own connection; count what each was told."""
    start = Barrier(len(tries))

    def run(one: Callable[[], str]) -> str:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            return one()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tries)) as pool:
        return Counter(pool.map(run, tries))


def requests(count: int) -> list[Prescription]:
    by = cases.prescriber()
    made = [cases.draft(by=by, number=n, parts=(Part.TRAINING,)) for n in range(count)]
    for one in made:
        cases.step(one, "issue", by)
    return made


def take(request: Prescription, name: str, session: Session, once=None) -> str:
    take_step(
        prescription_id=request.pk,
        name=name,
        actor=HOUSEHOLD,
        at=NOW,
        once=once or uuid4(),
        answers={"session": str(session.reference)},
    )
    return name


def book_or_queue(request: Prescription, session: Session) -> str:
    try:
        return take(request, "book_session", session)
    except Refusal as refusal:
        if refusal.code != "session_full":
            raise
        return take(request, "queue_session", session)


def test_of_50_for_the_last_10_places_10_are_booked_and_40_queue_in_order():
    session, made = build.session(capacity=PLACES), requests(CROWD)

    results = together([lambda one=one: book_or_queue(one, session) for one in made])

    assert results == {"book_session": PLACES, "queue_session": CROWD - PLACES}
    session.refresh_from_db()
    assert (session.taken, session.waiting) == (PLACES, CROWD - PLACES)
    ranks = Booking.objects.filter(state="waiting").order_by("pk").values_list("number", flat=True)
    assert list(ranks) == list(range(1, CROWD - PLACES + 1))
    states = Counter(Prescription.objects.values_list("training_state", flat=True))
    assert states == {"booked": PLACES, "waiting": CROWD - PLACES}
    assert [broken_at(one) for one in Prescription.objects.all()[:5]] == [None] * 5


def test_a_double_click_at_the_same_moment_takes_one_place():
    session, (request,), once = build.session(), requests(1), uuid4()

    results = together([lambda: take(request, "book_session", session, once)] * 8)

    assert results == {"book_session": 8}
    session.refresh_from_db()
    assert session.taken == 1


def test_two_workers_offer_a_freed_place_to_one_household():
    session, made = build.session(capacity=1), requests(4)
    for one in made:
        book_or_queue(one, session)
    take_step(
        prescription_id=made[0].pk, name="cancel_booking", actor=HOUSEHOLD, at=NOW, once=uuid4(),
        reason="cannot_come", answers={"session": str(session.reference)},
    )  # fmt: skip

    results = together([lambda: str(offer_places(at=NOW))] * 4)

    assert results == {"1": 1, "0": 3}
    assert Booking.objects.get(state="offered").household_id == made[1].household_id


def test_a_double_click_on_a_plan_writes_one_series() -> None:
    shop = build.shop()
    wish = Wish(
        first=date(2026, 12, 1), begins=time(14), minutes=90, every_weeks=1,
        until=date(2026, 12, 22), closed=frozenset(),
    )  # fmt: skip
    given = {
        "workshop": build.workshop(), "plan": planned(wish, hours=""), "every_weeks": 1,
        "place": Place(shop=shop, capacity=4, room="salle du fond"), "by": build.trainer(shop),
        "at": NOW, "once": uuid4(),
    }  # fmt: skip

    made = together([lambda: str(len(plan_sessions(**given)))] * PLACES)

    assert made == {"4": PLACES}
    assert (Series.objects.count(), Session.objects.count()) == (1, 4)
