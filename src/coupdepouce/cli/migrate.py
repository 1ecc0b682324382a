"""`coupdepouce migrate`: bring the base up to date with the version installed."""

from pathlib import Path
from typing import Any

import typer

from coupdepouce.cli.start import start

OWNER_ONLY = 0o600
HELP = """Mettre la base à jour : les tables, et celle du cache partagé.

Exemple : coupdepouce migrate
"""


def migrate() -> None:
    """Bring the base up to date; done already, nothing changes."""
    start()
    prepare_base()
    typer.echo("La base est à jour.")


def prepare_base() -> None:
    """Make the tables that are missing."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    keep_private(settings.DATABASES["default"])
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def keep_private(database: dict[str, Any]) -> None:
    """Make the file of SQLite its owner's alone, from its first byte; its journals follow it."""
    if database["ENGINE"].endswith("sqlite3") and ":memory:" not in str(database["NAME"]):
        Path(database["NAME"]).touch(mode=OWNER_ONLY)
