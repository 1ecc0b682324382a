"""The standard of the lieux de médiation numérique, in its edition of today and its first one."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from coupdepouce.connect.places.publishing import vocabulary
from coupdepouce.connect.places.publishing.table_schema import column_names, model_of
from coupdepouce.connect.places.publishing.writing import Column, Entry, Target, Value

# The schema needs a number even where nobody knows it: seven places in ten publish these zeros
# (LaMednum/standard-mediation-num, descriptif-des-evolutions), and our reader takes them for none.
UNKNOWN_PIVOT = "0" * 14
FIRST, TODAY = "mediation_numerique_0.1.1", "mediation_numerique_1.0.1"


def _identifier(entry: Entry, text: str) -> str:
    # Unique in a file: data·inclusion's way of telling two sources apart.
    return f"{entry.row.source}--{text}" if entry.shares_id else text


def _pivot(_: Entry, text: str) -> str:
    return text or UNKNOWN_PIVOT


# Columns that carry something of ours, or whose name changed; the others give the original back.
_CARRYING = {
    "id": Column(name="id", carries="source_id", finish=_identifier),
    "pivot": Column(name="pivot", reads=("siret",), carries="pivot", finish=_pivot),
    "nom": Column(name="nom", carries="name"),
    "commune": Column(name="commune", carries="commune_name"),
    "code_postal": Column(name="code_postal", carries="postcode"),
    "code_insee": Column(name="code_insee", carries="code_insee"),
    "adresse": Column(name="adresse", carries="address"),
    "latitude": Column(name="latitude", carries="latitude"),
    "longitude": Column(name="longitude", carries="longitude"),
    "site_web": Column(name="site_web", carries="website"),
    "horaires": Column(name="horaires", reads=("horaires_accueil",), carries="opening_hours"),
    "source": Column(name="source", carries="source"),
    "date_maj": Column(name="date_maj", carries="updated_on"),
    "presentation_detail": Column(name="presentation_detail", reads=("description",)),
}
_TODAY = _CARRYING | {
    "services": Column(name="services", carries="services", words=vocabulary.SERVICES),
    "publics_specifiquement_adresses": Column(
        name="publics_specifiquement_adresses",
        reads=("publics_accueillis",),
        words=vocabulary.PUBLICS,
    ),
    "prise_en_charge_specifique": Column(
        name="prise_en_charge_specifique",
        reads=("publics_accueillis",),
        words=vocabulary.CARE,
    ),
    "frais_a_charge": Column(
        name="frais_a_charge", reads=("conditions_acces",), words=vocabulary.COSTS
    ),
    "dispositif_programmes_nationaux": Column(
        name="dispositif_programmes_nationaux",
        reads=("labels_nationaux",),
        carries="labels",
        words=vocabulary.PROGRAMMES,
    ),
    "formations_labels": Column(
        name="formations_labels", reads=("labels_nationaux",), words=vocabulary.TRAINED
    ),
    "autres_formations_labels": Column(name="autres_formations_labels", reads=("labels_autres",)),
    "modalites_accompagnement": Column(name="modalites_accompagnement", words=vocabulary.SUPPORT),
    "fiche_acces_libre": Column(
        name="fiche_acces_libre", reads=("accessibilite", "accessibilite_lieu")
    ),
}


def _target(name: str, columns: Mapping[str, Column]) -> Target:
    return Target(
        columns=tuple(columns.get(one) or Column(name=one) for one in column_names(name)),
        model=partial(model_of, name),
    )


EDITIONS = {"1.0.1": _target(TODAY, _TODAY), "0.1.1": _target(FIRST, _CARRYING)}


def as_csv(records: Iterable[Mapping[str, Value]], *, edition: str) -> Iterator[str]:
    """Give the lines of a file of the standard: UTF-8, commas, every column in its order."""
    names = [column.name for column in EDITIONS[edition].columns]
    yield _line(names)
    for record in records:
        yield _line([str(record.get(name, "")) for name in names])


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
