"""Calendars read back: one identity, one zone, nobody's name, the hour on the wall."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.models import Membership
from coupdepouce.training.calendars import SHOP, TRAINER, feed, feed_token, of_booking
from coupdepouce.training.models import Session
from tests.apps import build_training as build
from tests.apps.build import NOW
from tests.browser.town import place

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def read(written: bytes) -> Calendar:
    return Calendar.from_ical(written)


def events(written: bytes) -> list:
    return list(read(written).walk("VEVENT"))


def test_a_feed_is_a_calendar_that_others_read():
    shop = build.shop(name="Boutique fictive", place=place("Boutique fictive", "shop", number=8))
    trainer = build.trainer(shop)
    one = build.session(shop=shop, trainer=trainer)
    build.booked(one)

    written = feed(feed_token(TRAINER, trainer), at=NOW)

    calendar, (event,) = read(written), events(written)
    assert (calendar["method"], calendar["version"]) == ("PUBLISH", "2.0")
    assert event["uid"] == f"{one.reference}@localhost"
    assert event["dtstart"].dt == one.starts_at
    assert (event["dtend"].dt - event["dtstart"].dt) == timedelta(minutes=90)
    assert event["location"] == "Boutique fictive, salle du fond, 8 rue Inventée, 59000 Lille"
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 0)
    assert b"Camille" not in written
    assert b"Fictif" not in written


def test_the_zone_is_written_once_and_without_its_whole_history():
    one = build.session()

    written = feed(feed_token(SHOP, build.trainer(one.shop)), at=NOW)

    zones = read(written).walk("VTIMEZONE")
    assert [str(zone["tzid"]) for zone in zones] == ["Europe/Paris"]
    assert len(zones[0].subcomponents) <= 6
    assert len(written) < 2000


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2026, 10, 24, 14, tzinfo=PARIS),  # the day before winter time
        datetime(2026, 10, 26, 14, tzinfo=PARIS),
        datetime(2027, 3, 27, 14, tzinfo=PARIS),
        datetime(2027, 3, 29, 14, tzinfo=PARIS),
        datetime(2026, 12, 31, 23, 30, tzinfo=PARIS),  # ends in another year
    ],
    ids=["before winter", "after winter", "before summer", "after summer", "across midnight"],
)
def test_the_hour_on_the_wall_is_kept(starts_at):
    one = build.session(starts_at=starts_at.astimezone(UTC))

    (event,) = events(
        feed(feed_token(SHOP, build.trainer(one.shop)), at=starts_at - timedelta(days=3))
    )

    begins, ends = event["dtstart"].dt, event["dtend"].dt
    assert begins == starts_at
    assert f"{begins:%H:%M}" == f"{starts_at:%H:%M}"
    assert ends - begins == timedelta(minutes=90)


def test_a_cancelled_session_stays_under_the_same_identity_with_a_higher_number():
    one = build.session()
    token = feed_token(SHOP, build.trainer(one.shop))
    (before,) = events(feed(token, at=NOW))
    Session.objects.filter(pk=one.pk).update(cancelled_at=NOW, sequence=1)

    (after,) = events(feed(token, at=NOW))

    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["status"] == "CANCELLED"


def test_ones_own_place_has_a_reminder_and_an_identity_of_its_own():
    row = build.booked(build.session())

    (event,) = events(of_booking(row, title="Premiers pas", at=NOW))

    assert event["uid"] == f"place-{row.reference}@localhost"
    assert event.walk("VALARM")[0]["trigger"].dt == timedelta(hours=-2)
    assert event["summary"] == "Premiers pas"


def test_a_feed_shows_its_owner_s_sessions_only_and_those_that_are_open():
    shop = build.shop()
    mine, other = build.trainer(shop), build.trainer(shop)
    one = build.session(shop=shop, trainer=mine)
    build.session(shop=shop, trainer=other)
    build.session(shop=shop, trainer=mine, published_at=None)
    build.session()

    assert len(events(feed(feed_token(TRAINER, mine), at=NOW))) == 1
    assert len(events(feed(feed_token(SHOP, mine), at=NOW))) == 2
    assert one.trainer == mine


@pytest.mark.parametrize("kind", [TRAINER, SHOP])
@pytest.mark.parametrize("spoil", ["token", "left", "unknown"])
def test_an_address_that_is_not_ours_or_whose_owner_left_opens_nothing(spoil, kind):
    trainer = build.trainer()
    token = feed_token(kind, trainer if spoil != "unknown" else Membership(pk=999_999))
    if spoil == "left":
        trainer.until = NOW
        trainer.save()

    with pytest.raises(Refusal) as caught:
        feed(token + "x" if spoil == "token" else token, at=NOW)

    assert caught.value.code == "not_found"


def test_an_empty_feed_is_a_calendar_too():
    assert events(feed(feed_token(SHOP, build.trainer()), at=NOW)) == []
