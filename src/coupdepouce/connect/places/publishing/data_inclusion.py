"""The structures of data·inclusion v1, judged by the standard's own package."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pydantic import BaseModel, create_model

from coupdepouce.connect.places.publishing import vocabulary
from coupdepouce.connect.places.publishing.writing import Column, Entry, Target, Value


@cache
def model() -> type[BaseModel]:
    """Give the published structure, closed: the package ignores a column it does not know."""
    from data_inclusion.schema import v1  # noqa: PLC0415  half a second, for the export only

    structure: type[BaseModel] = create_model(
        "Structure", __base__=v1.Structure, __cls_kwargs__={"extra": "forbid"}
    )
    return structure


def local_id(identifier: str, *, source: str) -> str:
    """Give the producer's own identifier: the standard writes "producer--identifier"."""
    return identifier.removeprefix(f"{source}--")


def _identifier(entry: Entry, text: str) -> str:
    return f"{entry.row.source}--{local_id(text, source=entry.row.source)}"


def _siret(_: Entry, text: str) -> str:
    return text if re.fullmatch("[0-9]{14}", text) and text.strip("0") else ""


def _number(_: Entry, text: str) -> Value:
    return float(text.replace(",", ".")) if text else None


def _first_site(_: Entry, text: str) -> str:
    return re.split(r"[;|]", text)[0]


STRUCTURE = Target(
    columns=(
        Column(name="source", carries="source"),
        Column(name="id", carries="source_id", finish=_identifier),
        Column(name="nom", carries="name"),
        Column(name="date_maj", carries="updated_on"),
        Column(name="description", reads=("presentation_detail", "presentation_resume")),
        Column(name="lien_source"),
        Column(name="siret", reads=("pivot",), carries="pivot", finish=_siret),
        Column(name="commune", carries="commune_name"),
        Column(name="code_postal", carries="postcode"),
        Column(name="code_insee", carries="code_insee"),
        Column(name="adresse", carries="address"),
        Column(name="complement_adresse"),
        Column(name="longitude", carries="longitude", finish=_number),
        Column(name="latitude", carries="latitude", finish=_number),
        Column(name="site_web", carries="website", finish=_first_site),
        Column(name="horaires_accueil", reads=("horaires",), carries="opening_hours"),
        Column(name="accessibilite_lieu", reads=("fiche_acces_libre", "accessibilite")),
        Column(
            name="reseaux_porteurs",
            reads=("dispositif_programmes_nationaux", "labels_nationaux"),
            carries="labels",
            words=vocabulary.NETWORKS,
            as_list=True,
        ),
    ),
    model=model,
)


def as_json(records: Iterable[Mapping[str, Value]]) -> Iterator[str]:
    """Give the lines of a file of structures, one record a line."""
    opening = "["
    for record in records:
        yield f"{opening}\n{json.dumps(record, ensure_ascii=False)}"
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"
