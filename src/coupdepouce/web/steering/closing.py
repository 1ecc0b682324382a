"""An organisation closes, its households are entrusted, it opens again: said before it is done."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.core.partners.closing import CHOSEN, LONGEST_WORDS
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners import queries
from coupdepouce.partners.operations.closing import reopen, who_comes_back
from coupdepouce.partners.queries.closing import live_closing, successors
from coupdepouce.prescriptions.entrusting import Order, close, entrust_all, held_by
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.steering.closing_shown import coming_back, consequences
from coupdepouce.web.steps import refuse

if TYPE_CHECKING:
    from coupdepouce.partners.models import Organisation

INVALID = 422
TEAM = ("", "L’équipe du programme, qui confie chaque ménage ensuite")


class SuccessorForm(OnceForm):
    """Who follows the households from now on."""

    successor = forms.TypedChoiceField(
        label="Qui suit ses ménages ?",
        coerce=int,
        empty_value=None,
        error_messages={"required": "Choisissez une structure."},
    )

    def __init__(self, data: Any = None, *, besides: int, is_needed: bool = True) -> None:
        super().__init__(data)
        known = [(one.pk, one.name) for one in successors(besides=besides)]
        field: Any = self.fields["successor"]
        field.choices = [("", "Choisissez") if is_needed else TEAM, *known]
        field.required = is_needed


class ClosingForm(SuccessorForm):
    """Why it closes, in a word of the list and in one's own."""

    reason = forms.ChoiceField(
        label="Pourquoi ferme-t-elle ?",
        choices=[(one.code, one.label) for one in CHOSEN],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez pourquoi elle ferme."},
    )
    words = forms.CharField(
        label="Précision",
        required=False,
        max_length=LONGEST_WORDS,
        help_text="Le programme seul la lit. Ne nommez aucune personne accompagnée.",
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    field_order = ("reason", "words", "successor")

    @property
    def order(self) -> Order:
        """Give what is asked."""
        said = self.cleaned_data
        return Order(reason=said["reason"], words=said["words"], successor_id=said["successor"])


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def close_one(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what closing an organisation does, with counts, then close it."""
    at = timezone.now()
    held = held_by(member=request.member, organisation_id=pk, at=at)
    form = ClosingForm(_given(request), besides=pk, is_needed=False)

    def done() -> str:
        once = form.cleaned_data["once"]
        close(organisation_id=pk, order=form.order, by=request.member, at=at, once=once)
        return f"« {held.organisation.name} » est fermée."

    return _confirmed(
        request, held.organisation, form=form, done=done,
        heading=f"Fermer cette structure : {held.organisation.name}",
        consequences=consequences(held), submit="Fermer la structure",
    )  # fmt: skip


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def entrust(request: StaffRequest, pk: int) -> HttpResponse:
    """Entrust to an organisation the households that a closing left to the programme."""
    one = queries.organisation(member=request.member, pk=pk)
    form = SuccessorForm(_given(request), besides=pk)

    def done() -> str:
        to = form.cleaned_data["successor"]
        entrust_all(organisation_id=pk, successor_id=to, by=request.member, at=timezone.now())
        return "Ses ménages sont confiés. Ils sont prévenus."

    return _confirmed(
        request, one, form=form, done=done, heading=f"Confier ses ménages : {one.name}",
        consequences=["Chaque ménage est prévenu. Rien d’autre ne change pour lui."],
        submit="Confier ses ménages", kind="primary",
    )  # fmt: skip


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def reopen_one(request: StaffRequest, pk: int) -> HttpResponse:
    """Say who comes back, then open an organisation again."""
    one = queries.organisation(member=request.member, pk=pk)
    form = OnceForm(_given(request))

    def done() -> str:
        reopen(organisation_id=pk, by=request.member, at=timezone.now())
        return f"« {one.name} » est de nouveau ouverte."

    return _confirmed(
        request, one, form=form, done=done, heading=f"Rouvrir cette structure : {one.name}",
        consequences=coming_back(who_comes_back(live_closing(pk))),
        submit="Rouvrir la structure", kind="primary",
    )  # fmt: skip


def _given(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _confirmed(
    request: StaffRequest,
    one: "Organisation",
    *,
    form: OnceForm,
    done: Callable[[], str],
    **shown: Any,
) -> HttpResponse:
    back = reverse("steering:organisation", args=[one.pk])
    if form.is_valid():
        try:
            messages.success(request, done())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect(back)
    context: Mapping[str, Any] = {"form": form, "action": request.path, "cancel_url": back}
    status = INVALID if form.is_bound else 200
    return page(request, "layouts/confirm.html", status=status, **context, **shown)
