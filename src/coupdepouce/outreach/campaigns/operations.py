"""Writes of campaigns: made, sent in waves, closed; the letters of a data holder drawn."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.core.campaigns.codes import CODES, code_of
from coupdepouce.core.campaigns.waves import (
    MOST_DRAWN,
    A,
    B,
    Channel,
    Plan,
    check_plan,
    check_text,
    version_of,
)
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.campaigns.models import Campaign, Sending, ShortCode, Wave
from coupdepouce.outreach.campaigns.queries import check_manager, draws, may_draw
from coupdepouce.partners.models import PRESCRIBERS, Membership, Organisation
from coupdepouce.programmes.queries import current_programme

CHUNK = 500  # a base takes so many values in one request
SEEDS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class NewCampaign:
    """A campaign as its form brings it."""

    name: str
    communes: tuple[str, ...]
    sender_kind: str
    reached: str
    estimated: int


@dataclass(frozen=True, kw_only=True)
class NewWave:
    """A wave as its form brings it; `plan` with a second text only."""

    channel: str
    starts_on: date
    last_day: date
    senders: tuple[int, ...]
    text_a: str = ""
    text_b: str = ""
    plan: Plan | None = None


def make_campaign(*, new: NewCampaign, by: Membership, at: datetime, once: UUID) -> Campaign:
    """Make a campaign; the same key makes one.

    Raises:
        Refusal: not the programme manager.
    """
    check_manager(by)
    _, programme = current_programme()
    made, _ = Campaign.objects.get_or_create(
        reference=once,
        defaults={
            "programme": programme.id,
            "name": new.name,
            "communes": list(new.communes),
            "sender_kind": new.sender_kind,
            "reached": new.reached,
            "estimated": new.estimated,
            "created_at": at,
            "created_by": by,
        },
    )
    return made


@transaction.atomic
def add_wave(*, campaign: Campaign, new: NewWave, by: Membership, at: datetime, once: UUID) -> Wave:
    """Add a wave, with who sends it and their codes; the same key adds one.

    Raises:
        Refusal: closed, nobody sends it, or what it says cannot be sent or compared.
    """
    check_manager(by)
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if already := Wave.objects.filter(reference=once).first():
        return already
    _check_open(locked)
    _check_wave(new, day=day_of(at))
    senders = _senders(new)
    wave = Wave.objects.create(
        reference=once,
        campaign=locked,
        number=locked.waves.count() + 1,
        channel=new.channel,
        starts_on=new.starts_on,
        last_day=new.last_day,
        text_a=new.text_a,
        text_b=new.text_b,
        seed=secrets.randbelow(SEEDS),
        **_planned(new),
    )
    for sender in senders:
        _open(wave, sender, day=day_of(at))
    return wave


def _planned(new: NewWave) -> dict[str, int]:
    plan = new.plan
    if plan is None:
        return {}
    return {"usual": plan.usual, "gap": plan.gap, "needed": check_plan(plan).needed}


def _check_open(campaign: Campaign) -> None:
    if campaign.closed_at:
        raise Refusal("campaign_closed", "Cette campagne est close : faites-en une autre.")


def _check_wave(new: NewWave, *, day: date) -> None:
    if not day <= new.starts_on <= new.last_day:
        raise Refusal(
            "period_wrong",
            "La vague commence aujourd’hui ou plus tard, et finit après son premier jour.",
            field="last_day",
        )
    check_text(new.text_a, channel=new.channel, field="text_a")
    if bool(new.text_b) != (new.plan is not None):
        raise Refusal(
            "plan_missing",
            "Pour comparer deux textes, écrivez le second, la part attendue et l’écart à voir.",
            field="usual" if new.text_b else "text_b",
        )
    if not new.text_b:
        return
    if new.channel != Channel.MAILING:
        raise Refusal(
            "comparison_by_letter",
            "Deux textes se comparent avec un code par lettre : choisissez l’envoi par qui "
            "détient la liste.",
            field="channel",
        )
    check_text(new.text_b, channel=new.channel, field="text_b")


def _senders(new: NewWave) -> Sequence[Organisation]:
    found = Organisation.objects.filter(pk__in=new.senders, kind__in=PRESCRIBERS, is_active=True)
    senders = list(found)
    if not senders or (new.channel == Channel.MAILING and len(senders) > 1):
        raise Refusal(
            "senders_wrong",
            "Choisissez qui envoie : un seul partenaire quand il détient la liste.",
            field="senders",
        )
    return senders


def _open(wave: Wave, sender: Organisation, *, day: date) -> None:
    versions = (A, B) if wave.is_compared else (A,)
    for version in versions:
        sending = Sending.objects.create(wave=wave, organisation=sender, version=version)
        if not wave.is_by_letter:
            ShortCode.objects.create(sending=sending, code=_fresh(1)[0], drawn_on=day)


@transaction.atomic
def hang_poster(*, beside: Sending, spot: str, by: Membership, at: datetime) -> Sending:
    """Add the poster of one more spot of a partner; the same spot keeps its code.

    Raises:
        Refusal: not a wave of posters, or closed.
    """
    check_manager(by)
    wave = (
        Wave.objects.select_for_update(of=("self",))
        .select_related("campaign")
        .get(pk=beside.wave_id)
    )
    _check_open(wave.campaign)
    if wave.channel != Channel.POSTER:
        raise Refusal("not_a_poster", "Cette vague n’a pas d’affiche.")
    hung, is_new = Sending.objects.get_or_create(
        wave=wave, organisation=beside.organisation, version=A, spot=spot
    )
    if is_new:
        ShortCode.objects.create(sending=hung, code=_fresh(1)[0], drawn_on=day_of(at))
    return hung


@transaction.atomic
def draw_letters(*, wave: Wave, count: int, by: Membership, at: datetime, once: UUID) -> UUID:
    """Draw the codes of the letters that a data holder asks for; the same key draws once.

    Raises:
        Refusal: not such a wave, closed, over, or too many at once.
    """
    check_manager(by)
    locked = Wave.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=wave.pk)
    drawn = ShortCode.objects.filter(sending__wave=locked)
    if drawn.filter(draw=once).exists():  # a second arrival finds them, even once it is all over
        return once
    _check_open(locked.campaign)
    if not locked.is_by_letter or not 1 <= count <= MOST_DRAWN:
        raise Refusal("draw_wrong", f"Demandez de 1 à {MOST_DRAWN} lettres.", field="count")
    day = day_of(at)
    if not may_draw(locked, draws(locked), day=day):
        raise Refusal("wave_over", "Cette vague est finie : ajoutez-en une autre.", field="count")
    ShortCode.objects.bulk_create(
        _letters(locked, count, first=drawn.count() + 1, day=day, draw=once), batch_size=CHUNK
    )
    return once


def _letters(wave: Wave, count: int, *, first: int, day: date, draw: UUID) -> Iterable[ShortCode]:
    sendings = {one.version: one for one in wave.sendings.all()}
    for rank, code in enumerate(_fresh(count), start=first):
        version = version_of(rank, seed=wave.seed) if wave.is_compared else A
        yield ShortCode(code=code, sending=sendings[version], rank=rank, draw=draw, drawn_on=day)


def _fresh(count: int, *, number: Callable[[int], int] = secrets.randbelow) -> list[str]:
    """Give codes that nobody has."""
    found: set[str] = set()
    while len(found) < count:
        more = list({code_of(number(CODES)) for _ in range(count - len(found))} - found)
        for start in range(0, len(more), CHUNK):
            chunk = more[start : start + CHUNK]
            taken = ShortCode.objects.filter(code__in=chunk).values_list("code", flat=True)
            found |= set(chunk) - set(taken)
    return list(found)


def note_copies(*, sending: Sending, copies: int, by: Membership) -> None:
    """Write how many an organisation says it sent.

    Raises:
        Refusal: letters drawn here are counted here.
    """
    check_manager(by)
    if sending.wave.is_by_letter:
        raise Refusal("copies_counted", "Les lettres tirées ici sont déjà comptées.")
    Sending.objects.filter(pk=sending.pk).update(copies=copies)


def close_campaign(*, campaign: Campaign, by: Membership, at: datetime) -> None:
    """Close a campaign: its links lead on, arrivals count no more; closed already, nothing changes.

    Raises:
        Refusal: not the programme manager.
    """
    check_manager(by)
    Campaign.objects.filter(pk=campaign.pk, closed_at__isnull=True).update(
        closed_at=at, closed_by=by
    )
