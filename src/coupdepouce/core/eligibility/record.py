"""One object of a facts file, read key by key: a wrong one is named, with its remedy."""

import re
from collections.abc import Collection
from datetime import date
from difflib import get_close_matches
from typing import NoReturn

from coupdepouce.core import money
from coupdepouce.core.refusal import Refusal

LAST_YEAR = 2999  # a deadline counted from a later day could leave the calendar
DEAREST = 100_000  # euros a month: more is a slip of the keyboard

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

A_DAY = "une date qui existe est attendue, comme « 2026-11-20 »"
A_COUNT = "un nombre entier est attendu, 0 ou plus, sans virgule ni guillemets"
AN_AMOUNT = "un montant en euros est attendu, entre 0 et 100 000, au centime près"
A_FLAG = "true, false ou null est attendu"
A_LIST = "une liste entre crochets est attendue"
AN_OBJECT = "un objet entre accolades est attendu"
A_TEXT = "un texte entre guillemets est attendu"


class Record:
    """The keys of one object; a key that is missing or null reads as `None`: not asked."""

    def __init__(self, raw: object, *, index: int, path: str, keys: Collection[str]) -> None:
        self._index = index
        self._path = path
        if not isinstance(raw, dict):
            self.refuse("", AN_OBJECT)
        self._raw = raw
        for key in raw:
            if key not in keys:
                self.refuse(str(key), f"cette clé n’existe pas : {_remedy(str(key), keys)}")

    def refuse(self, key: str, remedy: str) -> NoReturn:
        """Refuse a key with what to write instead.

        Raises:
            Refusal: always, `fact_malformed`.
        """
        path = ".".join(part for part in (self._path, key) if part)
        where = f"[{self._index}].{path}" if path else f"[{self._index}]"
        raise Refusal("fact_malformed", f"{where} : {remedy}.", index=self._index, key=path)

    def day(self, key: str) -> date | None:
        """Read a day written exactly year-month-day."""
        value = self._raw.get(key)
        if value is None:
            return None
        if not (isinstance(value, str) and _DAY.fullmatch(value)):
            self.refuse(key, A_DAY)
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.refuse(key, A_DAY)
        if day.year > LAST_YEAR:
            self.refuse(key, f"une année jusqu’à {LAST_YEAR} est attendue")
        return day

    def needed_day(self, key: str) -> date:
        """Read a day that cannot be left out."""
        day = self.day(key)
        if day is None:
            self.refuse(key, f"cette clé est nécessaire : {A_DAY}")
        return day

    def count(self, key: str) -> int | None:
        """Read a whole number, 0 or more; 512.0 and true are not whole numbers."""
        value = self._raw.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.refuse(key, A_COUNT)
        return value

    def amount(self, key: str) -> int | None:
        """Read an amount in euros, into cents."""
        value = self._raw.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(key, AN_AMOUNT)
        if not 0 <= value <= DEAREST:  # neither NaN nor infinity is within bounds
            self.refuse(key, AN_AMOUNT)
        try:
            return money.cents(value)
        except ValueError:
            self.refuse(key, AN_AMOUNT)

    def flag(self, key: str) -> bool | None:
        """Read true or false."""
        value = self._raw.get(key)
        if value is not None and not isinstance(value, bool):
            self.refuse(key, A_FLAG)
        return value

    def needed_flag(self, key: str) -> bool | None:
        """Read true, false or null, where the key itself says something and must be there."""
        if key not in self._raw:
            self.refuse(key, f"cette clé est nécessaire : {A_FLAG}")
        return self.flag(key)

    def text(self, key: str) -> str | None:
        """Read a text."""
        value = self._raw.get(key)
        if value is not None and not isinstance(value, str):
            self.refuse(key, A_TEXT)
        return value

    def word(self, key: str, words: Collection[str]) -> str | None:
        """Read one word of a list."""
        value = self._raw.get(key)
        return None if value is None else self.known(key, value, words)

    def needed_word(self, key: str, words: Collection[str]) -> str:
        """Read one word of a list, which cannot be left out."""
        return self.known(key, self._raw.get(key), words)

    def known(self, key: str, value: object, words: Collection[str]) -> str:
        """Check that a value is one of the words."""
        if not isinstance(value, str):
            self.refuse(key, f"{A_TEXT}, parmi {', '.join(words)}")
        if value not in words:
            self.refuse(key, f"« {value} » n’est pas connu, {_remedy(value, words)}")
        return value

    def items(self, key: str) -> list[object] | None:
        """Read a list."""
        value = self._raw.get(key)
        if value is not None and not isinstance(value, list):
            self.refuse(key, A_LIST)
        return value

    def inner(self, key: str, keys: Collection[str]) -> "Record | None":
        """Read an object inside this one."""
        value = self._raw.get(key)
        return None if value is None else self.nested(key, value, keys)

    def nested(self, key: str, raw: object, keys: Collection[str]) -> "Record":
        """Give the reader of an object found under a key."""
        path = f"{self._path}.{key}" if self._path else key
        return Record(raw, index=self._index, path=path, keys=keys)


def _remedy(word: str, words: Collection[str]) -> str:
    near = get_close_matches(word.lower(), words, n=1)
    return f"essayez « {near[0]} »" if near else f"choisissez parmi {', '.join(words)}"
