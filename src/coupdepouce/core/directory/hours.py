"""Opening hours in OpenStreetMap's syntax: open now or not, and the week that comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby

# The types that come with it forget the error that it raises.
from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]

from coupdepouce.core.calendar import PARIS

COUNTRY = "FR"  # whose public holidays "PH off" closes
READ_AGAIN = 20_000  # texts kept as read: a county's places share a few hundred
WEEK = 7
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@dataclass(frozen=True, kw_only=True)
class Now:
    """Whether a place is open at a moment, and until when that is so (None: always)."""

    is_open: bool
    until: datetime | None
    note: str = ""  # what the hours add, as "sur rendez-vous"


@dataclass(frozen=True, kw_only=True)
class Span:
    """A time of a day when the place is open; it closes at midnight when `closes` is 00:00."""

    opens: time
    closes: time
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Day:
    """What the hours say of one date."""

    on: date
    spans: tuple[Span, ...]


@lru_cache(maxsize=READ_AGAIN)
def _read(text: str) -> OpeningHours | None:
    try:
        return OpeningHours(text, country=COUNTRY, timezone=PARIS) if text.strip() else None
    except ParserError:
        return None


def is_readable(text: str) -> bool:
    """Say whether a machine can tell from these hours when the place is open."""
    return _read(text) is not None


def now(text: str, *, at: datetime) -> Now | None:
    """Say whether the place is open, or None when its hours cannot be read or do not say."""
    hours = _read(text)
    if hours is None:
        return None
    # The reader takes the zones that have a name, and datetime.UTC has none.
    moment = at.astimezone(PARIS)
    state, note = hours.state(moment)
    if state is State.UNKNOWN:
        return None
    return Now(is_open=state is State.OPEN, until=hours.next_change(moment), note=note)


def week(text: str, *, on: date) -> tuple[Day, ...]:
    """Give the seven days from a date, holidays and seasons read; nothing when unreadable."""
    hours = _read(text)
    if hours is None:
        return ()
    days = [on + timedelta(days=number) for number in range(WEEK)]
    start = datetime.combine(on, time.min, PARIS)
    end = datetime.combine(on + timedelta(days=WEEK), time.min, PARIS)
    spans = {
        day: tuple(span for _, span in found)
        for day, found in groupby(_spans(hours, start, end), key=lambda one: one[0])
    }
    return tuple(Day(on=day, spans=spans.get(day, ())) for day in days)


def is_closed_on(text: str, *, on: date) -> bool:
    """Say whether hours close a whole day; those that cannot be read, or do not say, close none."""
    hours = _read(text)
    if hours is None:
        return False
    start = datetime.combine(on, time.min, PARIS)
    end = datetime.combine(on + timedelta(days=1), time.min, PARIS)
    return all(state is State.CLOSED for _, _, state, _ in hours.intervals(start, end))


def _spans(hours: OpeningHours, start: datetime, end: datetime) -> Iterator[tuple[date, Span]]:
    for opens, closes, state, note in hours.intervals(start, end):
        if state is not State.OPEN:
            continue
        for first, last in _cut_at_midnight(opens, min(closes or end, end)):
            span = Span(opens=_clock(first), closes=_clock(last), note=note)
            yield first.astimezone(PARIS).date(), span


def _cut_at_midnight(opens: datetime, closes: datetime) -> Iterator[tuple[datetime, datetime]]:
    while opens < closes:
        tomorrow = opens.astimezone(PARIS).date() + timedelta(days=1)
        end = min(closes, datetime.combine(tomorrow, time.min, PARIS))
        yield opens, end
        opens = end


def _clock(moment: datetime) -> time:
    return moment.astimezone(PARIS).time().replace(tzinfo=None)
