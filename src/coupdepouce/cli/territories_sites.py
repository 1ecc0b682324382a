"""`coupdepouce territories sites` and `experiment`: where to open, and how to know if it worked."""

import time

import typer

from coupdepouce.cli import territories_options as options
from coupdepouce.cli.territories import level_of, loaded, one_of, print_json, talk

SITES_HELP = """Choisir où ouvrir, avec l’écart prouvé au meilleur choix possible.

La demande est faite des ménages pauvres de chaque commune. « Optimal » n’est écrit que prouvé.

Exemple : coupdepouce territories sites --within region:32 -k 10 --km 15
"""
EXPERIMENT_HELP = """Écrire le plan d’évaluation à signer avant le départ (Markdown).

Exemple : coupdepouce territories experiment --within department:59 --start 2027-03-01
"""


def register(app: typer.Typer) -> None:
    """Add the commands to `coupdepouce territories`."""
    app.command(help=SITES_HELP)(sites)
    app.command(help=EXPERIMENT_HELP)(experiment)


def sites(
    *,
    k: options.K = 0, within: options.Within = "", method: options.Way = "coverage",
    km: options.Km = 10.0, share: options.Share = 0.0, floor: options.LeastShare = 0.0,
    candidates: options.Candidates = "communes", inhabitants: options.Inhabitants = 2000,
    existing: options.Existing = "", shops: options.Shops = "", seconds: options.Seconds = 30.0,
    as_json: options.AsJson = False,
) -> None:  # fmt: skip
    """Choose where to open.

    Raises:
        Refusal: data not loaded, unknown territory or places, k larger than the sites.
    """
    data = loaded(shops)
    from coupdepouce.cli import territories_said as said  # noqa: PLC0415  an extra
    from coupdepouce.insight.territories import sites as choosing  # noqa: PLC0415  an extra

    asked = choosing.AskedSites(
        within=within, method=one_of(choosing.Method, method, "méthode"), k=k, km=km,
        share=share, floor=floor, candidates=candidates, inhabitants=inhabitants,
        existing=existing,
    )  # fmt: skip
    _ = data.need  # estimated before the clock starts
    ends = time.monotonic() + seconds
    found = choosing.sites(data, asked, keep_going=lambda: time.monotonic() < ends)
    if as_json:
        print_json(said.sites_json(found))
    else:
        typer.echo(said.sites_table(found))
    talk(said.sites_talk(found))


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
    data = loaded("")
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
