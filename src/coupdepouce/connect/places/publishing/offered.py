"""Our services in data·inclusion v1, each linked to a published structure, judged like it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import BaseModel, create_model

from coupdepouce.connect.places.model import shortened
from coupdepouce.connect.places.publishing.table_schema import reasons
from coupdepouce.connect.places.publishing.writing import Published, Remark, Value

# Where the service is given, when it is where the structure is.
OF_STRUCTURE = (
    "commune", "code_postal", "code_insee", "adresse", "complement_adresse", "longitude",
    "latitude", "horaires_accueil",
)  # fmt: skip
LINE, COMPUTER = "numerique--acceder-a-une-connexion-internet", "numerique--acquerir-un-equipement"
SKILLS = "numerique--maitriser-les-fondamentaux-du-numerique"
MATERIAL, WORKSHOP = "aide-materielle", "atelier"


@dataclass(frozen=True, kw_only=True)
class Service:
    """What we offer at a structure; `fee` is empty when nobody may say it yet."""

    key: str
    name: str
    text: str
    kind: str
    themes: Sequence[str]
    changed_on: date
    link: str
    fee: str = ""
    fee_said: str = ""


@cache
def model() -> type[BaseModel]:
    """Give the published service, closed: the package ignores a column it does not know."""
    from data_inclusion.schema import v1  # noqa: PLC0415  half a second, for the export only

    service: type[BaseModel] = create_model(
        "Service", __base__=v1.Service, __cls_kwargs__={"extra": "forbid"}
    )
    return service


def publish_service(service: Service, *, source: str, structure: Mapping[str, Value]) -> Published:
    """Write a service of a structure; one that the schema refuses is left out whole and said."""
    record = _record(service, source=source, structure=structure)
    remarks = [
        Remark(
            source=source,
            source_id=service.key,
            column=name,
            value=shortened(str(record.get(name, ""))),
            sentence=sentence,
        )
        for name, sentence in reasons(model(), record).items()
    ]
    return Published(record=None if remarks else record, remarks=remarks)


def _record(service: Service, *, source: str, structure: Mapping[str, Value]) -> dict[str, Value]:
    said: dict[str, Value] = {
        "source": source,
        "structure_id": structure["id"],
        "id": f"{source}--{service.key}",
        "nom": service.name,
        "description": service.text,
        "date_maj": service.changed_on.isoformat(),
        "type": service.kind,
        "thematiques": list(service.themes),
        "frais": service.fee,
        "frais_precisions": service.fee_said,
        "lien_mobilisation": service.link,
        "modes_accueil": ["en-presentiel"],
        "modes_mobilisation": ["se-presenter", "utiliser-lien-mobilisation"],
        "mobilisable_par": ["usagers", "professionnels"],
        **{name: structure[name] for name in OF_STRUCTURE if name in structure},
    }
    return {name: value for name, value in said.items() if value}
