"""Places left first, then who to invite: the page of who books for others."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.prescriptions import workshops
from coupdepouce.prescriptions.actors import staff
from coupdepouce.prescriptions.workshops import Candidate, Invited
from coupdepouce.training import queries
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.training.shown import has, moment, places_left, where

BOOKERS = (Role.PRESCRIBER, Role.PARTNER_MANAGER, Role.SHOP_ADVISOR, Role.TRAINER)
MOST_SESSIONS = 40
WAITS = {
    "wanted": "attend une première séance",
    "waiting": "est déjà sur une liste d’attente",
    "booked": "est déjà inscrite à une séance",
    "attended": "est déjà venue",
    "absent": "était absente la dernière fois",
    "excused": "était excusée la dernière fois",
}


@audience(*BOOKERS)
@require_safe
def sessions(request: StaffRequest) -> HttpResponse:
    """Show the sessions to come with their places left, before anybody is invited."""
    member = request.member
    is_shop = member.role in {Role.SHOP_ADVISOR, Role.TRAINER}
    found = queries.of_shop(
        shop=member.organisation if is_shop else None, at=timezone.now(), limit=MOST_SESSIONS
    )
    numbers = ("Places libres", "En attente")
    rows = table(
        caption="Les prochaines séances",
        columns=("Séance", "Quand", "Où", *numbers, "On y trouve"),
        lines=[
            Line(
                head=one.workshop.title,
                href=reverse("training:invite", args=[one.reference]),
                values=(
                    moment(one), where(one), one.left, one.waiting,
                    ", ".join(has(one)),
                ),
            )
            for one in found
        ],
        numbers=numbers,
    )  # fmt: skip
    return page(request, "training/sessions.html", rows=rows)


@audience(*BOOKERS)
@require_http_methods(["GET", "POST"])
def invite(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Pick who to invite to a session, the places left in sight."""
    request.about = "list"
    session = queries.find(member=request.member, reference=reference, at=timezone.now())
    done, problem = Invited(), ""
    if request.method == "POST":
        done, problem = _invited(request, session)
        session = queries.find(member=request.member, reference=reference, at=timezone.now())
    people = workshops.candidates(member=request.member, session=session)
    return page(
        request,
        "training/invite.html",
        status=422 if problem else 200,
        session=session,
        moment=moment(session),
        where=where(session),
        left=places_left(session),
        has=has(session),
        balance=_balance(session.left, people),
        people=[_line(one) for one in people],
        done=done,
        problem=problem,
        once=uuid4(),
        back_url=reverse("training:sessions"),
    )


def _invited(request: StaffRequest, session: Any) -> tuple[Invited, str]:
    form = OnceForm(request.POST)
    try:
        chosen = [UUID(text) for text in request.POST.getlist("demande")]
    except ValueError:
        chosen = []
    if not chosen or not form.is_valid():
        return Invited(), "Choisissez au moins une personne dans la liste."
    try:
        done = workshops.invite(
            actor=staff(request.member, request.impersonator),
            session=session,
            references=chosen,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
    except Refusal as refusal:
        return Invited(), refusal.sentence
    return done, ""


def _balance(left: int, people: list[Candidate]) -> str:
    places = f"{left} place{'s' if left > 1 else ''}"
    count = len(people)
    who = f"{count} personne{'s' if count > 1 else ''}"
    if not left:
        return f"Complet : {who} peuvent prendre la liste d’attente."
    return f"{places} pour {who}."


def _line(one: Candidate) -> dict[str, str]:
    return {
        "reference": str(one.reference),
        "name": one.name or "Dossier effacé",
        "state": WAITS.get(one.state, ""),
        "lacks": ", ".join(one.lacks),
    }
