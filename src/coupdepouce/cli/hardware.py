"""`coupdepouce hardware`: what the file of a machine says of it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from coupdepouce.cli.files import read_bytes
from coupdepouce.connect.hardware.reading import read_machine
from coupdepouce.core.equipment.hardware import Hardware

HELP = """Lire les fichiers qui décrivent un ordinateur.

Exemple : coupdepouce hardware read machine.json
"""
READ_HELP = """Lire le fichier d’un ordinateur : « lshw -json » ou eReuse Workbench.

Chaque champ est dit, et ce que le fichier ne donne pas est nommé. Rien n’est écrit.

Exemple : coupdepouce hardware read machine.json
"""
NOTHING = "—"

app = typer.Typer(help=HELP, no_args_is_help=True)


@app.callback()
def hardware() -> None:
    """Keep `read` a command of its own, although it is alone."""


@app.command(name="read", help=READ_HELP)
def read(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Le fichier, ou - pour l’entrée.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Écrire la machine en JSON.")] = False,
) -> None:
    """Read the file of one machine, field by field.

    Raises:
        Refusal: the file cannot be read, or it does not describe one whole machine.
    """
    machine = read_machine(read_bytes(file), name=Path(file).name)
    typer.echo(_as_json(machine) if as_json else _as_table(machine))


def _as_json(machine: Hardware) -> str:
    return json.dumps(asdict(machine), ensure_ascii=False, indent=2)


def _as_table(machine: Hardware) -> str:
    rows = list(machine.in_words())
    width = max(len(label) for _, label, _ in rows)
    lines = [f"{label:<{width}}  {words or NOTHING}" for _, label, words in rows]
    unread = [f"- {one.sentence}" for one in machine.unread]
    return "\n".join([*lines, "", "Ce qui n’a pas pu être lu :", *unread] if unread else lines)
