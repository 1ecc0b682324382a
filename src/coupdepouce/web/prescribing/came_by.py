"""The campaign that a household came by, from the code that it says at the desk."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions.came_by import note_came_by
from coupdepouce.prescriptions.queries import find
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.prescribing.fields import plain
from coupdepouce.web.prescribing.views import PRESCRIBERS
from coupdepouce.web.steps import refuse

LONGEST = 20


class CameByForm(OnceForm):
    """One field: the code on the letter, the poster or the phone."""

    code = forms.CharField(
        label="Code de l’annonce",
        required=False,
        max_length=LONGEST,
        help_text="Huit signes, comme K7M2 QX4P. Vide : la personne n’en a pas.",
        widget=plain(autocapitalize="characters"),
    )


@audience(*PRESCRIBERS)
@require_http_methods(["GET", "POST"])
def write(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Write the code that the household says; only the sending is kept, never the letter."""
    find(request.member, reference)
    request.about = f"prescription:{reference}"
    file_url = reverse("prescribing:file", args=[reference])
    form = CameByForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            note_came_by(member=request.member, reference=reference, code=form.cleaned_data["code"])
        except Refusal as refusal:
            refuse(form, refusal, fields={"campaign_code_unknown": "code"})
        else:
            return redirect(file_url)
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Comment la personne est venue",
        lead="Ce code sert à savoir quelle annonce amène du monde. Il ne dit pas qui l’a reçue.",
        form=form,
        action=request.path,
        cancel_url=file_url,
    )
