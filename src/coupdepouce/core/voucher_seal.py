"""What the QR of a voucher says: its code, its parts, its last day, and a signature over them.

`CP1.K7MWQ2X9TP.LC.20270218.4F7Q.<103 characters>`: a version, the code, one letter a part, the
last day, which key signed, and ECDSA P-256 over SHA-256 of all that comes before, raw r‖s. Only
capitals, figures and dots, which a QR packs two in 11 bits: 41 modules, 0.85 mm each on paper.
Nothing about the person. `web/static/offline/seal.js` reads the same text in the browser.
"""

from dataclasses import dataclass
from datetime import date, datetime

from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.voucher import ALPHABET, read_code

VERSION = "CP1"
LETTERS = {Part.LINE: "L", Part.COMPUTER: "C", Part.TRAINING: "T"}
SIGNATURE_BYTES, SIGNATURE_LENGTH = 64, 103
KEY_LENGTH = 4
FIELDS = 6
LONGEST = 160


@dataclass(frozen=True, kw_only=True)
class Seal:
    """What is signed, and by which key."""

    code: str
    parts: tuple[Part, ...]
    last_day: date
    key_id: str

    @property
    def signed(self) -> str:
        """Give the text that the signature covers."""
        parts = "".join(letter for part, letter in LETTERS.items() if part in self.parts)
        return ".".join((VERSION, self.code, parts, f"{self.last_day:%Y%m%d}", self.key_id))


def written(seal: Seal, signature: bytes) -> str:
    """Write the whole text of the QR."""
    return f"{seal.signed}.{base32(signature, SIGNATURE_LENGTH)}"


def is_sealed(text: str) -> bool:
    """Say whether a text comes from a QR, whatever it is worth: a typed code has no dots."""
    return text.strip().upper().startswith("CP") and "." in text


def parse(text: str) -> tuple[Seal, bytes]:
    """Read the text of a QR: what it says and the signature, which is not checked here.

    Raises:
        Refusal: cut, changed, or of another version.
    """
    fields = "".join(text.split()).upper().split(".")
    if fields[0] != VERSION:
        raise Refusal(
            "seal_unknown", "Ce QR n’est pas celui d’un bon d’ici. Tapez le code imprimé à côté."
        )
    if len(text) > LONGEST or len(fields) != FIELDS:
        raise _malformed()
    _, code, letters, day, key_id, signature = fields
    try:
        seal = Seal(code=read_code(code), parts=_parts(letters), last_day=_day(day), key_id=key_id)
        raw = unbase32(signature, SIGNATURE_BYTES)
    except (Refusal, ValueError):
        raise _malformed() from None
    # Written again it must be the same: one text for one signature, no second spelling.
    if written(seal, raw) != ".".join(fields):
        raise _malformed()
    return seal, raw


def _malformed() -> Refusal:
    return Refusal(
        "seal_malformed", "Le QR n’est pas lu en entier. Scannez-le encore, ou tapez le code."
    )


def _parts(letters: str) -> tuple[Part, ...]:
    return tuple(part for part, letter in LETTERS.items() if letter in letters)


def _day(written_day: str) -> date:
    return datetime.strptime(written_day, "%Y%m%d").date()


def base32(raw: bytes, length: int) -> str:
    """Write bytes in the alphabet of the codes, the highest digit first."""
    number, text = int.from_bytes(raw), ""
    for _ in range(length):
        number, rest = divmod(number, len(ALPHABET))
        text = ALPHABET[rest] + text
    return text


def unbase32(text: str, size: int) -> bytes:
    """Read bytes written by `base32`.

    Raises:
        ValueError: a sign out of the alphabet, or more than that size holds.
    """
    number = 0
    for sign in text:
        number = number * len(ALPHABET) + ALPHABET.index(sign)
    try:
        return number.to_bytes(size)
    except OverflowError:
        raise ValueError("too long") from None
