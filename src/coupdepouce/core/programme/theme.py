"""The programme's colours, refused when a text in them could not be read."""

from typing import Annotated

from pydantic import AfterValidator, Field

from coupdepouce.core.programme.figures import Part

PAPER = "#FFFBF5"
READABLE = 4.5  # WCAG 2.2, criterion 1.4.3, level AA, for text of the ordinary size

_LINEAR_UNDER = 0.04045


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= _LINEAR_UNDER else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21, as WCAG defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _readable(colour: str) -> str:
    if contrast(colour, PAPER) < READABLE:
        raise ValueError(
            "un texte de cette couleur se lit mal sur le papier : prenez-en une plus foncée."
        )
    return colour


Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
InkColour = Annotated[Colour, AfterValidator(_readable)]


class Theme(Part):
    """The three colours a programme chooses; the rest belongs to the house."""

    primary: InkColour
    primary_dark: InkColour
    glow: Colour
