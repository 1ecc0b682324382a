"""Write docs/reference from the code, or say which page is stale.

A page is never corrected by hand: it says what the table of steps, the rule book, the addresses,
the settings and the commands say.
"""

# ruff: noqa: E402  the settings of the tests first, then Django, then what needs both

import ast
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import django
import typer
from django.urls import URLPattern, URLResolver, get_resolver
from typer.main import get_command

import tests.environment  # noqa: F401  settings first, Django after

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coupdepouce.config.settings")
django.setup()

from coupdepouce.api.endpoints import api
from coupdepouce.cli import app
from coupdepouce.config.environment import DECLARED
from coupdepouce.core.journey.handbook import handbook, table
from coupdepouce.core.roles import NAMES, STAFF
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.programmes.defaults import default_programme
from coupdepouce.web.audience import PUBLIC

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "reference"
SPEC = ROOT / "tests" / "spec"
MADE = "Cette page est écrite par le programme (`make docs`). Ne la corrigez pas à la main."
EXAMPLE = "Exemple :"


def journey() -> str:
    """Write the journey of the programme delivered."""
    subjects = {name: text.subject for name, text in TEXTS.items()}
    return handbook(programme=default_programme(), messages=subjects)


def rules() -> str:
    """Write the rule book: the words and the tables of tests/spec."""
    lines = ["# Les règles, cas par cas", "", MADE, ""]
    lines += [
        "Chaque ligne est essayée à chaque changement. « ? » : pas demandé. « - » : aucun.",
        "",
    ]
    for path in sorted(SPEC.glob("test_*.py")):
        lines += _rule_page(ast.parse(path.read_text()))
    return _text(lines)


def _rule_page(module: ast.Module) -> Iterator[str]:
    title, _, words = (ast.get_docstring(module) or "").partition("\n")
    yield from (f"## {title}", "", words.strip(), "")
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            yield from _rule_table(str(node.value.value))


def _rule_table(text: str) -> list[str]:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    if len(rows) < 2 or len(rows[0]) < 2:
        return []
    return table(rows[0], rows[1:])


def screens() -> str:
    """Write every address, who it is for and what it is."""
    lines = ["# Les pages", "", MADE, ""]
    found = sorted(set(addresses()))
    lines += table(("Adresse", "Nom", "Pour", "Ce qu’elle fait"), found)
    return _text(lines)


def addresses() -> Iterator[tuple[str, str, str, str]]:
    """Give each address with its name, its audience and the first words of its view."""
    yield from _under(get_resolver(), "/", "")


def _under(resolver: URLResolver, path: str, space: str) -> Iterator[tuple[str, str, str, str]]:
    for entry in resolver.url_patterns:
        address = path + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLResolver) and entry.namespace == "api":
            yield from _of_the_api()
        elif isinstance(entry, URLResolver):
            inner = ":".join(filter(None, (space, entry.namespace)))
            yield from _under(entry, address, inner)
        else:
            yield _screen(entry, address, space)


def _screen(entry: URLPattern, address: str, space: str) -> tuple[str, str, str, str]:
    name = ":".join(filter(None, (space, entry.name)))
    words = " ".join((entry.callback.__doc__ or "").strip().split("\n\n")[0].split())
    return f"`{address}`", f"`{name}`" if name else "", _audience(entry), words


def _audience(entry: URLPattern) -> str:
    return _who(getattr(entry.callback, "audience", ()))


def _who(roles: object) -> str:
    if roles == PUBLIC:
        return "tout le monde"
    return "tous les rôles" if set(roles) == set(STAFF) else ", ".join(NAMES[one] for one in roles)


def _of_the_api() -> Iterator[tuple[str, str, str, str]]:
    for path, view in api.default_router.path_operations.items():
        for one in view.operations:
            plain = path.replace("uuidstr:", "")
            address = f"`{' '.join(one.methods)} /api/v1{plain}`"
            yield (
                address,
                f"`api:{one.view_func.__name__}`",
                _who(one.view_func.audience),
                one.summary,
            )
    yield "`GET /api/v1/openapi.json`", "`api:openapi-json`", "tout le monde", "Décrire l’API."


def settings() -> str:
    """Write the settings read from the environment."""
    lines = ["# Les réglages", "", MADE, ""]
    lines += [
        "Ils se lisent dans l’environnement, puis dans `secrets.env` du dossier des données.",
        "",
    ]
    rows = (
        (
            f"`{one.name}`",
            one.kind,
            "nécessaire" if one.default is None else f"`{one.default}`",
            one.why,
        )
        for one in DECLARED.values()
    )
    return _text([*lines, *table(("Réglage", "Sorte", "Valeur par défaut", "Pourquoi"), rows)])


def cli() -> str:
    """Write every command with its help, its options and its example.

    Raises:
        SystemExit: a command has no help, or no example.
    """
    lines = ["# Les commandes", "", MADE, ""]
    lines += ["Codes de sortie : 0 fait, 1 échec, 2 mauvais usage, 3 refus qui dit quoi faire.", ""]
    bare = []
    for name, command in commands(get_command(app), "coupdepouce"):
        if not (command.help and EXAMPLE in command.help):
            bare.append(name)
        lines += _command(name, command)
    if bare:
        sys.exit(f"no help or no example: {', '.join(bare)}")
    return _text(lines)


def commands(command: object, name: str) -> Iterator[tuple[str, object]]:
    """Give each command of a group, whatever its depth."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for own, one in sorted(inner.items()):
        yield from commands(one, f"{name} {own}")


def _command(name: str, command: typer.core.TyperCommand) -> Iterator[str]:
    words, _, example = (command.help or "").partition(EXAMPLE)
    yield from (f"## `{name}`", "")
    yield from (" ".join(part.split()) + "\n" for part in words.strip().split("\n\n"))
    rows = [_parameter(one) for one in command.params if not getattr(one, "hidden", False)]
    if rows:
        yield from table(("Argument ou option", "Ce que c’est", "Sinon"), rows)
    yield from ("```sh", example.strip(), "```", "")


def _parameter(one: object) -> tuple[str, str, str]:
    names = ", ".join(f"`{name}`" for name in one.opts)
    if not names.startswith("`-"):
        names = f"`{one.metavar or one.name.upper()}`"
    default = one.default
    shown = "" if default in (None, False, (), "") or callable(default) else f"`{default}`"
    return names, one.help or "", "nécessaire" if one.required else shown


def _text(lines: list[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


GENERATORS: dict[str, Callable[[], str]] = {
    "journey": journey,
    "rules": rules,
    "screens": screens,
    "settings": settings,
    "cli": cli,
}


def stale(folder: Path = PAGES) -> list[str]:
    """Give the pages that are not what the code says."""
    return [
        name
        for name, write in GENERATORS.items()
        if not (path := folder / f"{name}.md").exists() or path.read_text() != write()
    ]


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them."""
    if "--write" in arguments:
        PAGES.mkdir(parents=True, exist_ok=True)
        for name, write in GENERATORS.items():
            (PAGES / f"{name}.md").write_text(write())
        return 0
    late = stale()
    if late:
        print(f"stale, run « make docs »: {', '.join(f'docs/reference/{n}.md' for n in late)}")
    return int(bool(late))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
