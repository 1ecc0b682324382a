"""`coupdepouce backup` and `restore`: one file that holds the whole SQLite base."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from coupdepouce.cli.migrate import prepare_base
from coupdepouce.cli.start import start
from coupdepouce.core.refusal import Refusal

BACKUP_HELP = """Copier la base dans un fichier, même pendant que le site sert.

Les clés (secrets.env) n’y sont pas : gardez-les à part, la copie ne s’ouvre pas sans elles.

Exemple : coupdepouce backup copie.sqlite3
"""
RESTORE_HELP = """Remettre la base d’une copie. La base d’avant est gardée à côté.

Exemple : coupdepouce restore copie.sqlite3 --yes
"""
OWNER_ONLY = 0o600


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="La copie à écrire.")],
) -> None:
    """Copy the base into a new file.

    Raises:
        Refusal: PostgreSQL has its own tool, or the file exists already.
    """
    start()
    _copy(_sqlite_name(), file)
    typer.echo(f"La base est copiée dans {file}. Gardez aussi vos clés (secrets.env), à part.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="La copie à remettre.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Ne pas demander confirmation.")] = False,
) -> None:
    """Put the content of a copy back, after keeping what was there.

    Raises:
        Refusal: PostgreSQL has its own tool, or the file is not a good copy.
    """
    start()
    name = _sqlite_name()
    _check_copy(file)
    if not yes:
        typer.confirm("Remplacer toute la base par cette copie ?", abort=True, err=True)
    base = Path(name)
    kept = base.with_name(f"{base.stem}-avant-{datetime.now():%Y%m%d-%H%M%S}{base.suffix}")
    if base.exists():
        _copy(name, kept)
        typer.echo(f"La base d’avant est gardée dans {kept}.", err=True)
    # SQLite's own copy: a site that serves meanwhile reads the old base, then the new one.
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(name)) as target:
        source.backup(target)
    prepare_base()
    typer.echo(f"La base de {file} est remise.")


def _sqlite_name() -> str:
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "sqlite":
        raise Refusal(
            "postgresql_has_its_tool",
            "La base est PostgreSQL : copiez-la avec pg_dump --format=custom, "
            "remettez-la avec pg_restore.",
        )
    return str(connection.settings_dict["NAME"])


def _copy(name: str, file: Path) -> None:
    try:
        # Made empty first, for its owner only: it holds personal data.
        file.touch(mode=OWNER_ONLY, exist_ok=False)
    except FileExistsError:
        raise Refusal("file_exists", f"{file} existe déjà : choisissez un autre nom.") from None
    except OSError:
        raise Refusal(
            "file_not_writable", f"{file} ne s’écrit pas : vérifiez le dossier."
        ) from None
    with closing(sqlite3.connect(name)) as base:
        base.execute("VACUUM INTO ?", [str(file)])


def _check_copy(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            state = copy.execute("PRAGMA integrity_check").fetchone()[0]
            copy.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except sqlite3.Error:
        state = "unreadable"
    if state != "ok":
        raise Refusal(
            "copy_damaged", f"{file} n’est pas une copie entière de la base : prenez-en une autre."
        )
