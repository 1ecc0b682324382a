"""The pages of territories: who reads them, and what they say when nothing is ready."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.steering import sections

READERS = (Role.PROGRAMME_MANAGER, Role.EVALUATOR)
LOAD, NEED = "coupdepouce data load DOSSIER", "coupdepouce data need"
# What is left to do on the machine, by what is missing.
COMMANDS = {
    "science_missing": ("make science", LOAD, NEED),
    "data_not_loaded": (LOAD, NEED),
    "data_outdated": (LOAD, NEED),
    "lists_missing": (LOAD, NEED),
    "need_not_estimated": (NEED,),
}
BULLET = "- "
View = Callable[..., HttpResponseBase]


def _page(module: str, name: str, purpose: str) -> View:
    """Open a page of a module that needs the extra; say what is missing, and never compute it."""

    def opened(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            view: View = getattr(import_module(f"{__package__}.{module}"), name)
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            if refusal.code not in COMMANDS:
                raise
            return _missing(request, refusal)

    opened.__doc__ = purpose
    return audience(*READERS)(require_GET(opened))


def _missing(request: StaffRequest, refusal: Refusal) -> HttpResponse:
    lines = refusal.sentence.splitlines()
    return sections.shared(
        request,
        "steering/territories/missing.html",
        sentences=[one for one in lines if not one.startswith(BULLET)],
        files=[one.removeprefix(BULLET) for one in lines if one.startswith(BULLET)],
        commands=COMMANDS[refusal.code],
    )


home = _page("ranked", "home", "Rank the territories of a level, beside their map.")
chart = _page("ranked", "chart", "Draw the map alone.")
one = _page("ranked", "one", "Say why this territory, to print.")
scenarios = _page("compared", "scenarios", "Set two scenarios side by side.")
sites = _page("placing", "sites", "Choose where to open, with the proof.")
experiment = _page("judged", "experiment", "Plan how to know whether it worked.")
plan = _page("judged", "plan", "Give the plan to sign, in Markdown.")
