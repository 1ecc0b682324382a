"""Departments and regions as published, and the larger territories made from their communes."""

import polars as pl

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.model import Confidence, Figure, Joining, Source
from coupdepouce.core.territory.data.published import SOURCES

OLDER = r"\s*\(données (20\d\d)\)"
OLDER_REGIONS = {"Guadeloupe": 2017, "Guyane": 2017, "Mayotte": 2017}  # a note of the publisher
ENOUGH = 0.95  # of the inhabitants: below, a whole made of its parts would mislead
OVERSEAS_COUNTRIES = "com"
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


def weighed(figures: pl.DataFrame, described: dict[str, Figure]) -> pl.DataFrame:
    """Give what can be carried up, each mean with its `mass`; none: by inhabitants."""
    sums = [name for name, one in described.items() if one.joining is Joining.SUM]
    told = figures.filter(pl.col("value").is_not_null())
    means = {
        name: one.weight
        for name, one in described.items()
        if one.joining is Joining.MEAN and not one.median
    }
    rows = told.filter(pl.col("figure").is_in(list(means)))
    rows = rows.with_columns(weigher=pl.col("figure").replace_strict(means, return_dtype=pl.String))
    masses = told.filter(pl.col("figure").is_in(sums), pl.col("figure") != "population")
    masses = masses.select("code", "year", weigher="figure", mass="value")
    rows = rows.join(masses, on=["code", "year", "weigher"], how="left")
    rows = rows.filter((pl.col("weigher") == "population") | pl.col("mass").is_not_null())
    added = told.filter(pl.col("figure").is_in(sums))
    return pl.concat([added, rows.drop("weigher")], how="diagonal")


def with_none(known: pl.DataFrame, figures: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """Add a zero for the communes that a file leaves out because they have none."""
    files = [one for one in SOURCES if one.absent_is_none]
    places = communes.filter(pl.col("zone") != OVERSEAS_COUNTRIES).select("code")
    zeros = [
        places.join(
            figures.filter(pl.col("source") == one.key), on="code", how="anti"
        ).with_columns(
            figure=pl.lit(figure.name),
            year=pl.lit(one.year, pl.Int16),
            value=pl.lit(0.0),
            confidence=pl.lit(Confidence.PUBLISHED.value),
        )
        for one in files
        for figure in one.figures
    ]
    return pl.concat([known, *zeros], how="diagonal")


def carried_up(
    known: pl.DataFrame, parents: pl.DataFrame, described: dict[str, Figure]
) -> pl.DataFrame:
    """Make the figures of larger territories from those of their communes, weighed.

    `parents` has `code`, `parent` and `population`. Where a few communes hide theirs, a sum is
    scaled up by inhabitants and a rate is that of the others: both are marked as estimated.
    """
    whole = parents.group_by("parent").agg(inhabitants=pl.col("population").sum())
    rows = known.join(parents, on="code")
    mass = pl.coalesce("mass", "population")
    made = rows.group_by("parent", "figure", "year").agg(
        total=pl.col("value").sum(),
        mean=(pl.col("value") * mass).sum() / mass.sum(),
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
