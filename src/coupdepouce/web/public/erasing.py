"""A household erases its whole file: what goes, what stays and why, a second screen, a receipt."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.states import IN_HAND, IN_SERVICE, OPEN_PRESCRIPTION
from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions.actors import HOUSEHOLD
from coupdepouce.prescriptions.counter import FollowView
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.web.public import session
from coupdepouce.web.public.follow import INVALID, with_code
from coupdepouce.web.public.recourse_forms import UnderstoodForm
from coupdepouce.web.public.screen import PRIVATE, household, show

ERASED = (
    gettext_noop("Les noms et les dates de naissance"),
    gettext_noop("L’adresse, le téléphone et le courriel"),
    gettext_noop("Les messages reçus, et les mots d’une réclamation"),
    gettext_noop("Les factures notées, et votre signature"),
    gettext_noop("Vos partages avec d’autres structures"),
)
# What stays, and why: as the operations that forget leave it.
KEPT = (
    gettext_noop("Les dates et les étapes de votre demande : pour compter."),
    gettext_noop("La commune et le nombre de personnes : pour compter."),
    gettext_noop("La réponse et le genre de papier vu : pour vérifier les règles."),
    gettext_noop("Qui les a ouvertes, et quand : pour trouver un abus."),
)
LINE_GOES_ON = IN_HAND | IN_SERVICE
COMPUTER_WAITS = frozenset({"waiting", "reserved", "ready"})
SHORT = 8  # of the reference, as staff read it in their lists


def _after(view: FollowView) -> Sequence[str]:
    """Say what happens to what was under way."""
    request = view.prescription
    cases = (
        (request.state in OPEN_PRESCRIPTION, gettext("Votre demande s’arrête.")),
        (True, gettext("Votre bon et son code ne marchent plus.")),
        (
            request.line_state in LINE_GOES_ON,
            gettext("Votre ligne continue. Pour l’arrêter, voyez avec l’opérateur."),
        ),
        (
            request.computer_state in COMPUTER_WAITS,
            gettext("L’ordinateur mis de côté ne vous attend plus."),
        ),
        (bool(view.sessions), gettext("Vos places en atelier sont rendues.")),
        (True, gettext("On ne peut pas revenir en arrière.")),
    )
    return [sentence for happens, sentence in cases if happens]


@household(cache=PRIVATE)
@require_safe
@with_code
def explain(request: HttpRequest, view: FollowView) -> HttpResponse:
    """Say what is erased, what stays and why, before anything is asked."""
    lists: list[dict[str, Any]] = [
        {"title": gettext("Ce qui est effacé"), "lines": [gettext(one) for one in ERASED]},
        {
            "title": gettext("Ce qui reste, sans votre nom"),
            "lines": [gettext(one) for one in KEPT],
        },
        {"title": gettext("Ce qui se passe"), "lines": _after(view)},
    ]
    return show(
        request,
        "public/erase.html",
        lists=lists,
        next_url=reverse("public:erase_confirm"),
        back_url=reverse("public:who"),
    )


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
@with_code
def confirm(request: HttpRequest, view: FollowView) -> HttpResponse:
    """Erase the file, once the person says that they understood."""
    form = UnderstoodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at, reference = timezone.now(), str(view.prescription.reference)
        forget_household(household_id=view.prescription.household_id, at=at, by=HOUSEHOLD)
        return session.erased(
            redirect("public:erased"), number=reference[:SHORT], day=day_of(at).isoformat()
        )
    return show(
        request,
        "public/act.html",
        status=INVALID if form.errors else 200,
        form=form,
        heading=gettext("Effacer mes informations"),
        consequences=_after(view),
        kind="danger",
        back_url=reverse("public:erase"),
    )


@household(cache=PRIVATE)
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Give the receipt of the erasure, to print or to copy."""
    try:
        number, day = session.erased_of(request)
    except Refusal:
        return redirect("public:home")
    return show(
        request,
        "public/erased.html",
        number=number,
        day=date.fromisoformat(day),
        kept=[gettext(one) for one in KEPT],
        leave_url=reverse("public:leave"),
    )
