"""What a partner connects: its own habilitation to API Particulier, its own software."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.connect.api_particulier.client import check_address, check_token, is_loopback
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import ApiKey, Membership, ProofConnection
from coupdepouce.partners.operations.people import checked_siret
from coupdepouce.partners.queries import EVERYWHERE


def connect_proof(
    *, url: str, token: str, recipient: str, by: Membership, at: datetime
) -> ProofConnection:
    """Connect a public body's own habilitation to API Particulier; the token is sealed.

    Raises:
        Refusal: not a public body, not its manager, or what the service would refuse.
    """
    _check_connects(by)
    check_address(url)
    if is_loopback(url) and not settings.DEMO:
        sentence = "Cette adresse est celle du site lui-même : écrivez celle du service de l’État."
        raise Refusal("address_private", sentence)
    check_token(token.strip())
    connection, _ = ProofConnection.objects.update_or_create(
        organisation=by.organisation,
        defaults={
            "url": url,
            "token": token.strip(),
            "recipient": checked_siret(recipient),
            "connected_by": by,
            "connected_at": at,
            "is_enabled": True,
        },
    )
    return connection


def disconnect_proof(*, by: Membership) -> None:
    """Cut the connection and forget its token; cut already, it stays so.

    Raises:
        Refusal: not a public body, or not its manager.
    """
    _check_connects(by)
    ProofConnection.objects.filter(organisation=by.organisation_id).update(
        is_enabled=False, token=""
    )


def _check_connects(by: Membership) -> None:
    if not by.organisation.is_public_body:
        raise Refusal(
            "not_a_public_body",
            "L’API Particulier sert les organismes publics : notez plutôt le justificatif vu.",
        )
    if by.role != Role.PARTNER_MANAGER:
        raise Refusal(
            "not_your_team", "Le responsable du partenaire connecte l’API : demandez-lui."
        )


@transaction.atomic
def make_api_key(*, membership: Membership, label: str, at: datetime) -> tuple[ApiKey, str]:
    """Make a key for a partner's software; the secret is given once and cannot be read again.

    Raises:
        Refusal: no name, or a key of this person that still opens has it.
    """
    name = label.strip()
    if not name:
        raise Refusal("label_missing", "Le nom manque : écrivez celui du logiciel.")
    # Locked: a double click makes one key, whose secret was shown, not two.
    Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.api_keys.filter(label=name, revoked_at__isnull=True).exists():
        raise Refusal(
            "label_taken",
            "Une de vos clés porte ce nom : choisissez-en un autre. "
            "Si vous n’avez pas pu la copier, fermez-la d’abord.",
        )
    secret = f"cdp_{secrets.token_urlsafe(32)}"
    key = membership.api_keys.create(
        label=name, key_hash=keyed_hash("api_key", secret), created_at=at
    )
    return key, secret


def revoke_api_key(*, key: ApiKey, by: Membership, at: datetime) -> ApiKey:
    """Close a key at once.

    Raises:
        Refusal: the key belongs to another organisation.
    """
    if by.role not in EVERYWHERE and key.membership.organisation_id != by.organisation_id:
        raise Refusal("not_found", "Cette clé n’est pas à votre équipe : revenez à la liste.")
    if key.revoked_at is None:
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
    return key
