"""A session opened to everybody, changed, or cancelled: who holds a place is told."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions import workshops_told as told
from coupdepouce.training import operations, queries
from coupdepouce.training.operations import Changes
from coupdepouce.training.schedule import slot
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steps import refuse
from coupdepouce.web.training.forms import CancelForm, ChangeForm
from coupdepouce.web.training.plan import RUNNERS, place_of
from coupdepouce.web.training.shown import moment


@audience(*RUNNERS)
@require_POST
def publish(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Open a session to everybody."""
    session = queries.run_by(member=request.member, reference=reference)
    operations.publish(sessions=[session], at=timezone.now())
    messages.success(request, "La séance est ouverte : on peut s’inscrire.")
    return redirect("training:session", reference)


@audience(*RUNNERS)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Change the day, the hours or the place of a session."""
    session = queries.run_by(member=request.member, reference=reference)
    form = ChangeForm(
        request.POST or None,
        trainers=queries.trainers(session.shop),
        initial=ChangeForm.of(session),
    )
    if form.is_bound and form.is_valid() and _changed(request, reference, form):
        return redirect("training:session", reference)
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Changer la séance",
        lead="Si le jour, l’heure ou le lieu change, les inscrits reçoivent un message.",
        form=form,
        action=request.path,
        submit="Enregistrer",
        cancel_url=reverse("training:session", args=[reference]),
    )


def _changed(request: StaffRequest, reference: UUID, form: ChangeForm) -> bool:
    said = form.cleaned_data
    session = queries.run_by(member=request.member, reference=reference)
    try:
        told.change(
            reference=reference,
            changes=Changes(
                slot=slot(said["first"], said["begins"], said["minutes"]),
                place=place_of(form, shop=session.shop),
                sure=said["sure"],
            ),
            by=request.member,
            at=timezone.now(),
            once=said["once"],
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, "C’est changé.")
    return True


@audience(*RUNNERS)
@require_http_methods(["GET", "POST"])
def cancel(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Cancel a session: everybody is told, and the next one is proposed."""
    session = queries.run_by(member=request.member, reference=reference)
    form = CancelForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            told.cancel(
                member=request.member,
                reference=reference,
                why=form.cleaned_data["why"],
                at=timezone.now(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "La séance est annulée. Les inscrits sont prévenus.")
            return redirect("training:session", reference)
    return page(
        request,
        "layouts/confirm.html",
        status=422 if form.is_bound else 200,
        heading=(label := "Annuler la séance"),
        submit=label,
        lead=f"{session.workshop.title}, {moment(session)}.",
        form=form,
        cancel_url=reverse("training:session", args=[reference]),
        consequences=[
            f"Personnes inscrites : {session.taken}. En attente : {session.waiting}.",
            "Chacune reçoit un message, avec la prochaine séance qui a des places.",
        ],
    )
