"""Papers of the programme: a poster for who does not know it, a card for who is at the counter.

A figure is printed to households once it is verified, or confirmed by the programme manager.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from coupdepouce.core.languages import language_of
from coupdepouce.core.money import in_euros
from coupdepouce.core.programme import Programme
from coupdepouce.outreach.letters import qr_rows
from coupdepouce.outreach.printing import direction_of, drawings, drawn_pdf

FOLDER = Path(__file__).parent
PRICE = "offers.line.price"
# The sentence of the first page: one translation, on the screen and on paper.
AT_A_PRICE = gettext_noop(
    'Une ligne internet à <strong class="glow nowrap">%(price)s par mois</strong>, '
    "pour les foyers à petit budget."
)


def poster_pdf(
    programme: Programme,
    *,
    printable: frozenset[str],
    language: str,
    address: str = "",
    partner: str = "",
) -> bytes:
    """Draw the poster in a language: what can be had, and where to look without giving a name.

    A campaign gives it the short `address` of a partner, and the `partner` to ask.
    """
    address = address or f"{settings.SITE_URL}/"
    apart = language_of(language).apart
    with override(language):
        said = _poster(programme, printable=printable, language=language)
    said = {**said, "address": apart(address), "partner": apart(partner) if partner else ""}
    return _drawn("poster.typ", said, language=language, qr=json.dumps(qr_rows(address)))


def _poster(programme: Programme, *, printable: frozenset[str], language: str) -> Mapping[str, Any]:
    lead = _("Une ligne internet à prix réduit, pour les foyers à petit budget.")
    if PRICE in printable:
        price = in_euros(programme.offers.line.price.value, language=language)
        lead = re.sub("</?strong[^>]*>", "", _(AT_A_PRICE)) % {"price": price}
    return {
        "programme": programme.name,
        "title": _("Internet à la maison, à petit prix"),
        "lead": lead,
        "offers": [
            {"drawing": "house-line", "text": _("Une ligne internet à la maison")},
            {"drawing": "computer", "text": _("Un ordinateur remis en état")},
            {"drawing": "shop", "text": _("Des ateliers en boutique")},
        ],
        "check": _("Vérifiez en 2 minutes : scannez ce carré ou allez à cette adresse."),
        "unnamed": _("Sans donner votre nom. Rien n’est enregistré."),
        "here": _("Près d’ici, demandez à :"),
        "qr_alt": _("L’adresse du programme, à scanner"),
    }


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the card: its title and its sentences, one after the other when numbered."""

    title: str
    sentences: tuple[str, ...]
    numbered: bool = False


DO = Section(
    title="Ce que vous faites",
    sentences=(
        "Tapez ou scannez le code du bon.",
        "Regardez une pièce d’identité au même nom. N’en faites pas de copie.",
        "Recevez le bon, puis acceptez la demande, ou dites pourquoi ce n’est pas possible.",
        (
            "Vérifiez la ligne à l’adresse, commandez-la, notez le rendez-vous et le jour où elle "
            "marche."
        ),
    ),
    numbered=True,
)
WHO = Section(
    title="Qui vient vous voir ?",
    sentences=(
        (
            "Une personne avec un bon. Un partenaire a déjà vérifié son droit : vous n’avez aucun "
            "revenu à demander."
        ),
    ),
)
NO = Section(
    title="Si ce n’est pas possible",
    sentences=(
        (
            "Choisissez la raison et lisez à la personne ce qui est proposé à la place. Le "
            "prescripteur est prévenu."
        ),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Card:
    """The one page that a shop keeps behind the counter."""

    title: str
    lead: str
    sections: Sequence[Section]


def card_of(programme: Programme, *, printable: frozenset[str]) -> Card:
    """Write the card of a programme; a price that nobody confirmed is marked so."""
    offer = programme.offers.line
    price, doubt = in_euros(offer.price.value), "" if PRICE in printable else " (à vérifier)"
    say = Section(
        title="Ce que vous pouvez dire",
        sentences=(
            (
                "« Bonjour. Votre bon suffit : je ne vous demande ni vos revenus, ni vos papiers "
                "de la CAF. »"
            ),
            f"« La ligne coûte {price} par mois. Voici ce que ce prix comprend. »",
            (
                "« Je regarde si la ligne est possible chez vous. Sinon, nous cherchons une autre "
                "solution. »"
            ),
            "« Vous pouvez suivre votre demande avec le code du bon et votre année de naissance. »",
        ),
    )
    return Card(
        title=f"{programme.name} en boutique",
        lead=f"{offer.name} : {price} par mois{doubt}. "
        f"Ce prix comprend : {', '.join(offer.included)}.",
        sections=(WHO, DO, say, NO),
    )


SHOW = "Pour la personne qui n’a pas de bon : elle scanne ce carré et vérifie son droit, sans nom."


def card_pdf(card: Card, *, address: str = "") -> bytes:
    """Draw the card as one page; a campaign gives it the short `address` of a partner."""
    said = {**asdict(card), "show": SHOW, "address": address, "qr_alt": "Le lien court, à scanner"}
    code = json.dumps(qr_rows(address)) if address else ""
    return _drawn("card.typ", said, language="fr", qr=code)


def _drawn(name: str, said: Mapping[str, Any], *, language: str, **inputs: str) -> bytes:
    return drawn_pdf(
        (FOLDER / name).read_bytes(),
        {
            **direction_of(language),
            "drawings": json.dumps(drawings()),
            "said": json.dumps(said),
            **inputs,
        },
    )
