"""What is published of the households of each commune, as arrays."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data import poverty
from coupdepouce.core.territory.data.ground import METROPOLE
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.tables import Tables, income

Floats = NDArray[np.float64]
Texts = NDArray[np.str_]
READ = {  # figure, year: column
    ("fiscal_households", 2021): "households",
    ("fiscal_persons", 2021): "persons",
    ("living_standard", 2021): "median",
    ("poverty_rate", 2021): "poverty",
    ("alone_share", 2017): "alone",
    ("over_65_share", 2017): "over_65",
    ("under_25_share", 2017): "under_25",
}
POVERTY_ERROR = 0.3  # where too few rates are published to learn it
POVERTY = ("poverty_rate", 2021)
# Third sign of the code of an urban unit of 2010: its size. Insee: 0 rural, 1 to 3 under 20,000
# people, 4 and 5 under 100,000, 6 and 7 more, 8 Paris.
TOWN_OF_UNIT = {"0": 0, "1": 1, "2": 1, "3": 1, "4": 2, "5": 2, "6": 3, "7": 3, "8": 4}


@dataclass(frozen=True, kw_only=True)
class Composition:
    """The communes of metropolitan France, in the order of codes; one number for each.

    `told` says where households and the poverty rate are published for the commune itself.
    Shares are between 0 and 1; what is hidden takes the mean of the department, by inhabitants.
    """

    codes: Texts
    departments: Texts
    regions: Texts
    epci: Texts  # "" for none
    population: Floats
    households: Floats
    persons: Floats
    median: Floats  # standard of living, € a year
    poverty: Floats
    alone: Floats  # of households
    over_65: Floats  # of people of 15 and over
    under_25: Floats
    towns: NDArray[np.int8]  # size of the urban unit, as in the survey
    households_told: NDArray[np.bool_]
    poverty_told: NDArray[np.bool_]
    income_told: NDArray[np.bool_]
    department_poverty: Floats  # published; nan where it is not
    poverty_error: float  # of the logit of an estimated rate; on rates published and held out


def composition(tables: Tables) -> Composition:
    """Read what is published of the communes.

    Raises:
        Refusal: `missing_figures`, a figure of a year is in no row.
    """
    wide = _wide(tables)
    filled = _filled(wide)

    def text(name: str) -> Texts:
        return np.asarray(filled[name].fill_null("").to_numpy(), dtype=np.str_)

    def number(name: str) -> Floats:
        return filled[name].to_numpy().astype(np.float64)

    def told(name: str) -> NDArray[np.bool_]:
        return wide[name].is_not_null().to_numpy()

    published = (wide["poverty_mark"] == "published").fill_null(value=False).to_numpy()
    return Composition(
        codes=text("code"), departments=text("department"), regions=text("region"),
        epci=text("epci"), towns=filled["town"].fill_null(0).to_numpy(),
        population=number("population"), households=number("households"),
        persons=number("persons"), median=number("median"), poverty=number("poverty") / 100,
        alone=number("alone") / 100, over_65=number("over_65") / 100,
        under_25=number("under_25") / 100, households_told=told("households"),
        poverty_told=told("poverty") & published, income_told=told("median"),
        department_poverty=number("whole") / 100, poverty_error=poverty_error(tables),
    )  # fmt: skip


def held_out_poverty(tables: Tables) -> pl.DataFrame:
    """Set each published rate of a commune beside the one estimated without it."""
    figures = tables.figures[Level.COMMUNE].filter(pl.col("confidence") != "estimated")
    whole = tables.figures[Level.DEPARTMENT].filter(
        pl.col("figure").cast(pl.String) == POVERTY[0], pl.col("year") == POVERTY[1]
    )
    communes = income(figures, tables.places[Level.COMMUNE])
    return poverty.held_out(communes, whole.select("code", rate="value"))


def uncalibrated_poverty(tables: Tables, places: Composition) -> Floats:
    """Give the poverty of each commune as if no department had a published rate."""
    figures = tables.figures[Level.COMMUNE].filter(pl.col("confidence") != "estimated")
    communes = income(figures, tables.places[Level.COMMUNE])
    none = pl.DataFrame(schema={"code": pl.String, "rate": pl.Float64})
    told = communes.select("code", value="rate").drop_nulls()
    found = pl.concat([told, poverty.estimated(communes, none)])
    asked = pl.DataFrame({"code": places.codes, "other": 100 * places.poverty})
    asked = asked.join(found, on="code", how="left", maintain_order="left")
    return asked.select(pl.coalesce("value", "other")).to_series().to_numpy() / 100


def poverty_error(tables: Tables) -> float:
    """Give the typical error of an estimated rate, on the scale of logits."""
    found = held_out_poverty(tables)
    if not found.height:
        return POVERTY_ERROR
    rate, value = (found[name].to_numpy().clip(0.5, 99.5) / 100 for name in ("rate", "value"))
    apart = np.log(rate / (1 - rate)) - np.log(value / (1 - value))
    return float(np.sqrt(np.mean(apart**2)))


def _wide(tables: Tables) -> pl.DataFrame:
    """Give one row for each commune of metropolitan France with people in it."""
    figures = tables.figures[Level.COMMUNE].with_columns(pl.col("figure").cast(pl.String))
    places = tables.places[Level.COMMUNE].filter(
        pl.col("zone") == METROPOLE, pl.col("population") > 0
    )
    for (figure, year), name in READ.items():
        rows = figures.filter(pl.col("figure") == figure, pl.col("year") == year)
        if not rows["value"].count():
            raise Refusal(
                "missing_figures",
                f"Les tables n’ont pas « {figure} » pour {year} : relancez "
                "« coupdepouce data load DOSSIER » avec les fichiers de cette année.",
                figure=figure,
            )
        mark = rows.select("code", **{name: "value", f"{name}_mark": "confidence"})
        places = places.join(mark, on="code", how="left")
    whole = tables.figures[Level.DEPARTMENT].filter(
        pl.col("figure").cast(pl.String) == POVERTY[0], pl.col("year") == POVERTY[1]
    )
    whole = whole.select(department="code", whole="value")
    places = places.join(_towns(tables.places[Level.IRIS]), on="code", how="left")
    return places.join(whole, on="department", how="left").sort("code")


def _towns(iris: pl.DataFrame) -> pl.DataFrame:
    size = pl.col("urban_unit").str.slice(2, 1)
    town = size.replace_strict(TOWN_OF_UNIT, default=0, return_dtype=pl.Int8)
    return iris.group_by(code="commune").agg(town=town.max())


def _filled(wide: pl.DataFrame) -> pl.DataFrame:
    """Fill what is hidden from the communes of the department that tell."""
    people = pl.col("population")

    def per_head(name: str) -> pl.Expr:
        known = pl.col(name).is_not_null()
        share = pl.col(name).sum() / people.filter(known).sum()
        whole = pl.col(name).sum().over(pl.lit(1)) / people.filter(known).sum().over(pl.lit(1))
        ours = pl.coalesce(share.over("department"), whole)
        return pl.coalesce(pl.col(name), ours * people).alias(name)

    def mean(name: str) -> pl.Expr:
        known = pl.col(name).is_not_null()
        there = people.filter(known).sum()
        ours = pl.when(there > 0).then((pl.col(name) * people).sum() / there)
        return pl.coalesce(pl.col(name), ours.over("department"), ours.over(pl.lit(1))).alias(name)

    means = [name for name in READ.values() if name not in {"households", "persons"}]
    return wide.with_columns(
        per_head("households"), per_head("persons"), *(mean(name) for name in means)
    )
