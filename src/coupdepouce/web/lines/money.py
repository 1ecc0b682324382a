"""The line in a household's money, in words for staff: numbers, bills, the end of the offer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coupdepouce.core.calendar import day_of, in_words
from coupdepouce.core.journey.states import IN_SERVICE, NEVER_MORE
from coupdepouce.core.money import in_euros
from coupdepouce.web.lines.shown import Shown, facts

if TYPE_CHECKING:
    from coupdepouce.core.line.leaving import ExitPlan
    from coupdepouce.core.programme import Programme
    from coupdepouce.prescriptions.line_view import LineView


def budget(view: "LineView") -> Sequence[Shown]:
    """Give the three numbers, each with its sentence; they are never added up."""
    return [_paid_less(view), _access_gained(view), _market(view)]


NOT_COMPARED = {
    "unknown": "On ne sait pas ce que la personne paie aujourd’hui.",
    "no_line": "La personne n’a pas de ligne : il n’y a rien à comparer.",
    "no_price": "Le prix de ce réseau est à confirmer avec l’opérateur : rien à comparer.",
    "bundle": "Son prix d’aujourd’hui comprend autre chose : les deux prix ne se comparent pas.",
}


NO_LINE = "La ligne n’est pas là : il n’y a ni économie, ni dépense."


def _not_compared(view: "LineView") -> str:
    if view.prescription.line_state in NEVER_MORE:
        return NO_LINE
    return NOT_COMPARED[view.budget.not_compared]


def _paid_less(view: "LineView") -> Shown:
    found = view.budget
    if found.paid_less is None or found.price is None:
        return {
            "label": "Payé en moins chaque mois",
            "value": "—",
            "sentence": _not_compared(view),
        }
    more = found.paid_less < 0
    today = in_euros(view.today.monthly_cost or 0)
    lines = [f"Aujourd’hui {today}, avec l’offre {in_euros(found.price)}."]
    if not found.bundle_asked:
        lines.append("Demandez si ce prix comprend un mobile ou la télévision.")
    return {
        "label": "Payé en plus chaque mois" if more else "Payé en moins chaque mois",
        "value": in_euros(abs(found.paid_less)),
        "sentence": " ".join([*lines, leaving(view)]).strip(),
    }


def leaving(view: "LineView") -> str:
    """Say what leaving the present contract costs, spread over the first year."""
    cost = view.budget.leaving
    if cost is None:
        return ""
    free = f" Partir le {in_words(cost.free_on)} ne coûte rien." if cost.free_on else ""
    if cost.fee is None:
        return f"Demandez les frais pour partir avant la fin.{free}"
    said = (
        f"Partir avant la fin coûte {in_euros(cost.fee)}, "
        f"soit {in_euros(cost.per_month)} par mois la première année."
    )
    if cost.months_to_repay:
        said += f" Ces frais sont remboursés en {cost.months_to_repay} mois."
    return said + free


HAS_LINE = "La personne a déjà une ligne."
NOT_KNOWN = "On ne sait pas si la personne a une ligne aujourd’hui : demandez-le-lui."


def _access_gained(view: "LineView") -> Shown:
    cost = view.budget.access_gained
    if cost is None and view.budget.not_compared == "no_price":
        return {
            "label": "Accès gagné, chaque mois",
            "value": "—",
            "sentence": _not_compared(view),
        }
    if cost is None:
        return {
            "label": "Accès gagné, chaque mois",
            "value": "—",
            "sentence": HAS_LINE if view.today.has else NOT_KNOWN,
        }
    return {
        "label": "Accès gagné, chaque mois",
        "value": in_euros(cost),
        "sentence": "C’est une dépense nouvelle, pas une économie.",
    }


def _market(view: "LineView") -> Shown:
    found = view.budget
    if found.market is None:
        return {"label": "Prix du marché évité, chaque mois", **_no_market(view.programme)}
    if found.market_avoided is None:
        return {
            "label": "Prix du marché évité, chaque mois",
            "value": "—",
            "sentence": _not_compared(view),
        }
    doubt = "" if found.market.shown else " Prix à vérifier : ne l’annoncez pas à la personne."
    read_on = f", relevé le {in_words(found.market.read_on)}" if found.market.read_on else ""
    offer = f"{found.market.name}, {in_euros(found.market.price)} par mois{read_on}."
    if found.market_is_cheaper:
        return {
            "label": "Le marché est moins cher, chaque mois",
            "value": in_euros(-found.market_avoided),
            "sentence": f"Dites-le à la personne, et comparez : {offer}{doubt}",
        }
    return {
        "label": "Prix du marché évité, chaque mois",
        "value": in_euros(found.market_avoided),
        "sentence": f"L’offre la moins chère du marché : {offer}{doubt}",
    }


def _no_market(programme: "Programme") -> Shown:
    if not programme.market:
        return {"value": "—", "sentence": "Le fichier du programme n’a aucun prix du marché."}
    newest = max((row.price.since for row in programme.market if row.price.since), default=None)
    read_on = f"Dernier prix relevé le {in_words(newest)}. " if newest else ""
    return {
        "value": "—",
        "sentence": f"Trop ancien pour comparer. {read_on}Le programme ne compare plus après "
        f"{programme.delays.market_age} mois : voyez un comparateur avec la personne.",
    }


def bills(view: "LineView") -> Sequence[Shown]:
    """Give the bills seen, each confirmed or not."""
    return [
        {
            "name": f"{bill.month:%m/%Y}",
            "value": f"{in_euros(bill.amount)} : {_said(check.differs_by)} "
            f"(vue par {bill.seen_by.user}, {day_of(bill.seen_at):%d/%m/%Y})",
        }
        for bill, check in view.bills
    ]


def _said(differs_by: int) -> str:
    if differs_by == 0:
        return "le prix annoncé est confirmé"
    side = "de plus" if differs_by > 0 else "de moins"
    return f"{in_euros(abs(differs_by))} {side} qu’annoncé"


NOT_YET = "La ligne ne marche pas encore : le plan de sortie vient avec elle."
IT_ENDED = "La ligne est arrêtée : il n’y a plus rien à préparer."
NO_END = (
    "Le fichier du programme ne dit pas quand l’offre finit (offers.line.ends_on) : "
    "demandez-le au responsable du programme."
)


def no_exit(view: "LineView") -> str:
    """Say why there is no exit plan; empty when there is one."""
    if view.exit_plan:
        return ""
    if view.line and view.line.ended_on:
        return IT_ENDED
    return NO_END if view.prescription.line_state in IN_SERVICE else NOT_YET


def exit_facts(view: "LineView", plan: "ExitPlan") -> Sequence[Shown]:
    """Give the end of the offer: when, the price after, and who says so."""
    after = "à demander à l’opérateur"
    known = view.programme.offers.line.price_after
    if plan.price_after is not None:
        doubt = "" if plan.price_after_shown else " (à vérifier)"
        after = f"{in_euros(plan.price_after)} par mois{doubt}"
    return facts(
        [
            ("Premier jour sans ce prix", in_words(plan.ends_on)),
            ("Prix aujourd’hui", _now(plan.price_now)),
            ("Prix après", after),
            ("Source", known.source if known else ""),
        ]
    )


def _now(price: int | None) -> str:
    return "à confirmer avec l’opérateur" if price is None else f"{in_euros(price)} par mois"


def cheaper(plan: "ExitPlan") -> Sequence[Shown]:
    """Give the cheaper offers that are known, with their date."""
    return [
        {
            "name": offer.name,
            "value": f"{in_euros(offer.price)} par mois"
            + (f", relevé le {in_words(offer.read_on)}" if offer.read_on else "")
            + ("" if offer.shown else " (à vérifier)"),
        }
        for offer in plan.cheaper
    ]
