"""`coupdepouce territories`: which territory, which sites, and how to know if it worked."""

import json
from collections.abc import Callable
from functools import partial, wraps
from inspect import Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coupdepouce.cli import territories_options as options
from coupdepouce.cli.data import folder
from coupdepouce.cli.files import check_output, read_bytes
from coupdepouce.core.refusal import Refusal

if TYPE_CHECKING:
    from coupdepouce.insight.territories.loading import Loaded
    from coupdepouce.insight.territories.ranking import Seen

Ask = Callable[[], "tuple[Loaded, Seen]"]
HELP = """Choisir un territoire et des sites, avec la preuve et ce qu’elle vaut.

Exemple : coupdepouce territories rank --level department --within region:32
"""
app = typer.Typer(help=HELP, no_args_is_help=True)
RANK_HELP = """Classer les territoires, et dire si l’ordre tient.

« Poids » : les rangs dans 90 % des tirages de poids au hasard. « Chiffres » : les rangs dans 90 %
des tirages des chiffres dans leur marge. « Front » : aucun autre n’a à la fois plus de besoin et
plus de capacité.

Exemple : coupdepouce territories rank --weights poverty=0.5,partners=0.5
"""
EXPLAIN_HELP = """Dire pourquoi celui-ci, une phrase par critère, et quels poids le feraient gagner.

Exemple : coupdepouce territories explain 32
"""
MAP_HELP = """Dessiner une carte : .svg, .png ou .geojson selon le nom du fichier.

Exemple : coupdepouce territories map --level epci --within region:32 --output carte.svg
"""


def _seen(
    *,
    level: options.Level = "region", within: options.Within = "", weights: options.Weights = "",
    scale: options.Scaled = "min-max", shops: options.Shops = "", seed: options.Seed = 2026,
) -> "tuple[Loaded, Seen]":  # fmt: skip
    data = loaded(shops)
    from coupdepouce.core.territory.ranking.score import Scale  # noqa: PLC0415  an extra
    from coupdepouce.insight.territories.ranking import Asked, seen  # noqa: PLC0415

    asked = Asked(
        level=level_of(level), within=within, weights=_weights(weights),
        scale=one_of(Scale, scale, "échelle"), seed=seed,
    )  # fmt: skip
    return data, seen(data, asked)


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a ranking; it takes first how to ask for what they say."""
    question = signature(_seen).parameters
    own = list(signature(command).parameters.values())[1:]

    @wraps(command)
    def asked(**given: Any) -> None:
        told = {name: given.pop(name) for name in question}
        command(partial(_seen, **told), **given)

    every = sorted([*question.values(), *own], key=lambda one: one.kind)
    asked.__signature__ = Signature(every)  # type: ignore[attr-defined]  # what typer reads
    asked.__annotations__ = {one.name: one.annotation for one in every}
    return asked


@app.command(help=RANK_HELP)
@asking
def rank(ask: Ask, *, as_json: options.AsJson = False) -> None:
    """Rank territories.

    Raises:
        Refusal: data not loaded, unknown level, territory or weights.
    """
    _, found = ask()
    from coupdepouce.cli import territories_said as said  # noqa: PLC0415  an extra

    if as_json:
        print_json(said.ranking_json(found))
    else:
        typer.echo(said.ranking_table(found))
    talk(said.ranking_talk(found))


@app.command(help=EXPLAIN_HELP)
@asking
def explain(
    ask: Ask,
    code: Annotated[str, typer.Argument(metavar="CODE", help="Le code du territoire.")],
    *,
    as_json: options.AsJson = False,
) -> None:
    """Explain the rank of a territory.

    Raises:
        Refusal: data not loaded, unknown level, territory or weights.
    """
    data, found = ask()
    from coupdepouce.cli import territories_said as said  # noqa: PLC0415  an extra
    from coupdepouce.insight.territories.ranking import explanation  # noqa: PLC0415

    told = explanation(data, found, code)
    if as_json:
        print_json(said.explanation_json(found, told))
    else:
        typer.echo(said.explanation_text(found, told))


@app.command(name="map", help=MAP_HELP)
@asking
def draw(ask: Ask, *, output: options.Output = "-", show: options.Show = "score") -> None:
    """Draw a map.

    Raises:
        Refusal: data or outlines not loaded, unknown figure or ending.
    """
    ending = Path(output).suffix if output != "-" else ".svg"
    if ending not in {".svg", ".png", ".geojson"}:
        raise Refusal("map_ending", "Nommez le fichier en .svg, .png ou .geojson.")
    if output != "-":
        check_output(output)
    content = _drawn(ending, *ask(), show)
    if output == "-":
        typer.echo(content.decode(), nl=False)
        return
    Path(output).write_bytes(content)
    talk((f"Carte écrite dans « {output} ».",))


def _drawn(ending: str, data: "Loaded", found: "Seen", show: str) -> bytes:
    from coupdepouce.insight.territories import maps  # noqa: PLC0415  an extra

    if ending == ".png":
        return maps.png(data, found, show)
    if ending == ".geojson":
        return json.dumps(maps.geojson(data, found), ensure_ascii=False).encode()
    return maps.svg(data, found, show).encode()


def loaded(shops: str) -> "Loaded":
    """Read what was loaded, and the shops of a file."""
    from coupdepouce.insight.territories import loading  # noqa: PLC0415  an extra

    data = loading.loaded(folder())
    return data.with_shops(shops, read_bytes(shops)) if shops else data


def level_of(given: str) -> Any:
    """Read a level.

    Raises:
        Refusal: `level_unknown`.
    """
    from coupdepouce.core.territory.data.ground import LEVELS  # noqa: PLC0415  an extra
    from coupdepouce.core.territory.data.model import Level  # noqa: PLC0415

    if given not in LEVELS:
        known = ", ".join(reversed(LEVELS))
        raise Refusal("level_unknown", f"« {given} » n’est pas un niveau : {known}.")
    return Level(given)


def one_of(kind: Any, given: str, what: str) -> Any:
    """Read a choice.

    Raises:
        Refusal: `choice_unknown`.
    """
    if given not in set(kind):
        raise Refusal("choice_unknown", f"« {given} » : {what} inconnue ({', '.join(kind)}).")
    return kind(given)


def _weights(given: str) -> dict[str, float] | None:
    """Read « poverty=0.5,partners=0.5 ».

    Raises:
        Refusal: `weights_unreadable`.
    """
    found = {}
    for part in given.split(",") if given else ():
        name, _, weight = part.partition("=")
        try:
            number = float(weight)
        except ValueError:
            number = None
        if number is None or name in found:
            raise Refusal(
                "weights_unreadable",
                f"« {part} » ne se lit pas : écrivez chaque critère une fois, « nom=poids », "
                "séparés par des virgules, avec un point dans les nombres.",
            )
        found[name.strip()] = number
    return found or None


def print_json(told: object) -> None:
    """Print as JSON."""
    typer.echo(json.dumps(told, ensure_ascii=False, indent=1, default=str))


def talk(lines: tuple[str, ...]) -> None:
    """Say on the other stream."""
    for one in lines:
        typer.echo(one, err=True)
