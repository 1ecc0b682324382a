"""`coupdepouce programme handbook`: the journey of a programme, as a page."""

from pathlib import Path
from typing import Annotated

import typer

from coupdepouce.cli.files import check_output, read_programme
from coupdepouce.core.journey.handbook import handbook as written

HELP = """Écrire le parcours d’un programme : étapes, conditions, messages, délais, raisons.

Sans fichier, c’est le programme livré.

Exemple : coupdepouce programme handbook mon-programme.toml --output parcours.md
"""


def handbook(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="Le fichier TOML du programme.")
    ] = None,
    *,
    output: Annotated[
        str, typer.Option("--output", metavar="FICHIER", help="Où écrire ; « - » : à l’écran.")
    ] = "-",
) -> None:
    """Write the handbook of a programme.

    Raises:
        Refusal: `programme_invalid`.
    """
    from coupdepouce.outreach.texts import TEXTS  # noqa: PLC0415  it starts Django

    subjects = {name: text.subject for name, text in TEXTS.items()}
    text = written(programme=read_programme(file), messages=subjects)
    if output == "-":
        typer.echo(text, nl=False)
        return
    check_output(output)
    Path(output).write_text(text, encoding="utf-8")
    typer.echo(f"Parcours écrit dans « {output} ».", err=True)
