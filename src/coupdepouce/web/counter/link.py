"""A shop without an account answers through the signed link it received."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions.actors import receiver
from coupdepouce.prescriptions.counter import ExpectedView, expected
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.web.audience import page
from coupdepouce.web.counter.shown import NAMES
from coupdepouce.web.once import OnceForm
from coupdepouce.web.public.screen import PRIVATE, household
from coupdepouce.web.steps import refuse

INVALID = 422
TURN_AWAY = BY_NAME["turn_away"]


class AnswerForm(OnceForm):
    """Yes, or no and why."""

    step = forms.ChoiceField(choices=[("expect", ""), ("turn_away", "")], widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label="Pourquoi ?",
        required=False,
        choices=[(reason.code, reason.label) for reason in TURN_AWAY.reasons],
        widget=forms.RadioSelect,
    )


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask a shop whether it expects the person: nobody's name, nobody's address."""
    view = expected(token=token, at=timezone.now())
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answered(view, form):
        view = expected(token=token, at=timezone.now())
        form = AnswerForm()
    return page(
        request,
        "counter/answer.html",
        status=INVALID if form.errors else 200,
        view=view,
        said=BY_NAME[view.said].button if view.said else "",
        wanted=[NAMES[part.part][1] for part in view.parts],
        form=form,
        once=form["once"].data or form["once"].initial,
        offered=[choice.step.name for choice in view.choices if not choice.refusal],
        closed={choice.refusal.sentence for choice in view.choices if choice.refusal},
    )


def _answered(view: ExpectedView, form: AnswerForm) -> bool:
    try:
        take_step(
            prescription_id=view.prescription_id,
            name=form.cleaned_data["step"],
            actor=receiver(view.shop),
            at=timezone.now(),
            once=form.cleaned_data["once"],
            reason=form.cleaned_data["reason"],
        )
    except Refusal as refusal:
        refuse(form, refusal, fields={"reason_needed": "reason"})
        return False
    return True
