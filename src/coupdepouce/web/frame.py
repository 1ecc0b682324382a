"""What every staff page shows around its content: who acts, where they can go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from coupdepouce.core.roles import NAMES, Role

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership

TEAM = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A page of the menu, and who finds it there; the first of a role is its first page."""

    label: str
    url_name: str
    roles: frozenset[Role]

    @property
    def href(self) -> str:
        """Give its address, empty when the page is not part of this site."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


MENU = (
    Entry(label="Prescriptions", url_name="home", roles=TEAM),
    Entry(label="Équipe", url_name="steering:team", roles=frozenset({Role.PARTNER_MANAGER})),
    Entry(
        label="Convention",
        url_name="partnership:agreement",
        roles=frozenset({Role.PARTNER_MANAGER}),
    ),
    Entry(label="Formation", url_name="partnership:briefing", roles=TEAM),
    Entry(label="Inscrire à un atelier", url_name="training:sessions", roles=TEAM),
    Entry(label="Partages", url_name="sharing:home", roles=TEAM),
    Entry(label="Boutique", url_name="counter:home", roles=frozenset({Role.SHOP_ADVISOR})),
    Entry(label="Ordinateurs", url_name="stock:home", roles=frozenset({Role.SHOP_ADVISOR})),
    Entry(
        label="Programme",
        url_name="steering:programme",
        roles=frozenset({Role.PROGRAMME_MANAGER}),
    ),
    Entry(
        label="Reconditionnement",
        url_name="refurbishing:home",
        roles=frozenset({Role.REFURBISHER, Role.PROGRAMME_MANAGER}),
    ),
    Entry(label="Lignes", url_name="lines:operator", roles=frozenset({Role.BACK_OFFICE})),
    Entry(
        label="Ateliers",
        url_name="training:home",
        roles=frozenset({Role.TRAINER, Role.SHOP_ADVISOR, Role.PROGRAMME_MANAGER}),
    ),
    Entry(label="Territoires", url_name="territories:home", roles=frozenset({Role.EVALUATOR})),
    Entry(label="Accès", url_name="steering:access", roles=frozenset({Role.ADMINISTRATOR})),
    Entry(
        label="Réclamations",
        url_name="recourse:home",
        # The administrator's list is empty unless nobody else may look again.
        roles=frozenset({Role.PARTNER_MANAGER, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR}),
    ),
)


def menu_of(role: Role) -> Sequence[Entry]:
    """Give the pages a role finds in the menu."""
    return [entry for entry in MENU if role in entry.roles and entry.href]


def frame(request: HttpRequest) -> Mapping[str, Any]:
    """Give every page `frame`: the member, the menu, the other organisations of the person."""
    member = getattr(request, "member", None)
    return {"frame": _frame(request, member) if member else {}}


def _frame(request: HttpRequest, member: "Membership") -> Mapping[str, Any]:
    impersonator = getattr(request, "impersonator", None)
    return {
        "member": {
            "name": str(member.user),
            "role_label": NAMES[Role(member.role)],
            "organisation": member.organisation.name,
        },
        "organisations": [
            {"id": other.pk, "name": label_of(other), "current": other.pk == member.pk}
            for other in request.memberships  # type: ignore[attr-defined]
        ],
        "nav": [
            {"label": entry.label, "href": entry.href, "current": request.path == entry.href}
            for entry in menu_of(Role(member.role))
        ],
        "switch_url": reverse("switch_membership"),
        "logout_url": reverse("account_logout"),
        "shortcuts_url": reverse("shortcuts"),
        "new_url": reverse("prescribing:new") if Role(member.role) in TEAM else "",
        "impersonated": {"name": str(member.user)} if impersonator else None,
        "release_url": reverse("steering:release"),
    }


def label_of(member: "Membership") -> str:
    """Name whom a person acts for: the role tells two of one organisation apart."""
    return f"{member.organisation.name} ({NAMES[Role(member.role)]})"
