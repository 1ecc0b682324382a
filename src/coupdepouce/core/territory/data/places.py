"""The places of each level: code, name, and the larger ones each belongs to."""

from collections.abc import Mapping

import polars as pl

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data import published
from coupdepouce.core.territory.data.codes import Codes
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.reading import checked

WEIGHED_AT = "p17_pop"  # inhabitants by the codes of the time, districts included
Rows = Mapping[str, pl.DataFrame]


def places(rows: Rows) -> dict[Level, pl.DataFrame]:
    """Give the places of each level.

    Raises:
        Refusal: `unknown_code`, a commune of a department that is not listed.
    """
    communes = _communes(rows["communes"])
    _check_moves(rows["moves"], communes)
    departments = rows["departments"].select("code", name="nom", region="region", zone="zone")
    _check_parents(communes, departments)
    epci = rows["epci"].select(
        code="epci", name="nom",
        departments=pl.col("departements").str.split("|"), regions=pl.col("regions").str.split("|"),
    )  # fmt: skip
    return {
        Level.COMMUNE: communes,
        Level.EPCI: epci,
        Level.DEPARTMENT: departments,
        Level.REGION: rows["regions"].select("code", name="nom", zone="zone"),
        Level.IRIS: _iris(rows),
        Level.QPV: rows["qpv_names"].select(
            code="code_qp", name="nom_qp", department="departement", communes="communes"
        ),
    }


def _communes(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        code="code_insee", name="nom", department="departement", region="region", epci="epci",
        zone="zone",
        population=pl.col("population_municipale_2023").cast(pl.Float64, strict=False),
        lat=pl.col("lat").cast(pl.Float64, strict=False),
        lon=pl.col("lon").cast(pl.Float64, strict=False),
    )  # fmt: skip


def _check_parents(communes: pl.DataFrame, departments: pl.DataFrame) -> None:
    orphans = communes.join(departments, left_on="department", right_on="code", how="anti")
    if orphans.height:
        file = published.COMMUNES.file
        raise Refusal(
            "unknown_code",
            f"« {file} » : la commune « {orphans['code'][0]} » est d’un département absent de "
            f"« {published.DEPARTMENTS.file} ». Prenez les deux fichiers de la même année.",
            file=file,
            codes=orphans["code"].to_list()[:3],
        )


def _check_moves(moves: pl.DataFrame, communes: pl.DataFrame) -> None:
    nowhere = moves.join(communes, left_on="code_insee_2025", right_on="code", how="anti")
    if nowhere.height:
        file = published.MOVES.file
        raise Refusal(
            "unknown_code",
            f"« {file} » mène à « {nowhere['code_insee_2025'][0]} », absent de "
            f"« {published.COMMUNES.file} ». Prenez les deux fichiers de la même année.",
            file=file,
            codes=nowhere["code_insee_2025"].to_list()[:3],
        )


def _iris(rows: Rows) -> pl.DataFrame:
    kind, name = pl.col("TYP_IRIS"), pl.col("LIBCOM")
    iris = rows["iris"].select(
        code="CODE_IRIS", old="CODE_INSEE", kind=kind, commune_name=name, urban_unit="UU2010"
    )
    moves = rows["moves"].select(old="code_insee_historique", commune="code_insee_2025")
    return iris.join(moves, on="old", how="left").select(
        "code", "commune", "kind", "commune_name", "urban_unit"
    )


def with_newer_iris(iris: pl.DataFrame, figures: pl.DataFrame, codes: Codes) -> pl.DataFrame:
    """Add the IRIS that have figures but are not in the table of 2019, under their commune."""
    newer = figures.select("code").unique().join(iris, on="code", how="anti")
    found = newer.with_columns(old=pl.col("code").str.slice(0, 5)).join(
        codes.moves, on="old", how="left", suffix="_now"
    )
    none = pl.lit(None, dtype=pl.String)
    added = found.select("code", commune="code_now", kind=none, commune_name=none, urban_unit=none)
    return pl.concat([iris, added]).sort("code")


def with_other_qpv(qpv: pl.DataFrame, frames: Rows) -> pl.DataFrame:
    """Add the quarters that have figures but are not in the decree: overseas, and later ones."""
    source = published.CITY_QPV
    listed = frames[source.file].select(code=source.code, communes="LIB_COM")
    newer = listed.join(qpv, on="code", how="anti").with_columns(
        name=pl.lit(None, dtype=pl.String),
        department=pl.col("code").str.slice(2, 3).str.replace("^0", ""),
    )
    return pl.concat([qpv, newer.select(qpv.columns)]).sort("code")


def codes(rows: Rows, history: pl.DataFrame, places: Mapping[Level, pl.DataFrame]) -> Codes:
    """Gather what is needed to bring older codes to today.

    Raises:
        Refusal: the history of populations is not the file expected.
    """
    source = published.HISTORY
    weights = checked(history, source).select(
        old=source.code, weight=pl.col(WEIGHED_AT).cast(pl.Float64, strict=False)
    )
    districts = rows["districts"].select(old="code_insee_arm", code="code_insee_commune")
    moves = rows["moves"].select(old="code_insee_historique", code="code_insee_2025")
    in_2019 = rows["iris"].select(old="CODE_INSEE").unique()
    in_2019 = in_2019.join(districts, on="old", how="anti").join(moves, on="old")
    return Codes(
        today=places[Level.COMMUNE].select("code"),
        moves=moves,
        districts=districts,
        weights=weights,
        members=in_2019.group_by("code").agg(members=pl.len()),
    )
