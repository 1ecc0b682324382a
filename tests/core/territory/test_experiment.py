"""The design of the evaluation: power against simulation, lots that can be drawn again."""

from datetime import date

import numpy as np
import pytest
from scipy.special import stdtrit

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.experiment import drawing
from coupdepouce.core.territory.experiment.plan import Design, Plan, Wave, points, written
from coupdepouce.core.territory.experiment.power import (
    Assumed,
    changed_effect,
    opening,
    paired_effect,
    stepped_effect,
    stepped_variance,
)

ASSUMED = Assumed(share=0.7, icc=0.03, households=60)
RUNS = 2_000


def test_the_design_effect_is_the_known_one():
    assert Assumed(share=0.5, icc=0.05, households=21).design_effect == pytest.approx(2.0)
    assert Assumed(share=0.5, icc=0.0, households=500).design_effect == 1


def test_pairs_show_the_effect_as_often_as_promised():
    """Simulate: 12 pairs of areas, shares that vary between areas, Student's test."""
    pairs, chance = 12, np.random.default_rng(11)
    effect = paired_effect(ASSUMED, pairs)
    shape = (RUNS, pairs)
    between = np.sqrt(ASSUMED.icc * ASSUMED.variance)
    within = np.sqrt((1 - ASSUMED.icc) * ASSUMED.variance / ASSUMED.households)

    def means(shift):
        return (
            ASSUMED.share + shift + between * chance.standard_normal(shape)
            + within * chance.standard_normal(shape)
        )  # fmt: skip

    gaps = means(effect) - means(0.0)
    tested = gaps.mean(axis=1) / (gaps.std(axis=1, ddof=1) / np.sqrt(pairs))

    found = (tested > stdtrit(pairs - 1, 0.975)).mean()
    assert found == pytest.approx(0.8, abs=0.035)


def test_changes_of_pairs_show_the_effect_as_often_as_promised():
    """Simulate: 12 pairs asked before and after, areas that last."""
    pairs, chance = 12, np.random.default_rng(13)
    effect = changed_effect(ASSUMED, pairs)
    lasting = np.sqrt(ASSUMED.icc * ASSUMED.variance)
    within = np.sqrt((1 - ASSUMED.icc) * ASSUMED.variance / ASSUMED.households)
    areas = lasting * chance.standard_normal((RUNS, 2, 1, pairs))
    means = areas + within * chance.standard_normal((RUNS, 2, 2, pairs))
    means[:, 0, 1] += effect  # opened, after
    changes = means[:, :, 1] - means[:, :, 0]
    gaps = changes[:, 0] - changes[:, 1]
    tested = gaps.mean(axis=1) / (gaps.std(axis=1, ddof=1) / np.sqrt(pairs))

    found = (tested > stdtrit(pairs - 1, 0.975)).mean()
    assert found == pytest.approx(0.8, abs=0.035)


def test_a_staggered_opening_shows_the_effect_as_often_as_promised():
    """Simulate: 12 areas in 4 steps, least squares, their noise judged from 10 degrees."""
    chance = np.random.default_rng(12)
    design = opening(drawing.steps(np.arange(12.0), 4, chance=chance), 4)
    effect = stepped_effect(ASSUMED, design)
    areas, periods = design.shape
    between = ASSUMED.icc * ASSUMED.variance
    within = (1 - ASSUMED.icc) * ASSUMED.variance / ASSUMED.households
    weight = np.linalg.inv(between * np.ones((periods, periods)) + within * np.eye(periods))
    columns = np.stack([np.c_[np.eye(periods), row] for row in design])  # periods, then effect
    bread = np.linalg.inv(np.einsum("ita,ts,isb->ab", columns, weight, columns))
    noise = np.sqrt(between) * chance.standard_normal((RUNS, areas, 1)) + np.sqrt(
        within
    ) * chance.standard_normal((RUNS, areas, periods))
    means = effect * design + noise
    found = np.einsum("ab,itb,ts,ris->ra", bread, columns, weight, means)[:, -1]

    variance = stepped_variance(design, between=between, within=within)
    assert bread[-1, -1] == pytest.approx(variance)  # the formula is that of least squares
    assert found.mean() == pytest.approx(effect, abs=4 * np.sqrt(variance / RUNS))
    judged = variance * chance.chisquare(areas - 2, RUNS) / (areas - 2)
    seen = found / np.sqrt(judged) > stdtrit(areas - 2, 0.975)
    assert seen.mean() == pytest.approx(0.8, abs=0.035)


def test_few_areas_open_by_steps_need_a_larger_effect_than_the_normal_law_says():
    six = opening(np.array([1, 1, 2, 2, 3, 3]), 3)
    within = (1 - ASSUMED.icc) * ASSUMED.variance / ASSUMED.households
    variance = stepped_variance(six, between=ASSUMED.icc * ASSUMED.variance, within=within)

    # 2.776 and 0.941: Student's law with 4 degrees of freedom; the normal one has 1.960 and 0.842.
    assert stepped_effect(ASSUMED, six) == pytest.approx(3.717 * np.sqrt(variance), rel=1e-3)


@pytest.mark.parametrize(
    ("change", "smaller"),
    [
        ({"households": 120}, True),
        ({"icc": 0.1}, False),
        ({"power": 0.9}, False),
        ({"alpha": 0.1}, True),
    ],
)
def test_the_effect_moves_the_right_way(change, smaller):
    other = Assumed(**(vars(ASSUMED) | change))

    assert (paired_effect(other, 8) < paired_effect(ASSUMED, 8)) == smaller


@pytest.mark.parametrize(
    "change",
    [{"share": 0}, {"share": 1}, {"icc": 1}, {"icc": -0.1}, {"households": 0}, {"power": 1}],
)
def test_what_cannot_be_is_refused(change):
    with pytest.raises(Refusal):
        paired_effect(Assumed(**(vars(ASSUMED) | change)), 8)


def test_too_few_areas_are_refused():
    with pytest.raises(Refusal, match="3 paires"):
        paired_effect(ASSUMED, 2)
    for steps in (4, 1, 0, -1):
        with pytest.raises(Refusal, match=f"3 zones ne s’ouvrent pas en {steps} étapes"):
            drawing.steps(np.arange(3.0), steps, chance=np.random.default_rng(1))
    with pytest.raises(Refusal, match="6 zones au moins, il y en a 5 : prenez un niveau plus fin"):
        stepped_effect(ASSUMED, opening(np.array([1, 1, 1, 2, 2]), 2))


def test_each_step_has_areas_of_every_size_and_the_seed_gives_the_lots_again():
    sizes = np.arange(16.0)
    drawn = drawing.steps(sizes, 4, chance=np.random.default_rng(5))

    for block in range(4):
        assert sorted(drawn[4 * block : 4 * block + 4]) == [1, 2, 3, 4]
    again = drawing.steps(sizes, 4, chance=np.random.default_rng(5))
    assert drawn.tolist() == again.tolist()
    other = drawing.steps(sizes, 4, chance=np.random.default_rng(6))
    assert drawn.tolist() != other.tolist()
    assert opening(drawn, 4).sum(axis=0).tolist() == [0, 4, 8, 12, 16]


def test_lots_are_fair():
    first = [
        drawing.steps(np.arange(4.0), 4, chance=np.random.default_rng(seed))[0]
        for seed in range(400)
    ]

    assert np.bincount(first, minlength=5)[1:] == pytest.approx(np.full(4, 100), abs=30)


def test_pairs_are_the_nearest_and_the_lot_says_who_opens():
    features = np.array([[0.0], [10.0], [0.1], [10.1], [99.0]])
    opened = set()
    for seed in range(20):
        pairs = drawing.pairs_by_lot(features, chance=np.random.default_rng(seed))
        assert {frozenset((one.opened, one.compared)) for one in pairs} == {
            frozenset((0, 2)), frozenset((1, 3))}  # fmt: skip
        opened |= {one.opened for one in pairs}
    assert opened == {0, 1, 2, 3}


def test_matching_takes_the_least_distance_in_all_not_one_by_one():
    # 0 is nearest to "1", but so is 1, which has no other near: 0 takes the second best.
    inside, outside = np.array([[0.0], [2.0]]), np.array([[-3.0], [1.0], [50.0]])

    pairs = drawing.matched(inside, outside)

    assert [(one.opened, one.compared) for one in pairs] == [(0, 0), (1, 1)]
    with pytest.raises(Refusal, match="2 zones"):
        drawing.matched(inside, outside[:1])


def test_balance_is_the_standardised_difference():
    one = np.array([[1.0, 5.0], [3.0, 5.0]])
    other = np.array([[2.0, 5.0], [4.0, 5.0]])

    assert drawing.balance(one, other).tolist() == [-1.0, 0.0]


def plan(design=Design.STEPPED, **change):
    """Give a made-up plan."""
    pairs = () if design is Design.STEPPED else tuple((f"P{n}", f"Q{n}", 0.5) for n in range(4))
    waves = (
        Wave(title="Étape 1", opens=date(2027, 3, 1), codes=("01",), names=("Amont",)),
        Wave(title="Étape 2", opens=date(2027, 6, 1), codes=("02",), names=("Aval",)),
    )
    values = {
        "design": design, "territory": "Pays inventé", "level": "EPCI", "seed": 42,
        "outcome": "part des ménages avec une ligne", "assumed": ASSUMED, "waves": waves,
        "share_from": "inventée", "groups": ("Étape 1", "Étape 2"),
        "surveys": (date(2027, 3, 1), date(2027, 6, 1), date(2027, 9, 1)),
        "opening": opening(np.array([1, 2] * 3), 2) if design is Design.STEPPED else None,
        "pairs": pairs, "balance": (("Pauvreté", 0.1), ("Taille", -0.4)), "left_out": ("Île",),
        "source": "inventé",
    }  # fmt: skip
    return Plan(**(values | change))


@pytest.mark.parametrize("design", list(Design))
def test_the_plan_says_all_that_is_decided_before_the_start(design):
    said = written(plan(design))

    for part in (
        "graine 42" if design is not Design.MATCHED else "aucun", "Amont (01)",
        "lundi 1er mars 2027", "part des ménages avec une ligne", "70,0 % (inventée)",
        "points** de différence", "0,03 |", "« Étape 1 » moins « Étape 2 »",
        "| Pauvreté | 0,10 | non |", "| Taille | -0,40 | oui |",
        "faute d’un chiffre", "Île.", "Évaluateur, date :", "Austin",
    ):  # fmt: skip
        assert part in said, part
    assert ("sans tirage au sort" in said) == (design is Design.MATCHED)
    assert ("| P0 | Q0 |" in said) == (design is not Design.STEPPED)


@pytest.mark.parametrize("design", list(Design))
def test_the_plan_names_only_the_method_it_uses(design):
    said = written(plan(design))

    assert ("Hussey" in said) == (design is Design.STEPPED)
    assert ("Donner" in said) == (design is Design.PAIRED)
    assert "Eldridge" not in said  # areas are asked as much as each other
    assert "Dans l’analyse" not in said  # nothing is corrected: the smallest effect counts on it
    assert "l’analyse n’en corrige pas le résultat" in said


SURVEYS = {
    1: "une, le lundi 1er mars 2027 ; 60 ménages tirés au sort dans chaque zone, 120 "
       "réponses en tout.",
    2: "2, d’autres ménages à chaque fois : lundi 1er mars 2027, mardi 1er juin 2027 ; 60 ménages "
       "tirés au sort dans chaque zone, 240 réponses en tout. Le jour d’une ouverture, l’enquête "
       "passe avant.",
}  # fmt: skip


@pytest.mark.parametrize("count", SURVEYS)
def test_the_plan_counts_its_surveys(count):
    days = (date(2027, 3, 1), date(2027, 6, 1))[:count]

    assert f"- **Enquêtes** : {SURVEYS[count]}\n" in written(plan(surveys=days))


@pytest.mark.parametrize(("share", "said"), [(0.7, False), (0.999, True)])
def test_a_plan_that_would_show_nothing_says_so(share, said):
    found = plan(assumed=Assumed(share=share, icc=0.03, households=60))

    assert (found.effect > 1 - share) == said
    assert ("Il ne reste que 0,1 point à gagner : " in written(found)) == said


def test_points_are_counted_as_french_does():
    assert [points(one) for one in (0.0194, 0.01996, 0.102)] == [
        "1,9 point", "2,0 points", "10,2 points"]  # fmt: skip
