"""What a refurbisher works on: its lots, its machines; the programme reads those of everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment.models import Computer, Erasure, Lot, Movement, TestReport
from coupdepouce.equipment.queries.places import visible_to, where
from coupdepouce.equipment.queries.preparing import Work, with_work, work_on
from coupdepouce.partners.models import Membership

SHOWN = 200
HISTORY = 30


def lots_of(member: Membership) -> QuerySet[Lot]:
    """Give the lots a member may see, with how many machines were entered and are prepared."""
    seen = Lot.objects.select_related("donor", "refurbisher", "closed_by__user").annotate(
        entered=Count("computers"),
        to_prepare=Count("computers", filter=Q(computers__state=Computer.State.INTAKE)),
    )
    if member.role == Role.PROGRAMME_MANAGER:
        return seen
    if member.role == Role.REFURBISHER:
        return seen.filter(refurbisher=member.organisation_id)
    return seen.none()


def latest_lots(member: Membership) -> Sequence[Lot]:
    """Give the lots, those that are open first, the newest first."""
    order = (F("closed_at").desc(nulls_first=True), "-announced_on", "-pk")
    return list(lots_of(member).order_by(*order)[:SHOWN])


def lot_of(member: Membership, reference: UUID) -> Lot:
    """Give a lot of the member.

    Raises:
        Refusal: it does not exist, or is another refurbisher's: nothing more is said.
    """
    lot = lots_of(member).filter(reference=reference).first()
    if lot is None:
        raise Refusal("not_found", "Ce lot n’est pas dans votre atelier : revenez à la liste.")
    return lot


@dataclass(frozen=True, kw_only=True)
class Row:
    """A machine of a list, and what remains to be done on it."""

    computer: Computer
    works: Sequence[Work]

    @property
    def missing(self) -> Sequence[str]:
        """Name what remains, empty when it is ready or already out of the workshop."""
        if self.computer.state != Computer.State.INTAKE:
            return ()
        return [work.missing for work in self.works if not work.is_done]


def to_prepare(member: Membership) -> Sequence[Row]:
    """Give the machines to prepare, the oldest first."""
    waiting = visible_to(member).filter(state=Computer.State.INTAKE)
    return _rows(waiting.order_by("pk")[:SHOWN])


def machines_of(lot: Lot) -> Sequence[Row]:
    """Give the machines of a lot that the member may see, in the order they came in."""
    entered = Computer.objects.filter(lot=lot).select_related("reserved_shop")
    return _rows(entered.order_by("pk")[:SHOWN])


def _rows(computers: QuerySet[Computer]) -> Sequence[Row]:
    return [Row(computer=one, works=work_on(one)) for one in with_work(computers)]


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A machine on the bench: what it is, what was done, what remains, where it is."""

    computer: Computer
    works: Sequence[Work]
    test: TestReport | None
    erasures: Sequence[Erasure]
    history: Sequence[Movement]
    where: str

    @property
    def is_open(self) -> bool:
        """Say whether the workshop may still write on it."""
        computer = self.computer
        return computer.state == Computer.State.INTAKE and not (
            computer.shop_id or computer.parcel_id
        )


def bench_of(member: Membership, reference: UUID) -> Bench:
    """Give a machine of the member with all that was done on it.

    Raises:
        Refusal: it does not exist, or is another refurbisher's.
    """
    seen = visible_to(member).select_related("lot__donor", "parcel__destination")
    computer = with_work(seen).filter(reference=reference).first()
    if computer is None:
        raise Refusal("not_found", "Cette machine n’est pas dans votre atelier : cherchez-la.")
    since = {"at__gte": computer.came_in_at}  # type: ignore[attr-defined]
    return Bench(
        computer=computer,
        works=work_on(computer),
        test=computer.tests.filter(**since).order_by("-at", "-pk").first(),
        erasures=list(
            computer.erasures.defer("certificate").filter(**since).order_by("-at", "-pk")
        ),
        history=list(
            computer.movements.select_related("by__user", "destination").order_by("-at", "-pk")[
                :HISTORY
            ]
        ),
        where=where(computer),
    )


def erasure_of(member: Membership, reference: UUID, pk: int) -> Erasure:
    """Give an erasure of a machine of the member, with its certificate.

    Raises:
        Refusal: it does not exist, or is another refurbisher's.
    """
    seen = visible_to(member).filter(reference=reference)
    found = Erasure.objects.select_related("computer__lot__refurbisher", "by__user")
    erasure = found.filter(pk=pk, computer__in=seen).first()
    if erasure is None:
        raise Refusal("not_found", "Ce certificat n’est pas de votre atelier.")
    return erasure


def last_erasure_by(member: Membership) -> Erasure | None:
    """Give the erasure this organisation wrote last: the next one is most often the same."""
    mine = Erasure.objects.defer("certificate").filter(by__organisation=member.organisation_id)
    return mine.order_by("-at", "-pk").first()
