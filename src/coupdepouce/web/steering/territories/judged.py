"""How to know whether it worked: the plan that the evaluator signs before the start."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from coupdepouce.core.calendar import in_words
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.experiment.plan import (
    Plan,
    Wave,
    decided,
    points,
    supposed,
    written,
)
from coupdepouce.insight.territories import remembered
from coupdepouce.insight.territories.experiment import experiment as draw
from coupdepouce.web.audience import StaffRequest
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.steering.territories import folder
from coupdepouce.web.steering.territories.answered import answered
from coupdepouce.web.steering.territories.forms import ExperimentForm


def experiment(request: StaffRequest) -> HttpResponse:
    """Draw the areas, and say what the plan could show."""
    data = remembered.ready(folder())
    form = ExperimentForm(request.GET or None, data=data)
    return answered(request, "experiment", form, lambda: _answer(draw(data, form.asked()), request))


def plan(request: StaffRequest) -> HttpResponse:
    """Give the whole plan as a file.

    Raises:
        Refusal: what is asked makes no plan.
    """
    data = remembered.ready(folder())
    form = ExperimentForm(request.GET, data=data)
    if not form.is_valid():
        raise Refusal("plan_unknown", "Ce plan n’existe pas : revenez à la page d’évaluation.")
    return HttpResponse(
        written(draw(data, form.asked())),
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="plan-evaluation.md"'},
    )


def _answer(found: Plan, request: StaffRequest) -> Mapping[str, Any]:
    return {
        "effect": points(found.effect),
        "facts": [{"name": name, "value": value} for name, value in decided(found)],
        "supposed": supposed(found),
        "rows": _waves(found),
        "left_out": ", ".join(found.left_out),
        "plan_url": f"{reverse('territories:plan')}?{request.GET.urlencode()}",
    }


def _waves(found: Plan) -> Mapping[str, Any]:
    return table(
        caption=f"{found.territory} : les {found.level}",
        columns=("Groupe", "Ouvre", "Zones", "Lesquelles"),
        numbers=("Zones",),
        lines=[_wave(one) for one in found.waves],
    )


def _wave(one: Wave) -> Line:
    opens = in_words(one.opens) if one.opens else "pas pendant l’évaluation"
    return Line(head=one.title, values=(opens, len(one.codes), ", ".join(one.names)))
