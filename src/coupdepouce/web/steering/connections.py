"""What an organisation connects: API Particulier for a public body, keys for its software."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners import operations, queries
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.forms import ConnectionForm, KeyForm
from coupdepouce.web.steering.tables import Line, day, table
from coupdepouce.web.steps import refuse

if TYPE_CHECKING:
    from coupdepouce.partners.models import ApiKey, ProofConnection

# A key acts for who makes it: each of these makes and closes those of their own organisation.
KEEPERS = (Role.PARTNER_MANAGER, Role.PROGRAMME_MANAGER)
FIELD_OF = {
    "address_malformed": "url",
    "address_not_protected": "url",
    "address_private": "url",
    "token_malformed": "token",
    "siret_wrong": "recipient",
    "label_taken": "label",
}


@audience(*KEEPERS)
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """Show what the organisation connected: API Particulier, the keys of its software."""
    organisation = request.member.organisation
    connection = queries.proof_connection(organisation.pk)
    return sections.shared(
        request,
        "steering/connections.html",
        is_public_body=organisation.is_public_body,
        connection=_facts(connection) if connection else None,
        keys=table(
            caption="Les clés de votre structure",
            columns=("Clé", "Depuis", "Agit pour", "État"),
            lines=[_key(one) for one in queries.api_keys(request.member)],
        ),
    )


def _facts(connection: "ProofConnection") -> list[dict[str, object]]:
    return [
        {"name": "Adresse", "value": connection.url},
        {"name": "SIRET qui reçoit la réponse", "value": connection.recipient},
        {"name": "Depuis le", "value": day(connection.connected_at)},
        {"name": "Par", "value": str(connection.connected_by.user)},
    ]


def _key(one: "ApiKey") -> Line:
    revoked = one.revoked_at
    return Line(
        head=one.label,
        href="" if revoked else reverse("steering:revoke_key", args=[one.pk]),
        values=(
            day(one.created_at),
            str(one.membership.user),
            ("no", f"Fermée le {day(revoked)}") if revoked else ("yes", "Ouverte"),
        ),
    )


@audience(Role.PARTNER_MANAGER)
@require_http_methods(["GET", "POST"])
def connect(request: StaffRequest) -> HttpResponse:
    """Connect the public body’s own habilitation to API Particulier."""
    form = ConnectionForm(request.POST or None, siret=request.member.organisation.siret)

    def act() -> None:
        operations.connect_proof(**form.said, by=request.member, at=timezone.now())
        messages.success(request, "L’API Particulier est connectée.")

    if _done(form, act):
        return redirect("steering:connections")
    return _form_page(
        request,
        form,
        heading="Connecter l’API Particulier",
        lead="Avec le jeton que l’État a donné à votre organisme, et à lui seul.",
        submit="Connecter",
    )


def _done(form: Form, act: Callable[[], None]) -> bool:
    """Act as the form says; a refusal is left in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        refuse(form, refusal, fields=FIELD_OF)
        return False
    return True


def _form_page(
    request: StaffRequest, form: Form, *, layout: str = "form", **context: Any
) -> HttpResponse:
    return page(
        request,
        f"layouts/{layout}.html",
        status=422 if form.is_bound else 200,
        form=form,
        action=request.path,
        cancel_url=reverse("steering:connections"),
        **context,
    )


@audience(Role.PARTNER_MANAGER)
@require_http_methods(["GET", "POST"])
def disconnect(request: StaffRequest) -> HttpResponse:
    """Cut the connection to API Particulier; its token is forgotten."""
    form = OnceForm(request.POST or None)

    def act() -> None:
        operations.disconnect_proof(by=request.member)
        messages.success(request, "L’API Particulier n’est plus connectée. Le jeton est effacé.")

    if _done(form, act):
        return redirect("steering:connections")
    return _form_page(
        request,
        form,
        layout="confirm",
        heading="Couper l’API Particulier ?",
        consequences=[
            "L’équipe n’interroge plus l’administration : elle regarde les papiers.",
            "Le jeton est effacé. Pour revenir, il faudra le coller de nouveau.",
            "Les décisions déjà prises ne changent pas.",
        ],
        submit="Couper la connexion",
    )


@audience(*KEEPERS)
@never_cache  # the secret is on the page that answers, once
@require_http_methods(["GET", "POST"])
def make_key(request: StaffRequest) -> HttpResponse:
    """Make a key for one’s software; it is shown once."""
    form = KeyForm(request.POST or None)
    secrets: list[str] = []

    def act() -> None:
        _, secret = operations.make_api_key(
            membership=request.member, label=form.cleaned_data["label"], at=timezone.now()
        )
        secrets.append(secret)

    if _done(form, act):
        return page(request, "steering/key.html", secret=secrets[0])
    return _form_page(
        request,
        form,
        heading="Créer une clé d’API",
        lead="Un logiciel agit avec elle à votre place, avec vos droits et pas plus.",
        submit="Créer la clé",
    )


@audience(*KEEPERS)
@require_http_methods(["GET", "POST"])
def revoke_key(request: StaffRequest, pk: int) -> HttpResponse:
    """Close a key: the software that holds it no longer enters."""
    key = queries.api_key(member=request.member, pk=pk)
    form = OnceForm(request.POST or None)

    def act() -> None:
        operations.revoke_api_key(key=key, by=request.member, at=timezone.now())
        messages.success(request, "La clé est fermée.")

    if _done(form, act):
        return redirect("steering:connections")
    return _form_page(
        request,
        form,
        layout="confirm",
        heading="Fermer cette clé ?",
        consequences=[
            f"« {key.label} », pour {key.membership.user}.",
            "Le logiciel qui la tient n’entre plus, tout de suite.",
            "Une clé fermée ne se rouvre pas.",
        ],
        submit="Fermer la clé",
    )
