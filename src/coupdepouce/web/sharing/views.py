"""A second organisation reads what a household shares; the first notes the household's consent."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coupdepouce.core.calendar import day_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.sharing import HIDDEN, SHOWN
from coupdepouce.prescriptions import shared, sharing
from coupdepouce.prescriptions.queries import find
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.prescribing.views import PRESCRIBERS
from coupdepouce.web.sharing.forms import AgreeForm, AskForm, NameForm
from coupdepouce.web.steps import refuse

ASKED = (
    "Votre question est partie. Si ce ménage a une demande en cours et dit oui,"
    " vous la verrez dans « Partages »."
)


@audience(*PRESCRIBERS)
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """List the requests that households share with this organisation."""
    request.about = "list"
    rows = [
        {
            "href": reverse("sharing:share", args=[row.reference]),
            "name": row.name or "Ménage",
            "tone": "info",
            "word": row.standing,
            "waits": f"Partagé depuis le {day_of(row.since):%d/%m/%Y}",
        }
        for row in shared.listed(request.member)
    ]
    return page(request, "sharing/home.html", rows=rows)


@audience(*PRESCRIBERS)
@require_GET
def show(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show what a household shares of its request, and nothing more."""
    view = shared.read(member=request.member, reference=reference, at=timezone.now())
    request.about = f"prescription:{view.share.prescription.reference}"
    return page(
        request,
        "sharing/share.html",
        facts=[{"name": one.label, "value": value} for one, value in view.values],
        share=view.share,
        given=view.share.get_given_display(),
        hidden=HIDDEN,
    )


@audience(*PRESCRIBERS)
@require_POST
def ask(request: StaffRequest) -> HttpResponse:
    """Ask a household known elsewhere whether this organisation may follow its request."""
    request.about = "search"
    form = AskForm(request.POST)
    if form.is_valid():
        sharing.ask(
            member=request.member,
            text=form.cleaned_data["typed"],
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
        messages.success(request, ASKED)
    return redirect("home")


@audience(*PRESCRIBERS)
@require_http_methods(["GET", "POST"])
def stop(request: StaffRequest, reference: UUID) -> HttpResponse:
    """End a share, from either side."""
    share = shared.one_held(request.member, reference)
    prescription = share.prescription
    request.about = f"prescription:{prescription.reference}"
    back = reverse("sharing:home")
    if prescription.organisation_id == request.member.organisation_id:
        back = reverse("prescribing:file", args=[prescription.reference])
    form = OnceForm(request.POST or None)
    if form.is_valid():
        sharing.stop_by_staff(member=request.member, reference=reference, at=timezone.now())
        messages.success(request, "Le partage est arrêté.")
        return redirect(back)
    return page(
        request,
        "layouts/confirm.html",
        heading="Arrêter le partage",
        form=form,
        action=request.path,
        submit="Arrêter le partage",
        consequences=[f"{share.organisation.name} ne voit plus rien de cette demande."],
        cancel_url=back,
    )


@audience(*PRESCRIBERS)
@require_GET
def choose(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Choose with which organisation the household wants its follow-up shared."""
    prescription = find(request.member, reference)
    request.about = f"prescription:{reference}"
    form = NameForm(request.GET or None)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    return page(
        request,
        "sharing/choose.html",
        form=form,
        typed=typed,
        found=[
            {"name": one.name, "href": reverse("sharing:agree", args=[reference, one.pk])}
            for one in shared.partners_named(typed, besides=prescription.organisation_id)
        ],
        cancel_url=reverse("prescribing:file", args=[reference]),
    )


@audience(*PRESCRIBERS)
@require_http_methods(["GET", "POST"])
def agree(request: StaffRequest, reference: UUID, pk: int) -> HttpResponse:
    """Note the consent that the household gives in person."""
    prescription = find(request.member, reference)
    request.about = f"prescription:{reference}"
    one = shared.partner(pk, besides=prescription.organisation_id)
    form = AgreeForm(request.POST or None)
    if form.is_valid() and _given(request, form, reference, pk):
        messages.success(request, f"Le suivi est partagé avec {one.name}.")
        return redirect("prescribing:file", reference)
    return page(
        request,
        "sharing/agree.html",
        status=422 if form.is_bound else 200,
        heading=f"Partager avec {one.name}",
        form=form,
        shown=[row.told for row in SHOWN],
        hidden=HIDDEN,
        action=request.path,
        submit="Partager le suivi",
        cancel_url=reverse("prescribing:file", args=[reference]),
    )


def _given(request: StaffRequest, form: AgreeForm, reference: UUID, pk: int) -> bool:
    try:
        sharing.give_at_desk(
            member=request.member,
            reference=reference,
            organisation_id=pk,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True
