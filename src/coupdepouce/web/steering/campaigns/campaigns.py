"""The campaigns of the programme: the list, one made, one read, one closed."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.roles import Role
from coupdepouce.outreach.campaigns import queries
from coupdepouce.outreach.campaigns.operations import close_campaign, make_campaign
from coupdepouce.programmes import communes
from coupdepouce.programmes.queries import current_programme
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.campaigns.forms import CampaignForm
from coupdepouce.web.steering.tables import Line, day, table
from coupdepouce.web.templatetags.ui import listed, thin

if TYPE_CHECKING:
    from coupdepouce.outreach.models import Campaign, Wave

INVALID = 422
CONSEQUENCES = (
    "Les liens et les affiches mènent encore à la page publique.",
    "Les arrivées ne sont plus comptées, et plus aucune lettre n’est tirée.",
)


def standing(one: "Campaign") -> tuple[str, str]:
    """Say whether a campaign is open."""
    return ("no", f"Close le {day(one.closed_at)}") if one.closed_at else ("yes", "Ouverte")


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """List the campaigns, the last made first."""
    return sections.programme(
        request,
        "campaigns/home.html",
        heading="Campagnes",
        lead="Des mots qui atteignent des ménages, et ce qu’ils amènent.",
        empty="Faites la première.",
        rows=table(
            caption="Campagnes",
            columns=("Campagne", "Où ça en est", "Vagues", "Faite le"),
            lines=[
                Line(
                    head=one.name,
                    href=reverse("campaigns:campaign", args=[one.reference]),
                    values=(standing(one), one.waves_count, day(one.created_at)),  # type: ignore[attr-defined]
                )
                for one in queries.campaigns(request.member)
            ],
            numbers=("Vagues",),
        ),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Make a campaign: its name, and its audience said plainly."""
    _, programme = current_programme()
    form = CampaignForm(
        request.POST if request.method == "POST" else None,
        territory=communes.within(programme.territory),
    )
    if form.is_valid():
        made = make_campaign(
            new=form.campaign, by=request.member, at=timezone.now(), once=form.cleaned_data["once"]
        )
        return redirect("campaigns:campaign", reference=made.reference)
    return page(
        request,
        "layouts/form.html",
        status=INVALID if form.is_bound else 200,
        heading="Nouvelle campagne",
        form=form,
        action=request.path,
        submit="Faire la campagne",
        cancel_url=reverse("campaigns:home"),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def show(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a campaign: who it is for, and its waves."""
    one = queries.campaign(request.member, reference)
    tone, word = standing(one)
    return page(
        request,
        "campaigns/campaign.html",
        campaign=one,
        tone=tone,
        word=word,
        facts=facts(one),
        is_open=one.closed_at is None,
        rows=table(
            caption="Vagues",
            columns=("Vague", "Comment", "Du", "Au", "Textes"),
            lines=[_wave_line(wave) for wave in one.waves.all()],
        ),
    )


def facts(one: "Campaign") -> list[dict[str, Any]]:
    """Say plainly whom a campaign is for."""
    towns = listed(communes.commune(code).name for code in one.communes)
    return [
        {"name": "Communes", "value": towns},
        {"name": "Qui envoie", "value": one.get_sender_kind_display()},
        {"name": "Qui est touché", "value": one.reached},
        {"name": "Combien, à peu près", "value": f"{thin(one.estimated)} ménages"},
    ]


def _wave_line(wave: "Wave") -> Line:
    return Line(
        head=f"Vague {wave.number}",
        href=reverse("campaigns:wave", args=[wave.reference]),
        values=(
            capfirst(wave.get_channel_display()),
            f"{wave.starts_on:%d/%m/%Y}",
            f"{wave.last_day:%d/%m/%Y}",
            "deux, comparés" if wave.is_compared else "un",
        ),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Close a campaign, after saying what that changes."""
    one = queries.campaign(request.member, reference)
    back = reverse("campaigns:campaign", args=[reference])
    if request.method == "POST":
        close_campaign(campaign=one, by=request.member, at=timezone.now())
        messages.success(request, "La campagne est close.")
        return redirect(back)
    return page(
        request,
        "layouts/confirm.html",
        heading=f"Clore la campagne : {one.name}",
        consequences=CONSEQUENCES,
        submit="Clore la campagne",
        action=request.path,
        cancel_url=back,
    )
