"""Ranking territories: open weights, honest ranks, and what would change them."""

import re
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from scipy.optimize import linprog  # type: ignore[attr-defined]

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.ranking import sensitivity
from coupdepouce.core.territory.ranking.criteria import Side, complete
from coupdepouce.core.territory.ranking.pareto import front
from coupdepouce.core.territory.ranking.said import number, reasons
from coupdepouce.core.territory.ranking.score import Scale, ranked, scaled, weights_of
from coupdepouce.core.territory.ranking.winning import to_win
from tests.core.territory.made_up import compared, of_array

COUNTRY = {
    "poverty": ("need", True, [20.0, 15.0, 10.0, 12.0]),
    "partners": ("capacity", True, [30.0, 50.0, 60.0, 25.0]),
    "distance": ("capacity", False, [4.0, 2.0, 1.0, 5.0]),
}


def weights(asked=None):
    """Give weights over the criteria of the made-up country."""
    return weights_of(asked, tuple(one.criterion for one in compared(COUNTRY).measured))


@pytest.mark.parametrize("scale", list(Scale))
def test_scales_put_the_best_at_one_and_the_worst_at_zero(scale):
    ranking = ranked(compared(COUNTRY), weights(), scale=scale)

    assert ranking.scaled.min(axis=0).tolist() == [0, 0, 0]
    assert ranking.scaled.max(axis=0).tolist() == [1, 1, 1]
    assert ranking.scaled[:, 2].argmax() == 2  # the nearest place is the best


def test_min_max_keeps_distances_and_ranks_forget_them():
    values, more = np.array([[0.0], [9.0], [10.0]]), np.array([True])

    assert scaled(values, more, Scale.MIN_MAX)[:, 0].tolist() == [0, 0.9, 1]
    assert scaled(values, more, Scale.RANK)[:, 0].tolist() == [0, 0.5, 1]


def test_a_criterion_that_tells_nothing_apart_gives_everybody_the_same():
    same = np.array([[15.6], [15.6 + 1e-13], [15.6]])

    assert scaled(same, np.array([True]), Scale.MIN_MAX)[:, 0].tolist() == [0.5, 0.5, 0.5]


def test_default_weights_are_equal_and_the_score_is_their_mean():
    ranking = ranked(compared(COUNTRY), weights())

    assert ranking.weights.tolist() == pytest.approx([1 / 3] * 3)
    assert ranking.scores == pytest.approx(ranking.scaled.mean(axis=1))
    assert [ranking.compared.codes[row] for row in ranking.order] == ["C", "B", "A", "D"]


@pytest.mark.parametrize("name", list(COUNTRY))
def test_more_weight_on_a_criterion_never_lowers_the_one_that_leads_it(name):
    names = list(COUNTRY)
    doubled = {one: (2 if one == name else 1) / 4 for one in names}
    before, after = (
        ranked(compared(COUNTRY), weights()),
        ranked(compared(COUNTRY), weights(doubled)),
    )
    leader, last = before.scaled[:, names.index(name)].argmax(), 3

    assert after.scores[leader] > before.scores[leader]
    assert after.ranks[leader] <= before.ranks[leader]
    assert after.ranks[last] == 4


def test_a_dominated_territory_is_never_first():
    chance = np.random.default_rng(3)
    table = chance.random((12, 4))
    table[5] = table[2] - 0.01
    country = of_array(table)

    for one in chance.dirichlet(np.ones(4), 200):
        assert ranked(country, one).ranks[5] > ranked(country, one).ranks[2]
    spread = sensitivity.under_weights(country, chance=chance, draws=300)
    assert spread.first[5] == 0
    assert spread.first.sum() == pytest.approx(1)
    assert to_win(ranked(country, np.full(4, 0.25)), "F").weights is None


def test_equal_scores_share_the_better_rank():
    country = of_array([[1, 0], [0, 1], [0, 0]])

    assert ranked(country, np.array([0.5, 0.5])).ranks.tolist() == [1, 1, 3]
    spread = sensitivity.under_figures(country, np.array([0.5, 0.5]))
    assert spread.first.tolist() == [0.5, 0.5, 0]


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"poverty": 0.6}, "weights_sum", "0,6"),
        ({"poverty": 1.5, "partners": -0.5}, "weights_negative", "entre 0 et 1"),
        ({"poverty": float("nan")}, "weights_negative", "entre 0 et 1"),
        ({"richesse": 1.0}, "weights_unknown", "poverty, partners, distance"),
    ],
)
def test_wrong_weights_are_refused_with_what_to_mend(asked, code, said):
    with pytest.raises(Refusal, match=said) as refused:
        weights(asked)

    assert refused.value.code == code


def test_weights_rounded_to_three_figures_are_taken_and_others_weigh_nothing():
    found = weights({"poverty": 0.333, "partners": 0.667})

    assert found.tolist() == pytest.approx([0.333, 0.667, 0])
    assert found.sum() == pytest.approx(1, abs=1e-15)


def test_wider_margins_widen_the_ranks_and_none_leaves_them():
    sure, unsure = compared(COUNTRY), compared(COUNTRY, error=8.0)

    still = sensitivity.under_figures(sure, weights())
    moved = sensitivity.under_figures(unsure, weights())

    ranking = ranked(sure, weights())
    assert still.low.tolist() == still.high.tolist() == ranking.ranks.tolist()
    # each draw counts by hand: 5 % of the ranks are better than the interval, 5 % are worse
    drawn = [
        ranked(replace(unsure, measured=tuple(
            replace(one, values=one.draws[:, at]) for one in unsure.measured)), weights()).ranks
        for at in range(unsure.measured[0].draws.shape[1])
    ]  # fmt: skip
    assert moved.low.tolist() == np.sort(drawn, axis=0)[9].tolist()
    assert moved.high.tolist() == np.sort(drawn, axis=0)[189].tolist()
    assert moved.high.tolist() != moved.low.tolist()


def test_the_interval_of_a_score_holds_nine_draws_of_ten_and_the_score():
    unsure = compared(COUNTRY, error=8.0)
    every = np.stack(list(sensitivity.scores_drawn(unsure, weights())))

    low, high = sensitivity.score_band(unsure, weights())

    held = ((every >= low) & (every <= high)).mean(axis=0)
    assert (held >= 0.9).all()
    assert held.mean() < 0.95
    sure = compared(COUNTRY)
    aside = replace(sure, measured=tuple(
        replace(one, draws=one.draws[[1, 0, 2, 3]]) for one in sure.measured))  # fmt: skip
    low, high = sensitivity.score_band(aside, weights())
    scores = ranked(aside, weights()).scores
    assert (low[:2] < high[:2]).all()  # the draws say one thing, the figures another: both are told
    assert ((low <= scores) & (scores <= high)).all()


def test_the_same_seed_gives_the_same_answer_and_another_does_not():
    country = of_array(np.random.default_rng(1).random((8, 3)))

    def first(seed):
        return sensitivity.under_weights(country, chance=np.random.default_rng(seed)).first

    assert first(1).tolist() == first(1).tolist()
    assert first(1).tolist() != first(2).tolist()


@pytest.mark.parametrize("sides", [2, 3])
def test_the_front_is_that_of_brute_force(sides):
    points = np.random.default_rng(sides).integers(0, 60, (150, sides)).astype(float)

    def beaten(one):
        return ((points >= one).all(axis=1) & (points > one).any(axis=1)).any()

    found = front(points)
    assert found.tolist() == [not beaten(one) for one in points]
    assert 1 < found.sum() < 150


def test_two_equal_points_are_both_on_the_front():
    assert front(np.array([[1.0, 1.0], [1.0, 1.0], [0.0, 1.0]])).tolist() == [True, True, False]


def test_the_smallest_change_of_weights_makes_it_first_and_less_does_not():
    # Z = [[1, 0], [0, 1]]: B wins from half and half on; a quarter changes hands.
    ranking = ranked(of_array([[1, 0], [0, 1]]), np.array([0.75, 0.25]))

    winning = to_win(ranking, "B")

    assert winning.weights == pytest.approx([0.5, 0.5])
    assert winning.change == pytest.approx(0.25)
    assert to_win(ranking, "A").change == 0


@pytest.mark.parametrize("seed", range(5))
def test_the_smallest_change_is_that_of_another_solver(seed):
    table = np.random.default_rng(seed).random((6, 3))
    ranking = ranked(of_array(table), np.full(3, 1 / 3))
    code = ranking.compared.codes[ranking.order[1]]
    row = ranking.order[1]

    winning = to_win(ranking, code)

    behind = ranking.scaled[row] - np.delete(ranking.scaled, row, axis=0)
    grid = [
        np.array([a, b, 1 - a - b]) for a in np.linspace(0, 1, 201) for b in np.linspace(0, 1, 201)
        if a + b <= 1
    ]  # fmt: skip
    changes = [abs(w - 1 / 3).sum() / 2 for w in grid if (behind @ w >= -1e-9).all()]
    if winning.weights is None:
        assert not changes
        return
    assert ranked(ranking.compared, winning.weights).ranks[row] == 1
    assert winning.change <= min(changes) + 1e-9
    assert min(changes) - winning.change < 0.02


def test_a_territory_between_two_others_never_wins_although_none_beats_it():
    ranking = ranked(of_array([[1, 0], [0, 1], [0.4, 0.4]]), np.array([0.5, 0.5]))

    assert front(ranking.scaled).all()
    assert to_win(ranking, "C").weights is None


def test_a_solver_that_stops_early_never_says_that_no_weights_do(monkeypatch):
    stopped = partial(linprog, options={"time_limit": 0.0, "presolve": False})
    monkeypatch.setattr("coupdepouce.core.territory.ranking.winning.linprog", stopped)
    ranking = ranked(of_array([[1, 0], [0, 1]]), np.array([0.75, 0.25]))

    with pytest.raises(Refusal, match="« B » en tête n’a pas abouti"):
        to_win(ranking, "B")


def test_each_reason_says_figure_margin_rank_and_points():
    ranking = ranked(compared(COUNTRY, error=1.0), weights())

    said = reasons(ranking, "C")

    assert len(said) == 3
    assert said[0].startswith("partners : 60,0")
    assert "1er sur 4. C’est un point fort : 33,3 points sur 33,3." in said[0]
    assert "(de 5" in said[0]
    assert "un point faible" in said[2]
    told = [float(re.search(r": ([\d,]+) points sur", one)[1].replace(",", ".")) for one in said]
    assert told == sorted(told, reverse=True)
    row = ranking.compared.row("C")
    assert sum(told) == pytest.approx(100 * ranking.scores[row], abs=0.2)
    certain = reasons(ranked(compared(COUNTRY), weights()), "C")
    assert not any("(de " in one for one in certain)  # no margin, no interval


def test_a_weight_of_nothing_has_no_reason():
    assert len(reasons(ranked(compared(COUNTRY), weights({"poverty": 1.0})), "A")) == 1


def test_numbers_are_written_as_french_reads_them():
    assert number(12345.67, 1) == "12\N{NARROW NO-BREAK SPACE}345,7"
    assert number(float("nan")) == "non connu"


def test_sides_are_scored_apart():
    ranking = ranked(compared(COUNTRY), weights())

    assert ranking.side(Side.NEED) == pytest.approx(ranking.scaled[:, 0])
    assert ranking.side(Side.CAPACITY) == pytest.approx(ranking.scaled[:, 1:].mean(axis=1))


def test_what_is_not_known_is_left_out_and_named():
    country = compared(COUNTRY | {"far": ("need", True, [1.0, np.nan, 2.0, 3.0])})

    kept, out = complete(country)

    assert (kept.codes, out) == (("A", "C", "D"), ("Pays B",))
    with pytest.raises(Refusal, match="« B » n’est pas"):
        kept.row("B")
    unknown = compared({"far": ("need", True, [np.nan, np.nan])})
    with pytest.raises(Refusal, match="niveau plus grand"):
        complete(unknown)
