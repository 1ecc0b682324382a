"""Fewer messages: the page behind the link of each e-mail, without an account nor a code."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from coupdepouce.outreach import opting_out
from coupdepouce.web.public.screen import PRIVATE, household, show

INVALID, NEWS = 422, "news"


class StopForm(forms.Form):
    """What the person still wants to receive."""

    scope = forms.ChoiceField(
        label=_("Que voulez-vous recevoir ?"),
        choices=[
            ("every", _("Tous les messages")),
            (NEWS, _("Seulement les nouvelles de ma demande")),
            ("all", _("Plus aucun message")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une réponse.")},
    )

    def __init__(self, data: Any = None, *, scope: str) -> None:
        super().__init__(data, initial={"scope": scope or "every"})
        if scope != NEWS and not opting_out.has_announcements():
            field = self.fields["scope"]
            field.choices = [one for one in field.choices if one[0] != NEWS]  # type: ignore[attr-defined]


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Choose which messages to go on receiving."""
    wish = opting_out.wish_of(key)
    given = request.POST if request.method == "POST" else None
    form = StopForm(given, scope=wish.scope)
    if form.is_valid():
        scope = form.cleaned_data["scope"]
        opting_out.wish(key=key, scope="" if scope == "every" else scope, at=timezone.now())
        return redirect(f"{request.path}?fait=1")
    return show(
        request,
        "public/stop.html",
        status=INVALID if form.errors else 200,
        form=form,
        is_done="fait" in request.GET,
        is_none=wish.scope == "all",
    )
