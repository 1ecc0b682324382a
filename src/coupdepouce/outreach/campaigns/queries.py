"""Reads of campaigns: for the programme manager; of a letter nobody reads what it brought."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Model, Prefetch, Q, QuerySet, Sum

from coupdepouce.core.campaigns.waves import Channel, Draw, measured, reading_day, written
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.campaigns.models import Campaign, Sending, ShortCode, Tally, Wave
from coupdepouce.partners.models import Membership

CHUNK = 2000
Row = TypeVar("Row", bound=Model)


def check_manager(member: Membership) -> None:
    """Make sure that a member steers the programme.

    Raises:
        Refusal: another role.
    """
    if member.role != Role.PROGRAMME_MANAGER:
        raise Refusal(
            "not_your_screen", "Les campagnes sont au responsable du programme : demandez-lui."
        )


def campaigns(member: Membership) -> Sequence[Campaign]:
    """Give the campaigns, the last made first."""
    check_manager(member)
    return list(Campaign.objects.annotate(waves_count=Count("waves")))


def campaign(member: Membership, reference: UUID) -> Campaign:
    """Give a campaign and its waves.

    Raises:
        Refusal: no such campaign.
    """
    check_manager(member)
    found = Campaign.objects.prefetch_related("waves__sendings__organisation")
    return _the_one(
        found.filter(reference=reference), "Cette campagne n’existe pas : revenez à la liste."
    )


def wave(member: Membership, reference: UUID) -> Wave:
    """Give a wave, who sends it, and the codes that are not those of letters.

    Raises:
        Refusal: no such wave.
    """
    check_manager(member)
    shared = ShortCode.objects.filter(draw__isnull=True)
    found = Wave.objects.select_related("campaign").prefetch_related(
        "sendings__organisation", Prefetch("sendings__codes", queryset=shared, to_attr="shared")
    )
    return _the_one(
        found.filter(reference=reference), "Cette vague n’existe pas : revenez à la campagne."
    )


def sending(member: Membership, pk: int) -> Sending:
    """Give what an organisation sends in a wave.

    Raises:
        Refusal: no such sending.
    """
    check_manager(member)
    found = Sending.objects.select_related("wave__campaign", "organisation")
    return _the_one(found.filter(pk=pk), "Cet envoi n’existe pas : revenez à la vague.")


def shared_code(member: Membership, code: str) -> ShortCode:
    """Give the code of a poster or of a partner's message, never that of a letter.

    Raises:
        Refusal: no such code.
    """
    check_manager(member)
    found = ShortCode.objects.select_related("sending__organisation", "sending__wave__campaign")
    shared = found.filter(code=code, draw__isnull=True)
    return _the_one(shared, "Ce code n’existe pas : revenez à la vague.")


def _the_one(found: QuerySet[Row], otherwise: str) -> Row:
    if one := found.first():
        return one
    raise Refusal("not_found", otherwise)


def link_of(code: str) -> str:
    """Give the short link of a code."""
    return f"{settings.SITE_URL}/c/{code}"


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Letters asked for together."""

    key: UUID
    day: date
    count: int


def draws(wave: Wave) -> Sequence[Drawn]:
    """Give the lots of letters drawn for a data holder, in their order."""
    rows = (
        ShortCode.objects.filter(sending__wave=wave, draw__isnull=False)
        .order_by()
        .values("draw", "drawn_on")
        .annotate(count=Count("pk"))
        .order_by("drawn_on", "draw")
    )
    return [
        Drawn(key=row["draw"], day=row["drawn_on"], count=row["count"])
        for row in rows
        if row["draw"]
    ]


def halves(wave: Wave) -> Sequence[Draw]:
    """Give, for each lot of letters, how many the text with fewer got: half of them."""
    return [Draw(day=one.day, fewest=one.count // 2) for one in draws(wave)]


def read_on(wave: Wave) -> date:
    """Give the day from which a comparison is read."""
    return reading_day(halves(wave), needed=wave.needed or 0, last_day=wave.last_day)


def may_draw(wave: Wave, *, day: date) -> bool:
    """Say whether letters are still drawn: until the last day, and not once it is compared."""
    is_over = day > wave.last_day or (wave.is_compared and day >= read_on(wave))
    return wave.is_by_letter and wave.campaign.closed_at is None and not is_over


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A line for a data holder: what to paste beside a name that we never see."""

    rank: int
    code: str
    link: str
    version: str
    text: str
    sms: int


def letters(member: Membership, wave: Wave, draw: UUID) -> Iterator[Letter]:
    """Give the letters of a draw, one by one."""
    check_manager(member)
    rows = ShortCode.objects.filter(sending__wave=wave, draw=draw).values_list(
        "rank", "code", "sending__version"
    )
    for rank, code, version in rows.iterator(chunk_size=CHUNK):
        link, text = link_of(code), wave.text_of(version)
        yield Letter(
            rank=rank,
            code=code,
            link=link,
            version=version,
            text=written(text, link=link),
            sms=measured(text, link=link).parts,
        )


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What a sending brought: sent (None: nobody said), arrivals, checks that came to an answer."""

    sent: int | None
    arrivals: int
    finished: int


def reached(wave: Wave, *, before: date | None = None) -> dict[int, Reached]:
    """Count what each sending of a wave brought; a letter counts once, however often it is read."""
    found = Tally.objects.filter(code__sending__wave=wave)
    if before:
        found = found.filter(day__lt=before)
    counts = {pk: (arrivals, finished) for pk, arrivals, finished in _counted(wave, found)}
    return {
        pk: Reached(sent=sent, arrivals=arrivals, finished=finished)
        for pk, sent in _sent(wave).items()
        for arrivals, finished in [counts.get(pk, (0, 0))]
    }


def _counted(wave: Wave, found: QuerySet[Tally]) -> Iterable[tuple[int, int, int]]:
    by_sending = found.values("code__sending").order_by()
    if wave.is_by_letter:
        return by_sending.annotate(
            some=Count("code", filter=Q(arrivals__gt=0), distinct=True),
            done=Count("code", filter=Q(finished__gt=0), distinct=True),
        ).values_list("code__sending", "some", "done")
    return by_sending.annotate(some=Sum("arrivals"), done=Sum("finished")).values_list(
        "code__sending", "some", "done"
    )


def _sent(wave: Wave) -> dict[int, int | None]:
    rows = Sending.objects.filter(wave=wave).order_by()
    if wave.channel == Channel.MAILING:
        return dict(rows.annotate(drawn=Count("codes")).values_list("pk", "drawn"))
    return dict(rows.values_list("pk", "copies"))
