"""The traps of published files, on a country made up: what the tidy tables keep and leave out."""

from dataclasses import replace

import polars as pl
import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data import ground, poverty
from coupdepouce.core.territory.data.comparing import compared, within
from coupdepouce.core.territory.data.model import FIGURES, Level
from coupdepouce.core.territory.data.tables import tables
from tests.core.territory.small_country import country

FILOSOFI = "filosofi_2021_communes.csv.gz"
SOCIAL = "logements_sociaux_rpls_communes_2024.csv.gz"
CENSUS = "communes_recensement2017_parts.csv.gz"
HISTORY = "population_communes_2013-2021.csv.gz"
FRAGILITY = "ifn_2020_iris.csv.gz"


def tidy(**changed):
    """Make the tables of the made-up country; `changed` maps a file and a code to cells."""
    rows = country()
    for (file, code), cells in changed.pop("cells", {}).items():
        for row in rows[file]:
            if code in row.values():
                row.update(cells)
    return tables({file: pl.DataFrame(found) for file, found in rows.items()})


def told(made, level, code, figure, year):
    """Give the value and the confidence of one figure, or nothing when it has no row."""
    asked = (pl.col("code") == code, pl.col("figure") == figure, pl.col("year") == year)
    rows = made.figures[level].filter(*asked).select("value", "confidence").rows()
    assert len(rows) <= 1
    return rows[0] if rows else None


@pytest.fixture(scope="module")
def made():
    return tidy()


@pytest.mark.parametrize("level", list(Level))
def test_a_table_has_one_typed_row_for_a_code_a_figure_and_a_year_of_a_known_place(made, level):
    table = made.figures[level]

    assert dict(table.schema) == dict(FIGURES)
    assert not table.select(pl.struct("code", "figure", "year").is_duplicated().any()).item()
    assert set(table["code"]) <= set(made.places[level]["code"])
    assert (table["value"].is_null() == (table["confidence"] == "hidden")).all()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        # Published whole and by district: one of the two; by district only: their sum.
        ((Level.COMMUNE, "69123", "fiscal_persons", 2021), (10.0, "published")),
        ((Level.COMMUNE, "69123", "seekers_abc", 2019), (10.0, "published")),
        ((Level.COMMUNE, "69123", "social_dwellings", 2024), (20.0, "published")),
        ((Level.COMMUNE, "69123", "population", 2013), (20.0, "published")),
        ((Level.COMMUNE, "69381", "fiscal_persons", 2021), None),
        # Two older communes: counts are added, rates averaged and marked.
        ((Level.COMMUNE, "04003", "premises", 2024), (20.0, "published")),
        ((Level.COMMUNE, "04003", "fibre_share", 2024), (10.0, "estimated")),
        ((Level.COMMUNE, "04901", "premises", 2024), None),
        # A file that lists large communes only: a part not listed hides the whole.
        ((Level.COMMUNE, "04003", "seekers_abc", 2019), (None, "hidden")),
        ((Level.COMMUNE, "04002", "seekers_abc", 2019), (10.0, "published")),
        # Decembers only, and no code that is there twice.
        ((Level.COMMUNE, "04002", "seekers_december", 2024), (7.0, "published")),
        ((Level.COMMUNE, "69001", "seekers_december", 2024), None),
        ((Level.DEPARTMENT, "04", "seekers_december", 2023), (7.0, "published")),
        ((Level.REGION, "93", "seekers_december", 2023), (7.0, "published")),
        # The source swaps two codes; their year is another one.
        ((Level.DEPARTMENT, "973", "poverty_rate", 2017), (52.9, "published")),
        ((Level.DEPARTMENT, "976", "poverty_rate", 2017), (77.3, "published")),
        ((Level.DEPARTMENT, "04", "poverty_rate", 2021), (18.0, "published")),
        ((Level.REGION, "93", "poverty_rate", 2021), (10.0, "published")),
        # Groups of communes, EPCI that are gone.
        ((Level.COMMUNE, "04002", "city_population", 2020), (10.0, "published")),
        ((Level.EPCI, "200000001", "city_population", 2020), (10.0, "published")),
        ((Level.EPCI, "200000009", "city_population", 2020), None),
        # Made from communes: exact, or a rate that is marked.
        ((Level.EPCI, "200000001", "premises", 2024), (20.0, "published")),
        ((Level.EPCI, "200000001", "fibre_share", 2024), (10.0, "estimated")),
        ((Level.EPCI, "200000001", "seekers_abc", 2019), None),
        ((Level.EPCI, "200000001", "living_standard", 2021), None),
        # Not listed because it has none.
        ((Level.DEPARTMENT, "04", "social_dwellings", 2024), (10.0, "published")),
        ((Level.QPV, "QP973001", "city_population", 2020), (10.0, "published")),
        ((Level.IRIS, "040020102", "ifn_score", 2020), (10.0, "published")),
    ],
)
def test_each_trap_of_the_files(made, asked, expected):
    assert told(made, *asked) == expected


def test_the_rate_of_joined_communes_weighs_their_people():
    cells = {
        (CENSUS, "04901"): {"TX_MENSEUL": "20"}, (CENSUS, "04902"): {"TX_MENSEUL": "50"},
        (HISTORY, "04901"): {"p17_pop": "200"}, (HISTORY, "04902"): {"p17_pop": "100"},
        (FILOSOFI, "04901"): {"TP6021": "12,5", "NBPERSMENFISC21": "300"},
        (FILOSOFI, "04902"): {"TP6021": "20", "NBPERSMENFISC21": "200"},
    }  # fmt: skip

    made = tidy(cells=cells)

    assert told(made, Level.COMMUNE, "04003", "alone_share", 2017) == (30.0, "estimated")
    assert told(made, Level.COMMUNE, "04003", "poverty_rate", 2021) == (15.5, "estimated")


@pytest.mark.parametrize("mark", ["s", "nd", "ns", "so", ""])
def test_a_hidden_part_hides_the_whole_and_is_never_filled(mark):
    made = tidy(cells={(FILOSOFI, "04902"): {"NBPERSMENFISC21": mark, "TP6021": mark}})

    assert told(made, Level.COMMUNE, "04003", "fiscal_persons", 2021) == (None, "hidden")
    assert told(made, Level.COMMUNE, "04003", "poverty_rate", 2021) == (None, "hidden")


def test_a_whole_is_scaled_up_for_few_hidden_people_and_not_made_for_many():
    few = tidy(cells={(FILOSOFI, "69001"): {"NBPERSMENFISC21": "s"}})  # 400 of 9,400 people
    many = tidy(cells={(FILOSOFI, "04001"): {"NBPERSMENFISC21": "s"}})  # 1,000 of 4,600

    value, confidence = told(few, Level.DEPARTMENT, "69", "fiscal_persons", 2021)
    assert (value, confidence) == (pytest.approx(10 * 9400 / 9000), "estimated")
    assert told(many, Level.DEPARTMENT, "04", "fiscal_persons", 2021) is None


def test_an_empty_cell_is_zero_only_where_the_publisher_means_it():
    file = "arcep_couverture_fixe_communes_2024.csv.gz"
    made = tidy(
        cells={(file, "04001"): {"nb_locaux_fibre": ""}, (SOCIAL, "04002"): {"nb_loues": ""}}
    )

    assert told(made, Level.COMMUNE, "04001", "premises_fibre", 2024) == (0.0, "published")
    assert told(made, Level.COMMUNE, "04002", "social_let", 2024) == (None, "hidden")


def test_what_happened_to_the_rows_is_told(made):
    accounts = {one.source: one for one in made.accounts}

    filosofi, city = accounts["filosofi_communes"], accounts["city_epci"]
    assert (filosofi.districts_left_out, filosofi.moved, filosofi.joined) == (2, 2, 1)
    assert (city.groups_left_out, city.gone_left_out) == (2, 1)
    assert accounts["city_communes"].groups_left_out == 1
    assert (accounts["seekers_2019"].figures, accounts["seekers_2019"].hidden) == (9, 3)


def test_an_index_of_each_region_compares_inside_one_only(made):
    with pytest.raises(Refusal) as refused:
        compared(made, Level.IRIS, "ifn_score", year=2020)

    assert refused.value.code == "regional_base"
    inside = compared(within(made, "93"), Level.IRIS, "ifn_score", year=2020)
    assert set(inside["code"]) == {"040010101", "040020101", "040020102", "049010000"}
    assert compared(made, Level.IRIS, "ifn_population", year=2020).height == 6
    with pytest.raises(Refusal, match="n’existe pas"):
        compared(made, Level.IRIS, "ifn", year=2020)


def test_hidden_rates_of_poverty_follow_income_and_meet_the_published_department():
    rates = [40 - 0.001 * (15_000 + 250 * n) for n in range(40)]
    known = pl.DataFrame(
        {"code": [f"1{n:04}" for n in range(40)], "department": ["A"] * 20 + ["B"] * 20,
         "persons": [1000.0] * 40, "median": [15_000.0 + 250 * n for n in range(40)],
         "rate": rates}
    )  # fmt: skip
    small = pl.DataFrame(
        {"code": ["2", "3", "4", "5"], "department": ["A", "A", "B", "C"], "rate": [None] * 4,
         "persons": [500.0, 300.0, 400.0, None], "median": [16_000.0, 22_000.0, 20_000.0, 1.0]},
        schema_overrides={"rate": pl.Float64},
    )  # fmt: skip
    published = pl.DataFrame({"code": ["A"], "rate": [22.0]})

    found = dict(
        poverty.estimated(pl.concat([known, small], how="diagonal"), published).iter_rows()
    )

    assert set(found) == {"2", "3", "4"}  # "5" hides its people too: nothing to go by
    assert found["2"] > found["3"]
    poor = sum(10 * rate for rate in rates[:20]) + 5 * found["2"] + 3 * found["3"]
    assert 100 * poor / 20_800 == pytest.approx(22.0)
    assert found["4"] == pytest.approx(20.0, abs=0.5)  # no rate published for "B": not moved


def test_a_code_overseas_is_named_as_such_and_one_of_another_level_too(made):
    # One region of the made-up country moved overseas: communes and their zone.
    communes = made.places[Level.COMMUNE].with_columns(
        zone=pl.when(pl.col("region") == "84").then(pl.lit("drom")).otherwise("zone")
    )
    far = replace(made, places={**made.places, Level.COMMUNE: communes})

    with pytest.raises(Refusal, match="l’outre-mer n’est pas couvert"):
        ground.areas(far, Level.COMMUNE, within="region:84")
    assert ground.elsewhere(far, Level.REGION, "84").code == "overseas"
    assert ground.elsewhere(far, Level.REGION, "93") is None
    assert ground.elsewhere(far, Level.REGION, "04").code == "another_level"
