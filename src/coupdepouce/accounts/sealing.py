"""Personal fields are sealed at rest, look-ups go by keyed hashes; the keys live elsewhere."""

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

from coupdepouce.core.refusal import Refusal


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    """Encrypt a text with the newest key."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Decrypt a text with whichever key sealed it.

    Raises:
        Refusal: no key of this machine opens it.
    """
    try:
        return _box(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken:
        raise Refusal(
            "field_key_missing",
            "Une donnée ne s’ouvre pas : remettez l’ancienne clé dans COUPDEPOUCE_FIELD_KEYS.",
        ) from None


def keyed_hash(purpose: str, value: str) -> str:
    """Give a short mark by which a value can be found again but not read: 128 bits, base 32."""
    digest = hmac.digest(
        settings.LOOKUP_KEY.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256
    )
    return base64.b32encode(digest[:16]).decode().rstrip("=")


def keyed_number(purpose: str, value: str) -> int:
    """Give a signed 64-bit mark, for indexes with many rows."""
    digest = hmac.digest(
        settings.LOOKUP_KEY.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256
    )
    return int.from_bytes(digest[:8], "big", signed=True)


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """A text kept encrypted; empty stays empty. It cannot be searched: use a keyed hash."""

    def get_prep_value(self, value: Any) -> Any:
        """Seal on the way to the database."""
        text = super().get_prep_value(value)
        return seal(text) if text else text

    def from_db_value(self, value: Any, *_: object) -> Any:
        """Unseal on the way back."""
        return unseal(value) if value else value
