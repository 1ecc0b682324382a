"""Reads about partners: who acts for whom, with what right, and where people can go."""

from collections.abc import Collection, Sequence

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from coupdepouce.accounts.models import User
from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import INCOMPATIBLE, Role
from coupdepouce.partners.models import (
    PRESCRIBERS,
    ApiKey,
    Membership,
    Organisation,
    Place,
    ProofConnection,
)

KINDS = tuple(Organisation.Kind.choices)
PRESCRIBING_KINDS = tuple(choice for choice in KINDS if choice[0] in PRESCRIBERS)
EVERYWHERE = frozenset({Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR})


def live_memberships(user: User) -> list[Membership]:
    """Give the memberships a person may act under today."""
    return list(
        Membership.objects.filter(
            user=user, until__isnull=True, organisation__is_active=True
        ).select_related("organisation", "user")
    )


def current_membership(user: User, memberships: Sequence[Membership]) -> Membership | None:
    """Give the one of these that the person acts under: the one chosen last, else the first."""
    for membership in memberships:
        if membership.pk == user.last_membership_id:
            return membership
    return memberships[0] if memberships else None


def team(member: Membership) -> list[Membership]:
    """Give the people of the member's organisation, those who left last."""
    return list(
        Membership.objects.filter(organisation=member.organisation_id)
        .select_related("user", "organisation")
        .order_by("until", "user__last_name", "user__first_name", "role")
    )


def team_of(*, member: Membership, organisation_id: int) -> list[Membership]:
    """Give the people who act today for an organisation the member may see."""
    found = Membership.objects.filter(organisation=organisation_id, until__isnull=True)
    if member.role not in EVERYWHERE:
        found = found.filter(organisation=member.organisation_id)
    return list(
        found.select_related("user", "organisation").order_by("user__last_name", "user__email")
    )


def emails_of_role(role: Role) -> list[str]:
    """Give where to write to those who act today in a role, whatever their organisation."""
    found = Membership.objects.filter(role=role, until__isnull=True, organisation__is_active=True)
    return list(found.order_by("pk").values_list("user__email", flat=True))


def membership(*, member: Membership, pk: int) -> Membership:
    """Give a membership the member may manage: of the same organisation, or any for the programme.

    Raises:
        Refusal: it is not theirs to see, or does not exist.
    """
    found = Membership.objects.select_related("user", "organisation").filter(pk=pk)
    if member.role not in EVERYWHERE:
        found = found.filter(organisation=member.organisation_id)
    if not (one := found.first()):
        raise Refusal(
            "not_found", "Cette personne n’est pas dans votre équipe : revenez à la liste."
        )
    return one


def organisations(member: Membership) -> list[Organisation]:
    """Give the organisations the member may see: all for the programme, else their own."""
    found = Organisation.objects.select_related("place")
    if member.role not in EVERYWHERE:
        found = found.filter(pk=member.organisation_id)
    return list(found)


def prescribers(member: Membership) -> list[Organisation]:
    """Give the partners whose prescriptions the member may see."""
    return [one for one in organisations(member) if one.kind in PRESCRIBERS]


def organisation(*, member: Membership, pk: int) -> Organisation:
    """Give one organisation the member may see.

    Raises:
        Refusal: it is not theirs to see, or does not exist.
    """
    for one in organisations(member):
        if one.pk == pk:
            return one
    raise Refusal("not_found", "Cette organisation n’est pas la vôtre : revenez à la liste.")


def shops() -> list[Organisation]:
    """Give the shops that can receive a household, each with its place."""
    return list(
        Organisation.objects.filter(kind=Organisation.Kind.SHOP, is_active=True).select_related(
            "place"
        )
    )


def proof_connection(organisation_id: int) -> ProofConnection | None:
    """Give the organisation's own connection to API Particulier, if it is switched on."""
    return (
        ProofConnection.objects.filter(organisation_id=organisation_id, is_enabled=True)
        .select_related("connected_by__user")
        .first()
    )


def membership_by_key(secret: str) -> Membership:
    """Give the membership an API key acts for.

    Raises:
        Refusal: the key is unknown or revoked, or its owner left.
    """
    key = (
        ApiKey.objects.filter(
            key_hash=keyed_hash("api_key", secret),
            revoked_at__isnull=True,
            membership__until__isnull=True,
            membership__organisation__is_active=True,
            membership__user__is_active=True,
        )
        .select_related("membership__organisation", "membership__user")
        .first()
    )
    if key is None:
        raise Refusal("key_unknown", "Cette clé n’ouvre rien : demandez-en une autre.")
    return key.membership


def api_keys(member: Membership) -> list[ApiKey]:
    """Give the keys of the member's organisation; the secrets cannot be read again."""
    return list(
        ApiKey.objects.filter(membership__organisation=member.organisation_id)
        .select_related("membership__user")
        .order_by("-created_at")
    )


def api_key(*, member: Membership, pk: int) -> ApiKey:
    """Give one key of the member's organisation.

    Raises:
        Refusal: it is not theirs, or does not exist.
    """
    for key in api_keys(member):
        if key.pk == pk:
            return key
    raise Refusal("not_found", "Cette clé n’est pas à votre équipe : revenez à la liste.")


def place(pk: int) -> Place:
    """Give one place.

    Raises:
        Refusal: it does not exist.
    """
    if not (one := Place.objects.filter(pk=pk).first()):
        raise Refusal("not_found", "Ce lieu n’existe plus : cherchez-en un autre.")
    return one


def place_named(*, source: str, source_id: str) -> Place:
    """Give the place a source knows by its identifier.

    Raises:
        Refusal: it was never imported.
    """
    if not (one := Place.objects.filter(source=source, source_id=source_id).first()):
        raise Refusal("not_found", "Ce lieu n’existe plus : cherchez-en un autre.")
    return one


def memberships_by_email(emails: Collection[str]) -> dict[str, Membership]:
    """Give one live membership for each of these addresses that has one."""
    found = Membership.objects.filter(user__email__in=emails, until__isnull=True)
    return {one.user.email: one for one in found.select_related("user", "organisation")}


def count_on_both_sides() -> int:
    """Count the people whose two roles were given before one stopped the other."""
    live = Membership.objects.filter(until__isnull=True)
    one, other = (live.filter(role__in=side).values("user") for side in INCOMPATIBLE)
    return User.objects.filter(pk__in=one).filter(pk__in=other).count()


def count_places() -> int:
    """Count the places and shops people can go to."""
    return Place.objects.filter(is_open=True, same_as__isnull=True).count()


def fictional_organisations() -> dict[str, Organisation]:
    """Give the organisations of the demonstration by name."""
    return {one.name: one for one in Organisation.objects.filter(is_fictional=True)}


def demo_accounts() -> list[Membership]:
    """Give who can sign in to the demonstration: people of fictional organisations only."""
    return list(
        Membership.objects.filter(organisation__is_fictional=True, until__isnull=True)
        .exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        .select_related("user", "organisation")
        .order_by("role", "pk")
    )
