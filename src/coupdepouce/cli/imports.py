"""`coupdepouce import`: bring in places, communes' points, priority zones and a programme."""

import json
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coupdepouce.cli.files import MISUSED, read_text
from coupdepouce.cli.start import start
from coupdepouce.core.refusal import Refusal

if TYPE_CHECKING:
    from coupdepouce.connect.places.table import Table
    from coupdepouce.partners.importing import ImportReport

HELP = """Faire entrer des données : lieux, communes, quartiers prioritaires, programme.

Exemple : coupdepouce import places lieux.csv.gz --dry-run
"""
PLACES_HELP = """Faire entrer des lieux d’aide ou des boutiques (CSV ou JSON, compressé ou non).

Formats : lieux de médiation numérique, data·inclusion, France Services, boutiques.
Le même fichier deux fois ne change rien. Une ligne refusée n’arrête pas les autres.
Ensuite la qualité des lieux et les doublons sont relus.

Exemple : coupdepouce import places lieux.csv.gz --dry-run
"""
COMMUNES_HELP = """Placer les communes sur la carte, depuis la liste nationale des communes.

Exemple : coupdepouce import communes communes_2026.csv.gz
"""
ZONES_HELP = """Faire entrer la liste des quartiers prioritaires (QPV).

Exemple : coupdepouce import zones qpv2015_liste_noms.csv
"""
PROGRAMME_HELP = """Mettre en service le fichier d’un programme ; sans fichier, celui livré.

Exemple : coupdepouce import programme mon-programme.toml
"""
FIRST = 20
SEVERITY = {"refused": "refusée", "warning": "gardée"}

app = typer.Typer(help=HELP, no_args_is_help=True)
File = Annotated[str, typer.Argument(metavar="FILE", help="Le fichier à lire.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tout vérifier sans rien écrire.")]
AsJson = Annotated[bool, typer.Option("--json", help="Écrire le compte rendu en JSON.")]
All = Annotated[bool, typer.Option("--all", help="Montrer toutes les lignes à corriger.")]


@app.command(help=PLACES_HELP)
def places(
    file: File,
    *,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    show_all: All = False,
    source: Annotated[
        str, typer.Option(help="Le nom de la source, à la place de celui du fichier.")
    ] = "",
) -> None:
    """Bring in places or shops.

    Raises:
        Refusal: the file as a whole cannot be read.
    """
    began = time.monotonic()
    data = read_bytes(file)
    start()
    from coupdepouce.connect.places.reading import read_places  # noqa: PLC0415
    from coupdepouce.partners.importing import import_places  # noqa: PLC0415
    from coupdepouce.programmes.commune_names import resolve  # noqa: PLC0415

    report = import_places(
        rows=read_places(data, name=Path(file).name),
        commune_of=resolve,
        source_name=source,
        dry_run=dry_run,
    )
    show(report, began=began, dry_run=dry_run, as_json=as_json, show_all=show_all)
    if not dry_run:
        _review()


def _review() -> None:
    from django.utils import timezone  # noqa: PLC0415

    from coupdepouce.partners.places.pairing import waiting_pairs  # noqa: PLC0415
    from coupdepouce.programmes.directory import review_new  # noqa: PLC0415

    if judged := review_new(at=timezone.now()):
        typer.echo(f"Lieux relus : {judged}. Paires à regarder : {waiting_pairs()}.", err=True)


@app.command(help=COMMUNES_HELP)
def communes(
    file: File, *, dry_run: DryRun = False, as_json: AsJson = False, show_all: All = False
) -> None:
    """Bring in the communes' points.

    Raises:
        Refusal: the file cannot be read, or a column is missing.
    """
    began = time.monotonic()
    table = _table(file, needed=("code_insee", "lat", "lon"))
    start()
    from coupdepouce.programmes.operations import import_points  # noqa: PLC0415

    report = import_points(rows=table.lines, dry_run=dry_run)
    show(report, began=began, dry_run=dry_run, as_json=as_json, show_all=show_all)


@app.command(help=ZONES_HELP)
def zones(
    file: File, *, dry_run: DryRun = False, as_json: AsJson = False, show_all: All = False
) -> None:
    """Bring in the list of priority neighbourhoods.

    Raises:
        Refusal: the file cannot be read, or a column is missing.
    """
    began = time.monotonic()
    table = _table(file, needed=("code_qp", "departement", "nom_qp", "communes"))
    start()
    from coupdepouce.programmes.operations import import_zones  # noqa: PLC0415

    report = import_zones(rows=table.lines, dry_run=dry_run)
    show(report, began=began, dry_run=dry_run, as_json=as_json, show_all=show_all)


@app.command(help=PROGRAMME_HELP)
def programme(
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help="Le fichier TOML.")] = None,
) -> None:
    """Put a programme file in force.

    Raises:
        Refusal: the file has errors.
    """
    from coupdepouce.programmes.defaults import default_text  # noqa: PLC0415

    text = default_text() if file is None else read_text(file)
    start()
    from django.utils import timezone  # noqa: PLC0415

    from coupdepouce.programmes.operations import load_programme  # noqa: PLC0415

    version = load_programme(text=text, at=timezone.now())
    typer.echo(f"Le programme « {version.programme} » est en service : {version.content_hash}.")


def read_bytes(file: str) -> bytes:
    """Read a file named on the command line.

    Raises:
        typer.Exit: 2, wrong usage: no such file, or it cannot be opened.
    """
    try:
        return Path(file).read_bytes()
    except OSError as error:
        reason = "n’existe pas" if isinstance(error, FileNotFoundError) else "ne s’ouvre pas"
        typer.echo(f"Le fichier « {file} » {reason} : vérifiez son nom.", err=True)
        raise typer.Exit(MISUSED) from None


def _table(file: str, *, needed: tuple[str, ...]) -> "Table":
    from coupdepouce.connect.places.table import read_table  # noqa: PLC0415

    name = Path(file).name
    table = read_table(read_bytes(file), name=name)
    if missing := [column for column in needed if column not in table.header]:
        raise Refusal(
            "column_missing",
            f"« {name} » n’a pas de colonne {', '.join(missing)} : ajoutez-la.",
            missing=missing,
        )
    return table


def show(
    report: "ImportReport", *, began: float, dry_run: bool, as_json: bool, show_all: bool
) -> None:
    seconds = round(time.monotonic() - began, 1)
    shown = report.problems if show_all or as_json else report.problems[:FIRST]
    if as_json:
        counts = ("read", "kept", "added", "changed", "unchanged", "refused")
        data = {name: getattr(report, name) for name in counts}
        data |= {"seconds": seconds, "dry_run": dry_run, "problems": [asdict(p) for p in shown]}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    s = "s" if report.read > 1 else ""
    typer.echo(
        f"{report.read} ligne{s} lue{s} en {seconds:.1f} s : {report.kept} gardées "
        f"({report.added} nouvelles, {report.changed} changées, {report.unchanged} sans "
        f"changement), {report.refused} refusées."
    )
    if dry_run:
        typer.echo("Rien n’est écrit : c’était un essai.")
    for sentence, count in Counter(p.sentence for p in report.problems).most_common(FIRST):
        typer.echo(f"{count} fois : {sentence}")
    for problem in shown:
        value = f" « {problem.value} »" if problem.value else ""
        where = f"ligne {problem.line}, {problem.column or 'la ligne'}{value}"
        typer.echo(
            f"- {where} ({SEVERITY[problem.severity]}) : {problem.sentence} {problem.remedy}"
        )
    if hidden := len(report.problems) - len(shown):
        typer.echo(f"… et {hidden} autres : ajoutez --all pour tout voir.")
