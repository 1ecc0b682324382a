"""The stock of a shop, its parcels, and the shops that run short."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment.models import Computer, Movement, Parcel, Threshold, WaitingPlace
from coupdepouce.equipment.queries.places import at_place, visible_to
from coupdepouce.equipment.queries.stock import free_counts
from coupdepouce.partners.models import Membership, Organisation

PARCELS = 50


@dataclass(frozen=True, kw_only=True)
class ShopStock:
    """How much a shop has, how many wait, and whether it runs short."""

    shop: Organisation
    free: int
    reserved: int
    waiting: int
    minimum: int
    is_own_minimum: bool

    @property
    def is_short(self) -> bool:
        """Say whether it has fewer free machines than its threshold."""
        return self.free < self.minimum


def stock_of(member: Membership) -> Sequence[Computer]:
    """Give the machines that stand in the member's shop, the free ones first."""
    here = at_place(member.organisation).select_related("lot__refurbisher", "reserved_shop")
    order = {Computer.State.STOCK: 0, Computer.State.RESERVED: 1}
    rows = list(here.order_by("stocked_at", "pk"))
    return sorted(rows, key=lambda one: order.get(Computer.State(one.state), 2))


def shop_stock(shop: Organisation, *, form: str, alert_under: int) -> ShopStock:
    """Give the figures of one shop."""
    return _figures([shop], form=form, alert_under=alert_under)[0]


def shop_stocks(*, form: str, alert_under: int) -> Sequence[ShopStock]:
    """Give the figures of every shop of the programme, those that run short first."""
    shops = Organisation.objects.filter(kind=Organisation.Kind.SHOP, is_active=True)
    rows = _figures(list(shops), form=form, alert_under=alert_under)
    return sorted(rows, key=lambda one: (not one.is_short, one.shop.name))


def _figures(shops: Sequence[Organisation], *, form: str, alert_under: int) -> Sequence[ShopStock]:
    free = free_counts(form)
    reserved = _counted(
        Computer.objects.filter(state=Computer.State.RESERVED, form=form), "reserved_shop"
    )
    waiting = _counted(WaitingPlace.objects.filter(ended_at__isnull=True, form=form), "shop")
    own = dict(Threshold.objects.values_list("shop", "minimum"))
    return [
        ShopStock(
            shop=shop,
            free=free.get(shop.pk, 0),
            reserved=reserved.get(shop.pk, 0),
            waiting=waiting.get(shop.pk, 0),
            minimum=own.get(shop.pk, alert_under),
            is_own_minimum=shop.pk in own,
        )
        for shop in shops
    ]


def _counted(rows: QuerySet[Any], name: str) -> Mapping[int | None, int]:
    counted = rows.order_by().values_list(name).annotate(count=Count("pk"))
    return dict(counted)


def parcels_of(member: Membership) -> Sequence[Parcel]:
    """Give the parcels for the member's place and from it, those to open first."""
    mine = Q(origin=member.organisation_id) | Q(destination=member.organisation_id)
    rows = Parcel.objects.filter(mine).select_related("origin", "destination")
    rows = rows.prefetch_related("items__computer").order_by("-sent_at")
    return sorted(rows[:PARCELS], key=lambda one: one.received_at is not None)


def parcel(*, member: Membership, reference: UUID) -> Parcel:
    """Give a parcel from or for the member's place, or any to the programme manager.

    Raises:
        Refusal: not open to this member.
    """
    rows = Parcel.objects.select_related("origin", "destination", "sent_by__user")
    if member.role != Role.PROGRAMME_MANAGER:
        here = member.organisation_id
        rows = rows.filter(Q(origin=here) | Q(destination=here))
    found = rows.prefetch_related("items__computer").filter(reference=reference).first()
    if found is None:
        raise Refusal("not_found", "Ce colis n’existe pas, ou n’est pas pour vous.")
    return found


def to_send(member: Membership) -> Sequence[Computer]:
    """Give the machines here that somebody waits for in another shop, shop by shop."""
    here = at_place(member.organisation).filter(state=Computer.State.RESERVED)
    rows = here.filter(reserved_shop__isnull=False).exclude(reserved_shop=member.organisation_id)
    return list(
        rows.select_related("reserved_shop").order_by("reserved_shop__name", "reserved_at", "pk")
    )


def machine(*, member: Membership, reference: UUID) -> Computer:
    """Give one machine a member may see.

    Raises:
        Refusal: it does not exist, or is not open to this member.
    """
    found = visible_to(member).filter(reference=reference).first()
    if found is None:
        raise Refusal("not_found", "Cette machine n’existe pas, ou n’est pas à vous.")
    return found


def history(computer: Computer) -> Sequence[Movement]:
    """Give what happened to a machine, the newest first."""
    rows = computer.movements.select_related("by__user", "origin", "destination")
    return list(rows.order_by("-at", "-pk"))


def destinations(member: Membership) -> Sequence[Organisation]:
    """Give where a parcel may go from here."""
    kinds = (Organisation.Kind.SHOP, Organisation.Kind.REFURBISHER)
    places = Organisation.objects.filter(kind__in=kinds, is_active=True)
    return list(places.exclude(pk=member.organisation_id).order_by("name"))
