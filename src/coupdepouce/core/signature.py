"""A signature drawn with a finger: strokes on a sheet, as a path that any page can draw again."""

import re

from coupdepouce.core.refusal import Refusal

WIDTH, HEIGHT = 600, 200
LONGEST = 6000
REFUSED = "refused"  # the person would not or could not sign, and the advisor saw it
STROKES = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+)+")


def read_signature(text: str) -> str:
    """Read what was drawn, or the word that says that nothing was.

    Raises:
        Refusal: nothing was said, or it is not a drawing of ours.
    """
    drawn = text.strip()
    if drawn == REFUSED:
        return drawn
    if len(drawn) > LONGEST:
        raise Refusal("signature_long", "La signature est trop longue : effacez-la et refaites-la.")
    if not STROKES.fullmatch(drawn):
        raise Refusal(
            "signature_missing",
            "Faites signer la personne, ou cochez qu’elle ne signe pas.",
        )
    return drawn
