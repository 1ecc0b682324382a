"""`coupdepouce serve`: the web server."""

import os
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from coupdepouce.cli.stand_in import playing
from coupdepouce.cli.start import start
from coupdepouce.cli.translations import compile_translations

HELP = """Servir le site.

Les fichiers statiques sont rassemblés d’abord. Ctrl+C arrête proprement.
Dans la démonstration, l’API Particulier est jouée aussi, sur le port 8410.

Exemple : coupdepouce serve --port 8000 --workers 2
"""
TARGET = "coupdepouce.config.wsgi:application"
LOCAL = frozenset({"127.0.0.1", "0.0.0.0"})  # noqa: S104  where it listens, as a person reads it
# Per process: never more than its connections to PostgreSQL, nor than the machine can turn.
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)


def serve(
    *,
    port: Annotated[
        int, typer.Option(envvar="PORT", min=1, max=65535, help="Le port où écouter.")
    ] = 8000,
    host: Annotated[str, typer.Option(help="L’adresse où écouter.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, help="Le nombre de processus.")] = 1,
) -> None:
    """Serve the site until it is told to stop.

    Raises:
        Refusal: a setting is missing.
    """
    start()
    from django.conf import settings  # noqa: PLC0415

    _gather()
    # The links in messages follow the port, unless a setting says what the site is called.
    os.environ.setdefault("COUPDEPOUCE_SITE_URL", f"http://localhost:{port}")
    name = "localhost" if host in LOCAL else host
    typer.echo(f"Coup de Pouce est sur http://{name}:{port} — Ctrl+C arrête.", err=True)
    with playing() if settings.DEMO else nullcontext():
        _listen(host=host, port=port, workers=workers)


def _gather() -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    compile_translations(Path(path) for path in settings.LOCALE_PATHS)
    call_command("collectstatic", interactive=False, verbosity=0)


def _listen(*, host: str, port: int, workers: int) -> None:
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    Server(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()
