"""Departments and regions as published, and the larger territories made from their communes."""

import polars as pl

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.model import Confidence, Figure, Joining, Source

OLDER = r"\s*\(données (20\d\d)\)"
OLDER_REGIONS = {"Guadeloupe": 2017, "Guyane": 2017, "Mayotte": 2017}  # a note of the publisher
ENOUGH = 0.95  # of the inhabitants: below, a whole made of its parts would mislead
KEYS = ["code", "figure", "year"]


def departments_by_name(
    rows: pl.DataFrame, source: Source, departments: pl.DataFrame
) -> pl.DataFrame:
    """Trust the name where code and name disagree: the file swaps two codes.

    Raises:
        Refusal: `unknown_code`, a name that is no department's.
    """
    plain = rows.with_columns(
        asked=pl.col("nom").str.replace(OLDER, ""),
        row_year=pl.col("nom").str.extract(OLDER).cast(pl.Int16).fill_null(source.year),
    )
    return _named(plain, source, departments)


def regions_by_name(rows: pl.DataFrame, source: Source, regions: pl.DataFrame) -> pl.DataFrame:
    """Give each region its code; the total of the country is left out.

    Raises:
        Refusal: `unknown_code`, a name that is no region's.
    """
    one_only = rows.filter(~pl.col(source.code).str.starts_with("France"))
    year = pl.col(source.code).replace_strict(
        OLDER_REGIONS, default=source.year, return_dtype=pl.Int16
    )
    return _named(one_only.with_columns(asked=source.code, row_year=year), source, regions)


def _named(rows: pl.DataFrame, source: Source, places: pl.DataFrame) -> pl.DataFrame:
    found = rows.join(places.select(asked="name", right="code"), on="asked", how="left")
    lost = found.filter(pl.col("right").is_null())["asked"].to_list()
    if lost:
        raise Refusal(
            "unknown_code",
            f"« {source.file} » : « {lost[0]} » n’est le nom d’aucun territoire de ce niveau. "
            "Reprenez le fichier tel que publié.",
            file=source.file,
            codes=lost[:3],
        )
    return found.with_columns(pl.col("right").alias(source.code)).drop("asked", "right")


def carried_up(
    figures: pl.DataFrame, parents: pl.DataFrame, described: dict[str, Figure]
) -> pl.DataFrame:
    """Make the figures of larger territories from those of their communes.

    `parents` has `code`, `parent` and `population`. Where a few communes hide theirs, a sum is
    scaled up by inhabitants and a rate is that of the others: both are marked as estimated.
    """
    wanted = [name for name, one in described.items() if not one.median]
    rows = figures.filter(pl.col("figure").is_in(wanted)).join(parents, on="code")
    whole = parents.group_by("parent").agg(inhabitants=pl.col("population").sum())
    masses = figures.select("code", "year", weigher="figure", mass="value")
    weigher = {name: described[name].weight for name in wanted}
    rows = rows.with_columns(weigher=pl.col("figure").replace_strict(weigher, default=None))
    rows = rows.join(masses, on=["code", "year", "weigher"], how="left")
    in_file = pl.col("weigher").is_in(sorted(described)) & (pl.col("weigher") != "population")
    rows = rows.with_columns(mass=pl.when(in_file).then("mass").otherwise("population"))
    known = rows.filter(pl.col("value").is_not_null() & pl.col("mass").is_not_null())
    made = known.group_by("parent", "figure", "year").agg(
        total=pl.col("value").sum(),
        mean=(pl.col("value") * pl.col("mass")).sum() / pl.col("mass").sum(),
        covered=pl.col("population").sum(),
        exact=(pl.col("confidence") == Confidence.PUBLISHED.value).all(),
    )
    return _judged(made.join(whole, on="parent"), described)


def _judged(made: pl.DataFrame, described: dict[str, Figure]) -> pl.DataFrame:
    sums = [name for name, one in described.items() if one.joining is Joining.SUM]
    is_sum = pl.col("figure").is_in(sums)
    covered = pl.col("covered") / pl.col("inhabitants")
    published = is_sum & pl.col("exact") & (pl.col("covered") == pl.col("inhabitants"))
    kept = made.filter(covered >= ENOUGH)
    return kept.select(
        pl.col("parent").alias("code"),
        "figure",
        "year",
        value=pl.when(is_sum).then(pl.col("total") / covered).otherwise("mean"),
        confidence=pl.when(published)
        .then(pl.lit(Confidence.PUBLISHED.value))
        .otherwise(pl.lit(Confidence.ESTIMATED.value)),
    )


def published_first(published: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
    """Add what we made to what is published, never in its place."""
    named = published.select(KEYS).unique()
    return pl.concat([published, made.join(named, on=KEYS, how="anti")])
