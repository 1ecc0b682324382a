"""What goes on a voucher: gathered once, for the page, the PDF and the batch."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings

from coupdepouce.core.journey.model import NONE, WANTED_PARTS, Part
from coupdepouce.core.programme import Programme
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.printing import Sheet, Spot
from coupdepouce.partners.models import Membership, Place
from coupdepouce.partners.nearest import NearPlace
from coupdepouce.prescriptions.models import Prescription, Voucher
from coupdepouce.prescriptions.queries import visible_to
from coupdepouce.prescriptions.seals import sign
from coupdepouce.prescriptions.situation import FIELDS
from coupdepouce.programmes import communes
from coupdepouce.programmes.queries import current_programme, nearest_places, printable_figures

PRICE = "offers.line.price"
MOST_SHOPS, FARTHEST_KM = 3, 60
PARTS = {Part.LINE: "Ligne internet", Part.COMPUTER: "Ordinateur", Part.TRAINING: "Ateliers"}


def sheets(*, member: Membership, references: Sequence[UUID]) -> Sequence[Sheet]:
    """Give the vouchers of these prescriptions, ready to print, with six reads and one by commune.

    Raises:
        Refusal: none was chosen, or one is not open to this member or has no voucher to use.
    """
    vouchers = (
        Voucher.objects.filter(
            prescription__in=visible_to(member).filter(reference__in=references, state="issued"),
            replaced_at__isnull=True,
        )
        .select_related(
            "prescription__household",
            "prescription__organisation__place",
            "prescription__prescriber__user",
            "prescription__suggested_shop__place",
        )
        .order_by("pk")
    )
    found = list(vouchers)
    if not found or len(found) != len(set(references)):
        raise Refusal("no_voucher", "Choisissez des bons remis et encore à utiliser.")
    _version, programme = current_programme()
    price = programme.offers.line.price.value if PRICE in printable_figures() else None
    near = {
        commune: _near(commune)
        for commune in {one.prescription.household.commune_code for one in found}
    }
    return [_sheet(one, programme=programme, price=price, near=near) for one in found]


def _sheet(
    voucher: Voucher,
    *,
    programme: Programme,
    price: int | None,
    near: Mapping[str, tuple[Spot, ...]],
) -> Sheet:
    prescription = voucher.prescription
    wanted = [part for part in WANTED_PARTS if _is_wanted(prescription, part)]
    shop = prescription.suggested_shop
    place = shop.place if shop else None
    return Sheet(
        programme=programme.name,
        code=voucher.code,
        scanned=sign(code=voucher.code, parts=wanted, last_day=voucher.last_day),
        last_day=voucher.last_day,
        parts=tuple(PARTS[part] for part in wanted),
        has_line=Part.LINE in wanted,
        price=price if Part.LINE in wanted else None,
        shops=(_spot(place),) if place else near[prescription.household.commune_code],
        caller=_caller(prescription),
        follow_address=f"{settings.SITE_URL.split('://')[-1]}/suivre",
        language=prescription.household.language,
    )


def _is_wanted(prescription: Prescription, part: Part) -> bool:
    return getattr(prescription, FIELDS[part]) not in {NONE, "declined"}


def _near(commune_code: str) -> tuple[Spot, ...]:
    found = nearest_places(commune_code=commune_code, kind=Place.Kind.SHOP, limit=MOST_SHOPS)
    # A far shop is better than none, and worse than a paper that names it beside a near one.
    kept = [near for near in found if _is_near(near, commune_code)] or found[:1]
    return tuple(_spot(near.place) for near in kept)


def _is_near(near: NearPlace, commune_code: str) -> bool:
    if near.distance_km is not None:
        return near.distance_km <= FARTHEST_KM
    home, there = communes.commune(commune_code), communes.commune(near.place.commune_code)
    return there.department == home.department


def _spot(place: Place) -> Spot:
    town = f"{place.postcode} {place.commune_name}".strip()
    where = ", ".join(filter(None, (place.address, town)))
    return Spot(name=place.name, lines=(where,), hours=place.opening_hours)


def _caller(prescription: Prescription) -> Spot:
    organisation = prescription.organisation
    place = organisation.place
    lines = [organisation.name, *(_spot(place).lines if place else ())]
    return Spot(name=prescription.referent or str(prescription.prescriber.user), lines=tuple(lines))
