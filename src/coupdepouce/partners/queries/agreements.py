"""Reads about agreements and quotas: what a partner may do today, what comes to its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from coupdepouce.core.calendar import day_of
from coupdepouce.core.partners.agreement import Standing, renewal_opens_on, standing
from coupdepouce.core.partners.quota import calendar_year
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Agreement, Membership, Organisation, Quota
from coupdepouce.partners.queries import EVERYWHERE


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What a partner's agreement and quota let its prescribers do on a day."""

    agreement_holds: bool
    quota_left: bool


def rights(
    *, organisation_id: int, day: date, agreement_needed: bool, default_quota: int | None
) -> Rights:
    """Say what a partner may do, with one query.

    A partner that never had an agreement, or a quota, is stopped only if the programme says so.
    """
    agreements = Agreement.objects.filter(organisation=OuterRef("pk"))
    quotas = Quota.objects.filter(organisation=OuterRef("pk"))
    covering = quotas.filter(starts_on__lte=day, ends_on__gt=day)
    spent = F("issued") - F("returned") + F("handed_back")
    agreed, holds, limited, granted, left = (
        Organisation.objects.filter(pk=organisation_id)
        .values_list(
            Exists(agreements),
            Exists(
                agreements.filter(starts_on__lte=day, ends_on__gt=day, accepted_at__isnull=False)
            ),
            Exists(quotas),
            Exists(quotas_in_year(OuterRef("pk"), day=day)),
            Exists(covering.filter(granted__gt=spent)),
        )
        .get()
    )
    by_default = default_quota is not None and not granted
    return Rights(
        agreement_holds=holds or not (agreed or agreement_needed),
        quota_left=left or by_default or not limited,
    )


def quotas_in_year(organisation: int | OuterRef, *, day: date) -> QuerySet[Quota]:
    """Give a partner's quotas that touch a day's calendar year: any replaces the default."""
    starts_on, ends_on = calendar_year(day)
    return Quota.objects.filter(
        organisation=organisation, starts_on__lt=ends_on, ends_on__gt=starts_on
    )


def standing_of(agreement: Agreement, *, day: date) -> Standing:
    """Say where an agreement stands."""
    return standing(
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        is_accepted=agreement.accepted_at is not None,
        day=day,
    )


def waits_for_acceptance(*, member: Membership, day: date) -> bool:
    """Say whether an agreement waits for this member, who manages a partner."""
    found = Agreement.objects.filter(
        organisation=member.organisation_id, accepted_at__isnull=True, ends_on__gt=day
    )
    return member.role == Role.PARTNER_MANAGER and found.exists()


def agreement_visible_to(member: Membership) -> QuerySet[Agreement]:
    """Give the agreements a member may see: their own organisation's, or all for the programme."""
    found = Agreement.objects.select_related("organisation").prefetch_related(
        "acceptances__by__user"
    )
    if member.role in EVERYWHERE:
        return found
    if member.role == Role.PARTNER_MANAGER:
        return found.filter(organisation=member.organisation_id)
    return found.none()


def agreements_of(*, member: Membership, organisation_id: int) -> list[Agreement]:
    """Give the agreements of an organisation, the latest first."""
    return list(agreement_visible_to(member).filter(organisation=organisation_id))


def agreement(*, member: Membership, pk: int) -> Agreement:
    """Give one agreement.

    Raises:
        Refusal: it does not exist, or is not theirs to see.
    """
    if not (found := agreement_visible_to(member).filter(pk=pk).first()):
        raise Refusal("not_found", "Cette convention n’est pas la vôtre : revenez à la liste.")
    return found


def quotas_of(*, member: Membership, organisation_id: int) -> list[Quota]:
    """Give the quotas of an organisation, the latest first."""
    found = Quota.objects.filter(organisation=organisation_id)
    if member.role not in EVERYWHERE:
        found = found.filter(organisation=member.organisation_id)
    return list(found)


def units_left(organisation_id: int, /, *, at: datetime) -> int:
    """Count the units that a partner could still hand out, in the periods that run or come."""
    running = Quota.objects.filter(organisation=organisation_id, ends_on__gt=day_of(at))
    return sum(one.count.left for one in running)


def handed_back() -> int:
    """Count the units that partners did not use and the programme can grant again."""
    return Quota.objects.aggregate(sum=Sum("handed_back"))["sum"] or 0


def to_renew(*, day: date, months: int) -> list[Agreement]:
    """Give the agreements in force whose end is near and that nothing follows."""
    follows = Agreement.objects.filter(
        organisation=OuterRef("organisation"), starts_on__gte=OuterRef("ends_on")
    )
    running = Agreement.objects.filter(
        ~Exists(follows),
        accepted_at__isnull=False,
        ends_on__gt=day,
        organisation__is_active=True,
    ).select_related("organisation")
    return [one for one in running if renewal_opens_on(one.ends_on, months=months) <= day]


def ended_untold(day: date) -> QuerySet[Agreement]:
    """Give the accepted agreements that ended and whose end nobody was told."""
    return Agreement.objects.filter(
        accepted_at__isnull=False,
        ends_on__lte=day,
        end_told_at__isnull=True,
        organisation__is_active=True,
    ).select_related("organisation")


def managers_of(organisation_id: int) -> Sequence[str]:
    """Give where to write to the managers of a partner."""
    found = Membership.objects.filter(
        organisation=organisation_id, role=Role.PARTNER_MANAGER, until__isnull=True
    )
    return list(found.order_by("pk").values_list("user__email", flat=True))
