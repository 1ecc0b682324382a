"""One form and one view for every step that staff may take: both are read from the step's row."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from coupdepouce.core.journey.machine import step_named
from coupdepouce.core.journey.model import Ask, Step
from coupdepouce.core.journey.part_steps import ends
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.visits import slot_of
from coupdepouce.partners.queries.closing import successors
from coupdepouce.prescriptions import queries
from coupdepouce.prescriptions.actors import staff
from coupdepouce.prescriptions.availability import networks_refused
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.situation import states_of
from coupdepouce.prescriptions.visits import slots_for
from coupdepouce.visits.queries import Slot
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.signing import SERIAL, SignatureInput
from coupdepouce.web.templatetags.ui import hour, in_words
from coupdepouce.web.training.choices import session_choices

if TYPE_CHECKING:
    from coupdepouce.prescriptions.models import Prescription

TAKERS = (
    Role.PRESCRIBER,
    Role.PARTNER_MANAGER,
    Role.SHOP_ADVISOR,
    Role.BACK_OFFICE,
    Role.PROGRAMME_MANAGER,
)


class StepForm(OnceForm):
    """What a step asks, its list of reasons, and the key against the double click."""

    def __init__(
        self, step: Step, data: Any = None, *, prescription: "Prescription | None" = None
    ) -> None:
        super().__init__(data)
        self.step = step
        for ask in step.asks:
            self.fields[ask.name] = _field(_possible(ask, prescription))
            if ask.kind == "session" and prescription is not None:
                self.fields[ask.name] = _session_field(ask, step, prescription)
            if ask.kind == "partner" and prescription is not None:
                self.fields[ask.name] = _partner_field(ask, prescription)
            if ask.kind == "slot" and prescription is not None:
                self.fields[ask.name] = _slot_field(ask, prescription)
        if step.reasons:
            self.fields["reason"] = forms.ChoiceField(
                label="Pourquoi ?",
                choices=[(reason.code, reason.label) for reason in step.reasons],
                widget=forms.RadioSelect,
                error_messages={"required": "Choisissez une raison."},
            )

    @property
    def answers(self) -> dict[str, str]:
        """Give what was answered, as text: the core reads it strictly."""
        given = {ask.name: self.cleaned_data.get(ask.name) for ask in self.step.asks}
        return {name: "yes" if value is True else str(value or "") for name, value in given.items()}


NEEDED = {
    "choice": "Choisissez une réponse.",
    "confirm": "Cochez la case pour continuer.",
    "day": "Écrivez un jour comme 04/12/2026.",
    "any_day": "Écrivez un jour comme 04/12/2026.",
    "moment": "Écrivez un jour et une heure comme 04/12/2026 14:30.",
    "serial": "Scannez le numéro de série, ou tapez-le.",
    "signature": "Faites signer la personne, ou cochez qu’elle ne signe pas.",
}


def _field(ask: Ask) -> forms.Field:
    needed = NEEDED.get(ask.kind, "Répondez à cette question.")
    common: dict[str, Any] = {
        "label": ask.label,
        "help_text": ask.hint,
        "required": ask.needed,
        "error_messages": {"required": needed, "invalid_choice": "Choisissez dans la liste."},
    }
    if ask.kind == "choice":
        return forms.ChoiceField(choices=ask.choices, widget=forms.RadioSelect, **common)
    if ask.kind == "confirm":
        return forms.BooleanField(**common)
    if ask.kind == "signature":
        return forms.CharField(widget=SignatureInput, **common)
    if ask.kind == "serial":
        return forms.CharField(widget=forms.TextInput(attrs=SERIAL), **common)
    return forms.CharField(**common)


def _possible(ask: Ask, prescription: "Prescription | None") -> Ask:
    """Take out of the networks to choose from those that were just refused."""
    if ask.name != "technology" or prescription is None:
        return ask
    out = networks_refused(prescription)
    return replace(ask, choices=tuple(one for one in ask.choices if one[0] not in out))


def _session_field(ask: Ask, step: Step, prescription: "Prescription") -> forms.Field:
    """Give the sessions to choose from, with the places left in each."""
    known = session_choices(step.name, prescription, at=timezone.now())
    nothing = "Aucune séance ne convient : les boutiques en ouvrent d’autres chaque semaine."
    return forms.ChoiceField(
        label=ask.label,
        choices=known,
        help_text=ask.hint if known else nothing,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une séance.",
            "invalid_choice": "Cette séance n’est plus proposée : choisissez-en une autre.",
        },
    )


def _partner_field(ask: Ask, prescription: "Prescription") -> forms.Field:
    """Give the organisations that may follow the household from now on."""
    known = [(str(one.pk), one.name) for one in successors(besides=prescription.organisation_id)]
    return forms.ChoiceField(
        label=ask.label,
        choices=[("", "Choisir"), *known],
        error_messages={"required": "Choisissez une structure."},
    )


def _slot_field(ask: Ask, prescription: "Prescription") -> forms.Field:
    """Give the free moments at the shop, day by day."""
    free = slots_for(prescription, at=timezone.now())
    by_day = groupby(free, key=lambda one: in_words(one.starts_at))
    return forms.ChoiceField(
        label=ask.label,
        choices=[("", "Choisir"), *((day, [_slot(one) for one in found]) for day, found in by_day)],
        help_text="" if free else "Aucun rendez-vous n’est libre dans les jours qui viennent.",
        error_messages={
            "required": "Choisissez un moment.",
            "invalid_choice": "Ce moment n’est plus libre : choisissez-en un autre.",
        },
    )


def _slot(one: Slot) -> tuple[str, str]:
    return slot_of(one.shop.pk, one.starts_at), f"{hour(one.starts_at)}, {one.shop.name}"


def refuse(form: forms.Form, refusal: Refusal, *, fields: Mapping[str, str] | None = None) -> None:
    """Show a refusal in the form it answers, beside the field it is about when one is known."""
    name = str(refusal.data.get("field") or (fields or {}).get(refusal.code, ""))
    if name not in form.fields:
        form.add_error(None, refusal.sentence)
        return
    # Beside its field, and linked to it, the sentence need not say its name again.
    said = refusal.sentence.removeprefix(f"{form.fields[name].label} : ")
    form.add_error(name, said[:1].upper() + said[1:])


def take(request: StaffRequest, *, prescription_id: int, step: Step, form: StepForm) -> bool:
    """Take the step as the form says; otherwise leave the errors in the form."""
    if not form.is_valid():
        return False
    try:
        take_step(
            prescription_id=prescription_id,
            name=step.name,
            actor=staff(request.member, request.impersonator),
            at=timezone.now(),
            once=form.cleaned_data["once"],
            reason=form.cleaned_data.get("reason", ""),
            answers=form.answers,
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True


@audience(*TAKERS)
@require_http_methods(["GET", "POST"])
def step(request: StaffRequest, reference: UUID, name: str) -> HttpResponse:
    """Show the form of a step, take it, then go on where the page before wanted."""
    row = step_named(name)
    prescription = queries.find(request.member, reference)
    request.about = f"prescription:{reference}"
    given = request.POST if request.method == "POST" else None
    form = StepForm(row, given, prescription=prescription)
    after = onward(request, default=_file_of(request, reference))
    if request.method == "POST" and take(
        request, prescription_id=prescription.pk, step=row, form=form
    ):
        return redirect(after)
    plain = not row.asks and not row.reasons
    button = row.button_from(states_of(prescription)[row.part])
    return page(
        request,
        "steps/confirm.html" if plain else "steps/form.html",
        status=422 if form.is_bound else 200,
        form=form,
        step=row,
        heading=button,
        action=request.get_full_path(),
        submit=button,
        kind="danger" if ends_early(row) else "primary",
        cancel_url=after,
        consequences=[f"La personne lira : « {row.told} »"],
    )


def ends_early(step: Step) -> bool:
    """Say whether a step ends something before its good end: it then takes a reason."""
    return bool(step.reasons) and ends(step)


def onward(request: HttpRequest, *, default: str) -> str:
    """Give the local address named by `?suite=`, else the default: never another site."""
    wanted = request.GET.get("suite", "")
    local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if local else default


def _file_of(request: StaffRequest, reference: UUID) -> str:
    # The counter has its own page of a request; it names it in `?suite=`.
    if request.member.role == Role.SHOP_ADVISOR:
        return reverse("home")
    if request.member.role == Role.BACK_OFFICE:
        return reverse("lines:line", args=[reference])
    return reverse("prescribing:file", args=[reference])
