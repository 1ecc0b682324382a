"""Sites against an exact solver on small random cases: ties, zeros, no reach, fixed sites."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.siting.answers import Limit
from coupdepouce.core.territory.siting.coverage import cover
from coupdepouce.core.territory.siting.fewest import fewest
from coupdepouce.core.territory.siting.floors import Floor
from coupdepouce.core.territory.siting.median import median
from tests.core.territory import exact

CASES = settings(max_examples=40, derandomize=True)


@st.composite
def questions(draw):
    """Draw a reach, weights with ties and zeros, fixed sites, and how many to open."""
    chance = np.random.default_rng(draw(st.integers(0, 10**6)))
    n, m = draw(st.integers(1, 14)), draw(st.integers(1, 8))
    reach = chance.random((n, m)) < draw(st.sampled_from([0.0, 0.1, 0.3, 0.6]))
    weights = chance.integers(0, draw(st.sampled_from([1, 2, 20])), n, endpoint=True).astype(float)
    fixed = tuple(chance.choice(m, draw(st.integers(0, m)), replace=False).tolist())
    k = draw(st.integers(0 if fixed else 1, m - len(fixed)))
    return reach, weights * draw(st.sampled_from([1.0, 0.37])), fixed, k, chance


def asked(reach, weights, fixed):
    return {
        "demand": weights,
        "links": np.argwhere(reach),
        "sites": reach.shape[1],
        "fixed": fixed,
    }


@CASES
@given(questions())
def test_coverage_is_the_best_and_is_proved(question):
    reach, weights, fixed, k, _ = question

    answer = cover(**asked(reach, weights, fixed), k=k)

    assert answer.value == pytest.approx(exact.coverage(weights, reach, k, fixed))
    assert answer.value == pytest.approx(weights[reach[:, list(answer.sites)].any(axis=1)].sum())
    assert answer.optimal
    assert answer.gap == 0
    assert set(fixed) <= set(answer.sites)
    assert len(answer.sites) == k + len(fixed)


@CASES
@given(questions(), st.sampled_from([0.2, 0.5, 0.9]))
def test_every_group_gets_its_floor_or_a_refusal(question, share):
    reach, weights, fixed, k, chance = question
    groups = chance.integers(0, 3, len(weights))
    best = exact.coverage(weights, reach, k, fixed, share=share, groups=groups)

    if best is None:
        with pytest.raises(Refusal, match=r"plancher|la part demandée"):
            cover(**asked(reach, weights, fixed), k=k, floor=Floor(groups=groups, share=share))
        return
    answer = cover(**asked(reach, weights, fixed), k=k, floor=Floor(groups=groups, share=share))

    assert answer.value == pytest.approx(best)
    assert answer.optimal


@CASES
@given(questions())
def test_capacities_are_filled_as_well_as_can_be(question):
    reach, weights, fixed, k, chance = question
    weights, capacities = np.floor(weights), chance.integers(0, 20, reach.shape[1])

    answer = cover(**asked(reach, weights, fixed), k=k, capacities=capacities)

    best = exact.coverage(weights, reach, k, fixed, capacities=capacities)
    assert answer.value == pytest.approx(best)
    assert answer.optimal


@CASES
@given(questions(), st.sampled_from([0.0, 0.3, 0.7, 1.0]))
def test_no_fewer_sites_would_do(question, share):
    reach, weights, fixed, _, _ = question
    target = share * weights[reach.any(axis=1)].sum()

    answer = fewest(**asked(reach, weights, fixed), target=target)

    least = 0
    while least + len(fixed) == 0 or exact.coverage(weights, reach, least, fixed) < target - 1e-6:
        least += 1
    assert answer.value == (0 if target == 0 else least)
    assert answer.optimal


@CASES
@given(questions(), st.sampled_from([0.0, 0.5]), st.sampled_from([0.2, 0.6]))
def test_no_fewer_sites_would_give_each_group_its_floor(question, share, floor):
    reach, weights, fixed, _, chance = question
    groups = chance.integers(0, 3, len(weights))
    target = share * weights[reach.any(axis=1)].sum()

    def enough(k):
        best = exact.coverage(weights, reach, k, fixed, share=floor, groups=groups)
        return best is not None and best >= target - 1e-6

    ask = partial(fewest, **asked(reach, weights, fixed), target=target,
                  floor=Floor(groups=groups, share=floor))  # fmt: skip
    possible = [k for k in range(0 if fixed else 1, reach.shape[1] - len(fixed) + 1) if enough(k)]
    if not possible:
        with pytest.raises(Refusal, match="la part demandée"):
            ask()
        return
    answer = ask()

    assert answer.value == min(possible)
    assert answer.optimal
    served = reach[:, list(answer.sites)].any(axis=1)
    for group in range(3):
        inside = groups == group
        assert weights[inside & served].sum() >= floor * weights[inside].sum() - 1e-6


@CASES
@given(questions(), st.booleans())
def test_the_median_is_the_shortest_and_is_proved(question, whole):
    reach, weights, fixed, k, chance = question
    distances = chance.random(reach.shape) * 9
    distances = np.floor(distances) if whole else distances

    answer = median(demand=weights, distances=distances, k=k, fixed=fixed)

    assert answer.value == pytest.approx(exact.travelled(weights, distances, k, fixed))
    assert answer.optimal


def scattered(n, m, seed):
    chance = np.random.default_rng(seed)
    here, there = chance.random((n, 2)), chance.random((m, 2))
    return chance.integers(1, 99, n).astype(float), np.hypot(*(here[:, None] - there).T).T


def test_a_limit_is_said_with_the_bound_reached():
    weights, distances = scattered(400, 80, 5)
    question = {"demand": weights, "links": np.argwhere(distances < 0.15), "sites": 80, "k": 12}

    whole, short = cover(**question), cover(**question, limit=Limit(steps=3))
    refused = cover(**question, limit=Limit(keep_going=lambda: False))

    assert whole.optimal
    assert short.stopped
    assert not short.optimal
    assert short.steps == 3
    assert short.value <= whole.value <= short.bound <= refused.bound
    assert (refused.steps, refused.bound) == (0, weights.sum())


def test_a_demand_far_from_everything_does_not_blur_the_others():
    weights, distances = scattered(60, 40, 2)
    weights[:] = 1.0
    distances[0] += 100.0  # one demand is far from everything

    answer = median(demand=weights, distances=distances, k=10)

    assert answer.optimal
    assert answer.value == pytest.approx(exact.travelled(weights, distances, 10))


def test_what_is_out_of_reach_is_charged_when_the_caller_says_how_much():
    distances = np.array([[1.0, np.inf], [np.inf, np.inf]])

    answer = median(demand=[2, 1], distances=distances, k=1, beyond=5.0)

    assert (answer.sites, answer.value) == ((0,), 7.0)


def test_the_same_link_given_twice_counts_once():
    answer = cover(demand=[5, 7], links=[[0, 0], [0, 0], [1, 1]], sites=2, k=1)

    assert (answer.sites, answer.value) == ((1,), 7.0)


ONE = {"demand": [1.0, 2.0], "links": [[0, 0], [1, 1]], "sites": 2, "k": 1}
WRONG = {
    "more sites than there are": ({"k": 3}, "siting_too_many"),
    "no site at all": ({"k": 0}, "siting_too_many"),
    "all sites are fixed already": ({"fixed": (0, 1)}, "siting_too_many"),
    "a missing demand": ({"demand": [1.0, np.nan]}, "siting_amount"),
    "a negative demand": ({"demand": [1.0, -1.0]}, "siting_amount"),
    "a fixed site twice": ({"fixed": (0, 0), "k": 0}, "siting_repeated_site"),
    "a fixed site nobody knows": ({"fixed": (2,)}, "siting_unknown_site"),
    "a link to a site nobody knows": ({"links": [[0, 2]]}, "siting_link"),
    "links that are no pairs": ({"links": [[0, 1, 1]]}, "siting_shape"),
    "half a household with capacities": (
        {"demand": [1.0, 0.5], "capacities": [1, 1]},
        "siting_whole",
    ),
    "a floor over one": ({"floor": Floor(groups=[0, 1], share=1.1)}, "siting_share"),
    "a group for each demand but one": ({"floor": Floor(groups=[0], share=0.1)}, "siting_groups"),
    "two floors for one site": (
        {"floor": Floor(groups=[0, 1], share=0.5)},
        "siting_floor_impossible",
    ),
    "a floor nobody reaches": (
        {"links": [[0, 0]], "floor": Floor(groups=[0, 1], share=0.5)},
        "siting_floor_out_of_reach",
    ),
    "a floor and capacities": (
        {"floor": Floor(groups=[0, 1], share=0.0), "capacities": [1, 1]},
        "siting_floor_with_capacities",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_bad_question_is_refused_with_what_to_mend(case):
    change, code = WRONG[case]

    with pytest.raises(Refusal) as refused:
        cover(**(ONE | change))

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("distances", "code"),
    [
        ([[1.0, np.nan]], "siting_amount"),
        ([[1.0, np.inf]], "siting_no_way"),
        ([1.0, 2.0], "siting_shape"),
    ],
)
def test_bad_distances_are_refused(distances, code):
    with pytest.raises(Refusal) as refused:
        median(demand=[1.0], distances=distances, k=1)

    assert refused.value.code == code


def test_a_target_nobody_reaches_is_refused():
    with pytest.raises(Refusal) as refused:
        fewest(demand=[1, 1], links=[[0, 0]], sites=1, target=2)

    assert refused.value.code == "siting_target"
