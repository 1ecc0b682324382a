"""A campaign of the demonstration: posters of the CCAS, then its own mailing with two texts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from coupdepouce.cli.demo_cases import NAMESPACE, Members
from coupdepouce.cli.demo_data import ROUBAIX
from coupdepouce.core.calendar import day_of
from coupdepouce.core.campaigns.waves import A, B, Channel, Plan
from coupdepouce.outreach.campaigns import queries
from coupdepouce.outreach.campaigns.arrivals import count_arrival, count_finished
from coupdepouce.outreach.campaigns.operations import (
    NewCampaign,
    NewWave,
    add_wave,
    draw_letters,
    hang_poster,
    make_campaign,
    note_copies,
)
from coupdepouce.prescriptions.came_by import note_came_by

if TYPE_CHECKING:
    from coupdepouce.outreach.models import Wave

NAME = "Exemple : internet avant l’hiver"
BEFORE, LASTED = timedelta(days=50), timedelta(days=40)
POSTERS, LETTERS = 12, 400
# Of a hundred letters of each text, those whose link was opened.
OPENED = {A: 11, B: 23}
CAME = ("bon-remis", "recu", "accepte", "possible", "commande", "active")
TEXTS = (
    "Internet à petit prix : vérifiez en 2 minutes, sans votre nom. {link}",
    "Regardez si vous avez droit à internet à petit prix : {link}",
)


def seed_campaign(*, members: Members, at: datetime) -> None:
    """Make the campaign, its two waves and what they brought, once."""
    by, since = members["programme"], at - BEFORE
    if queries.campaigns(by):
        return
    one = make_campaign(
        new=NewCampaign(
            name=NAME,
            communes=(ROUBAIX.code,),
            sender_kind="ccas",
            reached="Exemple : les familles que le CCAS connaît",
            estimated=2000,
        ),
        by=by,
        at=since,
        once=uuid5(NAMESPACE, "campagne"),
    )
    for new in _waves(members, at=since):
        key = uuid5(one.reference, new.channel)
        made = add_wave(campaign=one, new=new, by=by, at=since, once=key)
        _bring(queries.wave(by, made.reference), members=members, at=since)


def _waves(members: Members, *, at: datetime) -> Sequence[NewWave]:
    ccas = (members["responsable"].organisation_id,)
    first, last = day_of(at), day_of(at + LASTED)
    posters = NewWave(channel=Channel.POSTER, starts_on=first, last_day=last, senders=ccas)
    letters = NewWave(
        channel=Channel.MAILING,
        starts_on=first,
        last_day=last,
        senders=ccas,
        text_a=TEXTS[0],
        text_b=TEXTS[1],
        plan=Plan(usual=10, gap=10),
    )
    return [posters, letters]


def _bring(wave: "Wave", *, members: Members, at: datetime) -> None:
    """Send the wave, and let people come: nobody real, the same numbers each time."""
    by = members["programme"]
    if wave.is_by_letter:
        key = uuid5(wave.reference, "lettres")
        draw_letters(wave=wave, count=LETTERS, by=by, at=at, once=key)
        letters = list(queries.letters(by, wave, key))
        for version, share in OPENED.items():
            mine = [one for one in letters if one.version == version]
            for number, letter in enumerate(mine[: len(mine) * share // 100]):
                _open(letter.code, at=at + timedelta(days=number % 20), ends=number % 3)
        return
    sending = wave.sendings.get()
    note_copies(sending=sending, copies=POSTERS, by=by)
    hall = hang_poster(beside=sending, spot="salle d’attente", by=by, at=at).codes.get()
    for number in range(POSTERS * 3):
        _open(hall.code, at=at + timedelta(days=number % 20), ends=number % 2)
    for name in CAME:
        reference = uuid5(NAMESPACE, name)
        note_came_by(member=members["prescripteur"], reference=reference, code=hall.code)


def _open(code: str, *, at: datetime, ends: int) -> None:
    count_arrival(code, day=day_of(at))
    if ends:
        count_finished(code, day=day_of(at))
