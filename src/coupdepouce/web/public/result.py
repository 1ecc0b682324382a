"""The answer of the check: one sentence, why, what to bring, where. Never a bare no."""

import re
from typing import Any

from django.utils.translation import gettext

from coupdepouce.core.campaigns.codes import grouped
from coupdepouce.core.eligibility import Answer, Reason
from coupdepouce.core.programme.vocabulary import PROOFS
from coupdepouce.web.public.answers import ABOVE, AT_MOST
from coupdepouce.web.public.check import Check, address, back_from, home_town
from coupdepouce.web.public.nearby import near_places
from coupdepouce.web.public.words import reason_in_words, sentence
from coupdepouce.web.templatetags.ui import listed

PRICE = "offers.line.price"
NAME = "internet à la maison"  # the line itself: said alone, it tells nothing of the price
GATES = frozenset({"outside_territory", "programme_not_open"})


def offer_of(check: Check) -> dict[str, Any]:
    """Give the line's price and what it contains; nothing while the price may not be shown."""
    line = check.programme.offers.line
    if not check.shown(PRICE):
        return {}
    contents = listed(gettext(thing) for thing in line.included if thing != NAME)
    said = gettext("Ce prix comprend : %(contents)s.") % {"contents": contents}
    return {
        "price": line.price.value,
        "includes": [said] if contents else [],
        "excludes": [gettext("L’ordinateur n’est pas compris dans ce prix.")],
    }


def result_page(check: Check) -> dict[str, Any]:
    """Give what the page of the answer shows."""
    verdict, commune = check.verdict, check.answers.value("commune")
    near = commune is not None and check.territory(commune) and not _closed(check)
    places = near_places(commune) if near else {}
    return {
        "result": {"answer": verdict.answer.value, **offer_of(check)}
        | {"saving": _saving(check), **_why(check)}
        | {"to_bring": to_bring(check), "missing": _missing(check), "others": _others(check)},
        **places,
        "judged": _judged(check),
        "closed": _closed(check),
        "town_url": address(check.answers.without("commune")),
        "asks_cost": verdict.answer is Answer.YES and check.answers.line is None,
        "no_line_url": address(check.answers.paying(None)),
        "token": check.answers.token(),
        "back_url": back_from(check),
        "restart_url": address(check.answers.restarting()),
        "came_by": grouped(check.answers.came_by),
        "day": check.on,
    }


def _closed(check: Check) -> bool:
    """Say whether the offer does not exist there or then: no partner can ask for it."""
    return any(reason.code in GATES for reason in check.verdict.reasons)


def _judged(check: Check) -> dict[str, str]:
    """Name the commune that closed the door: a namesake may have been taken for it."""
    town = home_town(check)
    if town is None or check.territory(town.code):
        return {}
    return {"town": town.name, "department": town.department_name}


def _why(check: Check) -> dict[str, Any]:
    """Say why; apart, of what is not a yes, what can change it: each reason's last sentence."""
    said = [_said(check, reason) for reason in check.verdict.reasons]
    if check.verdict.answer is Answer.YES:
        return {"reasons": said}
    parted = [re.split(r"(?<=\.) ", sentences) for sentences in said]
    return {
        "reasons": [" ".join(why) for *why, _ in parted],
        "can_change": [change for *_, change in parted],
        "doubt": any(reason.code == "quotient_zero_doubt" for reason in check.verdict.reasons),
    }


def _said(check: Check, reason: Reason) -> str:
    side = check.answers.value("quotient_familial")
    ceiling = {"ceiling": reason.values.get("ceiling")}
    # Of a side of the ceiling only the side is known: the number was never asked.
    if reason.code == "quotient_at_or_under_ceiling" and side == AT_MOST:
        return gettext("Votre quotient familial est de %(ceiling)s ou moins.") % ceiling
    if reason.code == "quotient_over_ceiling" and side == ABOVE:
        return gettext(
            "Votre quotient familial est de plus de %(ceiling)s."
            " Si votre situation change, demandez un nouveau calcul à la CAF ou à la MSA."
        ) % ceiling  # fmt: skip
    return reason_in_words(reason, shown=check.shown)


def _saving(check: Check) -> dict[str, Any] | None:
    saving, line = check.verdict.saving, check.answers.line
    if saving is None or line is None or not check.shown(PRICE):
        return None
    kind = "paid_nothing" if line.monthly_cost == 0 else saving.kind
    return {
        "kind": kind,
        "amount": abs(saving.per_month),
        "pays_now": line.monthly_cost,
        "change_url": address(check.answers.uncompared()),
    }


def to_bring(check: Check) -> list[dict[str, str]]:
    """List what the household brings: a recent paper, and who it is."""
    papers = [
        {"icon": "paper", "title": sentence(PROOFS[kind].label), "detail": _recent(check)}
        for kind in check.verdict.to_bring
    ]
    if not papers:
        return []
    identity = {
        "icon": "card",
        "title": gettext("Une pièce d’identité à votre nom"),
        "detail": gettext("La boutique la regarde et ne la garde pas."),
    }
    return [*papers, identity]


def _recent(check: Check) -> str:
    route = "status" if check.verdict.route == "status" else "quotient_familial"
    path = f"eligibility.{route}.proof_months"
    months = getattr(check.programme.eligibility, route).proof_months.value
    if not months or not check.shown(path):
        return gettext("Un papier récent.")
    return gettext("Daté de moins de %(months)s mois.") % {"months": months}


def _missing(check: Check) -> list[dict[str, str]]:
    """List the questions left without an answer, each with the address that asks it again."""
    known = {
        "commune": gettext("Votre commune"),
        "statuses": gettext("Les aides que vous avez"),
        "quotient_familial": gettext("Votre quotient familial"),
    }
    return [
        {"label": known[asks], "href": address(check.answers.without(asks))}
        for asks in check.verdict.missing
        if asks in known and check.answers.value(asks) is None
    ]


def _others(check: Check) -> list[dict[str, str]]:
    if "hardship" not in check.verdict.other_routes or _closed(check):
        return []
    somebody = {
        "icon": "person",
        "title": gettext("Un travailleur social"),
        "detail": gettext("Votre budget est très serré ? Il peut demander l’offre pour vous."),
    }
    return [somebody]
