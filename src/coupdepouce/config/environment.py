"""Settings read from the environment: declared once, with why; a missing one stops the start.

`docs/reference/settings.md` is made from these declarations.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

PREFIX = "COUPDEPOUCE_"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One line of the settings page."""

    name: str
    kind: str
    default: str | None
    why: str


DECLARED: dict[str, Setting] = {}
_env = environ.Env()  # type: ignore[no-untyped-call]


def read_file(path: Path) -> None:
    """Add the lines of a file of settings; what the environment says already wins."""
    if path.exists():
        _env.read_env(str(path))


def _declare(name: str, kind: str, default: object, why: str) -> str:
    shown = None if default is None else str(default)
    full = PREFIX + name
    DECLARED[full] = Setting(name=full, kind=kind, default=shown, why=why)
    return full


def text(name: str, *, default: str | None = None, why: str) -> str:
    """Read a text; without a default it is needed.

    Raises:
        ImproperlyConfigured: needed and missing.
    """
    full = _declare(name, "texte", default, why)
    value: Any = _env.str(full, default=default or "")
    if not value and default is None:
        raise ImproperlyConfigured(
            f"{full} manque : {why} Ajoutez-la à l’environnement, "
            "ou lancez « coupdepouce demo », qui en crée une."
        )
    return str(value)


def flag(name: str, *, default: bool, why: str) -> bool:
    """Read a yes or no."""
    return bool(_env.bool(_declare(name, "oui ou non", default, why), default=default))


def number(name: str, *, default: int, why: str) -> int:
    """Read a whole number."""
    return int(_env.int(_declare(name, "nombre", default, why), default=default))


def words(name: str, *, default: list[str], why: str) -> list[str]:
    """Read a list, separated by commas."""
    full = _declare(name, "liste", ",".join(default), why)
    return [str(word) for word in _env.list(full, default=default)]


def database(*, default: str, why: str) -> dict[str, Any]:
    """Read the address of the database."""
    full = _declare("DATABASE_URL", "adresse", "sqlite:///<DATA_DIR>/coupdepouce.sqlite3", why)
    return dict(_env.db_url(full, default=default))
