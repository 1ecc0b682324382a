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
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and "TABLE" in node.targets[0].id
            and isinstance(node.value, ast.Constant)
        ):
            yield str(node.value.value)


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
    return "\n".join(lines)


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
    pages += [
        _command(path, one)
        for path, one in _commands(typer.main.get_command(app), ("coupdepouce",))
    ]
    return "\n\n".join(pages)


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


PAGES = {"rules": rules, "journey": journey, "screens": screens, "settings": settings, "cli": cli}


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
