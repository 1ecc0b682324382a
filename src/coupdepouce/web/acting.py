"""Two tabs and two organisations: what was opened for one is not kept under the other."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.operations import switch_membership
from coupdepouce.web.frame import label_of
from coupdepouce.web.numbers import whole
from coupdepouce.web.once import OPENED_FOR, RESUME, OurWordsForm

NOT_TYPED = frozenset({"csrfmiddlewaretoken", RESUME})


def opened_for_another(request: Any) -> HttpResponse | None:
    """Give what was typed back when another tab changed for whom the person acts.

    Raises:
        Refusal: the form was opened for a role that is over.
    """
    opened = whole(request.POST.get(OPENED_FOR, ""), default=0)
    if request.member is None or request.impersonator or opened in {0, request.member.pk}:
        return None
    if RESUME in request.POST:
        request.member = switch_membership(user=request.member.user, membership_id=opened)
        return None
    now = label_of(request.member)
    other = next((one for one in request.memberships if one.pk == opened), None)
    if other is None:
        raise Refusal(
            "other_membership",
            f"Vous travaillez maintenant pour {now}. Cette page était ouverte pour un rôle "
            "qui n’est plus le vôtre : recommencez.",
        )
    return _given_back(request, now=now, then=label_of(other))


class FilesForm(OurWordsForm):
    """The files that were joined: a page cannot hold them, they are asked for again."""

    def __init__(self, files: Mapping[str, Any]) -> None:
        super().__init__()
        for name, file in files.items():
            self.fields[name] = forms.FileField(
                label=f"Joignez encore « {file.name} »",
                help_text="Un fichier ne se garde pas d’une page à l’autre.",
            )


def _given_back(request: Any, *, now: str, then: str) -> HttpResponse:
    context = {
        "heading": f"Vous travaillez maintenant pour {now}.",
        "lead": f"Cette page était ouverte pour {then} : rien n’est enregistré. "
        "Ce que vous avez écrit est gardé ici.",
        "form": FilesForm(request.FILES),
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in NOT_TYPED
            for value in values
        ],
        "resume": RESUME,
        "action": request.get_full_path(),
        "submit": f"Revenir à {then} et enregistrer",
    }
    response = render(request, "account/opened_for.html", context, status=409)
    response.headers["Cache-Control"] = "private, no-store"
    return response
