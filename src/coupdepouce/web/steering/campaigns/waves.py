"""A wave: made, read, its letters drawn, what its senders say."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.calendar import day_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.stats.disclosure import SMALLEST
from coupdepouce.insight.campaigns import report
from coupdepouce.outreach.campaigns import operations, queries
from coupdepouce.partners.queries import prescribers
from coupdepouce.programmes.queries import current_programme
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steering.campaigns import shown
from coupdepouce.web.steering.campaigns.forms import CopiesForm, DrawForm, SpotForm, WaveForm
from coupdepouce.web.steps import refuse

INVALID = 422


def _form_page(
    request: StaffRequest, form: forms.Form, *, done: Callable[[], str], **said: Any
) -> HttpResponse:
    """Show a form, or do what it says and go on."""
    if form.is_valid():
        try:
            return redirect(done())
        except Refusal as refusal:
            refuse(form, refusal)
    return page(
        request,
        "layouts/form.html",
        status=INVALID if form.is_bound else 200,
        form=form,
        action=request.path,
        **said,
    )


def _posted(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _wave_url(reference: UUID) -> str:
    return reverse("campaigns:wave", args=[reference])


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Add a wave to a campaign."""
    one = queries.campaign(request.member, reference)
    kind = one.sender_kind
    partners = [
        each for each in prescribers(request.member) if each.kind == kind and each.is_active
    ]
    form = WaveForm(_posted(request), partners=partners)

    def done() -> str:
        wave = operations.add_wave(
            campaign=one,
            new=form.wave,
            by=request.member,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
        return _wave_url(wave.reference)

    return _form_page(
        request,
        form,
        done=done,
        heading=f"Nouvelle vague : {one.name}",
        lead="Une fois faite, une vague ne change plus : les textes sont ceux qui partent.",
        submit="Faire la vague",
        cancel_url=reverse("campaigns:campaign", args=[reference]),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def show(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a wave: what is sent, by whom, and what it brought."""
    wave = queries.wave(request.member, reference)
    today = day_of(timezone.now())
    found = report(wave, day=today)
    _, programme = current_programme()
    return page(
        request,
        "campaigns/wave.html",
        wave=wave,
        is_open=wave.campaign.closed_at is None,
        may_draw=queries.may_draw(wave, found.lots, day=today),
        facts=shown.facts(wave),
        texts=shown.texts(wave),
        rows=shown.report_table(found),
        smallest=SMALLEST,
        verdict=shown.verdict(found.verdict),
        draws=shown.draws(wave, found.lots),
        senders=shown.senders(wave, languages=programme.languages),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def draw(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Draw the codes of the letters that a data holder asks for."""
    wave = queries.wave(request.member, reference)
    form = DrawForm(_posted(request))

    def done() -> str:
        said = form.cleaned_data
        operations.draw_letters(
            wave=wave, count=said["count"], by=request.member, at=timezone.now(), once=said["once"]
        )
        messages.success(request, "Le fichier est prêt : donnez-le à qui détient la liste.")
        return _wave_url(reference)

    return _form_page(
        request,
        form,
        done=done,
        heading="Préparer des lettres",
        lead="Chaque ligne a son code et son texte. Qui détient la liste les colle à ses adresses.",
        submit="Tirer les codes",
        cancel_url=_wave_url(reference),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def copies(request: StaffRequest, pk: int) -> HttpResponse:
    """Write how many an organisation says it sent."""
    sending = queries.sending(request.member, pk)
    form = CopiesForm(_posted(request))
    form.fields["copies"].initial = sending.copies

    def done() -> str:
        operations.note_copies(
            sending=sending, copies=form.cleaned_data["copies"], by=request.member
        )
        return _wave_url(sending.wave.reference)

    return _form_page(
        request,
        form,
        done=done,
        heading=f"Nombre envoyé : {sending.organisation.name}",
        cancel_url=_wave_url(sending.wave.reference),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def spot(request: StaffRequest, pk: int) -> HttpResponse:
    """Give one more poster of a partner a code of its own."""
    sending = queries.sending(request.member, pk)
    form = SpotForm(_posted(request))

    def done() -> str:
        operations.hang_poster(
            beside=sending, spot=form.cleaned_data["spot"], by=request.member, at=timezone.now()
        )
        return _wave_url(sending.wave.reference)

    return _form_page(
        request,
        form,
        done=done,
        heading=f"Une affiche de plus : {sending.organisation.name}",
        submit="Ajouter l’affiche",
        cancel_url=_wave_url(sending.wave.reference),
    )
