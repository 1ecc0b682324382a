"""`coupdepouce export`: give the data back, without a name."""

import sys
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from coupdepouce.cli.files import check_output
from coupdepouce.cli.start import start

HELP = """Sortir les données du programme.

Exemple : coupdepouce export prescriptions --output prescriptions.csv
"""

PRESCRIPTIONS_HELP = """Sortir les prescriptions en CSV : états, dates, partenaire ; aucun nom.

Le fichier s’ouvre dans un tableur : UTF-8, points-virgules, aucune formule.

Exemple : coupdepouce export prescriptions --state issued --output bons.csv
"""

app = typer.Typer(help=HELP, no_args_is_help=True)


@app.command(help=PRESCRIPTIONS_HELP)
def prescriptions(
    *,
    output: Annotated[
        str, typer.Option("--output", metavar="FICHIER", help="Où écrire ; « - » : à l’écran.")
    ] = "-",
    state: Annotated[
        str, typer.Option("--state", metavar="ÉTAT", help="Ne garder qu’un état, par son nom.")
    ] = "",
    department: Annotated[
        str, typer.Option("--department", metavar="CODE", help="Ne garder qu’un département.")
    ] = "",
) -> None:
    """Write the export, line by line."""
    start()
    from django.utils import timezone  # noqa: PLC0415

    from coupdepouce.insight.export import prescriptions_csv  # noqa: PLC0415
    from coupdepouce.prescriptions.lists import Filter  # noqa: PLC0415

    keep = Filter(state=state, department=department)
    lines = prescriptions_csv(member=None, keep=keep, at=timezone.now())
    if output == "-":
        # A screen and a pipe need neither the mark of Excel nor its ends of lines.
        sys.stdout.writelines(line.replace("\r\n", "\n") for line in islice(lines, 1, None))
        return
    check_output(output)
    with Path(output).open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
    typer.echo(f"Export écrit dans « {output} ».", err=True)
