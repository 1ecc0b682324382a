"""A pilot in one town: a programme, a partner and a shop with their people, all invented."""

from dataclasses import dataclass

from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation, Place
from coupdepouce.programmes.models import CommunePoint
from tests.apps import cases
from tests.apps.build import member, organisation

LILLE = "59350"


@dataclass(frozen=True, kw_only=True)
class Town:
    """The people of the pilot."""

    prescriber: Membership
    advisor: Membership
    manager: Membership


def place(name: str, kind: str, *, number: int, north: float = 0.0, east: float = 0.0) -> Place:
    """Make a place near the middle of the town."""
    return Place.objects.create(
        source="fictif",
        source_id=name,
        kind=kind,
        name=name,
        address=f"{number} rue Inventée",
        postcode="59000",
        commune_code=LILLE,
        commune_name="Lille",
        latitude=50.63 + north,
        longitude=3.06 + east,
        opening_hours="Mo-Fr 09:00-12:00,13:30-17:00",
        digest=name,
    )


def build() -> Town:
    """Load the programme and open the doors."""
    cases.programme()
    CommunePoint.objects.create(code=LILLE, latitude=50.63, longitude=3.06)
    desk = place("Centre social imaginaire", Place.Kind.PLACE, number=3, north=0.004)
    other = place("Maison des projets inventés", Place.Kind.PLACE, number=12, east=0.011)
    counter = place("Boutique fictive du Centre", Place.Kind.SHOP, number=8, north=-0.007)
    organisation(Organisation.Kind.ASSOCIATION, name=other.name, place=other)
    partner = organisation(Organisation.Kind.CCAS, name=desk.name, place=desk)
    shop = organisation(Organisation.Kind.SHOP, name=counter.name, place=counter)
    return Town(
        prescriber=member(Role.PRESCRIBER, of=partner),
        advisor=member(Role.SHOP_ADVISOR, of=shop),
        manager=member(Role.PROGRAMME_MANAGER, of=organisation(Organisation.Kind.OPERATOR)),
    )
