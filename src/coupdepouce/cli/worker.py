"""`coupdepouce worker`: do what is due, again and again; start as many as needed."""

import signal
import threading
from typing import Annotated

import typer

from coupdepouce.cli.start import start

HELP = """Faire ce qui est dû : expirer, rappeler, envoyer, effacer.

On peut en lancer plusieurs : ils se partagent le travail. Un arrêt demandé attend la fin du tour.

Exemple : coupdepouce worker --every 60
"""


def worker(
    *,
    once: Annotated[bool, typer.Option("--once", help="Faire un seul tour, puis finir.")] = False,
    every: Annotated[
        int, typer.Option("--every", min=1, metavar="SECONDES", help="Attendre entre deux tours.")
    ] = 60,
) -> None:
    """Do all that is due, then wait, until the process is asked to stop."""
    start()
    _check_channels()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    typer.echo("Au travail." if once else f"Au travail, toutes les {every} secondes.", err=True)
    while not stop.is_set():
        _turn()
        if once:
            break
        stop.wait(every)
    typer.echo("Travail terminé.", err=True)


def _check_channels() -> None:
    from coupdepouce.outreach.channels import check_channels  # noqa: PLC0415

    check_channels()


def _turn() -> None:
    # Imported late: the tables exist only once Django has started.
    from django.utils import timezone  # noqa: PLC0415

    from coupdepouce.prescriptions.work import work_once  # noqa: PLC0415

    for name, count in work_once(at=timezone.now()).items():
        if count:
            typer.echo(f"{name} : {count}")
