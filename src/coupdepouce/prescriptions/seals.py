"""Vouchers signed and checked: the private key stays here, the public ones go to the counters.

The keys are kept like the others of the installation, in COUPDEPOUCE_VOUCHER_KEYS: the first one
signs, all are accepted, so that a paper printed before a change of key still serves.
"""

import base64
import hashlib
import struct
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.voucher_seal import KEY_LENGTH, Seal, base32, parse, written

HALF = 32
# The same voucher is the same paper: no chance in the signature (RFC 6979).
SIGNING = ec.ECDSA(SHA256(), deterministic_signing=True)
CHECKING = ec.ECDSA(SHA256())


def sign(*, code: str, parts: Sequence[Part], last_day: date) -> str:
    """Give the text of a voucher's QR, signed by the newest key."""
    private = _private(settings.VOUCHER_KEYS[0])
    seal = Seal(code=code, parts=tuple(parts), last_day=last_day, key_id=_id(private.public_key()))
    r, s = decode_dss_signature(private.sign(seal.signed.encode(), SIGNING))
    return written(seal, r.to_bytes(HALF) + s.to_bytes(HALF))


def read(text: str) -> Seal:
    """Read the text of a voucher's QR, and make sure that one of our keys signed it.

    Raises:
        Refusal: not a voucher's, not whole, signed by a key that is no longer ours, or changed.
    """
    seal, raw = parse(text)
    public = _public().get(seal.key_id)
    if public is None:
        raise Refusal(
            "seal_key_unknown",
            "Ce bon est signé par une clé inconnue ici. Tapez le code imprimé à côté du QR.",
        )
    half = (int.from_bytes(raw[:HALF]), int.from_bytes(raw[HALF:]))
    try:
        public.verify(encode_dss_signature(*half), seal.signed.encode(), CHECKING)
    except InvalidSignature:
        raise Refusal(
            "voucher_tampered",
            "La signature de ce bon n’est pas la bonne : il a été modifié ou recopié. "
            "Ne le recevez pas, appelez le prescripteur.",
        ) from None
    return seal


def public_keys() -> Mapping[str, str]:
    """Give the public keys by their name: uncompressed points, as browsers import them."""
    return {name: base64.b64encode(_point(key)).decode() for name, key in _public().items()}


def _public() -> Mapping[str, ec.EllipticCurvePublicKey]:
    return _publics(tuple(settings.VOUCHER_KEYS))


@lru_cache(maxsize=4)
def _publics(keys: tuple[str, ...]) -> Mapping[str, ec.EllipticCurvePublicKey]:
    found = [_private(key).public_key() for key in keys]
    return {_id(key): key for key in found}


@lru_cache(maxsize=8)
def _private(key: str) -> ec.EllipticCurvePrivateKey:
    try:
        # Exactly so many: a shorter text would make a key that can be guessed.
        (number,) = struct.unpack(f"{HALF}s", base64.urlsafe_b64decode(f"{key.strip()}="))
        return ec.derive_private_key(int.from_bytes(number), ec.SECP256R1())
    except (ValueError, struct.error):
        raise Refusal(
            "voucher_key_wrong",
            "COUPDEPOUCE_VOUCHER_KEYS ne signe pas : remettez-y 32 octets au hasard, "
            "écrits en base64 pour adresses (43 caractères).",
        ) from None


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _id(key: ec.EllipticCurvePublicKey) -> str:
    # The mark of the key itself: nobody numbers keys, and two are never mixed up.
    return base32(hashlib.sha256(_point(key)).digest(), 52)[-KEY_LENGTH:]
