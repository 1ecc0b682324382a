"""A question asked by its address, and on the same page its answer or what to mend."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse

from coupdepouce.core.refusal import Refusal
from coupdepouce.web.audience import StaffRequest
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.forms import refuse


def answered(
    request: StaffRequest, name: str, form: Form, answer: Callable[[], Mapping[str, Any]]
) -> HttpResponse:
    """Show a question, with its answer once it can be given."""
    context: Mapping[str, Any] = {}
    if form.is_valid():
        try:
            context = answer()
        except Refusal as refusal:
            refuse(form, refusal)
    template = f"steering/territories/{name}.html"
    return sections.shared(request, template, form=form, **context)
