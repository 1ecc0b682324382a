"""The line in the household's words: what to do about a bill, a cut, the end of the price."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from coupdepouce.web.templatetags.ui import euros, in_words

if TYPE_CHECKING:
    from coupdepouce.core.household.budget import MarketOffer
    from coupdepouce.core.line.leaving import ExitPlan
    from coupdepouce.prescriptions.counter import FollowView

Section = Mapping[str, Any]
NETWORKS = {
    "fibre": gettext_noop("Votre ligne passe par la fibre."),
    "dsl": gettext_noop("Votre ligne passe par la prise du téléphone."),
    "fixed_4g": gettext_noop("Votre ligne passe par le réseau 4G ou 5G."),
    "satellite": gettext_noop("Votre ligne passe par le satellite."),
}
# No blame, no amount: what happened, that it can be mended, who helps.
HELP = {
    "late": (
        gettext_noop("Cela arrive. On peut vous aider."),
        (
            gettext_noop("Appelez la personne qui vous suit. Elle connaît les aides."),
            gettext_noop("Vous pouvez demander à payer en plusieurs fois."),
            gettext_noop("Vérifiez aussi votre carte ou votre compte en banque."),
        ),
    ),
    "suspended": (
        gettext_noop("Votre ligne peut revenir. On peut vous aider."),
        (
            gettext_noop("Appelez la personne qui vous suit. Elle cherche avec vous."),
            gettext_noop("Demandez combien payer pour retrouver votre ligne."),
            gettext_noop("En attendant, une bibliothèque peut avoir internet."),
        ),
    ),
    "ended": (
        gettext_noop("Vous voulez encore internet à la maison ?"),
        (gettext_noop("Appelez la personne qui vous suit. Elle cherche une offre avec vous."),),
    ),
}


def sections(view: "FollowView") -> list[Section]:
    """Give what the household reads of its line besides where it stands."""
    found = [_help(view), _offered(view), _cheaper_now(view), _end(view.exit_plan)]
    return [section for section in found if section]


def _help(view: "FollowView") -> Section:
    state = view.prescription.line_state
    if state not in HELP or view.prescription.state not in {"accepted", "closed"}:
        return {}
    title, lines = HELP[state]
    line = view.prescription.line
    said = [gettext(sentence) for sentence in lines]
    if state == "late" and line and line.cut_on and line.cut_on >= timezone.localdate():
        day = {"day": in_words(line.cut_on)}
        said.insert(0, gettext("Sans paiement, la ligne peut être coupée le %(day)s.") % day)
    return {"id": "help", "title": gettext(title), "lines": said}


def _offered(view: "FollowView") -> Section:
    """Say by which network, at what price, while the household may still say no."""
    if view.prescription.state != "accepted" or view.network not in NETWORKS:
        return {}
    price = gettext("Demandez son prix à la boutique avant de dire oui.")
    if view.price is not None:
        price = gettext("Elle coûte %(price)s par mois.") % {"price": euros(view.price)}
    return {
        "id": "offer",
        "title": gettext("Votre ligne et son prix"),
        "lines": [gettext(NETWORKS[view.network]), price],
    }


def _cheaper_now(view: "FollowView") -> Section:
    if view.cheaper is None:
        return {}
    return {
        "id": "cheaper",
        "title": gettext("Une autre offre coûte moins cher"),
        "lines": [_offer(view.cheaper), gettext("Comparez avec la personne qui vous suit.")],
    }


def _end(plan: "ExitPlan | None") -> Section:
    if plan is None:
        return {}
    day = {"day": in_words(plan.ends_on)}
    lines = [gettext("L’opérateur vous dit le nouveau prix. Demandez-le par écrit.")]
    if plan.price_after is not None:
        price = {"price": euros(plan.price_after)}
        lines = [gettext("Après, la ligne coûte %(price)s par mois.") % price]
    lines += [
        gettext("Vous pouvez garder la ligne, ou en changer."),
        gettext("Parlez-en à la personne qui vous suit."),
        *(_offer(offer) for offer in plan.cheaper),
    ]
    title = gettext("Le prix de votre ligne change le %(day)s") % day
    return {"id": "end", "title": title, "lines": lines}


def _offer(offer: "MarketOffer") -> str:
    said = {"name": offer.name, "price": euros(offer.price)}
    if offer.read_on is None:
        return gettext("%(name)s : %(price)s par mois.") % said
    said["day"] = in_words(offer.read_on)
    return gettext("%(name)s : %(price)s par mois, prix lu le %(day)s.") % said
