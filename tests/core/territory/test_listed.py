"""Lists of places: what is refused, and how they become a question about sites."""

import numpy as np
import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.listed import listed, reach, rows
from coupdepouce.core.territory.siting.coverage import cover

TOWNS = {
    "name": "communes",
    "codes": ("A", "B", "C"),
    "points": [[50.0, 3.0], [50.1, 3.0], [49.0, 2.0]],
    "amounts": [10, 20, 5],
}
WRONG = {
    "a code given twice": ({"codes": ("A", "B", "A")}, "listed_twice", "« A »"),
    "a town without a point": (
        {"points": [[50.0, 3.0], [np.nan, np.nan], [49.0, 2.0]]},
        "access_coordinates",
        "ligne 1",
    ),
    "fewer points than codes": ({"points": [[50.0, 3.0]]}, "listed_points", "un point par code"),
    "fewer amounts than codes": ({"amounts": [1]}, "siting_shape", "« communes »"),
    "a missing amount": ({"amounts": [1, 2, np.nan]}, "siting_amount", "ligne 2"),
    "an empty list": ({"codes": ()}, "listed_empty", "au moins une ligne"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_bad_list_is_refused_with_what_to_mend(case):
    change, code, sentence = WRONG[case]

    with pytest.raises(Refusal, match=sentence) as refused:
        listed(**(TOWNS | change))

    assert refused.value.code == code


def test_two_lists_and_a_radius_make_a_question():
    towns = listed(**TOWNS)
    sites = listed(name="sites", codes=("S", "T"), points=[[50.05, 3.0], [49.0, 2.0]])

    answer = cover(
        demand=towns.amounts, links=reach(towns, sites, km=10), sites=len(sites.codes),
        k=1, fixed=rows(sites, ["T"]),
    )  # fmt: skip

    assert sites.amounts.tolist() == [1, 1]
    assert (answer.value, answer.optimal) == (35, True)


def test_an_existing_site_that_is_not_in_the_list_is_refused():
    with pytest.raises(Refusal, match="« Z » n’est pas dans « communes »"):
        rows(listed(**TOWNS), ["A", "Z"])
