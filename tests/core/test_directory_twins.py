"""Two records that may be one place: what brings them together, what keeps them apart."""

from dataclasses import replace

import pytest

from coupdepouce.core.directory import twins
from coupdepouce.core.directory.twins import Record

HERE = (50.6300, 3.0600)
ONE = Record(
    key=1,
    name=twins.folded("Centre social imaginaire"),
    address=twins.folded("3 rue Inventée"),
    commune="59350",
    point=HERE,
)
TABLE = [
    ("same name, same door", "Centre social imaginaire", "3 rue Inventée", HERE, True),
    ("capitals, accents, short forms", "CENTRE SOCIAL IMAGINAIRE", "3 R INVENTEE", HERE, True),
    (
        "the name is part of the other",
        "Centre social imaginaire du Nord",
        "3 rue Inventée",
        HERE,
        True,
    ),
    ("another name behind the same door", "Mission locale fictive", "3 rue Inventée", HERE, False),
    ("next door", "Centre social imaginaire", "5 rue Inventée", (50.6340, 3.0600), False),
    (
        "same name, another street far away",
        "Centre social imaginaire",
        "8 avenue Rêvée",
        (50.66, 3.06),
        False,
    ),
    (
        "same name, another street, a few steps",
        "Centre social imaginaire",
        "8 avenue Rêvée",
        (50.6305, 3.06),
        True,
    ),
    ("no point, same door", "Centre social imaginaire", "3 rue Inventée", None, True),
    ("no address, same point", "Centre social imaginaire", "", HERE, True),
    ("no address, no point", "Centre social imaginaire", "", None, False),
]


def other(name, address, point, **change):
    record = Record(
        key=2,
        name=twins.folded(name),
        address=twins.folded(address),
        commune="59350",
        point=point,
    )
    return replace(record, **change)


@pytest.mark.parametrize(
    ("name", "address", "point", "alike"), [pytest.param(*row, id=case) for case, *row in TABLE]
)
def test_a_pair(name, address, point, alike):
    assert bool(twins.find([ONE, other(name, address, point)])) is alike


def test_two_communes_are_compared_when_their_points_are_near():
    near = other("Centre social imaginaire", "3 rue Inventée", (50.6301, 3.0599), commune="59000")

    assert [(pair.one, pair.other) for pair in twins.find([near, ONE])] == [(1, 2)]


def test_two_communes_far_away_are_not_compared():
    far = other("Centre social imaginaire", "3 rue Inventée", (48.85, 2.35), commune="75056")

    assert list(twins.blocks([ONE, far])) == []


@pytest.mark.parametrize("step", [(0.0001, 0.0001), (-0.0001, 0.0001), (0.0001, -0.0001)])
def test_the_edge_of_a_cell_hides_nobody(step):
    corner = tuple(round(HERE[at] / twins.CELL_DEGREES) * twins.CELL_DEGREES for at in (0, 1))
    inside = replace(ONE, point=(corner[0] - step[0], corner[1] - step[1]), commune="")
    across = replace(ONE, key=2, point=(corner[0] + step[0], corner[1] + step[1]), commune="")

    assert len(list(twins.blocks([inside, across]))) == 1


def test_a_pair_is_given_once():
    same = replace(ONE, key=2)

    assert len(list(twins.blocks([ONE, same]))) == 1
