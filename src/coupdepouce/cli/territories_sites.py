"""`coupdepouce territories sites` and `experiment`: where to open, and how to know if it worked."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from coupdepouce.cli import territories_options as options
from coupdepouce.cli import territories_placed as placed
from coupdepouce.cli.territories import level_of, one_of, print_json, talk
from coupdepouce.cli.territories_access import ACCESS_HELP, access
from coupdepouce.cli.territories_given import assumed, ending_of, loaded
from coupdepouce.cli.territories_points import POINTS_HELP, points

if TYPE_CHECKING:
    from coupdepouce.insight.territories.asked_sites import AskedSites
    from coupdepouce.insight.territories.loading import Loaded
    from coupdepouce.insight.territories.sites import Sites

SITES_HELP = """Choisir où ouvrir, avec l’écart prouvé au meilleur choix possible.

La demande est faite des ménages pauvres de chaque commune. « Optimal » n’est écrit que prouvé.
--within-minutes compte en temps : ceux d’un fichier (--times), sinon ceux d’hypothèses, dites.

Exemple : coupdepouce territories sites --within region:32 -k 10 --km 15
"""
EXPERIMENT_HELP = """Écrire le plan d’évaluation à signer avant le départ (Markdown).

Exemple : coupdepouce territories experiment --within department:59 --start 2027-03-01
"""


def register(app: typer.Typer) -> None:
    """Add the commands to `coupdepouce territories`."""
    app.command(help=ACCESS_HELP)(access)
    app.command(help=POINTS_HELP)(points)
    app.command(help=SITES_HELP)(sites)
    app.command(help=EXPERIMENT_HELP)(experiment)


def sites(
    *,
    k: options.K = 0, within: options.Within = "", method: options.Way = "coverage",
    km: options.Km = None, share: options.Share = 0.0, floor: options.LeastShare = 0.0,
    candidates: options.Candidates = "communes", inhabitants: options.Inhabitants = 2000,
    existing: options.Existing = "", shops: options.Shops = "", capacity: options.Capacity = 0,
    times: options.Times = "", minutes: options.SitesMinutes = 0.0, way: options.By = "car",
    fill: options.Fill = False, assume: options.Assume = "", seconds: options.Seconds = 30.0,
    drawn: options.SitesMap = "", as_json: options.AsJson = False,
) -> None:  # fmt: skip
    """Choose where to open.

    Raises:
        Refusal: data not loaded, unknown territory or places, k larger than the sites.
    """
    ending_of(drawn)  # refused before the search rather than after
    data = loaded(shops, times)
    from coupdepouce.core.territory.travel import Way  # noqa: PLC0415  an extra
    from coupdepouce.insight.territories.asked_sites import AskedSites, Method  # noqa: PLC0415

    asked = AskedSites(
        within=within, method=one_of(Method, method, "méthode"), k=k, said_km=km, share=share,
        floor=floor, candidates=candidates, inhabitants=inhabitants, existing=existing, fill=fill,
        capacity=capacity, minutes=minutes, way=one_of(Way, way, "façon d’aller"),
        seconds=seconds, used=assumed(assume),
    )  # fmt: skip
    found = _chosen(data, asked, seconds)
    if as_json:
        print_json(placed.sites_json(found))
    else:
        typer.echo(placed.sites_table(found))
    talk(placed.sites_talk(found))
    if drawn:
        Path(drawn).write_bytes(placed.drawn(ending_of(drawn), data, found))
        talk((f"Carte écrite dans « {drawn} ».",))


def _chosen(data: "Loaded", asked: "AskedSites", seconds: float) -> "Sites":
    """Choose; the need is estimated and the search compiled before the clock starts."""
    from coupdepouce.core.territory.siting.rehearsal import rehearse  # noqa: PLC0415  an extra
    from coupdepouce.insight.territories import sites as choosing  # noqa: PLC0415

    _ = data.need
    rehearse()
    ends = time.monotonic() + seconds
    return choosing.sites(data, asked, keep_going=lambda: time.monotonic() < ends)


def experiment(
    *,
    start: options.Start, within: options.Within = "", level: options.Level = "epci",
    design: options.Form = "stepped", steps: options.Steps = 4, months: options.Months = 3,
    households: options.Households = 100, icc: options.Icc = 0.02,
    outcome: options.Outcome = "", share: options.Before = None, seed: options.Seed = 2026,
    as_json: options.AsJson = False,
) -> None:  # fmt: skip
    """Write the plan of the evaluation.

    Raises:
        Refusal: data not loaded, too few areas, an assumption that cannot be.
    """
    data = loaded("", "")
    from coupdepouce.core.territory.experiment.plan import (  # noqa: PLC0415  an extra
        Design,
        figures,
        written,
    )
    from coupdepouce.insight.territories import experiment as judging  # noqa: PLC0415

    asked = judging.AskedExperiment(
        start=start.date(), within=within, level=level_of(level),
        design=one_of(Design, design, "forme"), steps=steps, months=months,
        households=households, icc=icc, outcome=outcome, share=share, seed=seed,
    )  # fmt: skip
    plan = judging.experiment(data, asked)
    if as_json:
        print_json(figures(plan))
    else:
        typer.echo(written(plan), nl=False)
