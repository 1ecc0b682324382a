"""Partners and shops: the list, a new one, its people."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.outreach.agreements import life_of
from coupdepouce.partners import queries
from coupdepouce.partners.operations import create_organisation, roles_given
from coupdepouce.partners.queries.closing import closings_of
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.partnership.agreement import agreements_table, notice, quotas_table
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.closing_shown import closings_table
from coupdepouce.web.steering.forms import AccountForm, OrganisationForm, SearchForm, refuse
from coupdepouce.web.steering.invitations import opened
from coupdepouce.web.steering.programme import page_number
from coupdepouce.web.steering.tables import Line, day, pages, table

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership, Organisation

PAGE = 100


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """List partners and shops."""
    form = SearchForm(request.GET)
    found = [one for one in queries.organisations(request.member) if _matches(one, form.text)]
    number = page_number(request)
    return sections.programme(
        request,
        "steering/organisations.html",
        form=form,
        count=f"{len(found)} organisations.",
        clear_url=request.path if form.text else "",
        pages=pages(total=len(found), size=PAGE, number=number),
        rows=table(
            caption="Organisations",
            columns=("Nom", "Sorte", "Lieu", "État"),
            lines=[_line(one) for one in found[(number - 1) * PAGE : number * PAGE]],
        ),
    )


def _matches(one: "Organisation", text: str) -> bool:
    return text.lower() in f"{one.name} {one.get_kind_display()}".lower()


def _kind(one: "Organisation") -> str:
    kind = one.get_kind_display()
    # Not `capitalize`, which would write "Ccas ou cias".
    return kind[:1].upper() + kind[1:]


def _line(one: "Organisation") -> Line:
    return Line(
        head=one.name,
        href=reverse("steering:organisation", args=[one.pk]),
        values=(
            _kind(one),
            one.place.commune_name if one.place else "",
            ("yes", "Active") if one.is_active else ("no", "Fermée"),
        ),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest) -> HttpResponse:
    """Add a partner, a shop or another actor."""
    form = OrganisationForm(request.POST or None)
    if form.is_valid() and (made := _created(form)):
        messages.success(request, f"« {made.name} » est ajouté. Ouvrez-lui un premier compte.")
        return redirect("steering:organisation", pk=made.pk)
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading="Ajouter une organisation",
        form=form,
        action=request.path,
        submit="Ajouter",
        cancel_url=reverse("steering:organisations"),
    )


def _created(form: OrganisationForm) -> "Organisation | None":
    said = {name: form.cleaned_data[name] for name in ("name", "kind", "siret", "email")}
    try:
        return create_organisation(**said)
    except Refusal as refusal:
        refuse(form, refusal)
        return None


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def organisation(request: StaffRequest, pk: int) -> HttpResponse:
    """Show an organisation and the people who act for it."""
    one = queries.organisation(member=request.member, pk=pk)
    people = queries.team_of(member=request.member, organisation_id=pk)
    life = life_of(member=request.member, organisation_id=pk, at=timezone.now())
    closings = closings_of(member=request.member, organisation_id=pk)
    return sections.programme(
        request,
        "steering/organisation.html",
        organisation=one,
        facts=[
            {"name": "Sorte", "value": _kind(one)},
            {"name": "SIRET", "value": one.siret or "non donné"},
            {"name": "Adresse", "value": f"{one.address} {one.postcode}".strip() or "non donnée"},
            {"name": "Courriel", "value": one.email or "non donné"},
            {"name": "Lieu", "value": str(one.place or "non donné")},
        ],
        prescribes=one.prescribes and one.is_active,
        is_closed=not one.is_active,
        closings=closings_table(closings),
        notice=notice(life),
        agreements=agreements_table(life, url="partnership:agreement_paper"),
        quotas=quotas_table(life),
        empty="Ouvrez un premier compte." if one.is_active else "Personne n’y entre plus.",
        rows=table(
            caption="Les personnes",
            columns=("Personne", "Rôle", "Depuis"),
            lines=[_person(person) for person in people],
        ),
    )


def _person(one: "Membership") -> Line:
    return Line(
        head=str(one.user),
        href=reverse("steering:close_account", args=[one.pk]),
        values=(NAMES[Role(one.role)], day(one.since)),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def open_account(request: StaffRequest, pk: int) -> HttpResponse:
    """Open an account in an organisation; the person receives an e-mail."""
    one = queries.organisation(member=request.member, pk=pk)
    form = AccountForm(request.POST or None, roles=roles_given(organisation=one, by=request.member))
    if opened(request, form=form, organisation=one):
        return redirect("steering:organisation", pk=pk)
    return page(
        request,
        "layouts/form.html",
        status=422 if form.is_bound else 200,
        heading=f"Ouvrir un compte : {one.name}",
        lead="La personne reçoit un courriel pour choisir son mot de passe.",
        form=form,
        action=request.path,
        submit="Ouvrir le compte",
        cancel_url=reverse("steering:organisation", args=[pk]),
    )
