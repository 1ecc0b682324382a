"""The four standards: which column says what, and how a header is recognised."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from coupdepouce.connect.places.model import Kind
from coupdepouce.connect.places.publishing import data_inclusion, mednum
from coupdepouce.core.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Standard:
    """One standard; several columns for a field are joined, in order."""

    title: str
    kind: Kind
    source: str
    marks: frozenset[str]
    never: frozenset[str] = frozenset()
    required: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    labels: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    # (column, value in lower case) → what a household must know before it goes.
    access: Mapping[tuple[str, str], str] = field(default_factory=dict)
    # Columns of the published schema that are kept as written, so as to give them back.
    keeps: frozenset[str] = frozenset()


# Of a place, these are often those of the person who works there.
CONTACTS = frozenset({"telephone", "courriel", "courriels"})
_COMMON = {
    "source": ("source",),
    "source_id": ("id",),
    "name": ("nom",),
    "address": ("adresse", "complement_adresse"),
    "postcode": ("code_postal",),
    "commune_name": ("commune",),
    "code_insee": ("code_insee",),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "website": ("site_web",),
    "updated_on": ("date_maj",),
}

FRANCE_SERVICES = Standard(
    title="France Services",
    kind=Kind.PLACE,
    source="france-services",
    marks=frozenset({"id_fs"}),
    required=("id_fs", "lib_fs", "adresse", "insee_com", "code_postal", "lib_com"),
    columns={
        "source_id": ("id_fs",),
        "name": ("lib_fs",),
        "address": ("adresse", "complement_adresse"),
        "postcode": ("code_postal",),
        "commune_name": ("lib_com",),
        "code_insee": ("insee_com",),
        "latitude": ("latitude",),
        "longitude": ("longitude",),
    },
    labels=("France Services",),
    days=("h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi", "h_dimanche"),
    access={
        ("prise_rdv", "oui"): "Rendez-vous possible",
        ("format_fs", "bus_équivalent"): "Itinérant",
    },
)
# Schema 0.1 to 1.0.2: the names of the columns changed, files of every age are still published.
MEDIATION_NUMERIQUE = Standard(
    title="lieux de médiation numérique",
    kind=Kind.PLACE,
    source="mediation-numerique",
    marks=frozenset({"pivot"}),
    required=("id", "pivot", "nom", "commune", "code_postal", "adresse"),
    columns={
        **_COMMON,
        "pivot": ("pivot",),
        "opening_hours": ("horaires",),
        "services": ("services",),
        "labels": ("labels_nationaux", "dispositif_programmes_nationaux"),
        "publics": (
            "publics_accueillis",
            "publics_specifiquement_adresses",
            "prise_en_charge_specifique",
        ),
        "access": ("conditions_acces", "frais_a_charge", "modalites_acces"),
    },
    access={("itinerance", "itinérant"): "Itinérant"},
    keeps=frozenset(column.name for target in mednum.EDITIONS.values() for column in target.columns)
    - CONTACTS,
)
DATA_INCLUSION = Standard(
    title="data·inclusion",
    kind=Kind.PLACE,
    source="data-inclusion",
    marks=frozenset({"source", "date_maj"}),
    required=("source", "id", "nom", "date_maj"),
    columns={
        **_COMMON,
        "pivot": ("siret",),
        "opening_hours": ("horaires_accueil",),
        "services": ("thematiques",),
        "labels": ("reseaux_porteurs", "labels_nationaux"),
    },
    keeps=frozenset(column.name for column in data_inclusion.STRUCTURE.columns),
)
SHOPS = Standard(
    title="boutiques",
    kind=Kind.SHOP,
    source="boutiques",
    marks=frozenset({"id", "nom", "horaires"}),
    # A list of places that lost its `pivot` must not become shops, which redeem vouchers.
    never=frozenset({"date_maj"}),
    required=("id", "nom", "adresse", "code_postal", "commune"),
    columns={
        **_COMMON,
        "opening_hours": ("horaires",),
        "services": ("services",),
        "access": ("acces", "langues"),
        # Of shops only: a place's mail is often the name of the person who works there.
        "phone": ("telephone",),
        "email": ("courriel",),
    },
)
# The order matters: the marks of the first ones are the most particular.
STANDARDS = (FRANCE_SERVICES, MEDIATION_NUMERIQUE, DATA_INCLUSION, SHOPS)


def recognise(header: Collection[str], *, name: str) -> Standard:
    """Tell the standard of a file from its columns.

    Raises:
        Refusal: none is recognised, or a column it needs is missing.
    """
    for standard in STANDARDS:
        if standard.marks <= set(header) and standard.never.isdisjoint(header):
            if missing := [column for column in standard.required if column not in header]:
                sentence = (
                    f"« {name} » ressemble au format {standard.title}, "
                    f"mais il manque : {', '.join(missing)}. Ajoutez ces colonnes."
                )
                raise Refusal("places_column_missing", sentence, file=name, missing=missing)
            return standard
    expected = " ; ".join(f"{s.title} ({', '.join(s.required)})" for s in STANDARDS)
    sentence = (
        f"Le format de « {name} » n’est pas reconnu. La première ligne porte les colonnes "
        f"d’un de ces formats : {expected}."
    )
    raise Refusal("places_format_unknown", sentence, file=name)
