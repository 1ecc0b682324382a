"""The programme delivered with the package, and the files people write like it."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from coupdepouce.connect.catalogues import languages_in
from coupdepouce.core.languages import FRENCH
from coupdepouce.core.programme import Programme, parse
from coupdepouce.programmes import communes

LOCALE = Path(str(files("coupdepouce").joinpath("locale")))


@cache
def default_text() -> str:
    """Give the text of the programme delivered with the package."""
    return files("coupdepouce.programmes").joinpath("coup-de-pouce.toml").read_text("utf-8")


@cache
def default_programme() -> Programme:
    """Give the programme delivered with the package."""
    return parse(default_text())


def read_file(text: str) -> Programme:
    """Read a programme file that somebody gives: its places exist, its languages are spoken.

    Raises:
        Refusal: `programme_invalid`.
    """
    spoken = {FRENCH.code, *(language.code for language in languages_in(LOCALE))}
    return parse(text, place_exists=communes.place_exists, spoken=spoken)
