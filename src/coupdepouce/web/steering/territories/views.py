"""The pages of territories: who reads them, and what they say when nothing is ready."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
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
View = Callable[..., HttpResponse]


def prepared(view: View) -> View:
    """Say what is missing, where it is offered and the commands, rather than compute in a page."""

    @functools.wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            if refusal.code not in COMMANDS:
                raise
            return _missing(request, refusal)

    return guarded


def _missing(request: StaffRequest, refusal: Refusal) -> HttpResponse:
    lines = refusal.sentence.splitlines()
    return sections.shared(
        request,
        "steering/territories/missing.html",
        sentences=[one for one in lines if not one.startswith(BULLET)],
        files=[one.removeprefix(BULLET) for one in lines if one.startswith(BULLET)],
        commands=COMMANDS[refusal.code],
    )


@audience(*READERS)
@require_GET
@prepared
def home(request: StaffRequest) -> HttpResponse:
    """Rank the territories of a level, beside their map."""
    from coupdepouce.web.steering.territories import ranked  # noqa: PLC0415  an extra

    return ranked.home(request)


@audience(*READERS)
@require_GET
@prepared
def chart(request: StaffRequest) -> HttpResponse:
    """Draw the map alone."""
    from coupdepouce.web.steering.territories import ranked  # noqa: PLC0415  an extra

    return ranked.chart(request)


@audience(*READERS)
@require_GET
@prepared
def one(request: StaffRequest, code: str) -> HttpResponse:
    """Say why this territory, to print."""
    from coupdepouce.web.steering.territories import ranked  # noqa: PLC0415  an extra

    return ranked.one(request, code)


@audience(*READERS)
@require_GET
@prepared
def scenarios(request: StaffRequest) -> HttpResponse:
    """Set two scenarios side by side."""
    from coupdepouce.web.steering.territories import compared  # noqa: PLC0415  an extra

    return compared.scenarios(request)


@audience(*READERS)
@require_GET
@prepared
def sites(request: StaffRequest) -> HttpResponse:
    """Choose where to open, with the proof."""
    from coupdepouce.web.steering.territories import placing  # noqa: PLC0415  an extra

    return placing.sites(request)


@audience(*READERS)
@require_GET
@prepared
def experiment(request: StaffRequest) -> HttpResponse:
    """Plan how to know whether it worked."""
    from coupdepouce.web.steering.territories import judged  # noqa: PLC0415  an extra

    return judged.experiment(request)


@audience(*READERS)
@require_GET
@prepared
def plan(request: StaffRequest) -> HttpResponse:
    """Give the plan to sign, in Markdown."""
    from coupdepouce.web.steering.territories import judged  # noqa: PLC0415  an extra

    return judged.plan(request)
