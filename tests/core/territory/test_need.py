"""The need of communes: on a country whose truth is known, and on the small one of the files."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from coupdepouce.cli.need import check_lines
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data import survey as asked
from coupdepouce.core.territory.data.composition import composition
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.data.survey import OUTCOMES, SURVEY, respondents
from coupdepouce.core.territory.data.tables import tables
from coupdepouce.core.territory.need import Count, for_level, need_of
from coupdepouce.core.territory.need.answers import answers_of
from coupdepouce.core.territory.need.areas import between_areas
from coupdepouce.core.territory.need.checking import Check, without_region
from coupdepouce.core.territory.need.estimate import DRAWS, learn_from, need_from
from coupdepouce.core.territory.need.levels import by_level, estimates
from coupdepouce.core.territory.need.model import COUNTS
from tests.core.territory.known_country import half_hidden, known_country
from tests.core.territory.small_country import answers, country


@pytest.fixture(scope="module")
def known():
    return known_country(seed=0)


@pytest.fixture(scope="module")
def learnt(known):
    return learn_from(known.places, known.survey)


@pytest.fixture(scope="module")
def need(learnt):
    return need_from(learnt, np.random.default_rng(1))


@pytest.fixture(scope="module")
def small():
    return tables({file: pl.DataFrame(rows) for file, rows in country().items()})


@pytest.mark.parametrize("level", ["codes", "departments", "regions"])
def test_the_intervals_hold_the_truth_about_nine_times_in_ten(known, need, level):
    codes = getattr(known.places, level)
    found = for_level(need, codes)
    group = np.unique(codes, return_inverse=True)[1]
    inside = []
    for lack in OUTCOMES:
        truth, count = np.bincount(group, known.truth[lack]), getattr(found, lack)
        inside.append((count.low <= truth) & (truth <= count.high))

    assert 0.82 <= np.mean(inside) <= 0.98


def test_an_interval_is_no_wider_than_what_is_not_known(known, need):
    plain = {name: one.sum() / known.places.households.sum() for name, one in known.truth.items()}
    for lack in OUTCOMES:
        count, households = getattr(need, lack), known.places.households
        ours = np.abs(count.value - known.truth[lack]) / households
        flat = np.abs(households * plain[lack] - known.truth[lack]) / households
        assert np.average(ours, weights=households) < 0.85 * np.average(flat, weights=households)
        assert np.median((count.high - count.low) / households) < 0.3


def test_what_the_survey_says_of_the_country_is_met(known, learnt):
    places = known.places
    for lack, found in learnt.lacks.items():
        rates = found.rates.at(found.rates.effects).reshape(5, -1)
        share = (learnt.cells.adults * rates[places.towns]).sum(1)
        logit = np.log(share / (1 - share)) + found.areas.at(places.regions)[0] + found.country
        adults = np.average(1 / (1 + np.exp(-logit)), weights=places.persons)
        assert adults == pytest.approx(learnt.answers.rate(lack), abs=1e-6)


def test_poor_households_meet_the_published_department_and_each_draw_rounds_to_it(known, need):
    places = known.places
    found = for_level(need, places.departments)
    first = np.unique(places.departments, return_index=True)[1]
    rate = places.department_poverty[first]
    apart = found.poor.draws / found.households.draws - rate[:, None]

    assert found.poor.value / found.households.value == pytest.approx(rate, rel=1e-9)
    assert np.abs(apart).max() <= 0.000501
    assert np.abs(apart).max(axis=1).min() > 0.0004
    assert need.poor.value == pytest.approx(known.poor, rel=1e-6)


def test_hidden_households_are_right_on_average_and_leave_the_published_rate(known):
    places = known.places
    told = np.arange(len(places.codes)) % 3 > 0
    small = np.where(np.arange(len(told)) % 2, 100.0, places.population)
    places = replace(places, households_told=told, population=small)
    found = need_from(learn_from(places, known.survey), np.random.default_rng(1))
    whole = for_level(found, places.departments)
    rate = places.department_poverty[np.unique(places.departments, return_index=True)[1]]

    assert found.households.draws[~told].std(axis=1).min() > 0
    assert found.households.draws.mean(axis=1) == pytest.approx(found.households.value, rel=1e-5)
    apart = whole.poor.draws / whole.households.draws - rate[:, None]
    assert np.abs(apart).max() <= 0.000501


def test_the_intervals_of_hidden_poverty_hold_the_truth_about_nine_times_in_ten(known):
    inside = []
    for seed in range(3):
        half = half_hidden(known, seed=seed)
        poor = need_from(learn_from(half.places, known.survey), np.random.default_rng(seed)).poor
        held = (poor.low <= half.poor) & (half.poor <= poor.high)
        inside.append(held[~half.places.poverty_told])

    assert 0.85 <= np.mean(inside) <= 0.96


def test_a_rate_that_is_estimated_is_wider_than_one_that_is_published(known):
    hidden = np.arange(len(known.places.codes)) % 2 == 0
    places = replace(known.places, poverty_told=~hidden)
    poor = need_from(learn_from(places, known.survey), np.random.default_rng(1)).poor
    wide = (poor.high - poor.low) / poor.value

    assert np.median(wide[hidden]) > 2 * np.median(wide[~hidden])


def test_sums_agree_between_levels_draw_by_draw(known, need):
    departments = for_level(need, known.places.departments)
    above = np.array([code[:2] for code in departments.codes])
    once, twice = for_level(need, known.places.regions), for_level(departments, above)

    assert list(once.codes) == list(twice.codes) == sorted(set(known.places.regions))
    for name in COUNTS:
        one, other = getattr(once, name), getattr(twice, name)
        assert one.value == pytest.approx(other.value)
        assert one.value.sum() == pytest.approx(getattr(need, name).value.sum())
        assert np.allclose(one.draws, other.draws, rtol=1e-5)
        assert one.low == pytest.approx(other.low, rel=1e-5)


def test_a_sum_is_surer_than_its_parts_and_less_than_if_they_had_nothing_in_common(known, need):
    whole = for_level(need, known.places.regions).no_line
    half = (whole.high - whole.low) / whole.value
    parts = (need.no_line.high - need.no_line.low) / need.no_line.value
    alone = np.sqrt(
        for_level(replace(need, no_line=squared(need.no_line)), known.places.regions).no_line.value
    )

    assert half.max() < np.median(parts)
    assert (whole.high - whole.low > 1.5 * alone).all()


def squared(count):
    """Give a count whose value is the square of the width: widths with nothing in common."""
    return replace(count, value=(count.high - count.low) ** 2)


def test_a_place_of_no_larger_one_is_left_out(need):
    codes = np.where(np.arange(len(need.codes)) < 3, "", "rest")
    found = for_level(need, codes)

    assert list(found.codes) == ["rest"]
    assert found.far.value[0] == pytest.approx(need.far.value[3:].sum())
    with pytest.raises(Refusal, match="un code par lieu"):
        for_level(need, codes[1:])


def test_an_interval_holds_its_value_and_lies_between_none_and_all(need):
    for name in COUNTS:
        count = getattr(need, name)
        assert (count.low <= count.value).all()
        assert (count.value <= count.high).all()
        assert (count.low >= 0).all()
        assert count.draws.shape == (len(need.codes), DRAWS)
    assert (need.no_line.value < need.households.value).all()


def test_the_same_chance_draws_the_same_need_and_another_another(learnt, need):
    again = need_from(learnt, np.random.default_rng(1))
    other = need_from(learnt, np.random.default_rng(2))

    assert np.array_equal(again.far.draws, need.far.draws)
    assert np.array_equal(other.far.value, need.far.value)
    assert not np.array_equal(other.far.low, need.far.low)


def test_a_commune_has_the_margins_published_and_the_country_those_of_the_survey(known, learnt):
    adults = learnt.cells.adults.reshape(-1, 4, 3, 3)
    mass = known.places.persons / known.places.persons.sum()

    assert adults.sum((1, 2, 3)) == pytest.approx(1, abs=1e-5)
    for axis, others in ((0, (1, 2)), (1, (0, 2)), (2, (0, 1))):
        country = (mass[:, None, None, None] * adults).sum(0).sum(others)
        assert country == pytest.approx(learnt.answers.shares(axis), abs=2e-3)
    assert np.corrcoef(adults[:, :, 2].sum((1, 2)), known.places.over_65)[0, 1] > 0.995
    assert np.corrcoef(adults[:, 0].sum((1, 2)), known.places.median)[0, 1] < -0.8


def test_who_hides_the_income_is_shared_out_and_counts_once(known):
    found = answers_of(known.survey)
    hidden = np.flatnonzero(known.survey.income < 0)
    each = np.bincount(found.who, found.weight)
    scale = each / known.survey.weight

    assert (np.bincount(found.who)[hidden] == 4).all()
    for wave in np.unique(known.survey.wave):
        there = known.survey.wave == wave
        assert np.ptp(scale[there]) < 1e-9
        weight = known.survey.weight[there]
        assert each[there].sum() == pytest.approx(weight.sum() ** 2 / (weight**2).sum())


@pytest.mark.parametrize(
    ("compared", "apart", "by_chance"),
    [(100, 100, 0.03), (50, 50, 0.0424), (49, 49, None), (75, 18, None), (0, 0, None)],
)
def test_a_share_covered_has_a_margin_only_with_enough_comparisons(compared, apart, by_chance):
    check = Check(
        name="", subject="far", held_out=True, compared=compared, apart=apart, error=1.0,
        plain=2.0, covered=0.9,
    )  # fmt: skip
    said = check_lines([check], []).splitlines()[1]

    assert check.by_chance == (by_chance and pytest.approx(by_chance, rel=1e-2))
    assert ("±" in said) == (by_chance is not None)
    assert said.endswith("90 % (trop peu)") == (by_chance is None)


def test_what_is_made_without_a_region_does_not_know_its_answers(known, learnt):
    there, far = known.survey.region == "32", known.survey.far
    other = replace(known.survey, far=np.where(there, 1 - far, far).astype(np.int8))
    changed = learn_from(known.places, other)
    assert changed.answers.rate("far") != learnt.answers.rate("far")

    one, two = (
        without_region("far", found, "32", np.random.default_rng(1)) for found in (learnt, changed)
    )

    assert one == pytest.approx(two)


def test_areas_that_are_no_further_than_the_sample_would_have_them_do_not_differ():
    noise = np.full(400, 0.04)
    chance = np.random.default_rng(3)
    same = chance.normal(0.3, 0.2, 400)

    assert between_areas(same, noise) == pytest.approx((0.3, 0.0), abs=0.03)
    apart = between_areas(same + chance.normal(0, 0.5, 400), noise)
    assert apart[1] == pytest.approx(0.25, rel=0.25)
    assert between_areas(np.array([1.0]), noise[:1]) == (0.0, 0.0)


def test_the_files_make_a_need_at_every_level_with_a_mark(small):
    need = need_of(small, np.random.default_rng(1))
    levels = by_level(need, composition(small))

    assert list(need.codes) == ["04001", "04002", "04003", "69001", "69123"]
    assert list(levels[Level.EPCI].codes) == ["200000001", "200000002", "200000003"]
    assert list(levels[Level.REGION].codes) == ["84", "93"]
    years = {(one.figure, one.year) for one in estimates(levels)}
    assert ("need_poor", 2021) in years
    assert ("need_no_line", 2022) in years


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (lambda rows: [row | {"ANNEE": "2020"} for row in rows[:9]], "wrong_year", "2022"),
        (lambda rows: [*rows, rows[0]], "duplicate_codes", "« 1000 »"),
        (lambda rows: [{k: v for k, v in r.items() if k != "MICRO"} for r in rows],
         "column_missing", "« MICRO »"),
        (lambda rows: [row | {"INTERNET": "Peut-être"} for row in rows], "unknown_answer",
         "« Peut-être »"),
        (lambda rows: [*rows, rows[0] | {"IDENT": "10", "TYPOSQT": None}], "unknown_answer",
         "case vide"),
        (lambda rows: [row | {"REGION": "Atlantide"} for row in rows], "unknown_answer",
         "« Atlantide »"),
        (lambda rows: [row | {"POND": "-1"} for row in rows], "not_a_number", "« POND »"),
    ],
)  # fmt: skip
def test_a_survey_that_is_not_the_one_expected_is_refused(change, code, said):
    with pytest.raises(Refusal) as refused:
        respondents(pl.DataFrame(change(answers())))

    assert refused.value.code == code
    assert SURVEY.file in refused.value.sentence
    assert said in refused.value.sentence


def test_the_breaks_of_the_survey_are_not_read(small):
    kept = asked.survey(small.respondents)

    assert set(kept.no_computer[kept.wave == 2020]) == {-1}
    assert set(kept.far[kept.wave < 2020]) == {-1}
    assert set(kept.no_line) == {0, 1}


def test_too_few_answers_are_refused(known):
    few = replace(known.survey, wave=np.full_like(known.survey.wave, 2020))
    with pytest.raises(Refusal, match="0 adultes en 2022"):
        answers_of(few)


def test_figures_of_another_year_are_refused(small):
    figures = {
        **small.figures,
        Level.COMMUNE: small.figures[Level.COMMUNE].filter(pl.col("year") != 2017),
    }
    with pytest.raises(Refusal, match="pour 2017"):
        need_of(replace(small, figures=figures), np.random.default_rng(1))


def test_a_count_without_draws_apart_has_an_interval_of_nothing():
    count = Count.of(np.array([5.0]), np.full((1, 10), 5.0, np.float32))

    assert (count.low[0], count.high[0]) == (5.0, 5.0)
