"""The demonstration: plainly fictional partners, shops and people in real communes.

Points are those of the communes, to two decimals: facts of geography, not addresses.
"""

from dataclasses import dataclass

from coupdepouce.connect.coverage import NETWORKS, CoverageRow
from coupdepouce.connect.places.model import Kind, PlaceRow
from coupdepouce.connect.places.table import Line
from coupdepouce.core.roles import Role

SOURCE = "demonstration"
MAIL = "demo.example"


@dataclass(frozen=True, kw_only=True)
class Town:
    """A real commune of Hauts-de-France where the demonstration plays."""

    code: str
    name: str
    postcode: str
    point: tuple[float, float]


LILLE = Town(code="59350", name="Lille", postcode="59000", point=(50.63, 3.06))
ROUBAIX = Town(code="59512", name="Roubaix", postcode="59100", point=(50.69, 3.17))
AMIENS = Town(code="80021", name="Amiens", postcode="80000", point=(49.89, 2.30))
LENS = Town(code="62498", name="Lens", postcode="62300", point=(50.43, 2.83))
LAON = Town(code="02408", name="Laon", postcode="02000", point=(49.56, 3.62))
BEAUVAIS = Town(code="60057", name="Beauvais", postcode="60000", point=(49.43, 2.08))
TOWNS = (LILLE, ROUBAIX, AMIENS, LENS, LAON, BEAUVAIS)

POINTS = tuple(
    Line(
        number=number,
        cells={"code_insee": town.code, "lat": str(town.point[0]), "lon": str(town.point[1])},
    )
    for number, town in enumerate(TOWNS, start=1)
)

# Arcep's figures of 2024 for these communes, of a thousand premises: facts, as the points are.
COVERAGE = tuple(
    CoverageRow(
        line=1,
        code=town.code,
        name=town.name,
        premises=premises,
        per_thousand=dict(zip(NETWORKS, shares, strict=True)),
    )
    for town, premises, shares in (
        (LILLE, 165_379, (886, 732, 952, 0, 1000, 0, 1000)),
        (ROUBAIX, 51_036, (885, 694, 964, 0, 1000, 0, 1000)),
        (AMIENS, 90_755, (906, 331, 927, 0, 1000, 0, 1000)),
        (LENS, 21_320, (902, 331, 923, 0, 1000, 0, 1000)),
        (LAON, 15_627, (913, 0, 990, 0, 1000, 0, 1000)),
        (BEAUVAIS, 33_016, (978, 0, 1000, 0, 1000, 0, 1000)),
    )
)


@dataclass(frozen=True, kw_only=True)
class Partner:
    """An organisation of the demonstration, and where it stands if people can go there."""

    key: str
    name: str
    kind: str
    town: Town | None = None


CCAS = Partner(key="ccas", name="CCAS de démonstration de Roubaix", kind="ccas", town=ROUBAIX)
ASSOCIATION = Partner(
    key="association",
    name="Association de démonstration d’Amiens",
    kind="association",
    town=AMIENS,
)
SHOP_LILLE = Partner(
    key="boutique-lille", name="Boutique de démonstration de Lille", kind="shop", town=LILLE
)
SHOP_ROUBAIX = Partner(
    key="boutique-roubaix", name="Boutique de démonstration de Roubaix", kind="shop", town=ROUBAIX
)
SHOP_AMIENS = Partner(
    key="boutique-amiens", name="Boutique de démonstration d’Amiens", kind="shop", town=AMIENS
)
OPERATOR = Partner(key="operateur", name="Opérateur de démonstration", kind="operator")
REFURBISHER = Partner(
    key="reconditionneur", name="Reconditionneur de démonstration", kind="refurbisher"
)
EVALUATOR = Partner(key="evaluateur", name="Évaluateur de démonstration", kind="evaluator")
PARTNERS = (
    CCAS, ASSOCIATION, SHOP_LILLE, SHOP_ROUBAIX, SHOP_AMIENS, OPERATOR, REFURBISHER, EVALUATOR,
)  # fmt: skip


def row_of(partner: Partner, town: Town) -> PlaceRow:
    """Give the place where a partner of the demonstration receives people."""
    return PlaceRow(
        line=1 + PARTNERS.index(partner),
        source=SOURCE,
        source_id=partner.key,
        kind=Kind.SHOP if partner.kind == "shop" else Kind.PLACE,
        name=partner.name,
        address="adresse fictive",
        postcode=town.postcode,
        commune_name=town.name,
        code_insee=town.code,
        latitude=town.point[0],
        longitude=town.point[1],
        opening_hours="Mo-Fr 09:00-12:00,14:00-17:00",
        services=("Accéder à une connexion internet",),
        labels=(),
        publics=(),
        access=(),
        website="",
        phone="",
        email=f"{partner.key}@{MAIL}",
        updated_on=None,
        pivot=None,
    )


PLACES = tuple(row_of(partner, partner.town) for partner in PARTNERS if partner.town)


@dataclass(frozen=True, kw_only=True)
class Login:
    """A person of the demonstration: one per role, so that each screen can be seen."""

    name: str
    role: Role
    partner: Partner

    @property
    def email(self) -> str:
        """Give the address to sign in with."""
        return f"{self.name}@{MAIL}"


LOGINS = (
    Login(name="prescripteur", role=Role.PRESCRIBER, partner=CCAS),
    Login(name="responsable", role=Role.PARTNER_MANAGER, partner=CCAS),
    Login(name="association", role=Role.PRESCRIBER, partner=ASSOCIATION),
    Login(name="responsable-association", role=Role.PARTNER_MANAGER, partner=ASSOCIATION),
    Login(name="conseiller", role=Role.SHOP_ADVISOR, partner=SHOP_LILLE),
    Login(name="conseiller-amiens", role=Role.SHOP_ADVISOR, partner=SHOP_AMIENS),
    Login(name="formateur", role=Role.TRAINER, partner=SHOP_LILLE),
    Login(name="reconditionneur", role=Role.REFURBISHER, partner=REFURBISHER),
    Login(name="operateur", role=Role.BACK_OFFICE, partner=OPERATOR),
    Login(name="programme", role=Role.PROGRAMME_MANAGER, partner=OPERATOR),
    Login(name="evaluateur", role=Role.EVALUATOR, partner=EVALUATOR),
    Login(name="admin", role=Role.ADMINISTRATOR, partner=OPERATOR),
)
