"""What a wave brought, from the letter sent to the line that works, with small counts hidden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from coupdepouce.core.campaigns.verdict import Verdict, judge, not_yet
from coupdepouce.core.campaigns.waves import A, B, missing
from coupdepouce.core.stats.comparison import Share
from coupdepouce.core.stats.disclosure import in_words, total_in_words
from coupdepouce.insight.counts import FUNNEL
from coupdepouce.insight.export import BYTE_ORDER_MARK, as_csv
from coupdepouce.outreach.campaigns import queries
from coupdepouce.outreach.campaigns.models import Sending, Wave
from coupdepouce.outreach.campaigns.queries import Drawn
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import JourneyEvent

OURS = ("prescribed", "issued", "line_active")
STEP_OF = {step.stage: step.name for step in FUNNEL if step.stage in OURS}
STAGES = {
    "sent": "Envoyés",
    "arrivals": "Arrivées",
    "finished": "Questions finies",
    "prescribed": "Demandes",
    "issued": "Bons remis",
    "line_active": "Lignes actives",
}
LETTER_COLUMNS = ("numero", "code", "lien", "texte", "version", "nombre_de_sms")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the report: a number written, the word that hides it, or nothing: nobody said."""

    label: str
    counts: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a wave brought, line by line, and its verdict when two texts are compared."""

    rows: Sequence[Row]
    total: Row
    verdict: Verdict | None
    lots: Sequence[Drawn]  # the letters drawn for a data holder


def report(wave: Wave, *, day: date) -> Report:
    """Count what a wave brought; two texts are told apart on the day set for it, not before."""
    sendings = list(wave.sendings.all())
    lots = queries.draws(wave) if wave.is_by_letter else ()
    is_read = not wave.is_compared or day >= queries.read_on(wave, lots)
    groups = [[one] for one in sendings] if is_read else [sendings]
    counts = _counts(wave)
    columns = [
        [sum(counts[one.pk].get(stage) or 0 for one in group) for group in groups]
        for stage in STAGES
        if stage != "sent"
    ]
    cells = [in_words(dict(enumerate(column))) for column in columns]
    return Report(
        rows=[
            Row(
                label=_label(wave, group),
                counts=[_sent(counts, group), *(column[place] for column in cells)],
            )
            for place, group in enumerate(groups)
        ],
        total=Row(
            label="Ensemble",
            counts=[
                _sent(counts, sendings),
                *(total_in_words(dict(enumerate(column))) for column in columns),
            ],
        ),
        verdict=_verdict(wave, sendings, lots, is_read=is_read) if wave.is_compared else None,
        lots=lots,
    )


def _label(wave: Wave, group: Sequence[Sending]) -> str:
    first = group[0]
    version = f"texte {first.version}" if wave.is_compared and len(group) == 1 else ""
    return ", ".join(filter(None, (first.organisation.name, first.spot, version)))


def _counts(wave: Wave) -> dict[int, dict[str, int | None]]:
    found: dict[int, dict[str, int | None]] = {
        pk: {"sent": one.sent, "arrivals": one.arrivals, "finished": one.finished}
        for pk, one in queries.reached(wave).items()
    }
    rows = (
        JourneyEvent.objects.order_by()
        .filter(step__in=STEP_OF.values(), prescription__came_by__wave=wave)
        .values_list("prescription__came_by", "step")
        .annotate(count=Count("prescription", distinct=True))
    )
    stage_of = {name: stage for stage, name in STEP_OF.items()}
    for pk, step, count in rows:
        found[pk][stage_of[step]] = count
    return found


def _sent(counts: dict[int, dict[str, int | None]], group: Sequence[Sending]) -> str:
    # While one has not said it, the sum of the others is not what these arrivals came from.
    said = [one for one in (counts[each.pk]["sent"] for each in group) if one is not None]
    return str(sum(said)) if len(said) == len(group) else ""


def _verdict(
    wave: Wave, sendings: Sequence[Sending], lots: Sequence[Drawn], *, is_read: bool
) -> Verdict:
    needed, reading = wave.needed or 0, queries.read_on(wave, lots)
    if not is_read:
        return not_yet(missing=missing(lots, needed=needed), day=reading)
    # As it stood on that day: what comes later changes nothing, or somebody would wait for luck.
    found = queries.reached(wave, reading=reading)
    share = {one.version: _share(found[one.pk]) for one in sendings}
    return judge(share[A], share[B], needed=needed)


def _share(found: queries.Reached) -> Share | None:
    return Share(count=found.arrivals, total=found.sent) if found.sent else None


def letters_csv(*, member: Membership, wave: Wave, draw: UUID) -> Iterator[str]:
    """Give the lines that a data holder pastes beside its own list, which we never see."""
    yield BYTE_ORDER_MARK
    yield from as_csv(
        LETTER_COLUMNS,
        (
            (str(one.rank), one.code, one.link, one.text, one.version, str(one.sms))
            for one in queries.letters(member, wave, draw)
        ),
    )
