"""The short training: read, answered, taken again as often as needed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.core.calendar import day_of, in_words
from coupdepouce.core.partners.briefing import Standing, questions_of, wrong_answers
from coupdepouce.core.partners.lessons import Question
from coupdepouce.core.roles import Role
from coupdepouce.partners.operations.briefings import answer
from coupdepouce.partners.queries.briefings import Trained, trained
from coupdepouce.programmes.queries import current_programme
from coupdepouce.web.audience import StaffRequest, audience, page

INVALID = 422


class QuizForm(forms.Form):
    """One answer for each question; what is wrong is said beside it, with why."""

    def __init__(self, data: Any = None, *, questions: Sequence[Question]) -> None:
        super().__init__(data)
        self.questions = questions
        for one in questions:
            self.fields[one.name] = forms.ChoiceField(
                label=one.label,
                choices=one.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Choisissez une réponse."},
            )

    def say_what_is_wrong(self) -> None:
        """Add why to each answer that is not the right one."""
        for one in wrong_answers(self.questions, self.cleaned_data):
            self.add_error(one.name, one.why)

    @property
    def lessons(self) -> Sequence[Mapping[str, Any]]:
        """Give each lesson with its field."""
        return [
            {"title": one.title, "lesson": one.lesson, "field": self[one.name]}
            for one in self.questions
        ]


@audience(Role.PRESCRIBER, Role.PARTNER_MANAGER)
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest) -> HttpResponse:
    """Read the short training and answer its questions."""
    _, programme = current_programme()
    questions, at = questions_of(programme), timezone.now()
    form = QuizForm(request.POST if request.method == "POST" else None, questions=questions)
    if form.is_valid():
        done = answer(user=request.member.user, questions=questions, given=form.cleaned_data, at=at)
        form.say_what_is_wrong()
        if not form.errors:
            messages.success(request, "La formation est réussie : vous pouvez remettre des bons.")
            return redirect("partnership:briefing")
        messages.info(request, f"{done.right} bonnes réponses sur {done.asked}.")
    rules = programme.partners.briefing
    found = trained([request.member], rules=rules, day=day_of(at))[request.member.pk]
    return page(
        request,
        "partnership/briefing.html",
        status=INVALID if form.is_bound else 200,
        form=form,
        notice=_notice(found),
    )


def _notice(found: Trained) -> Mapping[str, str]:
    if found.standing is Standing.DONE and found.attempt:
        when = in_words(day_of(found.attempt.at))
        return {"tone": "yes", "title": f"Formation réussie le {when}."}
    if found.standing is Standing.NOT_ASKED:
        return {"tone": "info", "title": "Le programme ne demande pas cette formation."}
    if found.standing is Standing.GRACE:
        return {
            "tone": "wait",
            "title": f"À réussir avant le {in_words(found.due_on)}.",
            "text": "Jusque-là, vous remettez des bons. Ensuite, la formation vient d’abord.",
        }
    return {
        "tone": "no",
        "title": "La formation vient d’abord.",
        "text": "Vous remettez des bons dès que toutes vos réponses sont bonnes.",
    }


def training_word(found: Trained) -> tuple[str, str]:
    """Give the tone and the word of a member's training, with its date."""
    attempt = found.attempt
    tried = (
        f" ({attempt.right} sur {attempt.asked} le {day_of(attempt.at):%d/%m/%Y})"
        if attempt
        else ""
    )
    if found.standing is Standing.DONE and attempt:
        return "yes", f"Réussie le {day_of(attempt.at):%d/%m/%Y}"
    if found.standing is Standing.GRACE:
        return "wait", f"À réussir avant le {found.due_on:%d/%m/%Y}{tried}"
    if found.standing is Standing.DUE:
        return "no", f"À réussir d’abord{tried}"
    return "info", "Pas demandée"
