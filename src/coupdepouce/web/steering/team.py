"""The page of a team: who is in it, what waits on whom, the hardship to decide."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.insight.team import team_page
from coupdepouce.partners import queries
from coupdepouce.partners.operations import close_membership, roles_given
from coupdepouce.partners.queries.briefings import Trained
from coupdepouce.prescriptions.links import prescription_path
from coupdepouce.prescriptions.lists import Row
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.partnership.agreement import waiting_notice
from coupdepouce.web.partnership.briefing import training_word
from coupdepouce.web.standing import row_badge, since
from coupdepouce.web.steering.forms import AccountForm, refuse
from coupdepouce.web.steering.invitations import opened
from coupdepouce.web.steering.tables import Line, day, table, waiting_table

MANAGERS = (Role.PARTNER_MANAGER, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership


@audience(Role.PARTNER_MANAGER)
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """Show a team: its people, what waits on whom, the hardship to decide."""
    request.about = "list"
    found = team_page(member=request.member, at=timezone.now())
    return page(
        request,
        "steering/team.html",
        people=table(
            caption="Les personnes de l’équipe",
            columns=("Personne", "Rôle", "Depuis", "Formation", "Compte"),
            lines=[_person(one, found.training[one.pk]) for one in found.people],
        ),
        agreement=waiting_notice(request),
        waiting=waiting_table(found.waiting),
        stuck=[_row(row) for row in found.stuck],
        hardship=[_row(row) for row in found.hardship],
    )


def _row(row: Row) -> Mapping[str, object]:
    tone, word = row_badge(row)
    return {
        "href": prescription_path(row.prescription.reference),
        "name": row.name or "Ménage effacé",
        "tone": tone,
        "word": word,
        "waits": f"{row.waits_for.capitalize()} doit agir {since(row.days)}",
    }


def _person(one: "Membership", trained: Trained) -> Line:
    is_open = one.until is None
    return Line(
        head=str(one.user),
        href=reverse("steering:close_account", args=[one.pk]) if is_open else "",
        values=(
            NAMES[Role(one.role)].capitalize(),
            day(one.since),
            training_word(trained) if is_open else "",
            ("yes", "Ouvert") if one.until is None else ("no", f"Fermé le {day(one.until)}"),
        ),
    )


@audience(Role.PARTNER_MANAGER)
@require_http_methods(["GET", "POST"])
def open_account(request: StaffRequest) -> HttpResponse:
    """Open an account in one’s own team; the person receives an e-mail."""
    ours = request.member.organisation
    form = AccountForm(
        request.POST or None, roles=roles_given(organisation=ours, by=request.member)
    )
    if opened(request, form=form, organisation=ours):
        return redirect("steering:team")
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Ouvrir un compte",
        lead="La personne reçoit un courriel pour choisir son mot de passe.",
        form=form,
        action=request.path,
        submit="Ouvrir le compte",
        cancel_url=reverse("steering:team"),
    )


@audience(*MANAGERS)
@require_http_methods(["GET", "POST"])
def close_account(request: StaffRequest, pk: int) -> HttpResponse:
    """Close an account: the person no longer enters, the trace stays."""
    closing = queries.membership(member=request.member, pk=pk)
    form = OnceForm(request.POST or None)
    back = list_of(request.member, closing.organisation_id)
    if form.is_valid() and _closed(request, form, closing):
        return redirect(back)
    return page(
        request,
        "layouts/confirm.html",
        status=422 if form.is_bound else 200,
        heading="Fermer ce compte ?",
        consequences=[
            f"{closing.user}, {NAMES[Role(closing.role)]}, {closing.organisation.name}.",
            "Cette personne n’entre plus. Ce qu’elle a fait reste écrit.",
            "Ses clés de logiciel cessent de marcher.",
        ],
        form=form,
        action=request.path,
        submit="Fermer le compte",
        cancel_url=back,
    )


def _closed(request: StaffRequest, form: OnceForm, closing: "Membership") -> bool:
    try:
        close_membership(membership=closing, by=request.member, at=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, "Le compte est fermé.")
    return True


def list_of(member: "Membership", organisation_id: int) -> str:
    """Give the page where this manager sees the people of an organisation."""
    if member.role == Role.PARTNER_MANAGER:
        return reverse("steering:team")
    if member.role == Role.ADMINISTRATOR:
        return reverse("steering:accounts")
    return reverse("steering:organisation", args=[organisation_id])
