"""The file of a request and of a household: where it stands, what is next, what changes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.states import OPEN_PRESCRIPTION
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households import operations as households
from coupdepouce.households import queries as household_queries
from coupdepouce.outreach.queries import messages_about
from coupdepouce.partners.queries import proof_connection, shops
from coupdepouce.prescriptions import opening, queries
from coupdepouce.prescriptions.briefed import check_briefed
from coupdepouce.prescriptions.computers import computer_of
from coupdepouce.prescriptions.shared import agreed_of
from coupdepouce.programmes.queries import current_programme
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.lines.notice import line_notice
from coupdepouce.web.prescribing import about, shown, words
from coupdepouce.web.prescribing.editing import correction, keep
from coupdepouce.web.prescribing.file_forms import StateForm
from coupdepouce.web.prescribing.forms import FIELD_OF, ProofFields, RequestFields
from coupdepouce.web.prescribing.views import PRESCRIBERS, refuse_known, side, warning
from coupdepouce.web.steps import refuse
from coupdepouce.web.stock.shown import facts_of

if TYPE_CHECKING:
    from coupdepouce.households.models import Household

ASKED_AGAIN = frozenset({"refused", "withdrawn", "expired"})
READERS = (*PRESCRIBERS, Role.PROGRAMME_MANAGER)


@audience(*READERS)
@require_GET
def show(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a request: the decision, the one next step, the parts, the whole history."""
    now = timezone.now()
    file = queries.file(member=request.member, reference=reference, at=now)
    prescription = file.prescription
    request.about = f"prescription:{reference}"
    household = household_queries.household(member=request.member, pk=prescription.household_id)
    return page(
        request,
        "prescribing/file.html",
        **side(request, current=file),
        file=file,
        is_draft=prescription.state == "draft",
        may_edit=request.member.role in PRESCRIBERS,
        state=shown.state(file),
        decision=shown.verdict(prescription.verdict, warning=warning()),
        **_next(request, file, household),
        parts=[
            *shown.parts(file),
            *facts_of(computer_of(prescription, at=now)),
            *about.coming(prescription, at=now, may_edit=request.member.role in PRESCRIBERS),
        ],
        facts=about.household(household, file.applicant),
        papers=about.papers(household),
        messages_sent=[shown.message(one) for one in messages_about(request.about)],
        likeness=households.DESPITE.get(household.despite, ""),
        may_ask=_may_ask(request),
        line=line_notice(prescription),
        shares=agreed_of(prescription),
        may_share=request.member.role in PRESCRIBERS and prescription.state in OPEN_PRESCRIPTION,
    )


def _next(request: StaffRequest, file: queries.File, household: "Household") -> Mapping[str, Any]:
    """Give the next step and the others; once it is over, the way to ask again."""
    step = shown.next_step(file, claim=household_queries.last_claim(household))
    return {
        "next_step": step,
        "others": shown.other_steps(file, taken=step.get("key", "")),
        "may_ask_again": file.prescription.state in ASKED_AGAIN
        and _may_prescribe(request, household),
    }


def _may_prescribe(request: StaffRequest, household: "Household") -> bool:
    requests = queries.of_household(member=request.member, household_id=household.pk)
    is_open = any(one.waits_for for one in requests)
    return request.member.role in PRESCRIBERS and not is_open


def _may_ask(request: StaffRequest) -> bool:
    organisation = request.member.organisation
    return organisation.is_public_body and proof_connection(organisation.pk) is not None


def _file_url(reference: UUID) -> str:
    return reverse("prescribing:file", args=[reference])


def _form_page(request: StaffRequest, template: str, **context: Any) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return page(request, template, status=status, action=request.path, **context)


@audience(*PRESCRIBERS)
@require_http_methods(["GET", "POST"])
def judge_again(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Record another paper on a draft, and decide again."""
    prescription = queries.find(request.member, reference)
    request.about = f"prescription:{reference}"
    _version, programme = current_programme()
    form = ProofFields(request.POST or None, programme=programme)
    if form.is_valid():
        try:
            opening.judge(
                prescription=prescription,
                proof=form.proof,
                figures=form.figures,
                by=request.member,
                at=timezone.now(),
                once=form.cleaned_data["once"],
            )
        except Refusal as refusal:
            refuse(form, refusal, fields=FIELD_OF)
        else:
            return redirect("prescribing:file", reference=reference)
    return _form_page(
        request,
        "prescribing/proof.html",
        heading="Noter un papier",
        form=form,
        policy=words.POLICY,
        warning=warning(),
        cancel_url=_file_url(reference),
    )


@audience(*PRESCRIBERS)
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Correct what was typed: all of it on a draft, the contact and the agreements afterwards."""
    file = queries.file(member=request.member, reference=reference, at=timezone.now())
    request.about = f"prescription:{reference}"
    pk = file.prescription.household_id
    household = household_queries.household(member=request.member, pk=pk)
    form = correction(file, household, request.POST or None)
    if form.is_valid():
        try:
            again = keep(file, household, form, by=request.member, at=timezone.now())
        except Refusal as refusal:
            refuse_known(form, refusal)
        else:
            messages.success(request, "Les changements sont gardés.")
            if again:
                messages.warning(request, words.NOTE_AGAIN)
            return redirect("prescribing:file", reference=reference)
    return _form_page(
        request,
        "prescribing/edit.html",
        heading="Corriger",
        form=form,
        cancel_url=_file_url(reference),
    )


@audience(*PRESCRIBERS)
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Ask the administration; whatever it answers, a paper seen by a person stays possible."""
    file = queries.file(member=request.member, reference=reference, at=timezone.now())
    request.about = f"prescription:{reference}"
    form = StateForm(request.POST or None, initial=_identity(file))
    answer = _asked(request, file, form) if form.is_valid() else None
    if answer is None:
        return _form_page(
            request,
            "prescribing/ask.html",
            heading="Demander à l’administration",
            form=form,
            cancel_url=_file_url(reference),
        )
    return page(
        request,
        "prescribing/asked.html",
        answer=answer,
        tone=ANSWER_TONES[answer.verdict],
        file_url=_file_url(reference),
        proof_url=reverse("prescribing:proof", args=[reference]),
    )


def _asked(
    request: StaffRequest, file: queries.File, form: StateForm
) -> households.StateAnswer | None:
    """Give the administration's answer; a refusal is left in the form."""
    try:
        return opening.ask_state(
            prescription=file.prescription,
            endpoint=form.cleaned_data["endpoint"],
            identity=form.identity,
            by=request.member,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
    except Refusal as refusal:
        refuse(form, refusal, fields=FIELD_OF)
        return None


ANSWER_TONES = {"held": "yes", "not_held": "no", "doubt": "wait", "unavailable": "wait"}


def _identity(file: queries.File) -> dict[str, str]:
    person = file.applicant
    if person is None:
        return {}
    return {
        "birth_name": person.last_name,
        "first_names": person.first_name,
        "birth_date": about.day(person.birth_date),
    }


@audience(*READERS)
@require_GET
def household(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a household and its requests: where a duplicate leads."""
    found = household_queries.household(member=request.member, reference=reference)
    request.about = f"household:{found.pk}"
    people = household_queries.composition(found)
    requests = queries.of_household(member=request.member, household_id=found.pk)
    return page(
        request,
        "prescribing/household.html",
        **side(request),
        household=found,
        applicant=people[0] if people else None,
        facts=about.household(found, people[0] if people else None),
        papers=about.papers(found),
        requests=[shown.request(one) for one in requests],
        may_prescribe=_may_prescribe(request, found),
    )


@audience(*PRESCRIBERS)
@require_http_methods(["GET", "POST"])
def prescribe(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Open another request for a household that is known: nothing is typed again."""
    check_briefed(member=request.member, at=timezone.now())
    found = household_queries.household(member=request.member, reference=reference)
    request.about = f"household:{found.pk}"
    form, day = _request_form(request, found), day_of(timezone.now())
    known = household_queries.current_verdict(found, day=day)
    if form.is_valid():
        try:
            opened = opening.start_again(
                household_id=found.pk,
                request=form.request,
                proof=form.proof,
                figures=form.figures,
                by=request.member,
                at=timezone.now(),
                once=form.cleaned_data["once"],
            )
        except Refusal as refusal:
            refuse(form, refusal, fields=FIELD_OF)
        else:
            return redirect("prescribing:file", reference=opened.reference)
    return _form_page(
        request,
        "prescribing/prescribe.html",
        heading="Nouvelle demande",
        lead=words.STILL_CERTAIN if known and known.certain else "",
        form=form,
        policy=words.POLICY, warning=warning(),
        cancel_url=reverse("prescribing:household", args=[reference]),
    )  # fmt: skip


def _request_form(request: StaffRequest, household: "Household") -> RequestFields:
    _version, programme = current_programme()
    asked = queries.of_household(member=request.member, household_id=household.pk)
    return RequestFields(
        request.POST or None,
        programme=programme,
        shops=shops(),
        initial=shown.asked_before(asked[0]) if asked else None,
    )
