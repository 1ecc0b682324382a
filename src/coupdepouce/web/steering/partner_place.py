"""Where a partner receives: a place of the directory, or one made from its address."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners import queries
from coupdepouce.partners.places.own import places_in_town
from coupdepouce.programmes.directory import Door, give_place
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.steering.forms import refuse

if TYPE_CHECKING:
    from coupdepouce.partners.models import Organisation, Place


class PlaceForm(OnceForm):
    """A listed place, or an address."""

    listed = forms.TypedChoiceField(
        label="Lieu de l’annuaire", coerce=int, empty_value=None, required=False
    )
    address = forms.CharField(label="Adresse", max_length=250, required=False)
    postcode = forms.RegexField(
        label="Code postal",
        regex=r"^\d{5}$",
        required=False,
        error_messages={"invalid": "Écrivez cinq chiffres."},
    )
    commune_name = forms.CharField(label="Commune", max_length=120, required=False)

    def __init__(self, data: Any = None, *, places: "Iterable[Place]", **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["listed"].choices = [  # type: ignore[attr-defined]
            ("", "Créer un lieu à l’adresse écrite ici"),
            *((one.pk, f"{one.name}, {one.address}") for one in places),
        ]

    @property
    def door(self) -> Door:
        """Give where the partner receives."""
        names = ("listed", "address", "postcode", "commune_name")
        return Door(**{name: self.cleaned_data[name] for name in names})


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def choose(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose the place where a partner receives, or make it from its address."""
    one = queries.organisation(member=request.member, pk=pk)
    back = reverse("steering:organisation", args=[pk])
    known = {"address": one.address, "postcode": one.postcode}
    form = PlaceForm(request.POST or None, places=places_in_town(one), initial=known)
    if form.is_valid() and _given(request, form, one):
        return redirect(back)
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading=f"Choisir ou créer son lieu : {one.name}",
        lead="Les ménages trouvent ce lieu dans l’annuaire.",
        form=form,
        action=request.path,
        submit="Enregistrer le lieu",
        cancel_url=back,
    )


def _given(request: StaffRequest, form: PlaceForm, one: "Organisation") -> bool:
    try:
        place = give_place(organisation=one, door=form.door, at=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, f"« {one.name} » reçoit à « {place.name} ».")
    return True
