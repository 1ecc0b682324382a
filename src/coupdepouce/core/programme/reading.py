"""Text in, programme out: the core knows no disk."""

import tomllib
from collections.abc import Callable, Collection, Iterator
from hashlib import sha256
from typing import TypeVar

from pydantic import ValidationError

from coupdepouce.core.programme import problems
from coupdepouce.core.programme.figures import Part
from coupdepouce.core.programme.locate import Locator
from coupdepouce.core.programme.model import Place, Programme

File = TypeVar("File", bound=Part)
Fault = tuple[tuple[str, ...], str, str]  # where it is written, its key, what to do


def parse(
    text: str,
    *,
    place_exists: Callable[[Place], bool] | None = None,
    spoken: Collection[str] | None = None,
) -> Programme:
    """Read a programme file, or say everything that is wrong with it.

    A file that is loaded names places that exist and languages that are spoken; a version that
    was loaded once is read again without them.

    Raises:
        Refusal: `programme_invalid`, whose `problems` each give a line, a key and a sentence.
    """
    programme = read(text, Programme)
    unknown = [
        *(_unknown_places(programme, place_exists) if place_exists is not None else ()),
        *(_unspoken(programme, spoken) if spoken is not None else ()),
    ]
    if unknown:
        locator = Locator(text)
        raise problems.refusal(
            [
                problems.Problem(line=locator.line(where), key=key, sentence=sentence)
                for where, key, sentence in unknown
            ]
        )
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


def _unknown_places(programme: Programme, place_exists: Callable[[Place], bool]) -> Iterator[Fault]:
    for row, place in enumerate(programme.territory):
        if not place_exists(place):
            sentence = f"« {place.code} » n’est pas au Code officiel géographique : vérifiez-le."
            yield ("territory",), f"territory.{row}.code", sentence


def _unspoken(programme: Programme, spoken: Collection[str]) -> Iterator[Fault]:
    for row, language in enumerate(programme.languages):
        if language not in spoken:
            sentence = (
                f"« {language} » n’a pas de catalogue : ajoutez "
                f"locale/{language}/LC_MESSAGES/django.po, ou retirez cette langue."
            )
            yield ("languages",), f"languages.{row}", sentence


def content_hash(text: str) -> str:
    """Give the fingerprint of a programme file, kept with every verdict made under it."""
    return sha256(text.encode()).hexdigest()
