"""The code of a short link: seven random characters and a check, in the alphabet of the vouchers.

Eight characters and not ten: it is read on a poster, and it opens nothing but the public check.
"""

from stdnum import luhn

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.voucher import ALPHABET, LOOK_ALIKES, SEPARATORS
from coupdepouce.core.voucher import code_of as with_check

PAYLOAD = 7
LENGTH = PAYLOAD + 1
CODES = len(ALPHABET) ** PAYLOAD
EXAMPLE = "K7M2QX4P"  # as long as any


def code_of(number: int) -> str:
    """Write a random number below CODES as a code with its check character."""
    return with_check(number, signs=PAYLOAD)


def read_code(text: str) -> str:
    """Read a code as a person types it.

    Raises:
        Refusal: it is the code of no campaign.
    """
    code = text.upper().translate(SEPARATORS).translate(LOOK_ALIKES)
    well_made = len(code) == LENGTH and set(code) <= set(ALPHABET)
    if not well_made or not luhn.is_valid(code, ALPHABET):
        raise unknown_code()
    return code


def unknown_code() -> Refusal:
    """Say that no campaign has this code."""
    return Refusal(
        "campaign_code_unknown",
        "Ce code n’est celui d’aucune annonce. Relisez-le, ou laissez la case vide.",
    )


def grouped(code: str) -> str:
    """Write a code in groups that a person can read aloud: "K7M2 QX4P"."""
    return f"{code[:4]} {code[4:]}".strip()
