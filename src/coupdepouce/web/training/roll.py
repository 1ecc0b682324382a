"""A session on its day: who is there, in one tap; the paper list; the trainer's few words."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions import workshops
from coupdepouce.prescriptions.workshops import Present, Roll
from coupdepouce.programmes.queries import current_programme
from coupdepouce.training import operations, queries
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steps import refuse
from coupdepouce.web.training.forms import AnonymousForm, CopyForm, ReportForm
from coupdepouce.web.training.plan import RUNNERS, TEACHERS
from coupdepouce.web.training.shown import STATES, moment, standing, where

if TYPE_CHECKING:
    from coupdepouce.training.models import Session

MARKS = (("attended", "Venu"), ("absent", "Absent"), ("excused", "Excusé"))
SPARE_LINES = 5


@audience(*RUNNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a session, and note who is there in one tap."""
    request.about = f"session:{reference}"
    form = AnonymousForm(request.POST if "anonymous" in request.POST else None)
    if request.method == "POST" and _noted(request, reference, form):
        return redirect("training:session", reference)
    found = workshops.roll(member=request.member, reference=reference)
    form.fields["anonymous"].initial = found.session.anonymous
    return page(
        request,
        "training/session.html",
        status=422 if request.method == "POST" else 200,
        form=form,
        teaches=request.member.role in TEACHERS,
        **_page(found),
    )


def _noted(request: StaffRequest, reference: UUID, form: AnonymousForm) -> bool:
    """Note one tap, or the count of those who came without a file."""
    try:
        if form.is_bound:
            return form.is_valid() and _counted(request, reference, form)
        booking, _, state = request.POST.get("mark", "").partition(":")
        once = UUID(request.POST.get("once", ""))
        # Two taps on one button carry the same key; another button is another act.
        workshops.mark(
            member=request.member, reference=reference, booking=UUID(booking), state=state,
            at=timezone.now(), once=uuid5(once, f"{booking}:{state}"),
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    except ValueError:
        messages.error(request, "Cette page a changé : recommencez.")
    return True


def _counted(request: StaffRequest, reference: UUID, form: AnonymousForm) -> bool:
    operations.count_anonymous(
        session=queries.run_by(member=request.member, reference=reference),
        number=form.cleaned_data["anonymous"],
    )
    return True


def _page(found: Roll) -> dict[str, Any]:
    session, now = found.session, timezone.now()
    tone, word = standing(session)
    is_over = session.ends_at <= now
    marks = open_marks(session, at=now)
    return {
        "session": session,
        "tone": tone,
        "word": word,
        "facts": _facts(found),
        "prepare": found.prepare,
        "lines": [_line(one, marks=marks) for one in found.present],
        "queue": [_line(one) for one in found.queue],
        "once": uuid4(),
        "is_over": is_over,
        "is_live": session.cancelled_at is None,
        "may_mark": bool(marks),
        "may_change": session.cancelled_at is None and session.starts_at > now,
        "report": queries.report_of(session) if is_over else None,
    }


def _facts(found: Roll) -> list[dict[str, str]]:
    session = found.session
    came = found.counts.get("attended", 0) + session.anonymous
    known = [
        ("Quand", moment(session)),
        ("Où", where(session)),
        ("Qui anime", str(session.trainer.user) if session.trainer else "à décider"),
        (
            "Places",
            f"{session.taken} prise{'s' if session.taken > 1 else ''} sur {session.capacity}",
        ),
        ("En attente", str(session.waiting) if session.waiting else ""),
        ("Venus", str(came) if came else ""),
        ("Annulée", session.cancelled_why),
    ]
    return [{"name": name, "value": value} for name, value in known if value]


def open_marks(session: "Session", *, at: datetime) -> Sequence[tuple[str, str]]:
    """Give the presences that may be noted now: some open on the morning, some at the doors."""
    if session.cancelled_at is not None:
        return ()
    return [(code, label) for code, label in MARKS if at >= operations.opens(session, code)]


def _line(one: Present, *, marks: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    state = one.booking.state
    tone, word = STATES[state]
    key = one.booking.reference
    return {
        "key": key,
        "name": one.name or "Dossier effacé",
        "tone": tone,
        "word": word,
        "rank": one.booking.number,
        "href": reverse("training:person", args=[one.request]) if one.request else "",
        "marks": [
            {
                # Tapped again, a mark is taken back.
                "value": f"{key}:{'booked' if state == code else code}",
                "label": label,
                "pressed": state == code,
            }
            for code, label in marks
        ],
    }


@audience(*RUNNERS)
@require_safe
def paper(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show the list on paper, with the way back to the session's page."""
    request.about = f"session:{reference}"
    found = workshops.roll(member=request.member, reference=reference)
    return page(
        request,
        "training/paper.html",
        programme_name=current_programme()[1].name,
        session=found.session,
        moment=moment(found.session),
        where=where(found.session),
        prepare=found.prepare,
        lines=[_line(one) for one in found.present],
        spare=range(SPARE_LINES),
        address=f"{settings.SITE_URL}{reverse('training:copy', args=[reference])}",
        back_url=reverse("training:session", args=[reference]),
    )


@audience(*RUNNERS)
@require_http_methods(["GET", "POST"])
def copy(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Copy the paper list: one answer a line, all at once."""
    request.about = f"session:{reference}"
    found = workshops.roll(member=request.member, reference=reference)
    lines = [
        (one.booking.reference.hex, one.name or "Dossier effacé", one.booking.state)
        for one in found.present
    ]
    form = CopyForm(request.POST or None, lines=lines)
    if form.is_bound and form.is_valid() and _copied(request, reference, form):
        return redirect("training:session", reference)
    if not form.is_bound:
        form.fields["anonymous"].initial = found.session.anonymous
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Recopier la liste papier",
        lead=f"{found.session.workshop.title}, {moment(found.session)}.",
        form=form,
        action=request.path,
        submit="Enregistrer les présences",
        cancel_url=reverse("training:session", args=[reference]),
    )


def _copied(request: StaffRequest, reference: UUID, form: CopyForm) -> bool:
    number = form.cleaned_data["anonymous"]
    try:
        copied = workshops.mark_all(
            member=request.member,
            reference=reference,
            marks={UUID(hex=key): said for key, said in form.marks.items()},
            anonymous=number,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    if copied.changed or not copied.refused:
        messages.success(request, f"C’est noté. Lignes changées : {copied.changed}.")
    for booking, why in copied.refused:
        form.add_error(f"p{booking.hex}", why)
    return not copied.refused


@audience(*RUNNERS)
@require_http_methods(["GET", "POST"])
def report(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Write the trainer's short report."""
    session = queries.run_by(member=request.member, reference=reference)
    known = queries.report_of(session)
    initial = {"done": known.done, "next_time": known.next_time} if known else {}
    form = ReportForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            operations.write_report(
                session=session,
                done=form.cleaned_data["done"],
                next_time=form.cleaned_data["next_time"],
                by=request.member,
                at=timezone.now(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("training:session", reference)
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Le bilan de la séance",
        lead=f"{session.workshop.title}, {moment(session)}.",
        form=form,
        action=request.path,
        submit="Enregistrer le bilan",
        cancel_url=reverse("training:session", args=[reference]),
    )
