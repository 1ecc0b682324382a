"""A published Table Schema becomes a pydantic model: the library judges, not code of ours."""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    ValidationError,
    create_model,
)
from pydantic_core import ErrorDetails

NO_SITE = "Ce n’est pas une adresse de site."
REASONS = {
    "missing": "Ce champ est obligatoire.",
    "string_too_long": "Ce texte dépasse {max_length} signes.",
    "string_too_short": "Ce texte a moins de {min_length} signes.",
    "string_pattern_mismatch": "Cette valeur n’est pas de celles que le standard permet.",
    "enum": "Cette valeur n’est pas de celles que le standard permet.",
    "url_parsing": NO_SITE,
    "url_scheme": NO_SITE,
}
# The schema takes any text there; whoever reads the file makes links of it.
ADDRESSES = frozenset({"site_web", "prise_rdv", "fiche_acces_libre"})
OTHERWISE = "Le schéma refuse cette valeur."
PACKAGE = "coupdepouce.connect.places.publishing"


@cache
def published(name: str) -> dict[str, Any]:
    """Give a schema as its standard publishes it, with its licence and where it was read."""
    text = files(PACKAGE).joinpath(f"{name}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def column_names(name: str) -> tuple[str, ...]:
    """Give the columns of a schema, in the order of its files."""
    return tuple(field["name"] for field in published(name)["fields"])


@cache
def model_of(name: str) -> type[BaseModel]:
    """Give the model of a record; a column that the schema does not know is refused."""
    fields: dict[str, Any] = {
        field["name"]: _field(field["name"], field["type"], field["constraints"])
        for field in published(name)["fields"]
    }
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def _field(name: str, kind: str, constraints: Mapping[str, Any]) -> tuple[Any, Any]:
    pattern = constraints.get("pattern")
    # Table Schema means the whole value, pydantic looks anywhere in it: "x|Gratuit" would pass.
    whole = None if pattern is None else f"^(?:{pattern})$"
    text: Any = Annotated[str, Field(pattern=whole, max_length=constraints.get("maxLength"))]
    if name in ADDRESSES:
        text = Annotated[text, AfterValidator(_no_script)]
    types: dict[str, Any] = {"string": text, "number": FiniteFloat, "date": date}
    chosen = types[kind]
    return (chosen, ...) if constraints.get("required") else (chosen | None, None)


def _no_script(text: str) -> str:
    # A browser reads "java\tscript:" as "javascript:".
    for one in re.split(r"[;|]", re.sub(r"[\x00-\x20]", "", text)):
        opened = re.match(r"([a-z][a-z0-9+-]*):", one, re.IGNORECASE)
        if opened and opened[1].lower() not in {"http", "https"}:
            raise ValueError(NO_SITE)
    return text


def reasons(model: type[BaseModel], record: Mapping[str, object]) -> dict[str, str]:
    """Say, column by column, why a model refuses a record; nothing when it accepts it."""
    try:
        model.model_validate(record)
    except ValidationError as error:
        return {str(one["loc"][0]): _sentence(one) for one in error.errors()}
    return {}


def _sentence(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return REASONS.get(error["type"], OTHERWISE).format(**error.get("ctx", {}))
