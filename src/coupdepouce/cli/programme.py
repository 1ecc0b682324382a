"""`coupdepouce programme`: check a programme file."""

import json
from typing import Annotated

import typer

from coupdepouce.cli.files import read_text
from coupdepouce.core.programme import content_hash
from coupdepouce.core.refusal import Refusal
from coupdepouce.programmes.defaults import read_file

HELP = """Vérifier un programme.

Exemple : coupdepouce programme validate mon-programme.toml
"""

VALIDATE_HELP = """Vérifier le fichier d’un programme : chaque erreur donne sa ligne et le remède.

Exemple : coupdepouce programme validate mon-programme.toml
"""

app = typer.Typer(help=HELP, no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep `validate` a command of its own, even while it is alone."""


@app.command(help=VALIDATE_HELP)
def validate(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Le fichier TOML du programme.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Écrire le résultat en JSON.")] = False,
) -> None:
    """Check a programme file and print what is wrong, line by line.

    Raises:
        Refusal: `programme_invalid`, after the problems are printed.
    """
    text = read_text(file)
    try:
        programme = read_file(text)
    except Refusal as refusal:
        _print_problems(refusal, as_json=as_json)
        raise
    unverified = [path for path, figure in programme.figures() if not figure.verified]
    if as_json:
        found = {"valid": True, "id": programme.id, "hash": content_hash(text)}
        typer.echo(json.dumps({**found, "unverified": unverified}, ensure_ascii=False, indent=2))
        return
    typer.echo(f"Le programme « {programme.name} » est valide. Empreinte : {content_hash(text)}.")
    if unverified:
        typer.echo("Chiffres à vérifier, jamais montrés à un ménage avant confirmation :")
        typer.echo("\n".join(f"- {path}" for path in unverified))


def _print_problems(refusal: Refusal, *, as_json: bool) -> None:
    problems: list[dict[str, object]] = refusal.data["problems"]  # type: ignore[assignment]
    if as_json:
        found = {"valid": False, "problems": problems}
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for problem in problems:
        typer.echo(" : ".join(str(part) for part in (
            f"ligne {problem['line']}", problem["key"], problem["sentence"]) if part))  # fmt: skip
