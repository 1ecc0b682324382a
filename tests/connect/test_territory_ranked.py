"""The real files, through COUPDEPOUCE_SHARED: regions ranked, places counted, maps drawn."""

import os
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from coupdepouce.cli.need import SEED
from coupdepouce.connect.territory import stored
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data import ground
from coupdepouce.core.territory.data.lists import LIBRARIES
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.ranking.criteria import Side
from coupdepouce.insight.territories import maps
from coupdepouce.insight.territories.loading import loaded
from coupdepouce.insight.territories.ranking import Asked, explanation, seen

DATA = Path(os.environ["COUPDEPOUCE_SHARED"]) / "data"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="COUPDEPOUCE_SHARED names no folder of open data"
)
HAUTS_DE_FRANCE = "region:32"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("real") / "territory"
    stored.load(DATA, folder)
    stored.estimate_need(folder, seed=SEED)
    return loaded(folder)


@pytest.fixture(scope="module")
def regions(data):
    return seen(data, Asked())


@pytest.mark.parametrize(
    ("level", "within", "count"),
    [
        (Level.REGION, "", 13),
        (Level.DEPARTMENT, "", 96),
        (Level.DEPARTMENT, "32", 5),
        (Level.COMMUNE, HAUTS_DE_FRANCE, 3782),
    ],
)
def test_the_areas_are_those_of_metropolitan_france(data, level, within, count):
    assert len(ground.areas(data.tables, level, within=within).codes) == count


def test_a_code_of_two_territories_asks_which_is_meant(data):
    with pytest.raises(Refusal, match="« region:32 » \\(Hauts-de-France\\)") as refused:
        ground.areas(data.tables, Level.EPCI, within="32")

    assert "« department:32 » (Gers)" in refused.value.sentence


def test_an_area_astride_two_is_in_the_one_of_most_of_its_people(data):
    inside = {
        code: set(ground.areas(data.tables, Level.EPCI, within=f"region:{code}").codes)
        for code in ground.areas(data.tables, Level.REGION).codes
    }

    every = ground.areas(data.tables, Level.EPCI).codes
    assert sum(map(len, inside.values())) == len(every)
    assert set().union(*inside.values()) == set(every)


def test_the_places_are_those_the_publishers_count(data):
    where = ground.areas(data.tables, Level.REGION)
    here = where.codes.index("32")
    placed = ground.placed(data.lists, where)
    counts = {
        kind: np.bincount(rows[rows >= 0], minlength=len(where.codes))[here]
        for kind, one in placed.items()
        for rows in (where.row_of[one.commune],)
    }

    assert counts["france_services"] == 205
    assert counts["counsellors"] == pytest.approx(421, abs=2)
    assert counts["aidants_connect"] == pytest.approx(289, abs=10)
    # of the 1,259 lines of the file, those open to the public
    assert counts[LIBRARIES.kind] == pytest.approx(1_242, abs=2)


def test_the_ranking_holds_together(regions):
    ranking = regions.ranking

    assert len(ranking.compared.codes) == 13
    assert regions.left_out == ()
    assert sorted(ranking.ranks) == list(range(1, 14))
    names = ranking.compared.names
    first = {names[row]: regions.by_figures.first[row] for row in ranking.order}
    assert (
        max(first, key=first.get) == names[ranking.order[0]]
    )  # the figures decide, not their noise
    assert sum(first.values()) == pytest.approx(1)
    for spread in (regions.by_weights, regions.by_figures):
        held = (spread.low <= ranking.ranks) & (ranking.ranks <= spread.high)
        assert held.mean() > 0.8
        assert 1 < (spread.high - spread.low).mean() < 12
    sides = np.stack([ranking.side(Side.NEED), ranking.side(Side.CAPACITY)], axis=1)
    for row in np.flatnonzero(~regions.front):
        assert ((sides >= sides[row]).all(axis=1) & (sides > sides[row]).any(axis=1)).any()


def test_the_region_of_the_pilot_is_explained_and_its_weights_make_it_win(data, regions):
    told = explanation(data, regions, "32")

    assert len(told.reasons) == 7
    assert told.reasons[0].startswith("Ménages pauvres : 18,0")
    assert told.winning.weights is not None
    assert 0 <= told.winning.change < 0.5


def test_every_area_of_a_map_has_its_title(data):
    found = seen(data, Asked(level=Level.EPCI, within=HAUTS_DE_FRANCE))

    root = ElementTree.fromstring(maps.svg(data, found, "no_line"))

    svg = "{http://www.w3.org/2000/svg}"
    titles = root.findall(f"{svg}g/{svg}g/{svg}title")
    assert len(titles) == len(found.ranking.compared.codes) > 85


def test_the_distances_to_a_partner_are_believable(regions):
    away = next(
        one.values for one in regions.ranking.compared.measured if one.criterion.name == "distance"
    )

    assert regions.ranking.compared.codes[int(np.argmin(away))] == "11"  # around Paris
    assert 0.3 < away.min() < away.max() < 5
