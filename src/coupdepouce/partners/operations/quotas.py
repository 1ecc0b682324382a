"""Units of a quota taken, returned, granted: under the lock of its row, and the base checks too.

The order of the locks is that of every step: the prescription first, then the quota.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Sum

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.guards import ACTS, QUOTA
from coupdepouce.core.partners.quota import calendar_year, goes_back_to_programme, overlap
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation, Quota, QuotaGrant
from coupdepouce.partners.queries.agreements import quotas_in_year
from coupdepouce.partners.queries.closing import check_open


def take_unit(*, organisation_id: int, day: date, default: int | None) -> Quota | None:
    """Take a unit for a voucher that goes out; None when this partner is not limited.

    `default` is what the programme file grants for a calendar year to a partner that was granted
    nothing in it, if it does.

    Raises:
        Refusal: nothing is left.
    """
    quota = _locked(organisation_id, day)
    if quota is None and default is not None:
        if not quotas_in_year(organisation_id, day=day).exists():
            starts_on, ends_on = calendar_year(day)
            Quota.objects.get_or_create(
                organisation_id=organisation_id,
                starts_on=starts_on,
                defaults={"ends_on": ends_on, "granted": default},
            )
        quota = _locked(organisation_id, day)
    if quota is None and not Quota.objects.filter(organisation=organisation_id).exists():
        return None
    if quota is None or quota.count.left < 1:
        raise _nothing_left(organisation_id)
    quota.issued += 1
    quota.save(update_fields=["issued"])
    return quota


def _nothing_left(organisation_id: int) -> Refusal:
    # Handed back at this very moment, by a closing that this voucher came after.
    is_open = Organisation.objects.filter(pk=organisation_id, is_active=True).exists()
    why = QUOTA if is_open else ACTS
    return Refusal(why.code, why.sentence)


def _locked(organisation_id: int, day: date) -> Quota | None:
    covering = Quota.objects.filter(
        organisation=organisation_id, starts_on__lte=day, ends_on__gt=day
    )
    return covering.select_for_update(of=("self",)).first()


def return_unit(*, quota_id: int, day: date) -> None:
    """Give back the unit of a voucher that no shop received.

    It is the partner's again while the period lasts, and the programme's afterwards, or once the
    partner closed.
    """
    quota = Quota.objects.select_for_update(of=("self",)).get(pk=quota_id)
    quota.returned += 1
    if quota.closed_at or goes_back_to_programme(ends_on=quota.ends_on, day=day):
        quota.handed_back += 1
    quota.save(update_fields=["returned", "handed_back"])


@transaction.atomic
def grant(
    *,
    organisation: Organisation,
    starts_on: date,
    ends_on: date,
    units: int,
    total: int | None,
    by: Membership,
    at: datetime,
    once: UUID,
) -> QuotaGrant:
    """Grant units for a period; for a period already granted, they are added to it.

    `total` is what the programme may grant at once, if it says so.

    Raises:
        Refusal: not the programme's manager, an impossible period, or more than the programme has.
    """
    if by.role != Role.PROGRAMME_MANAGER:
        raise Refusal("not_yours", "Le responsable du programme accorde les bons : demandez-lui.")
    # Locked in one order: managers who grant at once share one total, then one partner.
    Organisation.objects.select_for_update(of=("self",)).get(pk=by.organisation_id)
    locked = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if already := QuotaGrant.objects.filter(once=once).first():
        return already
    check_open(locked)
    _check_total(units, total=total, day=starts_on)
    if ends_on <= max(day_of(at), starts_on):
        raise Refusal("period_wrong", _wrong(starts_on, ends_on))
    quota = _period(organisation, starts_on, ends_on)
    quota.granted += units
    quota.save()
    return QuotaGrant.objects.create(once=once, quota=quota, units=units, by=by, at=at)


def _wrong(starts_on: date, ends_on: date) -> str:
    if ends_on <= starts_on:
        return "La fin vient après le début : corrigez les dates."
    return "Cette période est déjà finie : personne ne pourrait remettre ces bons. Changez la fin."


def _period(organisation: Organisation, starts_on: date, ends_on: date) -> Quota:
    known = list(Quota.objects.select_for_update().filter(organisation=organisation))
    for quota in known:
        if (quota.starts_on, quota.ends_on) == (starts_on, ends_on) and not quota.closed_at:
            return quota
        if overlap((quota.starts_on, quota.ends_on), (starts_on, ends_on)):
            raise Refusal(
                "period_overlaps",
                f"Une dotation va déjà du {quota.starts_on:%d/%m/%Y} au {quota.ends_on:%d/%m/%Y} : "
                "ajoutez-y des bons, ou commencez à sa fin.",
            )
    return Quota(organisation=organisation, starts_on=starts_on, ends_on=ends_on, granted=0)


def _check_total(units: int, *, total: int | None, day: date) -> None:
    if units < 1:
        raise Refusal("units_wrong", "Accordez au moins un bon.")
    if total is None:
        return
    running = Quota.objects.filter(ends_on__gt=day)
    out = running.aggregate(sum=Sum(F("granted") - F("handed_back")))["sum"] or 0
    if out + units > total:
        raise Refusal(
            "total_spent",
            f"Le programme peut encore accorder {max(total - out, 0)} bons : diminuez le nombre.",
        )


def close_due_quotas(*, at: datetime, day: date) -> int:
    """Hand back to the programme what partners did not use, once their period is over."""
    due = Quota.objects.filter(ends_on__lte=day, closed_at__isnull=True)
    done = 0
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            quota = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if quota is not None:
                _hand_back(quota, at=at)
                done += 1
    return done


def _hand_back(quota: Quota, *, at: datetime) -> None:
    quota.handed_back += quota.count.left
    quota.closed_at = at
    quota.save(update_fields=["handed_back", "closed_at"])


def stop(*, organisation_id: int, at: datetime) -> None:
    """Hand back all that a partner which closes did not use; inside its transaction."""
    running = Quota.objects.filter(organisation=organisation_id, closed_at__isnull=True)
    for quota in running.select_for_update(of=("self",)).order_by("pk"):
        _hand_back(quota, at=at)


def go_on(*, organisation_id: int, stopped_at: datetime, day: date) -> None:
    """Let units be granted again in the periods that a closing stopped; what went back stays."""
    stopped = Quota.objects.filter(organisation=organisation_id, closed_at=stopped_at)
    stopped.filter(ends_on__gt=day).update(closed_at=None)
