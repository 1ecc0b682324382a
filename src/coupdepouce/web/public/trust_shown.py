"""Who sees what, in the household's words; the facts come from the rules and from the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop

from coupdepouce.core.journey.states import OPEN_PRESCRIPTION
from coupdepouce.core.languages import language_of
from coupdepouce.core.roles import TOLD
from coupdepouce.core.sharing import State
from coupdepouce.prescriptions.consents import agreed_to
from coupdepouce.prescriptions.shared import of_request
from coupdepouce.web.templatetags.ui import in_words

if TYPE_CHECKING:
    from coupdepouce.insight.who_sees import Opened, Reader, Seen, WhoSees
    from coupdepouce.prescriptions.models import Prescription, Share


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """An agreement in the household's words, and what taking it back changes."""

    told: str
    taken_back: Sequence[str] = ()  # empty: it ends with the request itself


AGREEMENTS = {
    "programme": Agreement(told=gettext_noop("Enregistrer et suivre ma demande")),
    "contact": Agreement(
        told=gettext_noop("Recevoir des nouvelles"),
        taken_back=(
            gettext_noop("Vous ne recevez plus de SMS ni de courriel."),
            gettext_noop("Votre demande continue. Vous la suivez ici, avec votre code."),
        ),
    ),
    "check": Agreement(
        told=gettext_noop("Demander à l’administration si j’y ai droit"),
        taken_back=(
            gettext_noop("Plus personne ne pose cette question pour vous."),
            gettext_noop("Vous pouvez toujours montrer un papier."),
        ),
    ),
}


def who_page(found: "WhoSees", prescription: "Prescription") -> dict[str, Any]:
    """Give what the page shows; no name of a person."""
    shares = of_request(prescription)
    is_open = prescription.state in OPEN_PRESCRIPTION
    return {
        "readers": [_reader(one) for one in found.readers],
        "others": [_visit(one) for one in found.others],
        "asked": [_asked(one) for one in shares if one.state == State.ASKED],
        "agreements": [_agreement(one.purpose, one.given_at) for one in agreed_to(prescription)],
        "share_url": reverse("public:share") if is_open else "",
        "erase_url": reverse("public:erase"),
        "back_url": reverse("public:followed"),
    }


def _reader(one: "Reader") -> Mapping[str, Any]:
    here = language_of(get_language())
    roles = here.write_list(gettext(TOLD[role]) for role in one.roles)
    share = one.share
    return {
        "title": one.organisation or _capital(roles),
        "roles": _capital(roles) if one.organisation and share is None else "",
        "sees": [gettext(line) for line in one.sees],
        "acts": one.acts,
        "opened": _opened(one.opened),
        "agreed_at": share.agreed_at if share else None,
        "stop_url": reverse("public:share_stop", args=[share.reference]) if share else "",
    }


def _opened(one: "Opened") -> str:
    if one.last is None:
        return gettext("Personne n’y a encore ouvert vos informations.")
    said = gettext(
        "Quelqu’un y a ouvert vos informations %(times)s fois. La dernière fois : le %(day)s."
    )
    return said % {"times": one.times, "day": in_words(one.last)}


def _visit(one: "Seen") -> str:
    who = gettext(TOLD[one.role]) if one.role in TOLD else gettext("une personne")
    if one.in_place:
        who = gettext("qui répare ce site, à la place d’une autre personne")
    here = language_of(get_language())
    where = here.write_list((_capital(who), here.apart(one.organisation)))
    return gettext("%(who)s : %(times)s fois, la dernière le %(day)s.") % {
        "who": where,
        "times": one.opened.times,
        "day": in_words(one.opened.last) if one.opened.last else "",
    }


def _asked(one: "Share") -> Mapping[str, str]:
    return {
        "name": one.organisation.name,
        "href": reverse("public:share_answer", args=[one.reference]),
    }


def _agreement(purpose: str, given_at: Any) -> Mapping[str, Any]:
    known = AGREEMENTS[purpose]
    href = reverse("public:agreement", args=[purpose]) if known.taken_back else ""
    return {"told": gettext(known.told), "given_at": given_at, "href": href}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
