"""Write docs/reference from the code, or say which of its pages are stale."""

import ast
import difflib
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import typer.main
from click import Command

import tests.environment  # noqa: F401

FOLDER = Path("docs/reference")
NOTE = "<!-- Écrit par « make docs » : ne pas corriger à la main. -->"


def rules() -> str:
    """Write the rule tables of tests/spec, as partners read them."""
    pages = ["# Les règles, cas par cas\n\nChaque ligne est vérifiée à chaque modification."]
    for path in sorted(Path("tests/spec").glob("test_*.py")):
        module = ast.parse(path.read_text())
        title, _, why = (ast.get_docstring(module) or "").partition("\n")
        pages.append(f"## {title}\n\n{why.strip()}".rstrip())
        pages += [_markdown_table(text) for text in _tables(module)]
    return "\n\n".join(pages)


def _tables(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            text = str(node.value.value)
            if "|" in text.strip().partition("\n")[0]:
                yield text


def _markdown_table(text: str) -> str:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    rows.insert(1, ["---"] * len(rows[0]))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def journey() -> str:
    """Write the handbook of the programme delivered."""
    from coupdepouce.core.journey.handbook import handbook
    from coupdepouce.outreach.texts import TEXTS
    from coupdepouce.programmes.defaults import default_programme

    subjects = {name: text.subject for name, text in TEXTS.items()}
    return handbook(programme=default_programme(), messages=subjects)


def screens() -> str:
    """Write every address of the site, who it is for, and what it does."""
    from tests.screens import every_screen

    lines = [
        "# Les écrans",
        "",
        "| adresse | nom | pour qui | ce qu’on y fait |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `/{screen.address}` | `{screen.name}` | {screen.audience} | {screen.purpose} |"
        for screen in every_screen()
    ]
    return "\n".join([*lines, *_api()])


def _api() -> Iterator[str]:
    """Give the addresses of the API, which partners' software calls."""
    from coupdepouce.api.endpoints import api
    from coupdepouce.core.roles import NAMES

    yield "| `/api/v1/openapi.json` | `api:openapi-json` | tout le monde | Décrire l’API |"
    for path, view in sorted(api.default_router.path_operations.items()):
        for one in view.operations:
            address = f"{one.methods[0]} /api/v1{path.replace('uuidstr:', '')}"
            who = ", ".join(NAMES[role] for role in one.view_func.audience)
            yield f"| `{address}` | `api:{one.view_func.__name__}` | {who} | {one.summary} |"


def settings() -> str:
    """Write every setting the environment may give."""
    from django.conf import settings as used

    from coupdepouce.config.environment import DECLARED

    assert used.configured or used.DATABASES
    lines = [
        "# Les réglages",
        "",
        "Ils se donnent par l’environnement, ou dans `secrets.env` du dossier des données.",
        "",
    ]
    lines += ["| réglage | sorte | sans lui | à quoi il sert |", "|---|---|---|---|"]
    for row in DECLARED.values():
        default = "**il en faut un**" if row.default is None else f"`{row.default or '(vide)'}`"
        lines.append(f"| `{row.name}` | {row.kind} | {default} | {row.why} |")
    return "\n".join(lines)


def cli() -> str:
    """Write every command: its help, its options."""
    from coupdepouce.cli import app

    pages = [
        "# La ligne de commande",
        "Les données vont à la sortie standard, le reste à la sortie d’erreur.",
        "Codes de sortie : 0 fait, 1 raté, 2 mal employé, 3 refusé.",
    ]
    commands = list(_commands(typer.main.get_command(app), ("coupdepouce",)))
    if bare := [" ".join(path) for path, one in commands if "Exemple :" not in (one.help or "")]:
        sys.exit(f"these commands have no help or no example: {', '.join(bare)}")
    return "\n\n".join([*pages, *(_command(path, one) for path, one in commands)])


def _commands(command: Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Command]]:
    for name, one in sorted(getattr(command, "commands", {}).items()):
        if hasattr(one, "commands"):
            yield from _commands(one, (*path, name))
        else:
            yield (*path, name), one


def _command(path: tuple[str, ...], command: Command) -> str:
    lines = [f"## {' '.join(path)}", "", (command.help or "").strip(), ""]
    for parameter in command.params:
        name = ", ".join([*parameter.opts, *parameter.secondary_opts])
        shown = name if name.startswith("-") else (parameter.metavar or name.upper())
        lines.append(f"- `{shown}` : {getattr(parameter, 'help', '') or ''}".rstrip(" :"))
    return "\n".join(lines).rstrip()


def operator() -> str:
    """Write what the operator's file says, and our states in the words of TMF622."""
    from coupdepouce.connect.operator import COLUMNS, OPTIONAL
    from coupdepouce.core.journey.handbook import table
    from coupdepouce.core.journey.model import Part
    from coupdepouce.core.journey.states import state_of
    from coupdepouce.core.line.orders import HELD, ORDER_STATES
    from coupdepouce.core.line.reports import STATUSES

    known = ", ".join(f"`{name}`" for name in (*COLUMNS, *OPTIONAL))
    lines = ["# La ligne et l’opérateur", "", "## Le fichier de l’opérateur", ""]
    lines += [f"Un CSV, une ligne par nouvelle. Ses colonnes : {known}.", ""]
    lines += ["Voir `coupdepouce import line-status`.", ""]
    lines += table(
        (
            "Statut",
            "Ce qu’il dit",
            "Aussi écrit",
            "Il faut aussi",
            "Depuis quel état, quelle étape",
        ),
        (
            (
                f"`{one.name}`",
                one.label,
                ", ".join(f"`{name}`" for name in one.aliases),
                ", ".join(f"`{name}`" for name in one.needs),
                ", ".join(f"{source} : `{step}`" for source, step in one.steps.items()),
            )
            for one in STATUSES
        ),
    )
    lines += ["## Nos états dans les mots de TMF622", ""]
    lines += ["`ProductOrderStateType` de TMF622 (version 4.0.0) dit où en est une commande.", ""]
    lines += table(
        ("État de la ligne", "Nom", "État de commande TMF622", "Quand un blocage est ouvert"),
        (
            (
                f"`{name}`",
                state_of(Part.LINE, name).staff,
                said or "pas de commande",
                HELD if said in {"acknowledged", "inProgress"} else said or "pas de commande",
            )
            for name, said in ORDER_STATES.items()
        ),
    )
    return "\n".join(lines)


PAGES = {
    "rules": rules,
    "journey": journey,
    "screens": screens,
    "settings": settings,
    "cli": cli,
    "operator": operator,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or count those that lag behind the code."""
    django.setup()
    stale = 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        path, text = FOLDER / f"{name}.md", f"{NOTE}\n\n{write().strip()}\n"
        if "--write" in arguments:
            path.write_text(text)
        elif (old := path.read_text() if path.exists() else "") != text:
            stale += 1
            print(f"{path} lags behind the code: run make docs")
            lines = difflib.unified_diff(old.splitlines(), text.splitlines(), lineterm="", n=0)
            print("\n".join(list(lines)[2:12]))
    return stale


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coupdepouce.config.settings")
    sys.exit(main(sys.argv[1:]))
