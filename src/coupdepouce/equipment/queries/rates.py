"""How much of what a refurbisher receives is kept, and how much of what is given comes back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from coupdepouce.core.roles import Role
from coupdepouce.equipment.models import HandOver, Lot, Movement
from coupdepouce.partners.models import Membership, Organisation

GIVEN = (HandOver.Kind.HAND_OVER, HandOver.Kind.EXCHANGE)


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The counts of a refurbisher; a rate of nothing is None, never zero."""

    refurbisher: Organisation
    received: int
    kept: int
    handed_over: int
    returned: int

    @property
    def kept_in_hundred(self) -> int | None:
        """Give the share of what was received that became a machine to give."""
        return round(100 * self.kept / self.received) if self.received else None

    @property
    def returned_in_hundred(self) -> int | None:
        """Give the share of what was handed over that came back."""
        return round(100 * self.returned / self.handed_over) if self.handed_over else None


def rates_for(member: Membership) -> Sequence[Rates]:
    """Give the rates of the member's refurbisher, or of each one for the programme."""
    refurbishers = Organisation.objects.filter(kind=Organisation.Kind.REFURBISHER)
    if member.role != Role.PROGRAMME_MANAGER:
        refurbishers = refurbishers.filter(pk=member.organisation_id)
    received = _counts(Lot.objects, "refurbisher", Sum("received_count"))
    stocked = Movement.objects.filter(kind=Movement.Kind.STOCKED)
    kept = _counts(stocked, "computer__lot__refurbisher", Count("computer", distinct=True))
    given = HandOver.objects.filter(kind__in=GIVEN)
    owner = "computer__lot__refurbisher"
    handed = _counts(given, owner, Count("pk"))
    back = _counts(given.filter(Q(returned_at__isnull=False)), owner, Count("pk"))
    return [
        Rates(
            refurbisher=one,
            received=received.get(one.pk, 0),
            kept=kept.get(one.pk, 0),
            handed_over=handed.get(one.pk, 0),
            returned=back.get(one.pk, 0),
        )
        for one in refurbishers
    ]


def _counts(rows: object, owner: str, count: object) -> dict[int, int]:
    found = rows.order_by().values_list(owner).annotate(n=count)  # type: ignore[attr-defined]
    return {pk: number or 0 for pk, number in found}
