"""What the page of a wave shows, in words."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from coupdepouce.core.campaigns.codes import EXAMPLE, grouped
from coupdepouce.core.campaigns.verdict import UNSURE, Verdict
from coupdepouce.core.campaigns.waves import A, B, Channel, measured, written
from coupdepouce.core.languages import known_languages
from coupdepouce.insight.campaigns import STAGES, Report
from coupdepouce.outreach.campaigns.queries import draws as drawn
from coupdepouce.outreach.campaigns.queries import link_of
from coupdepouce.programmes.queries import current_programme
from coupdepouce.web.steering.easy import remarks
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.templatetags.ui import thin

if TYPE_CHECKING:
    from coupdepouce.outreach.models import Sending, ShortCode, Wave

Shown = Mapping[str, Any]
NOT_SAID = "pas noté"


def facts(wave: "Wave") -> Sequence[Shown]:
    """Say how and when a wave reaches people, and what a comparison set before it."""
    rows = [
        ("Comment", wave.get_channel_display().capitalize()),
        ("Quand", f"du {wave.starts_on:%d/%m/%Y} au {wave.last_day:%d/%m/%Y}"),
    ]
    if wave.is_compared:
        rows += [
            ("Lettres pour chaque texte", f"{thin(wave.needed or 0)} au moins"),
            (
                "Ce que cela permet",
                f"voir {wave.gap} points de plus que {wave.usual} sur 100, 8 fois sur 10",
            ),
            ("Graine du tirage", f"{wave.seed} : la même redonne le même partage"),
        ]
    return [{"name": name, "value": value} for name, value in rows]


def texts(wave: "Wave") -> Sequence[Shown]:
    """Give each text, and the SMS that it takes with its link."""
    link = link_of(EXAMPLE)
    said = [(A, wave.text_a), (B, wave.text_b)]
    return [
        {
            "name": f"Texte {version}" if wave.is_compared else "Texte",
            "text": text,
            "sms": measured(text, link=link).parts,
            "dear": " ".join(measured(text, link=link).outside),
            "remarks": remarks(text),
        }
        for version, text in said
        if text
    ]


def report_table(found: Report) -> Shown:
    """Give the table of what a wave brought."""
    rows = found.rows if len(found.rows) == 1 else (*found.rows, found.total)
    return table(
        caption="Ce que la vague amène",
        columns=("Envoi", *STAGES.values()),
        lines=[Line(head=row.label, values=tuple(map(_count, row.counts))) for row in rows],
        numbers=tuple(STAGES.values()),
    )


def _count(said: str) -> str:
    return thin(int(said)) if said.isdecimal() else said or NOT_SAID


def verdict(found: Verdict | None) -> Shown:
    """Give what a comparison says."""
    if found is None:
        return {}
    lines = []
    if found.gap is not None and found.interval is not None:
        low, high = found.interval.low, found.interval.high
        lines.append(
            f"Texte A moins texte B : {_points(found.gap)} points "
            f"(de {_points(low)} à {_points(high)}, 95 fois sur 100)."
        )
    if found.is_short:
        lines.append("Il y a eu moins de lettres que prévu : un vrai écart a pu passer inaperçu.")
    is_sure = found.gap is not None and UNSURE not in found.sentence
    return {"tone": "yes" if is_sure else "info", "title": found.sentence, "lines": lines}


def _points(value: float) -> str:
    return f"{value:+.1f}".replace(".", ",").replace("-", "−")


def draws(wave: "Wave") -> Sequence[Shown]:
    """Give the lots of letters drawn, each with its file."""
    return [
        {
            "href": reverse("campaigns:letters", args=[wave.reference, one.key]),
            "label": f"{thin(one.count)} lettres, tirées le {one.day:%d/%m/%Y} (CSV)",
        }
        for one in (drawn(wave) if wave.is_by_letter else ())
    ]


def senders(wave: "Wave") -> Sequence[Shown]:
    """Give each partner with its link; of a data holder the letters have theirs."""
    if wave.is_by_letter:
        return []
    return [_sender(wave, one, code) for one in wave.sendings.all() for code in one.shared]  # type: ignore[attr-defined]


def _sender(wave: "Wave", sending: "Sending", code: "ShortCode") -> Shown:
    link, text = link_of(code.code), wave.text_of(sending.version)
    is_poster = wave.channel == Channel.POSTER
    return {
        "name": ", ".join(filter(None, (sending.organisation.name, sending.spot))),
        "copies_url": reverse("campaigns:copies", args=[sending.pk]),
        "spot_url": reverse("campaigns:spot", args=[sending.pk]) if is_poster else "",
        "code": code.code,
        "said": grouped(code.code),
        "link": link,
        "before": link.removesuffix(code.code),
        "text": written(text, link=link) if text else "",
        "posters": _posters(code),
        "card_url": reverse("campaigns:card", args=[code.code]),
    }


def _posters(code: "ShortCode") -> Sequence[Shown]:
    _, programme = current_programme()
    return [
        {
            "label": one.name,
            "language": one.code,
            "href": reverse("campaigns:poster", args=[code.code, one.code]),
        }
        for one in known_languages()
        if one.code in programme.languages
    ]
