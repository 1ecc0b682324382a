"""`coupdepouce data`: load the published figures of territories, and say what is there."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coupdepouce.cli.start import data_dir

if TYPE_CHECKING:
    from coupdepouce.core.territory.data.model import Account

HELP = """Les chiffres publiés sur les territoires.

Exemple : coupdepouce data load ~/donnees
"""
app = typer.Typer(help=HELP, no_args_is_help=True)
LOAD_HELP = """Lire les fichiers publiés d’un dossier et garder des tables propres.

Les fichiers sont lus tels que publiés. Un fichier absent, ou qui n’est pas celui attendu, est
refusé : la phrase dit lequel et quoi faire. Un chiffre caché le reste, ou est estimé et marqué.
Les listes de lieux et les contours peuvent manquer : il est dit lesquels.

Exemple : coupdepouce data load ~/donnees
"""
STATUS_HELP = """Dire ce qui est chargé, ou ce qui manque et où le trouver.

Exemple : coupdepouce data status --json
"""
NEED_HELP = """Estimer le besoin de chaque commune : ménages pauvres, sans ligne, sans ordinateur.

Chaque chiffre a un intervalle à 90 %. Il faut d’abord « coupdepouce data load ».

Exemple : coupdepouce data need
"""
CHECK_HELP = """Comparer le besoin estimé à des chiffres qui n’ont pas servi à l’estimer.

Exemple : coupdepouce data check
"""


def folder() -> Path:
    """Give the folder of the tables."""
    return data_dir() / "territory"


@app.command(help=LOAD_HELP)
def load(
    source: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Le dossier des fichiers.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Le compte rendu en JSON.")] = False,
) -> None:
    """Load a folder, then say what happened to the rows of each file.

    Raises:
        Refusal: a file is missing or is not the one expected.
    """
    from coupdepouce.connect.territory import optional, stored  # noqa: PLC0415  an extra

    started = time.perf_counter()
    made = stored.load(source, folder())
    _print([vars(one) for one in made.accounts] if as_json else made.accounts)
    took = time.perf_counter() - started
    typer.echo(f"Tables écrites dans « {folder()} » en {took:.1f} s.", err=True)
    for one in optional.missing(source):
        said = f"Sans « {one.file} » ({one.publisher}, « {one.title} », {one.page})."
        typer.echo(said, err=True)


@app.command(help=STATUS_HELP)
def status(
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Sources et compte rendu en JSON.")
    ] = False,
) -> None:
    """Say what is loaded.

    Raises:
        Refusal: nothing is.
    """
    from coupdepouce.connect.territory import stored  # noqa: PLC0415  an extra
    from coupdepouce.core.territory.data.model import Account  # noqa: PLC0415

    kept = stored.manifest(folder())
    _print(kept if as_json else tuple(Account(**one) for one in kept["accounts"]))


@app.command(help=NEED_HELP)
def need(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Les régions en JSON.")] = False,
) -> None:
    """Estimate the need, keep it, and say that of the regions.

    Raises:
        Refusal: nothing was loaded.
    """
    from coupdepouce.cli.need import SEED, as_rows, region_lines  # noqa: PLC0415
    from coupdepouce.connect.territory import stored  # noqa: PLC0415  an extra
    from coupdepouce.insight.territories.remembered import rehearse  # noqa: PLC0415

    started = time.perf_counter()
    rows = as_rows(stored.estimate_need(folder(), seed=SEED), stored.read(folder()))
    rehearse(folder())
    text = json.dumps(rows, ensure_ascii=False, indent=1) if as_json else region_lines(rows)
    typer.echo(text)
    took = time.perf_counter() - started
    typer.echo(f"Besoin estimé pour chaque commune dans « {folder()} » en {took:.1f} s.", err=True)


@app.command(help=CHECK_HELP)
def check(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Les comparaisons en JSON.")] = False,
) -> None:
    """Set the estimates beside figures that had no part in them.

    Raises:
        Refusal: nothing was loaded.
    """
    from coupdepouce.cli.need import SEED, check_lines  # noqa: PLC0415
    from coupdepouce.connect.territory import stored  # noqa: PLC0415  an extra
    from coupdepouce.core.territory.need.chance import seeded  # noqa: PLC0415
    from coupdepouce.core.territory.need.checking import judged  # noqa: PLC0415

    checks, rankings = judged(stored.read(folder()), seeded(SEED))
    if as_json:
        _print({"checks": [vars(c) for c in checks], "rankings": [vars(r) for r in rankings]})
    else:
        typer.echo(check_lines(checks, rankings))


def _print(found: "tuple[Account, ...] | object") -> None:
    if not isinstance(found, tuple):
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    typer.echo(f"{'source':<20}{'lignes':>9}{'chiffres':>10}{'cachés':>9}{'estimés':>9}")
    for one in found:
        typer.echo(
            f"{one.source:<20}{one.rows:>9}{one.figures:>10}{one.hidden:>9}{one.estimated:>9}"
            + _aside(one)
        )


def _aside(one: "Account") -> str:
    said = (
        (one.moved, "codes anciens"),
        (one.joined, "communes réunies"),
        (one.districts_left_out, "arrondissements en double écartés"),
        (one.groups_left_out, "groupes écartés"),
        (one.gone_left_out, "territoires disparus écartés"),
    )
    told = ", ".join(f"{count} {what}" for count, what in said if count)
    return f"  {told}" if told else ""
