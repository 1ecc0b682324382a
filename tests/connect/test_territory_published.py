"""The real files, through COUPDEPOUCE_SHARED: the totals their publishers print, and the traps."""

import os
from pathlib import Path

import polars as pl
import pytest

from coupdepouce.connect.territory.files import read_folder
from coupdepouce.core.territory.data import poverty
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.tables import income, tables

DATA = Path(os.environ["COUPDEPOUCE_SHARED"]) / "data"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="COUPDEPOUCE_SHARED names no folder of open data"
)
HAUTS_DE_FRANCE = "32"


@pytest.fixture(scope="module")
def made():
    frames, _ = read_folder(DATA)
    return tables(frames)


def rows(made, level, figure, year):
    """Give the rows of one figure."""
    asked = (pl.col("figure") == figure, pl.col("year") == year)
    return made.figures[level].filter(*asked)


@pytest.mark.parametrize("level", list(Level))
def test_every_row_is_of_a_known_place_and_there_once(made, level):
    table = made.figures[level]

    assert not table.select(pl.struct("code", "figure", "year").is_duplicated().any()).item()
    assert set(table["code"]) <= set(made.places[level]["code"])
    assert (table["value"].is_null() == (table["confidence"] == "hidden")).all()


@pytest.mark.parametrize(
    ("figure", "year", "total"),
    [
        ("population", 2021, 67.41e6),  # without Mayotte
        ("fiscal_households", 2021, 28.66e6),  # 5 % more with the districts counted twice
        ("fiscal_persons", 2021, 63.57e6),
        ("premises", 2024, 44.27e6),
        ("social_dwellings", 2024, 5.37e6),
    ],
)
def test_the_communes_add_up_to_the_total_of_the_country(made, figure, year, total):
    assert rows(made, Level.COMMUNE, figure, year)["value"].sum() == pytest.approx(total, rel=6e-4)


def test_the_shares_of_fibre_are_the_published_ones(made):
    premises = rows(made, Level.COMMUNE, "premises", 2024)["value"].sum()
    fibre = rows(made, Level.COMMUNE, "premises_fibre", 2024)["value"].sum()

    assert 100 * fibre / premises == pytest.approx(84.2, abs=0.05)
    ((value, confidence),) = (
        rows(made, Level.REGION, "fibre_share", 2024)
        .filter(pl.col("code") == HAUTS_DE_FRANCE)
        .select("value", "confidence")
        .rows()
    )
    assert (round(value, 1), confidence) == (92.6, "estimated")


@pytest.mark.parametrize(
    ("level", "code", "figure", "year", "value"),
    [
        (Level.DEPARTMENT, "02", "poverty_rate", 2021, 18.8),
        (Level.DEPARTMENT, "59", "poverty_rate", 2021, 19.5),
        (Level.DEPARTMENT, "60", "poverty_rate", 2021, 13.4),
        (Level.DEPARTMENT, "62", "poverty_rate", 2021, 18.4),
        (Level.DEPARTMENT, "80", "poverty_rate", 2021, 16.4),
        (Level.DEPARTMENT, "973", "poverty_rate", 2017, 52.9),  # the source swaps these two
        (Level.DEPARTMENT, "976", "poverty_rate", 2017, 77.3),
        (Level.REGION, HAUTS_DE_FRANCE, "seekers_december", 2024, 593_930),
        (Level.REGION, HAUTS_DE_FRANCE, "population", 2023, 5_992_194),
        (Level.COMMUNE, "59350", "population", 2023, 238_246),
    ],
)  # fmt: skip
def test_a_published_figure_is_kept_as_it_is(made, level, code, figure, year, value):  # noqa: PLR0917
    found = rows(made, level, figure, year).filter(pl.col("code") == code)

    assert found.select("value", "confidence").rows() == [(value, "published")]


def test_few_rates_are_published_and_the_others_are_marked(made):
    rates = rows(made, Level.COMMUNE, "poverty_rate", 2021)
    counted = dict(rates.group_by("confidence").len().iter_rows())
    north = made.places[Level.COMMUNE].filter(pl.col("region") == HAUTS_DE_FRANCE)
    told = rates.filter(pl.col("confidence") == "published")

    assert counted == {"published": 4343, "estimated": 26_857, "hidden": 3600}
    assert told.join(north, on="code", how="semi").height == pytest.approx(465, abs=3)


def test_estimates_meet_the_departments_and_beat_their_rate_where_held_out(made):
    frames = made.figures[Level.COMMUNE]
    communes = income(
        frames.filter(pl.col("confidence") != "estimated"), made.places[Level.COMMUNE]
    )
    departments = rows(made, Level.DEPARTMENT, "poverty_rate", 2021).select("code", rate="value")
    told = communes.filter(pl.col("rate").is_not_null(), pl.col("median").is_not_null())
    out = told.gather_every(5)  # in the order of codes: one in five of each department
    asked = pl.col("code").is_in(out["code"].implode())
    hidden = communes.with_columns(rate=pl.when(~asked).then("rate"))

    found = poverty.estimated(hidden, departments).join(out, on="code")
    found = found.join(departments.rename({"rate": "whole"}), left_on="department", right_on="code")

    ours = (found["value"] - found["rate"]).abs().mean()
    plain = (found["whole"] - found["rate"]).abs().mean()
    assert found.height > 800
    assert ours < 2.6
    assert ours < 0.55 * plain


def test_the_index_of_fragility_is_a_hundred_in_each_region(made):
    scores = rows(made, Level.IRIS, "ifn_score", 2020)
    people = rows(made, Level.IRIS, "ifn_population", 2020).select("code", people="value")
    communes = made.places[Level.COMMUNE].select(commune="code", region="region")
    placed = scores.join(people, on="code").join(made.places[Level.IRIS], on="code")
    by_region = (
        placed.join(communes, on="commune")
        .group_by("region")
        .agg(mean=(pl.col("value") * pl.col("people")).sum() / pl.col("people").sum())
    )

    assert by_region.filter(~pl.col("mean").is_between(97, 101)).height == 0


def test_what_is_left_out_is_counted(made):
    accounts = {one.source: one for one in made.accounts}

    assert accounts["filosofi_communes"].districts_left_out == 45
    assert accounts["seekers_2019"].districts_left_out == 45
    assert accounts["city_communes"].groups_left_out == 134
    assert (accounts["city_epci"].groups_left_out, accounts["city_epci"].gone_left_out) == (11, 17)
    assert (accounts["arcep_2019"].moved, accounts["arcep_2019"].joined) == (493, 317)
    assert made.places[Level.IRIS]["code"].is_unique().all()


def test_the_classes_of_speed_add_up(made):
    speeds = made.figures[Level.COMMUNE].filter(pl.col("year") == 2019)
    of_class = pl.col("figure").cast(pl.String).str.contains(r"^wired_(none|\d+)$")
    total = rows(made, Level.COMMUNE, "wired_premises", 2019)["value"].sum()

    assert speeds.filter(of_class)["value"].sum() == total
