"""Closing an organisation and opening it again: one transaction, under the lock of its row.

The lock does not stop a row that only points to the organisation: whoever hands out a voucher at
that moment holds its quota and would wait for this one, which waits for the quota.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.core.partners.closing import reason_named
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import (
    ApiKey,
    Closing,
    Membership,
    Organisation,
    ProofConnection,
)
from coupdepouce.partners.operations import quotas
from coupdepouce.partners.operations.people import check_compatible
from coupdepouce.partners.places.own import come_back, leave
from coupdepouce.partners.queries.closing import closed_of, live_closing, said, successor


@transaction.atomic
def close(
    *,
    organisation_id: int,
    reason: str,
    words: str = "",
    successor_id: int | None = None,
    by: Membership | None,
    at: datetime,
    once: UUID,
) -> Closing:
    """Close an organisation; the same key gives the same closing. `by` is None for the clock.

    Raises:
        Refusal: not the programme's manager, a shop, closed already, or no such successor.
    """
    _check_may(by)
    locked = _locked(organisation_id, successor_id)
    if already := Closing.objects.filter(once=once).first():
        return already
    one = _closable(locked[organisation_id])
    made = Closing.objects.create(
        once=once,
        organisation=one,
        reason=reason_named(reason, is_chosen=by is not None).code,
        words=words.strip(),
        at=at,
        by=by,
        successor=successor(successor_id, besides=one.pk) if successor_id else None,
    )
    one.is_active = False
    one.save(update_fields=["is_active"])
    _shut_out(one, at=at)
    quotas.stop(organisation_id=one.pk, at=at)
    leave(one, at=at)
    return made


def _check_may(by: Membership | None) -> None:
    if by is not None and by.role != Role.PROGRAMME_MANAGER:
        raise Refusal("not_yours", "Le responsable du programme ferme et rouvre : demandez-lui.")


def _locked(*pks: int | None) -> dict[int, Organisation]:
    rows = Organisation.objects.select_for_update(of=("self",), no_key=True)
    return {one.pk: one for one in rows.filter(pk__in=[pk for pk in pks if pk]).order_by("pk")}


def _closable(one: Organisation) -> Organisation:
    if not one.prescribes:
        raise Refusal(
            "not_a_prescriber",
            "Seule une structure qui prescrit se ferme ici : une boutique tient du stock.",
        )
    if not one.is_active:
        raise Refusal("organisation_closed", "Cette structure est déjà fermée : rechargez la page.")
    return one


def _shut_out(one: Organisation, *, at: datetime) -> None:
    live = Membership.objects.filter(organisation=one, until__isnull=True)
    ApiKey.objects.filter(membership__in=live, revoked_at__isnull=True).update(revoked_at=at)
    ProofConnection.objects.filter(organisation=one).update(is_enabled=False)
    live.update(until=at)


@transaction.atomic
def choose_successor(*, organisation_id: int, successor_id: int, by: Membership) -> Closing:
    """Say, after the closing, who follows the households that the programme's team kept.

    Raises:
        Refusal: not the programme's manager, open again, or no such successor.
    """
    _check_may(by)
    _locked(organisation_id, successor_id)
    lasting = live_closing(organisation_id)
    lasting.successor = successor(successor_id, besides=organisation_id)
    lasting.save(update_fields=["successor"])
    return lasting


@transaction.atomic
def reopen(*, organisation_id: int, by: Membership, at: datetime) -> Closing:
    """Open an organisation again: those whom its closing shut out come back, its keys do not.

    Raises:
        Refusal: not the programme's manager, open already, or its SIRET is another's meanwhile.
    """
    _check_may(by)
    one = _locked(organisation_id)[organisation_id]
    lasting = live_closing(organisation_id)
    twin = Organisation.objects.filter(siret=one.siret, is_active=True)
    if one.siret and twin.exists():
        raise Refusal("organisation_exists", "Une autre organisation ouverte porte son SIRET.")
    one.is_active = True
    one.save(update_fields=["is_active"])
    lasting.reopened_at, lasting.reopened_by = at, by
    lasting.save(update_fields=["reopened_at", "reopened_by"])
    for membership in who_comes_back(lasting):
        membership.until, membership.dormancy_told_at, membership.last_told_at = None, None, None
        membership.save(update_fields=["until", "dormancy_told_at", "last_told_at"])
    quotas.go_on(organisation_id=one.pk, stopped_at=lasting.at, day=day_of(at))
    come_back(one)
    return lasting


def who_comes_back(closing: Closing, /) -> list[Membership]:
    """Give those whom a closing shut out, but who took a role of the other side since."""
    shut_out = Membership.objects.filter(organisation=closing.organisation_id, until=closing.at)
    found = []
    for one in shut_out.select_related("user").order_by("user__last_name", "pk"):
        try:
            check_compatible(one.user, Role(one.role))
        except Refusal:
            continue
        found.append(one)
    return found


def go_on_elsewhere(member: Membership, /) -> str:
    """Keep for whom a person acts, once the organisation chosen last is closed, and say so.

    Empty when there is nothing to say: it is the one chosen, or no closing took it away.
    """
    user = member.user
    if user.last_membership_id in {None, member.pk}:
        return ""
    found = closed_of(user)
    user.last_membership_id = member.pk
    user.save(update_fields=["last_membership_id"])
    return f"{said(found)}. Vous continuez avec {member.organisation.name}." if found else ""
