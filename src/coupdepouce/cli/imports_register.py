"""`coupdepouce import sirene`: the register that fills the form of a structure that joins."""

import time
from pathlib import Path
from typing import Annotated

import typer

from coupdepouce.cli.imports import All, AsJson, DryRun, File, show
from coupdepouce.cli.start import start

SIRENE_HELP = """Faire entrer le stock des établissements du répertoire Sirene (StockEtablissement).

Il remplit le nom et l’adresse d’une structure qui veut devenir partenaire. Le fichier de l’Insee
est un CSV, compressé ou non. Le même fichier deux fois ne change rien.

Exemple : coupdepouce import sirene StockEtablissement_utf8.zip --department 59
"""


def register(app: typer.Typer) -> None:
    """Add the command to `coupdepouce import`."""
    app.command(name="sirene", help=SIRENE_HELP)(sirene)


def sirene(
    file: File,
    *,
    department: Annotated[
        list[str] | None, typer.Option(help="Un département à garder ; à répéter. Sinon, tous.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    show_all: All = False,
) -> None:
    """Bring in the sites of the register.

    Raises:
        Refusal: the file cannot be read, or a column is missing.
    """
    began = time.monotonic()
    start()
    from coupdepouce.connect.sirene import read_stock  # noqa: PLC0415
    from coupdepouce.partners.operations.register import import_register  # noqa: PLC0415

    rows = read_stock(Path(file), departments=frozenset(department or ()))
    report = import_register(rows=rows, dry_run=dry_run)
    show(report, began=began, dry_run=dry_run, as_json=as_json, show_all=show_all)
