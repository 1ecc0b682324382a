"""`coupdepouce territories`: which territory, which sites, and how to know if it worked."""

import json
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coupdepouce.cli import territories_said as said
from coupdepouce.cli.data import folder
from coupdepouce.cli.files import read_bytes
from coupdepouce.core.refusal import Refusal

if TYPE_CHECKING:
    from coupdepouce.insight.territories.loading import Loaded
    from coupdepouce.insight.territories.ranking import Seen

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
SITES_HELP = """Choisir où ouvrir, avec l’écart prouvé au meilleur choix possible.

La demande est faite des ménages pauvres de chaque commune. « Optimal » n’est écrit que prouvé.

Exemple : coupdepouce territories sites --within region:32 -k 10 --km 15
"""
EXPERIMENT_HELP = """Écrire le plan d’évaluation à signer avant le départ (Markdown).

Exemple : coupdepouce territories experiment --within department:59 --start 2027-03-01
"""
LEVELS = {"region", "department", "epci", "commune"}
Level = Annotated[
    str, typer.Option(metavar="NIVEAU", help="region, department, epci ou commune.")
]
Within = Annotated[
    str, typer.Option(metavar="CODE", help="Seulement dans ce territoire : « region:32 ».")
]
Weights = Annotated[
    str, typer.Option(metavar="NOM=POIDS,…", help="Poids des critères, en tout 1 ; sinon égaux.")
]
Scaled = Annotated[str, typer.Option("--scale", metavar="ÉCHELLE", help="min-max ou rank.")]
Shops = Annotated[
    str, typer.Option(metavar="FICHIER", help="Boutiques : code,code_insee,lat,lon (CSV).")
]
Seed = Annotated[int, typer.Option(metavar="NOMBRE", help="Graine des tirages.")]
AsJson = Annotated[bool, typer.Option("--json", help="Le résultat en JSON.")]


@app.command(help=RANK_HELP)
def rank(
    *,
    level: Level = "region", within: Within = "", weights: Weights = "",
    scale: Scaled = "min-max", shops: Shops = "", seed: Seed = 2026, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Rank territories.

    Raises:
        Refusal: data not loaded, unknown level, territory or weights.
    """
    _, found = _seen(level, within, weights, scale, shops, seed)
    if as_json:
        _json(said.ranking_json(found))
    else:
        typer.echo(said.ranking_table(found))
    _talk(said.ranking_talk(found))


@app.command(help=EXPLAIN_HELP)
def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Le code du territoire.")],
    *,
    level: Level = "region", within: Within = "", weights: Weights = "",
    scale: Scaled = "min-max", shops: Shops = "", seed: Seed = 2026, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Explain the rank of a territory.

    Raises:
        Refusal: data not loaded, unknown level, territory or weights.
    """
    data, found = _seen(level, within, weights, scale, shops, seed)
    from coupdepouce.insight.territories.ranking import explanation  # noqa: PLC0415  an extra

    told = explanation(data, found, code)
    if as_json:
        _json(said.explanation_json(found, told))
    else:
        typer.echo(said.explanation_text(found, told))


@app.command(name="map", help=MAP_HELP)
def draw(
    *,
    output: Annotated[
        str, typer.Option(metavar="FICHIER", help="Où écrire ; « - » : le SVG à l’écran.")
    ] = "-",
    show: Annotated[
        str, typer.Option(metavar="CHIFFRE", help="score, ou le nom d’un critère.")
    ] = "score",
    level: Level = "region", within: Within = "", weights: Weights = "",
    scale: Scaled = "min-max", shops: Shops = "", seed: Seed = 2026,
) -> None:  # fmt: skip
    """Draw a map.

    Raises:
        Refusal: data or outlines not loaded, unknown figure or ending.
    """
    ending = Path(output).suffix if output != "-" else ".svg"
    if ending not in {".svg", ".png", ".geojson"}:
        raise Refusal("map_ending", "Nommez le fichier en .svg, .png ou .geojson.")
    data, found = _seen(level, within, weights, scale, shops, seed)
    content = _drawn(ending, data, found, show)
    if output == "-":
        typer.echo(content.decode(), nl=False)
        return
    Path(output).write_bytes(content)
    _talk((f"Carte écrite dans « {output} ».",))


def _drawn(ending: str, data: "Loaded", found: "Seen", show: str) -> bytes:
    from coupdepouce.insight.territories import maps  # noqa: PLC0415  an extra

    if ending == ".png":
        return maps.png(data, found, show)
    if ending == ".geojson":
        return json.dumps(maps.geojson(data, found), ensure_ascii=False).encode()
    return maps.svg(data, found, show).encode()


@app.command(help=SITES_HELP)
def sites(
    *,
    k: Annotated[int, typer.Option("-k", metavar="NOMBRE", help="Combien en ouvrir.")] = 0,
    within: Within = "",
    method: Annotated[
        str, typer.Option(metavar="MÉTHODE", help="coverage, median ou fewest.")
    ] = "coverage",
    km: Annotated[float, typer.Option(metavar="KM", help="À combien on est desservi.")] = 10.0,
    share: Annotated[
        float, typer.Option(metavar="PART", help="Part à couvrir, pour « fewest » : 0.8.")
    ] = 0.0,
    floor: Annotated[
        float, typer.Option(metavar="PART", help="Part à couvrir dans chaque département.")
    ] = 0.0,
    candidates: Annotated[
        str, typer.Option(metavar="LIEUX", help="communes, ou une liste : libraries…")
    ] = "communes",
    inhabitants: Annotated[
        int, typer.Option(metavar="NOMBRE", help="Habitants d’une commune candidate, au moins.")
    ] = 2000,
    existing: Annotated[
        str, typer.Option(metavar="LIEUX", help="Une liste déjà ouverte : france_services…")
    ] = "",
    shops: Shops = "",
    seconds: Annotated[float, typer.Option(metavar="S", help="Temps de calcul au plus.")] = 20.0,
    as_json: AsJson = False,
) -> None:
    """Choose where to open.

    Raises:
        Refusal: data not loaded, unknown territory or places, k larger than the sites.
    """
    data = _loaded(shops)
    from coupdepouce.insight.territories import sites as choosing  # noqa: PLC0415  an extra

    asked = choosing.AskedSites(
        within=within, method=_one_of(choosing.Method, method, "méthode"), k=k, km=km,
        share=share, floor=floor, candidates=candidates, inhabitants=inhabitants,
        existing=existing,
    )  # fmt: skip
    _ = data.need  # estimated before the clock starts
    ends = time.monotonic() + seconds
    found = choosing.sites(data, asked, keep_going=lambda: time.monotonic() < ends)
    if as_json:
        _json(said.sites_json(found))
    else:
        typer.echo(said.sites_table(found))
    _talk(said.sites_talk(found))


@app.command(help=EXPERIMENT_HELP)
def experiment(
    *,
    start: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], metavar="AAAA-MM-JJ", help="Première date.")
    ],
    within: Within = "",
    level: Level = "epci",
    design: Annotated[
        str, typer.Option(metavar="FORME", help="stepped, paired ou matched.")
    ] = "stepped",
    steps: Annotated[int, typer.Option(metavar="NOMBRE", help="Étapes d’ouverture.")] = 4,
    months: Annotated[int, typer.Option(metavar="MOIS", help="Entre deux étapes.")] = 3,
    households: Annotated[
        float, typer.Option(metavar="NOMBRE", help="Ménages interrogés par zone.")
    ] = 100.0,
    icc: Annotated[
        float, typer.Option(metavar="ICC", help="Corrélation dans une zone, supposée.")
    ] = 0.02,
    seed: Seed = 2026,
    as_json: AsJson = False,
) -> None:
    """Write the plan of the evaluation.

    Raises:
        Refusal: data not loaded, too few areas, an assumption that cannot be.
    """
    data = _loaded("")
    from coupdepouce.core.territory.experiment.plan import Design, written  # noqa: PLC0415
    from coupdepouce.insight.territories import experiment as judging  # noqa: PLC0415  an extra

    asked = judging.AskedExperiment(
        start=start.date(), within=within, level=_level(level),
        design=_one_of(Design, design, "forme"), steps=steps, months=months,
        households=households, icc=icc, seed=seed,
    )  # fmt: skip
    plan = judging.experiment(data, asked)
    if as_json:
        _json(said.plan_json(plan))
    else:
        typer.echo(written(plan), nl=False)


def _loaded(shops: str) -> "Loaded":
    """Read what was loaded, and the shops of a file."""
    from coupdepouce.insight.territories.loading import loaded  # noqa: PLC0415  an extra

    data = loaded(folder())
    return data.with_shops(shops, read_bytes(shops)) if shops else data


def _seen(
    level: str, within: str, weights: str, scale: str, shops: str, seed: int
) -> "tuple[Loaded, Seen]":
    data = _loaded(shops)
    from coupdepouce.core.territory.ranking.score import Scale  # noqa: PLC0415  an extra
    from coupdepouce.insight.territories.ranking import Asked, seen  # noqa: PLC0415

    asked = Asked(
        level=_level(level), within=within, weights=_weights(weights),
        scale=_one_of(Scale, scale, "échelle"), seed=seed,
    )  # fmt: skip
    return data, seen(data, asked)


def _level(given: str) -> Any:
    from coupdepouce.core.territory.data.model import Level as Known  # noqa: PLC0415  an extra

    if given not in LEVELS:
        raise Refusal(
            "level_unknown", f"« {given} » n’est pas un niveau : {', '.join(sorted(LEVELS))}."
        )
    return Known(given)


def _one_of(kind: Any, given: str, what: str) -> Any:
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


def _json(told: object) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False, indent=1, default=str))


def _talk(lines: tuple[str, ...]) -> None:
    for one in lines:
        typer.echo(one, err=True)
