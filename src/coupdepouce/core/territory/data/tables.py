"""All the files together become two tables a level: its places, and their figures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from coupdepouce.core.territory.data import codes as through_time
from coupdepouce.core.territory.data import places as described
from coupdepouce.core.territory.data import poverty, published, upper
from coupdepouce.core.territory.data.codes import Codes
from coupdepouce.core.territory.data.model import FIGURES, Account, Confidence, Level, Source
from coupdepouce.core.territory.data.reading import checked, figures_of
from coupdepouce.core.territory.data.survey import SURVEY, respondents

COLUMNS = ["code", "figure", "year", "value", "confidence", "source"]
DESCRIBED = {one.name: one for source in published.SOURCES for one in source.figures}
MADE = "communes"  # source of what is made from the figures of communes
Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What is kept: figures and places of each level, answers, and what happened on the way."""

    figures: Mapping[Level, pl.DataFrame]
    places: Mapping[Level, pl.DataFrame]
    accounts: tuple[Account, ...]
    respondents: pl.DataFrame


def tables(frames: Frames) -> Tables:
    """Tidy the files, given as text by file name.

    Raises:
        Refusal: a file is not the one expected; the sentence names it and the remedy.
    """
    rows = {one.key: checked(frames[one.file], one) for one in published.PLACES}
    places = described.places(rows)
    codes = described.codes(rows, frames[published.HISTORY.file], places)
    found = [_one(source, frames[source.file], codes, places) for source in published.SOURCES]
    figures = {level: _stacked(level, found) for level in Level}
    figures[Level.COMMUNE] = _with_estimates(figures, places)
    known = upper.weighed(figures[Level.COMMUNE], DESCRIBED)
    known = upper.with_none(known, figures[Level.COMMUNE], places[Level.COMMUNE])
    for level in (Level.EPCI, Level.DEPARTMENT, Level.REGION):
        figures[level] = _with_wholes(level, figures[level], known, places)
    places[Level.QPV] = described.with_other_qpv(places[Level.QPV], frames)
    places[Level.IRIS] = described.with_newer_iris(places[Level.IRIS], figures[Level.IRIS], codes)
    done = {level: _typed(table) for level, table in figures.items()}
    accounts = tuple(_counted(account, done[source.level]) for source, _, account in found)
    return Tables(
        figures=done, places=places, accounts=accounts,
        respondents=respondents(frames[SURVEY.file]),
    )  # fmt: skip


def _one(
    source: Source, frame: pl.DataFrame, codes: Codes, places: Mapping[Level, pl.DataFrame]
) -> tuple[Source, pl.DataFrame, Account]:
    rows = checked(frame, source)
    account = Account(source=source.key, file=source.file, rows=rows.height)
    rows, left_out = through_time.without_groups(rows, source)
    account = replace(account, groups_left_out=left_out)
    if source.level is Level.EPCI:
        rows, gone = through_time.of_today(rows, source, places[Level.EPCI])
        account = replace(account, gone_left_out=gone)
    if source is published.FILOSOFI_DEPARTMENTS:
        rows = upper.departments_by_name(rows, source, places[Level.DEPARTMENT])
    if source is published.FILOSOFI_REGIONS:
        rows = upper.regions_by_name(rows, source, places[Level.REGION])
    long = figures_of(rows, source)
    if source.level is Level.COMMUNE:
        return source, *through_time.at_today(long, source, codes, account)
    told = pl.when(pl.col("value").is_null()).then(pl.lit(Confidence.HIDDEN.value))
    mark = told.otherwise(pl.lit(Confidence.PUBLISHED.value))
    return source, long.with_columns(confidence=mark), account


def _stacked(level: Level, found: list[tuple[Source, pl.DataFrame, Account]]) -> pl.DataFrame:
    ours = [
        table.with_columns(source=pl.lit(source.key)).select(COLUMNS)
        for source, table, _ in found
        if source.level is level
    ]
    return pl.concat(ours)


def _with_estimates(
    figures: Mapping[Level, pl.DataFrame], places: Mapping[Level, pl.DataFrame]
) -> pl.DataFrame:
    """Estimate the poverty rates that are hidden, and mark them."""
    communes = figures[Level.COMMUNE]
    year = published.FILOSOFI_COMMUNES.year
    values = poverty.estimated(
        income(communes, places[Level.COMMUNE]),
        figures[Level.DEPARTMENT]
        .filter(pl.col("figure") == "poverty_rate", pl.col("year") == year)
        .select("code", rate="value"),
    )
    return poverty.filled(communes, values, "poverty_rate")


def income(figures: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """Give what the estimate of poverty reads: persons, median, rate and department."""
    names = {"fiscal_persons": "persons", "living_standard": "median", "poverty_rate": "rate"}
    rows = figures.filter(pl.col("figure").is_in(list(names)))
    told = rows.pivot("figure", index="code", values="value").rename(names)
    return told.join(communes.select("code", "department"), on="code").sort("code")


def _with_wholes(
    level: Level,
    figures: pl.DataFrame,
    known: pl.DataFrame,
    places: Mapping[Level, pl.DataFrame],
) -> pl.DataFrame:
    communes = places[Level.COMMUNE]
    parents = communes.select("code", "population", parent=pl.col(level.value)).drop_nulls()
    made = upper.carried_up(known, parents, DESCRIBED)
    made = made.with_columns(source=pl.lit(MADE)).select(COLUMNS)
    return upper.published_first(figures, made)


def _typed(table: pl.DataFrame) -> pl.DataFrame:
    return table.cast(FIGURES).sort("figure", "year", "code")


def _counted(account: Account, table: pl.DataFrame) -> Account:
    ours = table.filter(pl.col("source") == account.source)
    marks = dict(ours.group_by("confidence").len().iter_rows())
    return replace(
        account,
        figures=ours.height,
        hidden=marks.get(Confidence.HIDDEN.value, 0),
        estimated=marks.get(Confidence.ESTIMATED.value, 0),
    )
