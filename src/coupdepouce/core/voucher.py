"""The code of a voucher: nine random characters and a check character, without look-alikes.

Crockford's base 32 (crockford.com/base32.html) leaves out I, L, O and U, and reads I and L as 1,
O as 0. Its own check symbols include * ~ $ = U, which people cannot type on an old phone; ours is
Luhn's formula modulo 32 (ISO/IEC 7812-1, generalised), which stays inside the alphabet and finds
every single mistyped character.
"""

from stdnum import luhn

from coupdepouce.core.refusal import Refusal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PAYLOAD = 9
LENGTH = PAYLOAD + 1
CODES = len(ALPHABET) ** PAYLOAD
LOOK_ALIKES = str.maketrans("ILO", "110")
SEPARATORS = str.maketrans("", "", " -.\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\t\r\n")


def code_of(number: int, *, signs: int = PAYLOAD) -> str:
    """Write a random number below CODES as a code with its check character."""
    payload = ""
    for _ in range(signs):
        number, rest = divmod(number, len(ALPHABET))
        payload += ALPHABET[rest]
    return payload + luhn.calc_check_digit(payload, ALPHABET)


def read_code(text: str) -> str:
    """Read a code as a person types it: spaces, dashes and small letters do not matter.

    Raises:
        Refusal: it is not ten characters of the alphabet, or one of them is mistyped.
    """
    code = text.upper().translate(SEPARATORS).translate(LOOK_ALIKES)
    if len(code) != LENGTH:
        raise Refusal(
            "code_malformed",
            f"Le code a {LENGTH} caractères, il y en a {len(code)}. Relisez-le sur le bon.",
        )
    strange = sorted({letter for letter in code if letter not in ALPHABET})
    if strange or not luhn.is_valid(code, ALPHABET):
        raise Refusal(
            "code_malformed", "Un caractère du code n’est pas le bon. Relisez-le sur le bon."
        )
    return code


def grouped(code: str) -> str:
    """Write a code in groups that a person can read aloud: "AB2 C3D E4FG"."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"
