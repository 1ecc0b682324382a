"""The order number of a line, corrected or exchanged by the operator or by the shop."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coupdepouce.core.line.orders import as_one
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.lines import operations as lines
from coupdepouce.lines.models import Line
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.operator_file import apply_kept
from coupdepouce.prescriptions.queries import find, visible_to

MAY_CORRECT = frozenset({Role.SHOP_ADVISOR, Role.BACK_OFFICE})


@transaction.atomic
def correct_order(*, member: Membership, reference: UUID, order_number: str, at: datetime) -> None:
    """Correct an order number, and apply what the operator said of it; sent twice, once.

    Raises:
        Refusal: not this member's to correct, no order yet, or the number of another line.
    """
    found = find(member, reference)
    line = _locked(found, by=member)
    if as_one(line.order_number) != as_one(order_number):
        lines.correct_order(line, order_number=order_number, by=member, at=at)
        apply_kept(found.pk, order_number=line.order_number, at=at)


def twin_of(*, member: Membership, reference: UUID, order_number: str) -> Prescription | None:
    """Give the other request that has this number, when this member may correct it too."""
    if member.role not in MAY_CORRECT or not order_number:
        return None
    known = visible_to(member).filter(line__order_number=as_one(order_number))
    return known.exclude(reference=reference).select_related("line").first()


@transaction.atomic
def exchange_orders(
    *, member: Membership, reference: UUID, order_number: str, at: datetime
) -> None:
    """Give two requests each other's order number: typed on one another's file; twice is once.

    Raises:
        Refusal: not this member's to correct, no order yet, or no other line has that number.
    """
    found = find(member, reference)
    twin = twin_of(member=member, reference=reference, order_number=order_number)
    if twin is None:
        # Exchanged already, or the number is one that this member may not take.
        correct_order(member=member, reference=reference, order_number=order_number, at=at)
        return
    # Two people at once lock them in one order.
    one, other = sorted((found, twin), key=lambda row: row.pk)
    first, second = _locked(one, by=member), _locked(other, by=member)
    if twin.line and twin.line.order_number == as_one(order_number):
        lines.exchange_orders(first, second, by=member, at=at)


def _locked(found: Prescription, *, by: Membership) -> Line:
    if by.role not in MAY_CORRECT:
        raise Refusal("not_your_step", "La boutique ou l’opérateur corrige ce numéro.")
    # The request before its line, as every step does.
    Prescription.objects.select_for_update(of=("self",)).get(pk=found.pk)
    line = found.line
    if line is not None:
        line.refresh_from_db()
    if line is None or not line.order_number:
        raise Refusal("no_order", "Aucune commande n’est notée : notez-la d’abord.")
    return line
