"""Receptions that could not be kept: written once, told to the shops and to the prescriber."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.operations import enqueue_to_all
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions.followers import addresses_of
from coupdepouce.prescriptions.links import counter_link, prescription_link
from coupdepouce.prescriptions.models import Conflict, JourneyEvent
from coupdepouce.prescriptions.reconciling import BY_CODE, Rule, Tell

MOST = 20
SHOWN = 4  # the end of a code: enough to find the paper again in the drawer


@dataclass(frozen=True, kw_only=True)
class ConflictView:
    """What a shop reads of a reception that could not be kept."""

    once: UUID
    is_kept_here: bool  # this shop is the one that keeps the request
    shop: str  # where the other reception was made, empty when there was only one
    happened_at: datetime
    other_at: datetime | None
    code_end: str
    sentence: str
    reference: UUID | None  # of the request, for the shop that keeps it


def write(conflict: Conflict, *, rule: Rule | None) -> None:
    """Keep a reception that was refused, in the transaction that refuses it, and tell of it."""
    kept = _kept_by(conflict) if rule and Tell.SHOPS in rule.tells else None
    if kept:
        conflict.other_shop, conflict.other_at = kept.organisation, kept.at
    # Nothing is locked for a paper that is not one of ours: the same entry sent twice at once
    # writes one row, and whoever comes second tells nobody.
    try:
        with transaction.atomic():
            conflict.save(force_insert=True)
    except IntegrityError:
        if not Conflict.objects.filter(once=conflict.once).exists():
            raise
        return
    if kept:
        _tell_shops(conflict, kept)
    if rule and Tell.PRESCRIBER in rule.tells:
        _tell_prescriber(conflict, rule)


def _kept_by(conflict: Conflict) -> JourneyEvent | None:
    """Give the reception by which another shop keeps the request."""
    if conflict.voucher is None:
        return None
    received = JourneyEvent.objects.filter(
        prescription=conflict.voucher.prescription_id, step="present"
    )
    return received.select_related("organisation", "member__user").order_by("-number").first()


def _tell_shops(conflict: Conflict, kept: JourneyEvent) -> None:
    context = {
        "keeper": kept.organisation.name if kept.organisation else "",
        "kept_at": _moment(kept.at),
        "refused": conflict.shop.name,
        "refused_at": _moment(conflict.happened_at),
        "link": counter_link(),
    }
    sides = (
        ("refused", conflict.shop, conflict.member),
        ("kept", kept.organisation, kept.member),
    )
    for side, shop, member in sides:
        if address := _address(shop, member):
            _send(conflict, to=[address], template="double_reception", side=side, context=context)


def _address(shop: Organisation | None, member: Membership | None) -> str:
    # A shop without an address of its own: whoever received the voucher.
    return (shop.email if shop else "") or (member.user.email if member else "")


def _tell_prescriber(conflict: Conflict, rule: Rule) -> None:
    if conflict.voucher is None:
        return
    prescription = conflict.voucher.prescription
    _send(
        conflict,
        to=addresses_of(prescription),
        template="reception_refused",
        side="prescriber",
        context={
            "shop": conflict.shop.name,
            "received_at": _moment(conflict.happened_at),
            "why": rule.told,
            "link": prescription_link(prescription.reference),
        },
    )


def _send(
    conflict: Conflict, *, to: Sequence[str], template: str, side: str, context: dict[str, str]
) -> None:
    about = conflict.voucher.prescription.reference if conflict.voucher else ""
    enqueue_to_all(
        to,
        once=f"{conflict.once}:{template}:{side}",
        template=template,
        context=context,
        about=f"prescription:{about}",
        at=conflict.reconciled_at,
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(PARIS):%d/%m/%Y à %Hh%M}"


def to_read(*, member: Membership) -> Sequence[ConflictView]:
    """Give what this shop has not said it has read, the newest first."""
    shop = member.organisation_id
    mine = Q(shop=shop, read_at__isnull=True)
    elsewhere = Q(other_shop=shop, other_read_at__isnull=True)
    found = Conflict.objects.filter(mine | elsewhere).select_related(
        "shop", "other_shop", "voucher__prescription"
    )
    return [_view(one, shop=shop) for one in found.order_by("-pk")[:MOST]]


def _view(conflict: Conflict, *, shop: int) -> ConflictView:
    is_kept_here = conflict.other_shop_id == shop
    other = conflict.shop if is_kept_here else conflict.other_shop
    rule = BY_CODE.get(conflict.code)
    voucher = conflict.voucher
    return ConflictView(
        once=conflict.once,
        is_kept_here=is_kept_here,
        shop=other.name if other else "",
        happened_at=conflict.happened_at,
        other_at=conflict.other_at,
        code_end=voucher.code[-SHOWN:] if voucher else "",
        sentence=rule.sentence if rule else "Cette réception n’était pas possible.",
        reference=voucher.prescription.reference if voucher and is_kept_here else None,
    )


def mark_read(*, member: Membership, once: UUID, at: datetime) -> None:
    """Note that this shop has read it; a second time changes nothing.

    Raises:
        Refusal: it is not about this shop.
    """
    shop = member.organisation_id
    found = Conflict.objects.filter(once=once)
    mine = found.filter(shop=shop)
    elsewhere = found.filter(other_shop=shop)
    if not (mine.exists() or elsewhere.exists()):
        raise Refusal("not_found", "Ce message n’est pas pour votre boutique.")
    mine.filter(read_at__isnull=True).update(read_at=at)
    elsewhere.filter(other_read_at__isnull=True).update(other_read_at=at)
