"""The present contract, and what a later bill says: an amount, never the paper."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.core.money import in_euros
from coupdepouce.core.refusal import Refusal
from coupdepouce.households.models import Household
from coupdepouce.lines.models import BillSeen, PresentContract
from coupdepouce.lines.operations.keys import check_key
from coupdepouce.partners.models import Membership

DEAREST = 100_000  # 1 000 €: more for a month is a slip of the keyboard


@transaction.atomic
def see_bill(
    *,
    household_id: int,
    month: date,
    amount: int,
    announced: int,
    by: Membership,
    at: datetime,
    once: UUID,
) -> BillSeen:
    """Keep the amount of one month's bill; seen again, the month is corrected.

    Raises:
        Refusal: a month to come, an amount beyond reason, or a household that was erased.
    """
    # The household's row makes two clicks wait for each other.
    _alive(household_id)
    if already := BillSeen.objects.filter(once=once).first():
        check_key(already.household_id == household_id)
        return already
    _check(month, amount, on=day_of(at))
    bill, _ = BillSeen.objects.update_or_create(
        household_id=household_id,
        month=month.replace(day=1),
        defaults={
            "once": once, "amount": amount, "announced": announced, "seen_at": at, "seen_by": by,
        },
    )  # fmt: skip
    return bill


def _check(month: date, amount: int, *, on: date) -> None:
    if month.replace(day=1) > on.replace(day=1):
        raise Refusal(
            "bill_month_wrong", "Ce mois n’est pas encore là : vérifiez la facture.", field="month"
        )
    if not 0 <= amount <= DEAREST:
        raise Refusal(
            "bill_amount_wrong",
            f"Écrivez le montant d’un mois, {in_euros(DEAREST)} au plus.",
            field="amount",
        )


@transaction.atomic
def note_contract(
    *, household_id: int, has_mobile: bool, has_tv: bool, by: Membership, at: datetime
) -> PresentContract:
    """Keep what else the present price pays for.

    Raises:
        Refusal: the household was erased.
    """
    _alive(household_id)
    contract, _ = PresentContract.objects.update_or_create(
        household_id=household_id,
        defaults={"has_mobile": has_mobile, "has_tv": has_tv, "noted_at": at, "noted_by": by},
    )
    return contract


def _alive(household_id: int) -> None:
    rows = Household.objects.select_for_update(of=("self",))
    if rows.filter(pk=household_id, erased_at__isnull=True).first() is None:
        raise Refusal("household_erased", "Ce dossier est effacé : il n’y a plus rien à noter.")
