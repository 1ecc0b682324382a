"""The operator's back office: what is stuck first, who waits since when, one line at a time."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from coupdepouce.core.line.keeping import Called
from coupdepouce.core.roles import Role
from coupdepouce.prescriptions import call_backs, line_desk
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.lines import shown
from coupdepouce.web.numbers import page_number

EMPTY = {
    "bloques": "Rien n’est bloqué.",
    "commandes": "Aucune commande n’est en cours.",
    "adresses": "Aucune adresse n’attend de réponse.",
    "impayes": "Aucun retard, aucune coupure.",
    "rappels": "Aucun rappel à faire aujourd’hui.",
}
CALLED = {
    Called.NOTED: "Personne n’a répondu : c’est noté. Rappelez un autre jour.",
    Called.SAME_DAY: "Cet appel est déjà noté aujourd’hui.",
    Called.GIVEN_UP: "Personne n’a répondu : c’est noté. "
    "Nous l’écrivons au prescripteur : vous ne rappelez plus.",
    Called.NOT_DUE: "Aucun rappel n’est à faire pour cette ligne.",
}


@audience(Role.BACK_OFFICE)
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show one of the lists of lines: what is stuck unless another is asked for."""
    request.about = "list"
    at = timezone.now()
    desk = line_desk.desk(
        member=request.member,
        keep=request.GET.get("liste", ""),
        at=at,
        number=page_number(request.GET.get("page", "")),
    )
    return page(
        request,
        "lines/operator.html",
        desk=desk,
        title=line_desk.LISTS[desk.keep][0],
        sections=_sections(request, current=desk.keep),
        rows=[shown.desk_row(row, at=at) for row in desk.rows],
        empty=EMPTY[desk.keep],
    )


def _sections(request: StaffRequest, *, current: str) -> Sequence[Mapping[str, Any]]:
    counts = line_desk.counts(member=request.member, at=timezone.now())
    home_url = reverse("lines:operator")
    return [
        {
            "label": f"{label} ({counts[name]})",
            "href": f"{home_url}?liste={name}",
            "current": name == current,
        }
        for name, (label, _) in line_desk.LISTS.items()
    ]


@audience(Role.BACK_OFFICE)
@require_GET
def line(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a line: where it stands, what blocks it, what can be done."""
    at = timezone.now()
    view = line_desk.line_file(member=request.member, reference=reference, at=at)
    request.about = f"prescription:{reference}"
    return page(
        request,
        "lines/line.html",
        view=view,
        tone=shown.TONES.get(view.state.name, "wait"),
        facts=shown.line_file(view),
        steps=shown.steps(view),
        cases=[shown.case_row(case, at=at) for case in view.cases],
        is_stuck=any(case.closed_at is None for case in view.cases),
        may_call=shown.is_to_call(view, at=at),
        checks=[shown.check_row(check, at=at) for check in view.checks],
        reports=[shown.report_row(report) for report in view.reports],
    )


@audience(Role.BACK_OFFICE)
@require_POST
def no_answer(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Count a call that nobody answered."""
    request.about = f"prescription:{reference}"
    called = call_backs.note_no_answer(
        member=request.member, reference=reference, at=timezone.now()
    )
    messages.success(request, CALLED[called])
    return redirect(f"{reverse('lines:operator')}?liste=rappels")


@audience(Role.BACK_OFFICE, Role.PROGRAMME_MANAGER)
@require_GET
def left_over(request: StaffRequest) -> HttpResponse:
    """Show the rows of the operator's files that could not be applied."""
    reports = line_desk.left_over(member=request.member)
    return page(
        request, "lines/left_over.html", facts=[shown.report_row(report) for report in reports]
    )
