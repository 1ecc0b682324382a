"""The programme delivered with the package."""

from functools import cache
from importlib.resources import files

from coupdepouce.core.programme import Programme, parse


@cache
def default_text() -> str:
    """Give the text of the programme delivered with the package."""
    return files("coupdepouce.programmes").joinpath("coup-de-pouce.toml").read_text("utf-8")


@cache
def default_programme() -> Programme:
    """Give the programme delivered with the package."""
    return parse(default_text())
