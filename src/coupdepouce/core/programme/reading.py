"""Text in, programme out: the core knows no disk."""

import tomllib
from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from pydantic import ValidationError

from coupdepouce.core.programme import problems
from coupdepouce.core.programme.figures import Part
from coupdepouce.core.programme.locate import Locator
from coupdepouce.core.programme.model import Place, Programme

File = TypeVar("File", bound=Part)


def parse(text: str, *, place_exists: Callable[[Place], bool] | None = None) -> Programme:
    """Read a programme file, or say everything that is wrong with it.

    Raises:
        Refusal: `programme_invalid`, whose `problems` each give a line, a key and a sentence.
    """
    programme = read(text, Programme)
    if place_exists is not None:
        _check_places(text, programme, place_exists)
    return programme


def read(text: str, model: type[File], **named: str) -> File:
    """Read a TOML text as a model; `named` is the code and the name of the file in its refusal.

    Raises:
        Refusal: everything that is wrong with it, each with its line and its remedy.
    """
    try:
        return model.model_validate(tomllib.loads(text))
    except ValidationError as error:
        raise problems.refusal(problems.of_content(text, error), **named) from None
    except (ValueError, RecursionError) as error:
        raise problems.refusal([problems.of_syntax(text, error)], **named) from None


def _check_places(text: str, programme: Programme, place_exists: Callable[[Place], bool]) -> None:
    line = Locator(text).line(("territory",))
    unknown = [
        problems.Problem(
            line=line,
            key=f"territory.{row}.code",
            sentence=f"« {place.code} » n’est pas au Code officiel géographique : vérifiez-le.",
        )
        for row, place in enumerate(programme.territory)
        if not place_exists(place)
    ]
    if unknown:
        raise problems.refusal(unknown)


def content_hash(text: str) -> str:
    """Give the fingerprint of a programme file, kept with every verdict made under it."""
    return sha256(text.encode()).hexdigest()
