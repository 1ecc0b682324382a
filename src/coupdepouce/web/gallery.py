"""Every component in every state: what can be written is in gallery.toml, objects are made here."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from coupdepouce.web import icons, ui
from coupdepouce.web.public.screen import SHARED, household

WRITTEN = tomllib.loads(
    files("coupdepouce.web").joinpath("gallery.toml").read_text(encoding="utf-8")
)
TOKENS = (
    "paper", "surface", "line", "edge", "ink", "ink-soft",
    "primary", "primary-dark", "primary-soft", "glow",
    "yes", "yes-soft", "wait", "wait-soft", "no", "no-soft",
)  # fmt: skip
AROUND = [(50.004, 3.008), (49.991, 2.994), (50.012, 3.021)]


class SampleForm(forms.Form):
    """One field of each kind."""

    default_renderer = ui.Renderer
    name = forms.CharField(label="Nom de famille")
    born = forms.CharField(label="Date de naissance", help_text="Par exemple : 27 03 1985")
    commune = forms.ChoiceField(label="Commune", choices=[("1", "Mirebourg"), ("2", "Valcendre")])
    contact = forms.ChoiceField(
        label="Comment la joindre ?",
        choices=[("sms", "Par SMS"), ("letter", "Par lettre")],
        widget=forms.RadioSelect,
        help_text="La personne peut changer d’avis.",
    )
    parts = forms.MultipleChoiceField(
        label="Ce qu’elle demande",
        choices=[("line", "Une ligne"), ("computer", "Un ordinateur")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agrees = forms.BooleanField(label="La personne est d’accord")


class CodeForm(forms.Form):
    """The code of a voucher."""

    default_renderer = ui.Renderer
    code = forms.CharField(
        label="Code du bon",
        help_text="10 lettres et chiffres.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FilterForm(forms.Form):
    """A search and a filter."""

    default_renderer = ui.Renderer
    q = forms.CharField(label="Nom ou code")
    state = forms.ChoiceField(label="Où ça en est", choices=[("", "Tout"), ("stuck", "En panne")])


def _fields(wrong: SampleForm) -> dict[str, dict[str, Any]]:
    blank = SampleForm(prefix="blank", auto_id="%s")
    right = {str(field.label): {"field": field} for field in blank}
    return right | {f"{field.label} : à corriger": {"field": field} for field in wrong}


def _made() -> dict[str, dict[str, dict[str, Any]]]:
    wrong = SampleForm({}, prefix="wrong", auto_id="%s")
    code, bad = CodeForm(prefix="code"), CodeForm({"bad-code": "K7MWQ2X9T"}, prefix="bad")
    bad.add_error("code", "Ce code n’est pas complet. Comparez-le au papier.")
    said = [
        Message(constants.SUCCESS, "Le bon est imprimé."),
        Message(constants.ERROR, "Déjà servi."),
    ]
    legend = gettext("Votre commune est au centre. Les numéros sont ceux de la liste.")
    drawn = ui.small_map(here=(50.0, 3.0), places=AROUND, legend=legend)
    some = {"form": FilterForm(prefix="some"), "count": "12 sur 40", "clear_url": "#all"}
    return {
        "field": _fields(wrong),
        "fields": {"avec une faute": {"fields": [(one, one.errors) for one in wrong]}},
        "error_summary": {"trouvées": {"form": wrong}, "aucune": {"form": SampleForm()}},
        "code_field": {
            "vide": {"field": code["code"], "camera": True},
            "à corriger": {"field": bad["code"]},
        },
        "filters": {"vide": {"form": FilterForm(prefix="all")}, "filtré": some},
        "messages": {"deux": {"messages": said}},
        "pagination": {"au milieu": {"page": Paginator(range(90), 20).page(2)}},
        "map": {"trois lieux": {"map": drawn}},
    }


def _spoken(value: Any) -> Any:
    """Say every sentence of a sample in the language of the page."""
    if isinstance(value, str):
        return gettext(value) if value else value
    if isinstance(value, dict):
        return {key: _spoken(inner) for key, inner in value.items()}
    return [_spoken(inner) for inner in value] if isinstance(value, list) else value


def samples() -> dict[str, Mapping[str, Mapping[str, Any]]]:
    """Give the states of every component, in the language of the page."""
    return dict(sorted({**_spoken(WRITTEN), **_made()}.items()))


@household(cache=SHARED)
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    context = {"samples": samples(), "icons": icons.SHAPES, "tokens": TOKENS}
    response = render(request, "ui/gallery.html", context)
    # Its sentences are samples: a search engine would hand them out as answers.
    response.headers["X-Robots-Tag"] = "noindex"
    return response
