"""The page of a machine on the bench: what remains to be done, and the form of each thing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from coupdepouce.core.equipment.evidence import read_certificate, type_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment.operations.preparing import (
    Evidence,
    Grades,
    finish,
    record_erasure,
    record_tests,
    set_grades,
)
from coupdepouce.equipment.queries import workshop as reads
from coupdepouce.equipment.queries.places import named
from coupdepouce.equipment.queries.preparing import missing_of
from coupdepouce.equipment.queries.workshop import Bench
from coupdepouce.outreach.erasures import erasure_pdf
from coupdepouce.programmes.queries import current_programme
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.once import OnceForm
from coupdepouce.web.refurbishing import papers
from coupdepouce.web.refurbishing.forms import ErasureForm, GradesForm, TestsForm
from coupdepouce.web.refurbishing.prefilled import (
    Rules,
    erasure_form,
    grades_form,
    rules_for,
    tests_form,
)
from coupdepouce.web.refurbishing.sections import READERS, workshop
from coupdepouce.web.refurbishing.shown import done_of, events_of, facts_of, scores, steps_of
from coupdepouce.web.steps import refuse


@audience(*READERS)
@require_GET
def show(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a machine: what it is, what was done, what remains, in order."""
    return bench_page(request, reads.bench_of(request.member, reference))


def bench_page(request: StaffRequest, bench: Bench, **bound: forms.Form) -> HttpResponse:
    """Render a machine, with the form that was refused if there is one."""
    rules = rules_for(bench)
    done = done_of(bench)
    opened = next(iter(bound), None) or next((name for name in done if not done[name]), "")
    ticked = request.GET.get("tout") == "1"
    return workshop(
        request,
        "refurbishing/machine.html",
        status=422 if bound else 200,
        heading=named(bench.computer),
        bench=bench,
        facts=facts_of(bench),
        steps=steps_of(bench),
        done=done,
        opened=opened,
        bound=next(iter(bound.values()), None),
        tests=bound.get("tests") or tests_form(bench, all_ticked=ticked),
        erasure=bound.get("erasure") or erasure_form(bench, request.member),
        grades=bound.get("grades") or grades_form(bench, rules),
        stock=bound.get("stock") or OnceForm(),
        missing=f"Il manque : {', '.join(missing_of(bench.works))}.",
        scores=scores(rules.proposal) if rules.proposal else None,
        rules=rules,
        events=events_of(bench),
    )


def _written(
    request: StaffRequest, reference: UUID, name: str, form: forms.Form, write: Callable[[], Any]
) -> HttpResponse:
    """Write what the form says and go back to the machine; otherwise show what is wrong."""
    if form.is_valid():
        try:
            write()
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("refurbishing:machine", reference=reference)
    bench = reads.bench_of(request.member, reference)
    return bench_page(request, bench, **{name: form})


@audience(Role.REFURBISHER)
@require_POST
def test(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Write what was tried on a machine."""
    bench = reads.bench_of(request.member, reference)
    form = TestsForm(request.POST, form=bench.computer.form)
    return _written(
        request,
        reference,
        "tests",
        form,
        lambda: record_tests(
            computer_id=bench.computer.pk,
            results=form.results,
            note=form.cleaned_data["note"],
            by=request.member,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        ),
    )


@audience(Role.REFURBISHER)
@require_POST
def erase(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Write the evidence of an erasure."""
    bench = reads.bench_of(request.member, reference)
    form = ErasureForm(request.POST, request.FILES)
    return _written(
        request,
        reference,
        "erasure",
        form,
        lambda: record_erasure(
            computer_id=bench.computer.pk,
            evidence=_evidence(form),
            by=request.member,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        ),
    )


def _evidence(form: ErasureForm) -> Evidence:
    given = {name: form.cleaned_data[name] for name in form.fields if name != "once"}
    file = given.pop("certificate")
    attached = read_certificate(file.read(), name=file.name) if file else None
    return Evidence(**given, certificate=attached)


@audience(Role.REFURBISHER)
@require_POST
def grade(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Write the grades, the category and the price that a person decides."""
    bench = reads.bench_of(request.member, reference)
    _, programme = current_programme()
    rules: Rules = rules_for(bench)
    form = GradesForm(request.POST, categories=rules.categories, cap=rules.cap_sentence)
    return _written(
        request,
        reference,
        "grades",
        form,
        lambda: set_grades(
            computer_id=bench.computer.pk,
            grades=Grades(
                **{name: form.cleaned_data[name] for name in form.fields if name != "once"}
            ),
            programme=programme,
            by=request.member,
            at=timezone.now(),
        ),
    )


@audience(Role.REFURBISHER)
@require_POST
def stock(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Put a prepared machine in stock."""
    bench = reads.bench_of(request.member, reference)

    def write() -> None:
        finish(computer_id=bench.computer.pk, by=request.member, at=timezone.now())
        messages.success(request, "La machine est en stock. Elle peut partir en boutique.")

    return _written(request, reference, "stock", OnceForm(request.POST), write)


@audience(*READERS)
@require_GET
def certificate(request: StaffRequest, reference: UUID, pk: int) -> HttpResponse:
    """Give the certificate of an erasure: the one attached, or ours."""
    erasure = reads.erasure_of(request.member, reference, pk)
    if erasure.certificate is not None:
        content = bytes(erasure.certificate)
        name, kind = erasure.certificate_name, type_of(content)
    else:
        _, programme = current_programme()
        content = erasure_pdf(papers.sheet_of(erasure, programme=programme.name))
        name, kind = f"effacement-{erasure.serial}.pdf", "application/pdf"
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = _attached(name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _attached(name: str) -> str:
    plain = "".join(letter for letter in name if letter.isascii() and letter not in '"\\\r\n')
    return f'attachment; filename="{plain}"'
