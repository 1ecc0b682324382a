"""The serial number of a machine: one way of writing it, typed or scanned."""

import unicodedata

from coupdepouce.core.refusal import Refusal

LONGEST = 60
SHOWN = 20  # of what is not one: enough to find it among several


def read_serial(text: str) -> str:
    """Read a serial as typed or scanned: capitals, without spaces around or inside.

    Raises:
        Refusal: nothing was read, or it cannot be a serial.
    """
    serial = "".join(unicodedata.normalize("NFKC", text).upper().split())
    if not serial:
        raise Refusal("serial_missing", "Scannez le numéro de série, ou tapez-le.")
    if len(serial) > LONGEST or not serial.isprintable():
        raise Refusal(
            "serial_wrong",
            f"« {_shown(serial)} » n’est pas un numéro de série : relisez l’étiquette, sous la "
            "machine.",
        )
    return serial


def _shown(serial: str) -> str:
    said = "".join(letter for letter in serial if letter.isprintable())
    return said if len(said) <= SHOWN else f"{said[:SHOWN]}…"
