"""`coupdepouce stand-in`: play a service of the outside on this machine.

The server is imported when the command runs, so that other commands do not wait for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Annotated

import typer

from coupdepouce.connect.api_particulier.parameters import STAND_IN_PORT
from coupdepouce.core.refusal import Refusal

HELP = """Jouer un service de l’extérieur, à partir d’un dossier de cas.

Exemple : coupdepouce stand-in api-particulier --payloads payloads --port 8410
"""
app = typer.Typer(help=HELP)


@app.callback()
def _group() -> None:
    # One command alone would lose its name; a group keeps it.
    pass


@app.command("api-particulier")
def api_particulier(
    *,
    payloads: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Dossier rangé comme celui de l’État.")
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Le port ; 0 en prend un libre.")
    ] = STAND_IN_PORT,
) -> None:
    """Joue API Particulier : un dossier par question, un fichier YAML par cas.

    Exemple : coupdepouce stand-in api-particulier --payloads payloads --port 8410
    """
    from coupdepouce.connect.api_particulier.stand_in import DEMO_PAYLOADS, StandIn  # noqa: PLC0415

    def tell(line: str) -> None:
        typer.echo(line, err=True)

    try:
        server = StandIn(payloads or DEMO_PAYLOADS, port=port, tell=tell)
    except OSError as error:
        sentence = f"Le port {port} n’est pas libre : choisissez-en un autre avec --port."
        raise Refusal("port_taken", sentence, port=port) from error
    cases = sum(len(found) for found in server.cases.values())
    with server:
        try:
            tell(f"API Particulier jouée sur {server.url} ({cases} cas). Ctrl+C arrête.")
            server.serve_forever()
        except KeyboardInterrupt:
            tell("Arrêté.")


@contextmanager
def playing(*, port: int = STAND_IN_PORT) -> Iterator[str]:
    """Play API Particulier beside what runs, for the demonstration; give its address.

    A port that is taken leaves the rest at work: the address is then empty, and one line says so.
    """
    from coupdepouce.connect.api_particulier.stand_in import DEMO_PAYLOADS, StandIn  # noqa: PLC0415

    try:
        server = StandIn(DEMO_PAYLOADS, port=port)
    except OSError:
        typer.echo(f"Le port {port} est pris : l’administration n’est pas jouée.", err=True)
        yield ""
        return
    with server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


def register(root: typer.Typer) -> None:
    """Add the commands to the application."""
    root.add_typer(app, name="stand-in")
