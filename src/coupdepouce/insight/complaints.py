"""The figures of complaints over twelve months: no small count, nor one that gives it away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from coupdepouce.core.calendar import add_months, day_of, midnight
from coupdepouce.core.recourse.days import due_on
from coupdepouce.core.recourse.reasons import ENDS, REASONS
from coupdepouce.core.recourse.steps import STATE
from coupdepouce.core.stats.disclosure import (
    KEPT,
    SMALL,
    SMALLEST,
    hides_total,
    in_words,
    is_small,
)
from coupdepouce.insight.export import BYTE_ORDER_MARK, as_csv
from coupdepouce.partners.models import Membership
from coupdepouce.programmes.queries import current_programme
from coupdepouce.recourse.models import Complaint
from coupdepouce.recourse.queries import visible_to

MONTHS = 12
NOBODY = "aucune"
COLUMNS = ("groupe", "nom", "nombre")


@dataclass(frozen=True, kw_only=True)
class Complaints:
    """What is shown of complaints, each figure in its words."""

    since: date
    total: str
    kinds: Mapping[str, str]
    months: Mapping[str, str]
    figures: Mapping[str, str]

    @property
    def is_few(self) -> bool:
        """Say whether there are so few that every table would be hidden."""
        return self.total == SMALL


def complaints(member: Membership, *, at: datetime) -> Complaints:
    """Count the complaints a member may see, with one query and the days of the programme."""
    since = add_months(day_of(at).replace(day=1), 1 - MONTHS)
    rows = list(visible_to(member).filter(received_at__gte=midnight(since)))
    labels = {reason.code: reason.label for reason in REASONS}
    kinds = dict.fromkeys(labels.values(), 0)
    months = {f"{add_months(since, number):%Y-%m}": 0 for number in range(MONTHS)}
    for row in rows:
        kinds[labels[row.reason]] += 1
        months[f"{day_of(row.received_at):%Y-%m}"] += 1
    # The two tables have one total: what gives it away in one gives it away in the other.
    whole = hides_total(kinds) or hides_total(months)
    few = SMALL if is_small(len(rows)) else KEPT
    return Complaints(
        since=since,
        total=few if whole else str(len(rows)),
        kinds=in_words(kinds, whole=whole),
        months=in_words(months, whole=whole),
        figures=_figures(rows, on=day_of(at)),
    )


def _figures(rows: Sequence[Complaint], *, on: date) -> Mapping[str, str]:
    _, programme = current_programme()
    late = [
        one
        for row in rows
        if (one := _was_late(row, on=on, days=programme.recourse.answer)) is not None
    ]
    again = [ENDS[row.second_outcome].overturns for row in rows if row.second_outcome]
    return {
        "Jours jusqu’à la réponse, pour la moitié": _median(rows),
        "Réponses en retard": _share(late),
        "Réponses changées au deuxième regard": _share(again),
    }


def _median(rows: Sequence[Complaint]) -> str:
    days = [(row.answered_at - row.received_at).days for row in rows if row.answered_at]
    if not days:
        return NOBODY
    return KEPT if len(days) < SMALLEST else f"{median(days):g}".replace(".", ",")


def _was_late(row: Complaint, *, on: date, days: int) -> bool | None:
    """Say whether the first answer was late; None when it was not due yet, or not wanted."""
    # A second look writes its own day over that of the answer; on paper, that one was earlier.
    last = row.due_on if row.state in {"received", "answered"} else None
    last = last or due_on(day_of(row.received_at), days=days)
    if row.answered_at:
        return day_of(row.answered_at) >= last
    return True if STATE[row.state].is_open and on >= last else None


def _share(said: Sequence[bool]) -> str:
    counts = {True: sum(said), False: len(said) - sum(said)}
    if not said:
        return NOBODY
    if hides_total(counts):
        return KEPT
    shown = in_words(counts)[True]
    share = f" ({round(100 * counts[True] / len(said))} %)" if shown.isdigit() else ""
    return f"{shown} sur {len(said)}{share}"


def complaints_csv(*, member: Membership, at: datetime) -> Iterator[str]:
    """Give the lines of the export: the figures of the page, as hidden as they are there."""
    found = complaints(member, at=at)
    yield BYTE_ORDER_MARK
    yield from as_csv(
        COLUMNS,
        [
            ("total", "reçues", found.total),
            *(("raison", *row) for row in found.kinds.items()),
            *(("mois", *row) for row in found.months.items()),
            *(("suite", *row) for row in found.figures.items()),
        ],
    )
