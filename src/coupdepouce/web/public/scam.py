"""Is it a scam? What our messages look like, as this site sends them, and whom to tell."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from coupdepouce.core.messages.wording import BEGINS, EXAMPLES
from coupdepouce.web.public.screen import SHARED, household, show
from coupdepouce.web.templatetags.ui import apart

# Free, and by whom: economie.gouv.fr/dgccrf, "SMS et appels indésirables"; interieur.gouv.fr,
# 17 December 2024; service-public.fr, F34800, of November 2020: all read in November 2026.
SMS_NUMBER, ONLINE = "33700", "17cyber.gouv.fr"
CALL, CALL_NUMBER = "Info Escroqueries", "0 805 805 817"


@household(cache=SHARED)
@require_safe
def doubt(request: HttpRequest) -> HttpResponse:
    """Say what we never ask, what our messages look like, and what to do in doubt."""
    return show(
        request,
        "public/scam.html",
        never=_never(),
        ours=_ours(),
        site=f"{settings.SITE_URL}/",
        then=_then(),
    )


def _never() -> Sequence[Mapping[str, str]]:
    return [
        _item("bank", gettext("Le numéro de votre carte bancaire")),
        _item("phone", gettext("Le code que votre banque vous envoie par SMS")),
        _item("key", gettext("Un mot de passe"), gettext("Vous n’avez pas de compte ici.")),
        _item("cross", gettext("De l’argent d’avance"), gettext("Le bon est gratuit.")),
    ]


def _ours() -> Sequence[Mapping[str, str]]:
    begins = gettext("Il commence par : %(words)s")
    site = begins % {"words": apart(f"{settings.SITE_URL}/")}
    code = gettext("Il a 10 lettres et chiffres, comme %(code)s.")
    theirs = gettext(
        "Elle est à leur nom, par SMS, courriel ou lettre. "
        "Son lien commence par cette même adresse et finit par un code."
    )
    letter = gettext("Elle porte le nom du programme, un carré à scanner et cette même adresse.")
    return [
        _fact(gettext("Un SMS"), begins % {"words": apart(BEGINS)}),
        _fact(
            gettext("Un courriel"),
            gettext("Il vient de %(sender)s") % {"sender": apart(settings.MAIL_FROM)},
        ),
        _fact(gettext("Un lien dans un message"), site),
        _fact(gettext("Une lettre"), letter),
        _fact(gettext("Une annonce de la CAF, de la mairie, d’une association"), theirs),
        _fact(gettext("Le code de votre bon"), code % {"code": _whole(EXAMPLES["code"])}),
    ]


def _then() -> Sequence[Mapping[str, str]]:
    """Say what to do, as the public services cited above say it."""
    # Bank, password, proof, complaint: cybermalveillance.gouv.fr, "Hameçonnage", November 2026.
    sms = gettext("Transférez-le au %(number)s, sans rien ajouter. C’est gratuit.")
    online = gettext("%(site)s vous dit quoi faire. C’est gratuit, jour et nuit.")
    said = gettext("%(name)s : %(number)s. L’appel est gratuit.")
    call = said % {"name": apart(CALL), "number": _whole(CALL_NUMBER)}
    return [
        _item("phone", gettext("C’est un SMS ?"), sms % {"number": apart(SMS_NUMBER)}),
        _item(
            "bank",
            gettext("Vous avez donné votre carte ou le code de la banque ?"),
            gettext("Appelez votre banque tout de suite. Demandez-lui de tout bloquer."),
        ),
        _item(
            "key",
            gettext("Vous avez donné un mot de passe ?"),
            gettext("Changez-le partout où vous l’utilisez."),
        ),
        _item(
            "paper",
            gettext("Gardez le message"),
            gettext("C’est une preuve. Vous pouvez porter plainte à la police."),
        ),
        _item("person", gettext("Parlez à quelqu’un"), call),
        _item("search", gettext("Regardez en ligne"), online % {"site": apart(ONLINE)}),
    ]


def _whole(text: str) -> str:
    """Keep a number or a code on one line."""
    return apart(text.replace(" ", "\N{NO-BREAK SPACE}"))


def _item(icon: str, title: str, detail: str = "") -> dict[str, Any]:
    return {"icon": icon, "title": title, "detail": detail}


def _fact(name: str, value: str) -> dict[str, Any]:
    return {"name": name, "value": value}
