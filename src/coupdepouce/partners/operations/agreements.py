"""Agreements: proposed, accepted by the partner's manager, renewed, ended."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.core.partners.agreement import Document, Standing, ends_on, standing
from coupdepouce.core.programme.partners import AcceptedText
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import (
    PRESCRIBERS,
    Acceptance,
    Agreement,
    Membership,
    Organisation,
)
from coupdepouce.partners.queries.closing import check_open


@transaction.atomic
def propose(
    *,
    organisation: Organisation,
    starts_on: date,
    months: int,
    by: Membership | None,
    at: datetime,
) -> Agreement:
    """Propose an agreement; `by` is None when the programme renews it by itself.

    Raises:
        Refusal: not a partner that prescribes, or a period that is already agreed.
    """
    if organisation.kind not in PRESCRIBERS:
        raise Refusal("not_a_prescriber", "Seule une structure qui prescrit signe la convention.")
    until = ends_on(starts_on, months=months)
    if until <= day_of(at):
        raise Refusal("period_wrong", "Cette convention serait déjà finie : commencez plus tard.")
    check_open(Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk))
    known = Agreement.objects.filter(organisation=organisation)
    if other := known.filter(starts_on__lt=until, ends_on__gt=starts_on).first():
        raise Refusal(
            "period_overlaps",
            f"Une convention va déjà du {other.starts_on:%d/%m/%Y} au {other.ends_on:%d/%m/%Y} : "
            "commencez à sa fin.",
        )
    return Agreement.objects.create(
        organisation=organisation,
        starts_on=starts_on,
        ends_on=until,
        proposed_at=at,
        proposed_by=by,
    )


@transaction.atomic
def accept(
    *,
    agreement: Agreement,
    texts: Mapping[Document, AcceptedText],
    read: Mapping[Document, str],
    by: Membership,
    at: datetime,
) -> Agreement:
    """Accept the charter and the annex together; `read` gives the versions that were on the page.

    Raises:
        Refusal: not the partner's manager, an agreement that is over, or texts changed meanwhile.
    """
    locked = (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=agreement.pk)
    )
    if by.role != Role.PARTNER_MANAGER or by.organisation_id != locked.organisation_id:
        raise Refusal("not_yours", "Le responsable de la structure accepte la convention.")
    if locked.accepted_at is not None:
        return locked
    _check_acceptable(locked, texts, read, day=day_of(at))
    for document, text in texts.items():
        Acceptance.objects.create(
            agreement=locked,
            document=document,
            version=text.version,
            text="\n".join(text.sentences),
            by=by,
            at=at,
        )
    locked.accepted_at = at
    locked.save(update_fields=["accepted_at"])
    return locked


def _check_acceptable(
    agreement: Agreement,
    texts: Mapping[Document, AcceptedText],
    read: Mapping[Document, str],
    *,
    day: date,
) -> None:
    stands = standing(
        starts_on=agreement.starts_on, ends_on=agreement.ends_on, is_accepted=False, day=day
    )
    if stands is Standing.ENDED:
        raise Refusal("agreement_over", "Sa date est passée : demandez-en une autre au programme.")
    if any(read.get(document) != text.version for document, text in texts.items()):
        raise Refusal("text_changed", "Le texte vient de changer : relisez-le, puis acceptez.")


def renew(agreement: Agreement, *, months: int, at: datetime) -> Agreement | None:
    """Propose the agreement that follows; None when another worker or a person did."""
    try:
        with transaction.atomic():
            return propose(
                organisation=agreement.organisation,
                starts_on=agreement.ends_on,
                months=months,
                by=None,
                at=at,
            )
    except (IntegrityError, Refusal):
        return None


def note_end_told(agreement: Agreement, *, at: datetime) -> bool:
    """Write down that the end was told; False when another worker did."""
    same = Agreement.objects.filter(pk=agreement.pk, end_told_at__isnull=True)
    return bool(same.update(end_told_at=at))
