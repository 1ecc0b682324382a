"""A person in the workshops: what to prepare, what they can do, where they came; never why."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.skills import LEVELS, QUESTIONS, How, Phase
from coupdepouce.prescriptions import workshops
from coupdepouce.programmes.queries import current_programme, offered_languages
from coupdepouce.training import operations, queries, rounds
from coupdepouce.training.needs import BY_CODE
from coupdepouce.training.printing import attestation_of, attestation_pdf
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steps import refuse
from coupdepouce.web.training.forms import NeedsForm, SkillsForm
from coupdepouce.web.training.progress import progress_page
from coupdepouce.web.training.shown import STATES, moment

if TYPE_CHECKING:
    from coupdepouce.prescriptions.models import Prescription
    from coupdepouce.training.models import SkillsAnswer

WITH_PEOPLE = (Role.TRAINER, Role.SHOP_ADVISOR, Role.PRESCRIBER, Role.PARTNER_MANAGER)
TEACHERS = (Role.TRAINER, Role.SHOP_ADVISOR)
FINISHABLE = BY_NAME["finish_training"].sources
PHASES = {"avant": Phase.BEFORE, "apres": Phase.AFTER}


@audience(*WITH_PEOPLE)
@require_safe
def show(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a person's workshops: what to prepare, the sessions, what changed."""
    request.about = f"prescription:{reference}"
    row = workshops.request_of(request.member, reference)
    household, at = row.household_id, timezone.now()
    needs = queries.needs_of([household]).get(household)
    progress = rounds.progress_of(household)
    return page(
        request,
        "training/person.html",
        name=workshops.name_of(household) or "Dossier effacé",
        reference=reference,
        back_url=reverse("training:home")
        if Role(request.member.role) in TEACHERS
        else reverse("prescribing:file", args=[reference]),
        needs=None if needs is None else [BY_CODE[code].prepare for code in needs],
        coming=[_coming(reference, one) for one in queries.next_of(household, at=at)],
        came=[
            f"{one.session.workshop.title}, {moment(one.session)}"
            for one in queries.attended(household, at=at)
        ],
        may_book=row.training_state in workshops.MAY_BOOK,
        may_finish=row.training_state in FINISHABLE,
        may_teach=Role(request.member.role) in TEACHERS,
        rounds=_rounds(row, progress),
        progress=progress_page(progress),
    )


def _coming(reference: UUID, one: queries.Booking) -> dict[str, Any]:
    tone, word = STATES[one.state]
    return {
        "title": one.session.workshop.title,
        "moment": moment(one.session),
        "tone": tone,
        "word": word,
        "cancel_url": reverse("training:give_up", args=[reference, one.reference]),
    }


def _rounds(row: "Prescription", progress: rounds.Progress) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "href": reverse("training:skills", args=[row.reference, slug]),
            "on": answer.at if answer else None,
            "closed": rounds.why_closed(row.household_id, PHASES[slug]),
        }
        for slug, label, answer in (
            ("avant", "Avant les ateliers", progress.before),
            ("apres", "Après les ateliers", progress.after),
        )
    ]


@audience(*WITH_PEOPLE)
@require_http_methods(["GET", "POST"])
def needs(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Ask once what a person needs to come and to follow."""
    request.about = f"prescription:{reference}"
    row = workshops.request_of(request.member, reference)
    known = queries.needs_of([row.household_id]).get(row.household_id, ())
    form = NeedsForm(request.POST or None, initial={"needs": list(known)})
    if form.is_bound and form.is_valid():
        operations.record_needs(
            household_id=row.household_id,
            needs=form.cleaned_data["needs"],
            by=request.member,
            at=timezone.now(),
        )
        return redirect("training:person", reference)
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Ce qu’il faut pour venir",
        lead="On le demande une fois. Cela sert à préparer la salle, et à rien d’autre.",
        form=form,
        action=request.path,
        submit="Enregistrer",
        cancel_url=reverse("training:person", args=[reference]),
    )


@audience(*TEACHERS)
@require_http_methods(["GET", "POST"])
def skills(request: StaffRequest, reference: UUID, phase: str) -> HttpResponse:
    """Ask the ten questions, in the language of the household."""
    request.about = f"prescription:{reference}"
    row = workshops.request_of(request.member, reference)
    if phase not in PHASES:
        raise Refusal("not_found", "Ces questions se posent avant ou après : choisissez.")
    progress = rounds.progress_of(row.household_id)
    rounds.check_round(row.household_id, PHASES[phase])
    with override(_language(request, row.household.language)):
        form = SkillsForm(request.POST or None, said=_said(progress, phase))
        if form.is_bound and form.is_valid() and _recorded(request, row.household_id, phase, form):
            return redirect("training:person", reference)
        return page(
            request,
            "training/skills.html",
            status=422 if form.is_bound else 200,
            form=form,
            questions=[(one.icon, form[one.code], _ticks(form, one.code)) for one in QUESTIONS],
            is_after=PHASES[phase] is Phase.AFTER,
            cancel_url=reverse("training:person", args=[reference]),
        )


def _language(request: StaffRequest, known: str) -> str:
    wanted = request.GET.get("langue", "")
    return wanted if wanted in {one.code for one in offered_languages()} else known


def _ticks(form: SkillsForm, code: str) -> list[tuple[str, Any]]:
    """Give each answer of a question beside its picture."""
    return list(zip([*(level.icon for level in LEVELS), "level-unsaid"], form[code], strict=True))


def _said(progress: rounds.Progress, phase: str) -> dict[str, int | None] | None:
    found: SkillsAnswer | None = progress.after if PHASES[phase] is Phase.AFTER else progress.before
    return dict(found.answers) if found else None


def _recorded(request: StaffRequest, household_id: int, phase: str, form: SkillsForm) -> bool:
    try:
        operations.record_skills(
            household_id=household_id,
            phase=PHASES[phase],
            how=form.cleaned_data["how"],
            given=form.given,
            by=request.member,
            at=timezone.now(),
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True


@audience(*TEACHERS)
@require_safe
def progress(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show what changed on one sheet, in the language of the household, for it to keep."""
    request.about = f"prescription:{reference}"
    row = workshops.request_of(request.member, reference)
    with override(row.household.language):
        changed = progress_page(rounds.progress_of(row.household_id))
        if changed is None:
            raise Refusal("skills_missing", "Posez d’abord les questions, avant puis après.")
        return page(
            request,
            "training/progress.html",
            programme_name=current_programme()[1].name,
            name=workshops.name_of(row.household_id),
            progress=changed,
            back_url=reverse("training:person", args=[reference]),
        )


@audience(*TEACHERS)
@require_safe
def sheet(request: StaffRequest) -> HttpResponse:
    """Show the ten questions on one sheet, to tick on paper."""
    return page(
        request,
        "training/sheet.html",
        programme_name=current_programme()[1].name,
        questions=QUESTIONS,
        levels=LEVELS,
        hows=How,
        back_url=reverse("training:home"),
    )


@audience(*TEACHERS)
@require_safe
def attestation(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Give the attestation of the sessions a person came to."""
    request.about = f"prescription:{reference}"
    row = workshops.request_of(request.member, reference)
    came = queries.attended(row.household_id, at=timezone.now())
    if not came:
        raise Refusal(
            "not_attended",
            "Aucune séance suivie n’est finie : notez la présence, et attendez la fin.",
        )
    drawn = attestation_pdf(
        attestation_of(
            came,
            programme=current_programme()[1].name,
            name=workshops.name_of(row.household_id),
            given_on=day_of(timezone.now()),
            language=row.household.language,
        )
    )
    response = HttpResponse(drawn, content_type="application/pdf")
    # A neutral name: files stay in download folders.
    response["Content-Disposition"] = 'inline; filename="attestation.pdf"'
    response["Cache-Control"] = "no-store"
    return response
