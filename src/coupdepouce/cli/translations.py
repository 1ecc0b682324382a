"""`coupdepouce translations`: where each language stands, and who has read it."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coupdepouce.cli.start import start
from coupdepouce.core.refusal import Refusal

if TYPE_CHECKING:
    from coupdepouce.core.languages import Language
    from coupdepouce.core.words.catalogue import Standing

HELP = """Dire ce qui manque à chaque langue, ce qui a changé, et ce que personne n’a relu.

Exemple : coupdepouce translations --json
"""
READ_HELP = """Écrire qu’une personne dont c’est la langue a relu toutes ses phrases.

La marque tombe dès que la phrase, ou sa traduction, change.

Exemple : coupdepouce translations read ar --by "Une lectrice de l’association"
"""

app = typer.Typer(help=HELP)


@app.callback(invoke_without_command=True)
def translations(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Écrire le résultat en JSON.")] = False,
) -> None:
    """Print where each language stands."""
    if context.invoked_subcommand:
        return
    start()
    from coupdepouce.insight.wording import standings  # noqa: PLC0415  it starts Django

    found = standings()
    if as_json:
        data = {one.code: _data(one, standing) for one, standing in found.items()}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for language, standing in found.items():
        typer.echo("\n".join(_lines(language, standing)))


@app.command(help=READ_HELP)
def read(
    code: Annotated[str, typer.Argument(metavar="LANGUE", help="Le code de la langue, comme ar.")],
    *,
    by: Annotated[str, typer.Option("--by", help="Qui l’a relue.")],
) -> None:
    """Write who has read a language.

    Raises:
        Refusal: no such language, or nobody is named.
    """
    start()
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from coupdepouce.connect.catalogues import mark_read  # noqa: PLC0415
    from coupdepouce.core.languages import FRENCH, known_languages  # noqa: PLC0415

    codes = [one.code for one in known_languages() if one != FRENCH]
    if code not in codes:
        sentence = f"« {code} » n’a pas de catalogue : choisissez parmi {', '.join(codes)}."
        raise Refusal("language_unknown", sentence)
    if not by.strip():
        raise Refusal("reader_needed", 'Dites qui a relu : --by "Nom ou rôle".')
    day = timezone.localdate()
    count = mark_read(settings.LOCALE_PATHS[0], code=code, by=by.strip(), on=day)
    typer.echo(f"{count} phrases relues par {by.strip()}, le {day:%d/%m/%Y}.")


def _data(language: "Language", standing: "Standing") -> Mapping[str, Any]:
    from coupdepouce.insight.wording import places  # noqa: PLC0415

    return {
        "name": language.name,
        "sentences": standing.sentences,
        "translated": standing.translated,
        "missing": [{"french": text, "where": places()[text]} for text in standing.missing],
        "changed": [vars(one) for one in standing.changed],
        "left_over": [{"french": one.french, "text": one.text} for one in standing.left_over],
        "broken": [{"french": one.french, "text": one.text} for one in standing.broken],
        "unread": [{"french": one.french, "text": one.text} for one in standing.unread],
    }


def _lines(language: "Language", standing: "Standing") -> Iterator[str]:
    yield (
        f"{language.name} ({language.code}) : {standing.translated} phrases sur "
        f"{standing.sentences}, dont {len(standing.unread)} jamais relues."
    )
    changed = {one.french for one in standing.changed}
    yield from (f"- manque : {text!r}" for text in standing.missing if text not in changed)
    yield from (f"- a changé : {one.french!r}, avant {one.before!r}" for one in standing.changed)
    yield from (f"- perd une valeur : {one.french!r}" for one in standing.broken)
    yield from (f"- ne sert plus : {one.french!r}" for one in standing.left_over)
