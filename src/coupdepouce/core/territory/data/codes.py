"""The codes of communes through time: one row for each commune of today.

Communes merge; Paris, Lyon and Marseille are published as one row, as districts, or as both.
A commune cut out of another has no figure of its own before: we do not share the old one out.
"""

from dataclasses import dataclass, replace

import polars as pl

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.model import Account, Confidence, Joining, Source
from coupdepouce.core.territory.data.published import MOVES

GROUP = r"^(?:\w{5}){2,}$"
EPCI_GROUP = r"^(?:\w{9}){2,}$"


@dataclass(frozen=True, kw_only=True)
class Codes:
    """Communes of today, and where each older code went."""

    today: pl.DataFrame  # code
    moves: pl.DataFrame  # old, code
    districts: pl.DataFrame  # old, code of the town
    weights: pl.DataFrame  # old, weight: inhabitants by the codes of the time
    members: pl.DataFrame  # code, members: communes of 2019 in each commune of today


def without_groups(rows: pl.DataFrame, source: Source) -> tuple[pl.DataFrame, int]:
    """Leave out the rows that glue several codes together: they belong to no single one."""
    if not source.groups:
        return rows, 0
    pattern = GROUP if source.code_length == 5 else EPCI_GROUP  # noqa: PLR2004
    kept = rows.filter(~pl.col(source.code).str.contains(pattern))
    return kept, rows.height - kept.height


def of_today(rows: pl.DataFrame, source: Source, epci: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Leave out the EPCI that are gone, and the territories inside the one of Paris."""
    kept = rows.join(epci, left_on=source.code, right_on="code", how="semi")
    return kept, rows.height - kept.height


def at_today(
    long: pl.DataFrame, source: Source, codes: Codes, account: Account
) -> tuple[pl.DataFrame, Account]:
    """Give the figures by commune of today, with their confidence.

    Raises:
        Refusal: `unknown_code`.
    """
    listed = long["code"].unique()
    towns = codes.districts.filter(pl.col("code").is_in(listed.implode()))
    doubled = long.filter(pl.col("code").is_in(towns["old"].implode()))
    long = long.filter(~pl.col("code").is_in(towns["old"].implode()))
    moved = _moved(long, source, codes)
    out = _joined(moved, source, codes)
    by_commune = moved.select("old", "code").unique()
    return out, replace(
        account,
        districts_left_out=doubled["code"].n_unique(),
        moved=by_commune.filter(pl.col("old") != pl.col("code")).height,
        joined=by_commune.filter(pl.col("code").is_duplicated())["code"].n_unique(),
    )


def _moved(long: pl.DataFrame, source: Source, codes: Codes) -> pl.DataFrame:
    places = pl.concat([codes.moves, codes.districts, codes.today.select(old="code", code="code")])
    found = long.rename({"code": "old"}).join(places.unique("old"), on="old", how="left")
    lost = found.filter(pl.col("code").is_null())["old"].unique(maintain_order=True).to_list()
    if lost:
        raise Refusal(
            "unknown_code",
            f"« {source.file} » : le code « {lost[0]} » n’est celui d’aucune commune, ni "
            f"d’aujourd’hui ni d’hier ({len(lost)} codes dans ce cas). Vérifiez la colonne "
            f"« {source.code} », ou prenez une version plus récente de "
            f"« {MOVES.file} ».",
            file=source.file,
            codes=lost[:3],
        )
    return found


def _joined(moved: pl.DataFrame, source: Source, codes: Codes) -> pl.DataFrame:
    """Join the rows of one commune of today; one hidden part hides the whole."""
    parts = moved.select("old", "code").unique().group_by("code").len()
    several = pl.col("code").is_in(parts.filter(pl.col("len") > 1)["code"].implode())
    alone = moved.filter(~several).with_columns(parts=pl.lit(1, pl.UInt32), is_mean=pl.lit(False))
    joined = _of_parts(_weighed(moved.filter(several), source, codes), source)
    joined = pl.concat([alone.select(joined.columns), joined])
    if source.partial:
        joined = _whole_only(joined, codes)
    return joined.select("code", "figure", "year", "value", _confidence().alias("confidence"))


def _weighed(rows: pl.DataFrame, source: Source, codes: Codes) -> pl.DataFrame:
    """Give each row its mass: another figure of the same file, or the inhabitants of the time."""
    weights = rows.select("old", "year", weigher="figure", mass="value")
    own = {one.name: one.weight for one in source.figures}
    rows = rows.with_columns(weigher=pl.col("figure").replace_strict(own, return_dtype=pl.String))
    rows = rows.join(weights, on=["old", "year", "weigher"], how="left")
    rows = rows.join(codes.weights, on="old", how="left")
    in_file = pl.col("weigher").is_in(sorted(own))
    return rows.with_columns(mass=pl.when(in_file).then("mass").otherwise("weight"))


def _of_parts(rows: pl.DataFrame, source: Source) -> pl.DataFrame:
    means = [one.name for one in source.figures if one.joining is Joining.MEAN]
    value, mass = pl.col("value"), pl.col("mass")
    is_mean = pl.col("figure").first().is_in(means)
    mean = pl.when(~mass.is_null().any()).then((value * mass).sum() / mass.sum())
    whole = pl.when(pl.len() == 1).then(value.first()).when(is_mean).then(mean.first())
    told = pl.when(~value.is_null().any()).then(whole.otherwise(value.sum()))
    return rows.group_by("code", "figure", "year").agg(value=told, parts=pl.len(), is_mean=is_mean)


def _whole_only(joined: pl.DataFrame, codes: Codes) -> pl.DataFrame:
    """Hide the figure of a commune one part of which the file does not list."""
    known = joined.join(codes.members, on="code", how="left")
    whole = pl.col("parts") >= pl.col("members").fill_null(1)
    return known.with_columns(value=pl.when(whole).then("value"))


def _confidence() -> pl.Expr:
    estimated = pl.col("is_mean") & (pl.col("parts") > 1)
    return (
        pl.when(pl.col("value").is_null()).then(pl.lit(Confidence.HIDDEN.value))
        .when(estimated).then(pl.lit(Confidence.ESTIMATED.value))
        .otherwise(pl.lit(Confidence.PUBLISHED.value))
    )  # fmt: skip
