"""Agreements and those who must know: proposed, renewed in time, ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from coupdepouce.core.calendar import day_of, in_words
from coupdepouce.core.partners.agreement import Document, Standing
from coupdepouce.core.partners.closing import closes_on
from coupdepouce.core.programme import Programme
from coupdepouce.core.programme.partners import AcceptedText
from coupdepouce.core.roles import Role
from coupdepouce.outreach.operations import enqueue_to_all
from coupdepouce.partners.models import Agreement, Membership, Organisation, Quota
from coupdepouce.partners.operations import agreements, quotas
from coupdepouce.partners.queries import agreements as queries
from coupdepouce.partners.queries import emails_of_role
from coupdepouce.programmes.queries import current_programme

PAGE = "/partenaire/convention/"


def texts_of(programme: Programme) -> Mapping[Document, AcceptedText]:
    """Give the texts that a partner accepts today."""
    return {
        Document.CHARTER: programme.partners.charter,
        Document.ANNEX: programme.partners.annex,
    }


@transaction.atomic
def propose(
    *, organisation: Organisation, starts_on: date, by: Membership | None, at: datetime
) -> Agreement:
    """Propose an agreement of the programme's length, and tell the partner's managers.

    Raises:
        Refusal: not a partner that prescribes, or a period that is already agreed.
    """
    _, programme = current_programme()
    made = agreements.propose(
        organisation=organisation,
        starts_on=starts_on,
        months=programme.partners.agreement_months,
        by=by,
        at=at,
    )
    _tell_managers(made, template="agreement_to_accept", at=at)
    return made


def accept(
    *, agreement: Agreement, read: Mapping[Document, str], by: Membership, at: datetime
) -> Agreement:
    """Accept both texts as they stand today; `read` gives the versions that were on the page.

    Raises:
        Refusal: not the partner's manager, an agreement that is over, or texts changed meanwhile.
    """
    _, programme = current_programme()
    return agreements.accept(
        agreement=agreement, texts=texts_of(programme), read=read, by=by, at=at
    )


def grant(
    *,
    organisation: Organisation,
    starts_on: date,
    ends_on: date,
    units: int,
    by: Membership,
    at: datetime,
    once: UUID,
) -> Quota:
    """Grant units to a partner, within what the programme may grant.

    Raises:
        Refusal: an impossible period, or more than the programme has.
    """
    _, programme = current_programme()
    return quotas.grant(
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
        units=units,
        total=programme.voucher.quota_total,
        by=by,
        at=at,
        once=once,
    ).quota


def renew_agreements(*, at: datetime) -> int:
    """Propose the agreements that follow those whose end is near."""
    _, programme = current_programme()
    rules, done = programme.partners, 0
    for one in queries.to_renew(day=day_of(at), months=rules.renewal_months):
        with transaction.atomic():
            if made := agreements.renew(one, months=rules.agreement_months, at=at):
                _tell_managers(made, template="agreement_to_renew", at=at)
                done += 1
    return done


def end_agreements(*, at: datetime) -> int:
    """Say that an agreement ended and what goes on, unless the next one is in force."""
    _, programme = current_programme()
    day, done = day_of(at), 0
    for one in queries.ended_untold(day):
        with transaction.atomic():
            if not agreements.note_end_told(one, at=at):
                continue
            may = queries.rights(
                organisation_id=one.organisation_id,
                day=day,
                agreement_needed=programme.partners.agreement_needed,
                default_quota=None,
            )
            if not may.agreement_holds:
                _tell_managers(one, template="agreement_ended", at=at)
                _tell_programme(one, at=at)
            done += 1
    return done


def close_quotas(*, at: datetime) -> int:
    """Hand back to the programme what partners did not use."""
    return quotas.close_due_quotas(at=at, day=day_of(at))


def _tell_managers(one: Agreement, *, template: str, at: datetime) -> None:
    to = queries.managers_of(one.organisation_id)
    _tell(one, to, template=template, once="manager", path=PAGE, at=at)


def _tell_programme(one: Agreement, *, at: datetime) -> None:
    path = f"/programme/partenaires/{one.organisation_id}/"
    to = emails_of_role(Role.PROGRAMME_MANAGER)
    _tell(one, to, template="agreement_over", once="programme", path=path, at=at)


def _tell(
    one: Agreement, to: Sequence[str], *, template: str, once: str, path: str, at: datetime
) -> None:
    rules = current_programme()[1].partners
    enqueue_to_all(
        to,
        once=f"agreement:{one.pk}:{template}:{once}",
        template=template,
        context={
            "organisation": one.organisation.name,
            "starts_on": in_words(one.starts_on),
            "ends_on": in_words(one.ends_on),
            "closes_on": in_words(closes_on(one.ends_on, days=rules.closing_days)),
            "link": f"{settings.SITE_URL}{path}",
        },
        about=f"agreement:{one.pk}",
        at=at,
    )


@dataclass(frozen=True, kw_only=True)
class Life:
    """What binds a partner and the programme today."""

    day: date
    texts: Mapping[Document, AcceptedText]
    agreements: Sequence[Agreement]
    quotas: Sequence[Quota]
    holds: bool
    default_quota: int | None  # that the programme file grants to each partner every year

    def standing(self, one: Agreement) -> Standing:
        """Say where one of its agreements stands."""
        return queries.standing_of(one, day=self.day)


def life_of(*, member: Membership, organisation_id: int, at: datetime) -> Life:
    """Gather the agreements and the quotas of a partner, with what it may do today."""
    _, programme = current_programme()
    day = day_of(at)
    may = queries.rights(
        organisation_id=organisation_id,
        day=day,
        agreement_needed=programme.partners.agreement_needed,
        default_quota=None,
    )
    return Life(
        day=day,
        texts=texts_of(programme),
        agreements=queries.agreements_of(member=member, organisation_id=organisation_id),
        quotas=queries.quotas_of(member=member, organisation_id=organisation_id),
        holds=may.agreement_holds,
        default_quota=programme.voucher.quota_per_partner,
    )
