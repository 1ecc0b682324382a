"""A household lets another organisation follow its request, answers one that asks, and stops."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from coupdepouce.core.sharing import HIDDEN, SHOWN
from coupdepouce.prescriptions import shared, sharing
from coupdepouce.prescriptions.counter import FollowView
from coupdepouce.web.public.follow import INVALID, with_code
from coupdepouce.web.public.forms import PartnerForm
from coupdepouce.web.public.recourse_forms import ActForm
from coupdepouce.web.public.screen import PRIVATE, household, show


@household(cache=PRIVATE)
@require_safe
@with_code
def choose(request: HttpRequest, view: FollowView) -> HttpResponse:
    """Find the organisation by its name."""
    form = PartnerForm(request.GET if "q" in request.GET else None)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    besides = view.prescription.organisation_id
    return show(
        request,
        "public/share.html",
        form=form,
        typed=typed,
        found=[
            {"name": one.name, "href": reverse("public:share_with", args=[one.pk])}
            for one in shared.partners_named(typed, besides=besides)
        ],
        back_url=reverse("public:who"),
    )


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
@with_code
def give(request: HttpRequest, view: FollowView, pk: int) -> HttpResponse:
    """Agree that an organisation follows the request, once it is said what it sees."""
    one = shared.partner(pk, besides=view.prescription.organisation_id)
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sharing.give_by_household(
            view.prescription,
            organisation_id=pk,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
        return redirect("public:who")
    return _act(
        request,
        form,
        heading=gettext("Partager avec %(name)s") % {"name": one.name},
        submit=gettext("Je suis d’accord"),
        back_url=reverse("public:share"),
        **_meaning(),
    )


def _meaning() -> dict[str, Any]:
    return {
        "lists": [
            {
                "title": gettext("Cette structure verra"),
                "lines": [gettext(one.told) for one in SHOWN],
            },
            {
                "title": gettext("Elle ne verra pas"),
                "lines": [gettext(one) for one in HIDDEN],
            },
        ],
        "consequences": [
            gettext("Vous pouvez arrêter quand vous voulez, avec votre code."),
            gettext("Le partage finit aussi avec votre demande."),
        ],
    }


def _act(request: HttpRequest, form: ActForm, **context: Any) -> HttpResponse:
    return show(
        request,
        "public/act.html",
        status=INVALID if form.errors else 200,
        form=form,
        kind="primary",
        **context,
    )


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
@with_code
def answer(request: HttpRequest, view: FollowView, reference: UUID) -> HttpResponse:
    """Say yes or no to an organisation that asks to follow the request."""
    one = shared.one_of_request(view.prescription, reference)
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sharing.answer(
            view.prescription,
            reference=reference,
            agrees=request.POST.get("answer") == "yes",
            at=timezone.now(),
        )
        return redirect("public:who")
    name = {"name": one.organisation.name}
    return _act(
        request,
        form,
        heading=gettext("%(name)s demande à suivre votre demande") % name,
        submit=gettext("Oui, je suis d’accord"),
        other=gettext("Non"),
        back_url=reverse("public:who"),
        **_meaning(),
    )


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
@with_code
def stop(request: HttpRequest, view: FollowView, reference: UUID) -> HttpResponse:
    """Stop a share at once."""
    one = shared.one_of_request(view.prescription, reference)
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sharing.stop_by_household(view.prescription, reference=reference, at=timezone.now())
        return redirect("public:who")
    name = {"name": one.organisation.name}
    return _act(
        request,
        form,
        heading=gettext("Arrêter ce partage"),
        consequences=[gettext("%(name)s ne verra plus rien de votre demande.") % name],
        back_url=reverse("public:who"),
    )
