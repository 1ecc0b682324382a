"""`coupdepouce import coverage` and `import line-status`: the networks, then the lines."""

import time
from pathlib import Path
from typing import Annotated

import typer

from coupdepouce.cli.imports import All, AsJson, DryRun, File, read_bytes, show
from coupdepouce.cli.start import start

COVERAGE_HELP = """Faire entrer la couverture fixe des communes (fichier de l’Arcep).

C’est une indication par commune : seul l’opérateur répond pour une adresse.

Exemple : coupdepouce import coverage arcep_couverture_fixe_communes_2024.csv.gz
"""
STATUS_HELP = """Faire entrer le fichier de l’opérateur : commandes, retards, coupures, fins.

Colonnes : order_number, status, date, et selon le statut cut_on, reason, appointment_at.
Le même fichier deux fois ne change rien. Une ligne refusée n’arrête pas les autres.

Exemple : coupdepouce import line-status suivi.csv --dry-run
"""


def register(app: typer.Typer) -> None:
    """Add both commands to `coupdepouce import`."""
    app.command(name="coverage", help=COVERAGE_HELP)(coverage)
    app.command(name="line-status", help=STATUS_HELP)(line_status)


def coverage(
    file: File,
    *,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    show_all: All = False,
    date: Annotated[
        str, typer.Option(help="L’année ou le trimestre des chiffres, si le nom ne le dit pas.")
    ] = "",
    source: Annotated[str, typer.Option(help="Le nom de la source.")] = "",
) -> None:
    """Bring in the coverage of the communes.

    Raises:
        Refusal: the file cannot be read, is another one, or does not say of when it is.
    """
    from coupdepouce.connect.coverage import SOURCE, date_in, read_coverage  # noqa: PLC0415

    began, name = time.monotonic(), Path(file).name
    rows = read_coverage(read_bytes(file), name=name)
    read_on = date or date_in(name)
    start()
    from coupdepouce.lines.operations import import_coverage  # noqa: PLC0415
    from coupdepouce.programmes import communes  # noqa: PLC0415

    report = import_coverage(
        rows=rows,
        exists=communes.exists,
        read_on=read_on,
        source=source or SOURCE,
        dry_run=dry_run,
    )
    show(report, began=began, dry_run=dry_run, as_json=as_json, show_all=show_all)


def line_status(
    file: File, *, dry_run: DryRun = False, as_json: AsJson = False, show_all: All = False
) -> None:
    """Bring in what the operator says of the lines.

    Raises:
        Refusal: the file cannot be read, or is another one.
    """
    from coupdepouce.connect.operator import read_reports  # noqa: PLC0415

    began = time.monotonic()
    rows = read_reports(read_bytes(file), name=Path(file).name)
    start()
    from django.utils import timezone  # noqa: PLC0415

    from coupdepouce.prescriptions.operator_file import import_reports  # noqa: PLC0415

    report = import_reports(rows=rows, at=timezone.now(), dry_run=dry_run)
    show(report, began=began, dry_run=dry_run, as_json=as_json, show_all=show_all)
