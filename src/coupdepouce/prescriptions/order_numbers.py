"""The order number of a line, corrected by the operator or by the shop that typed it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coupdepouce.core.line.orders import as_one
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.lines import operations as lines
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.operator_file import apply_kept
from coupdepouce.prescriptions.queries import find

MAY_CORRECT = frozenset({Role.SHOP_ADVISOR, Role.BACK_OFFICE})


@transaction.atomic
def correct_order(*, member: Membership, reference: UUID, order_number: str, at: datetime) -> None:
    """Correct an order number, and apply what the operator said of it; sent twice, once.

    Raises:
        Refusal: not this member's to correct, no order yet, or the number of another line.
    """
    found = find(member, reference)
    if member.role not in MAY_CORRECT:
        raise Refusal("not_your_step", "La boutique ou l’opérateur corrige ce numéro.")
    # The request before its line, as every step does.
    Prescription.objects.select_for_update(of=("self",)).get(pk=found.pk)
    line = found.line
    if line is None or not line.order_number:
        raise Refusal("no_order", "Aucune commande n’est notée : notez-la d’abord.")
    line.refresh_from_db()
    if as_one(line.order_number) != as_one(order_number):
        lines.correct_order(line, order_number=order_number, by=member, at=at)
        apply_kept(found.pk, order_number=line.order_number, at=at)
