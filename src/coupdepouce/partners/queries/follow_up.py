"""Who waits for whom among partners, since when: the programme manager's list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, QuerySet

from coupdepouce.core.calendar import day_of
from coupdepouce.core.partners.joining_steps import STATE_NAMED
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import PRESCRIBERS, Agreement, Membership, Organisation, Quota
from coupdepouce.partners.queries import EVERYWHERE
from coupdepouce.partners.queries.joining import applications

NEARLY = 10  # a quota of which less than a tenth is left


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Something that waits: about which structure, for whom, since which day."""

    name: str
    word: str
    waits_for: Role
    since: date
    candidature: UUID | None = None
    organisation_id: int | None = None


def waits(*, member: Membership, day: date, agreement_needed: bool) -> list[Wait]:
    """Give what waits, the oldest first; nothing for those who do not follow partners.

    A partner without an agreement waits for one only where the programme needs it.
    """
    if member.role not in EVERYWHERE:
        return []
    found = [
        *_candidatures(member),
        *_without_manager(day),
        *(_without_agreement(day) if agreement_needed else ()),
        *_to_accept(day),
        *_ended(day),
        *_nearly_spent(day),
    ]
    return sorted(found, key=lambda one: (one.since, one.name))


def _candidatures(member: Membership) -> Iterator[Wait]:
    for one in applications(member, only_open=True):
        yield Wait(
            name=one.name,
            word=f"Candidature {STATE_NAMED[one.state].staff.lower()}",
            waits_for=Role(one.waits_for),
            since=day_of(one.waits_since or one.created_at),
            candidature=one.reference,
        )


def _without_manager(day: date) -> Iterator[Wait]:
    managers = Membership.objects.filter(
        organisation=OuterRef("pk"), role=Role.PARTNER_MANAGER, until__isnull=True
    )
    yield from _lacking(managers, "Sans responsable", day)


def _without_agreement(day: date) -> Iterator[Wait]:
    agreements = Agreement.objects.filter(organisation=OuterRef("pk"))
    yield from _lacking(agreements, "Sans convention", day)


def _lacking(
    rows: QuerySet[Membership] | QuerySet[Agreement], word: str, day: date
) -> Iterator[Wait]:
    found = Organisation.objects.filter(~Exists(rows), kind__in=PRESCRIBERS, is_active=True)
    # Nobody wrote when it came: its first account says it, and without one it is of today.
    for one in found.annotate(first=Min("memberships__since")):
        yield Wait(
            name=one.name,
            word=word,
            waits_for=Role.PROGRAMME_MANAGER,
            since=day_of(one.first) if one.first else day,
            organisation_id=one.pk,
        )


def _to_accept(day: date) -> Iterator[Wait]:
    found = Agreement.objects.filter(
        accepted_at__isnull=True, ends_on__gt=day, organisation__is_active=True
    )
    for one in found.select_related("organisation"):
        yield Wait(
            name=one.organisation.name,
            word=f"Convention du {one.starts_on:%d/%m/%Y} à accepter",
            waits_for=Role.PARTNER_MANAGER,
            since=day_of(one.proposed_at),
            organisation_id=one.organisation_id,
        )


def _ended(day: date) -> Iterator[Wait]:
    later = Agreement.objects.filter(
        organisation=OuterRef("organisation"), ends_on__gt=OuterRef("ends_on")
    )
    found = Agreement.objects.filter(~Exists(later), ends_on__lte=day, organisation__is_active=True)
    for one in found.select_related("organisation"):
        yield Wait(
            name=one.organisation.name,
            word="Convention terminée, rien ne la suit",
            waits_for=Role.PROGRAMME_MANAGER,
            since=one.ends_on,
            organisation_id=one.organisation_id,
        )


def _nearly_spent(day: date) -> Iterator[Wait]:
    left = F("granted") - F("issued") + F("returned") - F("handed_back")
    found = Quota.objects.filter(
        starts_on__lte=day, ends_on__gt=day, organisation__is_active=True
    ).annotate(left=left)
    for one in found.filter(granted__gt=F("left") * NEARLY).select_related("organisation"):
        yield Wait(
            name=one.organisation.name,
            word=f"Il reste {one.count.left} bons sur {one.granted}",
            waits_for=Role.PROGRAMME_MANAGER,
            since=one.starts_on,
            organisation_id=one.organisation_id,
        )
