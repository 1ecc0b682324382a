"""Sessions as calendars read them (RFC 5545): nobody's name, one zone, one identity for ever."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.db.models import Q
from icalendar import Alarm, Calendar, Event

from coupdepouce.core.calendar import PARIS, day_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership
from coupdepouce.training.models import Booking, Session

SALT = "coupdepouce.training-feed-of-a-member"
PRODUCT = "-//Coup de Pouce//Ateliers//FR"
TRAINER, SHOP = "trainer", "shop"
KEPT = timedelta(days=60)
MOST = 500
A_YEAR = timedelta(days=366)


def feed_token(kind: str, member: Membership) -> str:
    """Give the secret of a member's feed: who has the address reads it, without signing in."""
    return signing.dumps([kind, member.pk], salt=SALT)


def feed(token: str, *, at: datetime) -> bytes:
    """Give the calendar of a trainer or of a shop.

    Raises:
        Refusal: the address is not one of ours, or its owner left.
    """
    try:
        kind, pk = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise _closed() from None
    name, wanted = _sessions_of(pk, kind=kind)
    sessions = Session.objects.select_related("workshop", "shop__place").filter(
        wanted, published_at__isnull=False, starts_at__gte=at - KEPT
    )
    return _written([(one, _event(one, at=at)) for one in sessions[:MOST]], name=name, at=at)


def _sessions_of(member_id: int, *, kind: str) -> tuple[str, Q]:
    """Say which sessions an address lists: it dies with the membership that took it."""
    member = (
        Membership.objects.select_related("organisation")
        .filter(
            pk=member_id,
            until__isnull=True,
            organisation__is_active=True,
            role__in=[Role.TRAINER, Role.SHOP_ADVISOR],
        )
        .first()
    )
    if member is None:
        raise _closed()
    if kind == TRAINER:
        return "Mes ateliers", Q(trainer=member)
    return f"Ateliers, {member.organisation}", Q(shop=member.organisation_id)


def _closed() -> Refusal:
    return Refusal(
        "not_found", "Cet agenda n’est plus ouvert : prenez la nouvelle adresse sur le site."
    )


def of_booking(booking: Booking, *, title: str, at: datetime) -> bytes:
    """Give the calendar of one place: its session, for the agenda of the person."""
    session = booking.session
    event = _event(session, at=at, title=title)
    event["uid"] = f"place-{booking.reference}@{_host()}"
    if booking.state == Booking.State.CANCELLED:
        event["status"] = "CANCELLED"
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(hours=-2))
    event.add_component(alarm)
    return _written([(session, event)], name=title, at=at)


def _written(rows: Sequence[tuple[Session, Event]], *, name: str, at: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for _, event in rows:
        calendar.add_component(event)
    days = [day_of(session.starts_at) for session, _ in rows] or [day_of(at)]
    # Without limits the whole history of the zone is written, from 1891 on.
    calendar.add_missing_timezones(first_date=min(days) - A_YEAR, last_date=max(days) + A_YEAR)
    return bytes(calendar.to_ical())


def _event(session: Session, *, at: datetime, title: str = "") -> Event:
    event = Event()
    event.add("uid", f"{session.reference}@{_host()}")
    event.add("dtstamp", at)
    event.add("sequence", session.sequence)
    event.add("summary", title or session.workshop.title)
    event.add("dtstart", session.starts_at.astimezone(PARIS))
    event.add("dtend", session.ends_at.astimezone(PARIS))
    event.add("location", location(session))
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    if session.remote_link:
        event.add("url", session.remote_link)
    return event


def location(session: Session) -> str:
    """Say where a session is, for a calendar or a message."""
    if session.is_remote:
        return "à distance"
    place = session.shop.place
    where = (place.address, f"{place.postcode} {place.commune_name}".strip()) if place else ()
    return ", ".join(filter(None, (session.shop.name, session.room, *where)))


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
