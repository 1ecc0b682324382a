"""The hours at which a shop receives by appointment, and who comes today."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from coupdepouce.core.languages import FRENCH
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.visits import Hours
from coupdepouce.prescriptions.visits import expected_today
from coupdepouce.visits.operations import declare_hours, remove_hours
from coupdepouce.visits.queries import hours_of
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.counter.shown import NAMES
from coupdepouce.web.steps import refuse
from coupdepouce.web.templatetags.ui import hour

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership

INVALID = 422
DAYS = [(number, name.capitalize()) for number, name in enumerate(FRENCH.weekdays)]
WRITTEN = ["%H:%M", "%Hh%M", "%H h %M", "%Hh", "%H h", "%H"]
HOUR = {"invalid": "Écrivez une heure comme 9:00 ou 9 h 30.", "required": "Écrivez une heure."}
NUMBER = {"invalid": "Écrivez un nombre entier.", "required": "Écrivez un nombre entier."}
FIELDS = {
    "minutes_wrong": "minutes", "places_wrong": "places", "hours_short": "closes",
    "hours_overlap": "opens",
}  # fmt: skip


class HoursForm(forms.Form):
    """Hours to add: the day of the week, from, to, how long each lasts, how many at once."""

    weekday = forms.TypedChoiceField(
        label="Jour",
        coerce=int,
        choices=[("", "Choisir"), *DAYS],
        error_messages={"required": "Choisissez un jour."},
    )
    opens = forms.TimeField(label="De", input_formats=WRITTEN, error_messages=HOUR)
    closes = forms.TimeField(label="À", input_formats=WRITTEN, error_messages=HOUR)
    minutes = forms.IntegerField(
        label="Durée d’un rendez-vous, en minutes",
        initial=30,
        error_messages=NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    places = forms.IntegerField(
        label="Personnes reçues à la fois",
        initial=1,
        error_messages=NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


@audience(Role.SHOP_ADVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: StaffRequest) -> HttpResponse:
    """Show the hours of the shop, and add some."""
    form = HoursForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            declare_hours(Hours(**form.cleaned_data), by=request.member)
        except Refusal as refusal:
            refuse(form, refusal, fields=FIELDS)
        else:
            messages.success(request, "Ces heures sont ouvertes aux rendez-vous.")
            return redirect("counter:visits")
    return page(
        request,
        "counter/visits.html",
        status=INVALID if form.is_bound else 200,
        heading="Rendez-vous en boutique",
        form=form,
        action=request.path,
        submit="Ouvrir ces heures",
        cancel_url=reverse("counter:home"),
        rows=[
            {
                "said": f"{FRENCH.weekdays[one.weekday].capitalize()}, {hour(one.opens)} à "
                f"{hour(one.closes)}",
                "detail": f"{one.minutes} minutes, {one.places} à la fois",
                "remove_url": reverse("counter:visits_remove", args=[one.pk]),
            }
            for one in hours_of(request.member.organisation)
        ],
    )


@audience(Role.SHOP_ADVISOR)
@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Close hours to appointments; those that were taken stay."""
    remove_hours(pk, by=request.member)
    messages.success(request, "Ces heures sont fermées. Les rendez-vous déjà pris restent.")
    return redirect("counter:visits")


def today(member: "Membership", *, at: datetime) -> list[dict[str, Any]]:
    """Give today's appointments as the shop's home shows them; nobody's name before they come."""
    return [
        {
            "hour": hour(visit.starts_at),
            "parts": ", ".join(name for part, (_, name) in NAMES.items() if part in asked),
        }
        for visit, asked in expected_today(member, at=at)
    ]
