"""`coupdepouce export places`: our places in a published standard, each line valid in it."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coupdepouce.cli.files import check_output
from coupdepouce.cli.start import start

if TYPE_CHECKING:
    from coupdepouce.partners.places.publishing import Account

HELP = """Sortir les lieux dans un standard public, chaque ligne valide dans son schéma.

Ce que la source a écrit est rendu tel quel. Ce que le schéma refuse est laissé de côté et dit.

Exemple : coupdepouce export places --format data-inclusion --output lieux.json
"""
SERVICES_HELP = """Sortir nos services et leurs structures en data·inclusion v1.

Un prix que personne n’a confirmé n’est pas écrit. Ce que le schéma refuse est laissé de côté.

Exemple : coupdepouce export services --output services.json
"""
FIRST = 20


def register(app: typer.Typer) -> None:
    """Add the command to `coupdepouce export`."""
    app.command(name="places", help=HELP)(places)
    app.command(name="services", help=SERVICES_HELP)(services)


def places(
    *,
    chosen: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="data-inclusion ou mednum.")
    ],
    edition: Annotated[
        str, typer.Option(metavar="NUMÉRO", help="L’édition de mednum : 1.0.1 ou 0.1.1.")
    ] = "1.0.1",
    output: Annotated[
        str, typer.Option("--output", metavar="FICHIER", help="Où écrire ; « - » : à l’écran.")
    ] = "-",
    remarks: Annotated[
        str, typer.Option("--remarks", metavar="FICHIER", help="Où écrire chaque remarque (JSON).")
    ] = "",
) -> None:
    """Write the places, then say on the other stream what could not be written.

    Raises:
        Refusal: unknown standard or edition.
    """
    start()
    from coupdepouce.partners.places.publishing import (  # noqa: PLC0415
        Account,
        Format,
        places_file,
    )

    account = Account()
    lines = places_file(Format(name=chosen, edition=edition), account=account)
    _write(lines, output)
    if remarks:
        check_output(remarks)
        text = json.dumps([asdict(one) for one in account.remarks], ensure_ascii=False, indent=1)
        Path(remarks).write_text(text + "\n", encoding="utf-8")
    _tell(account)


def services(
    *,
    output: Annotated[
        str, typer.Option("--output", metavar="FICHIER", help="Où écrire ; « - » : à l’écran.")
    ] = "-",
) -> None:
    """Write the services and their structures, then say what could not be written."""
    start()
    from django.utils import timezone  # noqa: PLC0415

    from coupdepouce.insight.offered import ServicesAccount, services_file  # noqa: PLC0415

    account = ServicesAccount()
    _write(services_file(at=timezone.now(), account=account), output)
    _tell(account.structures, what="structures écrites")
    _tell(account.services, what="services écrits")


def _write(lines: Iterator[str], output: str) -> None:
    if output == "-":
        sys.stdout.writelines(lines)
        return
    check_output(output)
    with Path(output).open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def _tell(account: "Account", *, what: str = "lieux écrits") -> None:
    typer.echo(f"{account.written} {what}, {account.left_out} laissés de côté.", err=True)
    for one, count in account.counted(FIRST):
        typer.echo(f"{count} fois, {one.column} : {one.sentence}", err=True)
