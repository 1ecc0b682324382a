"""`coupdepouce serve`: the web server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated

import typer

from coupdepouce.cli.stand_in import playing
from coupdepouce.cli.start import start
from coupdepouce.connect.catalogues import compile_catalogues

HELP = """Servir le site.

Les fichiers statiques sont rassemblés d’abord. Ctrl+C arrête proprement.
Dans la démonstration, l’API Particulier est jouée aussi, sur le port 8410, et les messages
partent. Ailleurs, lancez à côté « coupdepouce worker ».

Exemple : coupdepouce serve --port 8000 --workers 2
"""
TARGET = "coupdepouce.config.wsgi:application"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SITE_URL = "COUPDEPOUCE_SITE_URL"
TURN = "20"  # seconds: somebody who tries the demonstration waits for the messages
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
    address = f"http://{'localhost' if host in LOOPBACK else host}:{port}"
    if host in LOOPBACK and SITE_URL not in os.environ:
        # A process that is forked has the settings already, one that is spawned reads them again.
        os.environ[SITE_URL] = settings.SITE_URL = address
    typer.echo(f"Coup de Pouce est sur {address} — Ctrl+C arrête.", err=True)
    with ExitStack() as beside:
        if settings.DEMO:
            beside.enter_context(playing())
            beside.enter_context(_working())
        else:
            typer.echo("Les messages partent avec « coupdepouce worker » : lancez-le.", err=True)
        _listen(host=host, port=port, workers=workers)


@contextmanager
def _working() -> Iterator[None]:
    """Do what is due in another process, until the server stops."""
    command = [sys.executable, "-m", "coupdepouce", "worker", "--every", TURN]
    # Its counts stay quiet; what it could not do is said on the standard error.
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            yield
        finally:
            process.terminate()


def _gather() -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    compile_catalogues(folder=settings.LOCALE_PATHS[0])
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
