"""`coupdepouce territories experiment`: each design to its plan, and what makes none."""

import json
import re
import sys
from datetime import date

import pytest

from coupdepouce.connect.territory import stored
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.experiment.plan import Design
from coupdepouce.insight.territories.experiment import AskedExperiment, experiment
from coupdepouce.insight.territories.loading import loaded
from tests.connect.small_lists import add_twins, country_in

START = ("territories", "experiment", "--level", "commune", "--start", "2027-03-01")


@pytest.fixture(scope="module")
def twinned(tmp_path_factory):
    """Load the made-up country, nine communes in the one region and six in the other."""
    data = country_in(tmp_path_factory.mktemp("country"))
    stored.estimate_need(data / "territory", seed=1)
    add_twins(data / "territory")
    return data


@pytest.fixture
def plan(coupdepouce, monkeypatch, twinned):
    """Give a function that asks for a plan, in words and in JSON."""
    monkeypatch.setenv("COUPDEPOUCE_DATA_DIR", str(twinned))

    def asked(*options):
        written, told = coupdepouce(*START, *options), coupdepouce(*START, *options, "--json")
        assert (written.code, told.code) == (0, 0), written.err
        return written.out, json.loads(told.out)

    return asked


DESIGNS = {  # options: (groups, areas that open, areas asked, surveys)
    "stepped": (("--steps", "3"), ["Étape 1", "Étape 2", "Étape 3"], 15, 15,
                ["2027-03-01", "2027-06-01", "2027-09-01", "2027-12-01"]),
    "paired": (("--months", "6"), ["Zones ouvertes", "Zones de comparaison"], 7, 14,
               ["2027-09-01"]),
    "matched": (("--within", "region:84"), ["Zones ouvertes", "Zones de comparaison"], 6, 12,
                ["2027-03-01", "2027-06-01"]),
}  # fmt: skip


@pytest.mark.parametrize("design", DESIGNS)
def test_each_design_says_one_thing_in_words_and_in_json(plan, design):
    options, titles, opening, asked, surveys = DESIGNS[design]

    written, told = plan("--design", design, "--households", "40", *options)

    assert [one["title"] for one in told["waves"]] == titles
    assert re.findall(r"### (.+) : (?:pas d’)?ouverture", written) == titles
    codes = [code for one in told["waves"] for code in one["codes"]]
    assert len(codes) == len(set(codes)) == asked
    assert all(f"({code})" in written for code in codes)
    assert sum(len(one["codes"]) for one in told["waves"] if one["opens"]) == opening
    assert told["surveys"] == surveys
    assert f"{asked * 40 * len(surveys)} réponses".replace("2400", "2\u202f400") in written
    assert told["assumed"].keys() == {"share", "icc", "households", "alpha", "power"}
    assert told["outcome"] == "part des ménages qui ont une ligne internet à la maison"
    assert f"**Critère principal** : {told['outcome']}\n" in written
    share = f"{100 * told['assumed']['share']:.1f} %".replace(".", ",")
    assert f"**Au départ** : {share} (estimation, en moyenne" in written
    assert f"Ce calcul prend {share} au départ" in written
    effect = f"{100 * told['smallest_effect']:.1f} points".replace(".", ",")
    assert f"**{effect}** de différence" in written


def test_the_share_before_is_that_of_the_line_where_areas_weigh_the_same(plan, coupdepouce):
    _, told = plan("--within", "region:93", "--steps", "2")
    ranked = coupdepouce(
        "territories", "rank", "--level", "commune", "--within", "region:93", "--json"
    )

    without = [one["figures"]["no_line"]["value"] for one in json.loads(ranked.out)["territories"]]
    assert told["assumed"]["share"] == pytest.approx(1 - sum(without) / len(without) / 100)


def test_the_outcome_and_its_share_can_be_given(plan):
    name = "part des ménages qui ont un ordinateur"

    written, told = plan("--steps", "2", "--outcome", name, "--share", "0.6")

    assert (told["outcome"], told["assumed"]["share"]) == (name, 0.6)
    assert f"**Critère principal** : {name}\n" in written
    assert "**Au départ** : 60,0 % (part donnée par le programme)" in written
    assert "Ce calcul prend 60,0 % au départ" in written
    assert "ligne internet à la maison\n" not in written
    assert plan("--steps", "2", "--share", "0.9")[1]["smallest_effect"] < told["smallest_effect"]


def test_the_seed_gives_the_lots_again_and_another_does_not(plan):
    first = plan("--steps", "2")

    assert "graine 2026" in first[0]
    assert plan("--steps", "2") == first
    assert plan("--steps", "2", "--seed", "3")[1]["waves"] != first[1]["waves"]


def test_a_plan_ranks_nothing(twinned):
    """The random weightings of a ranking take longer than the plan, which reads none of them."""
    data, called = loaded(twinned / "territory"), set()
    asked = AskedExperiment(
        start=date(2027, 3, 1), level=Level.COMMUNE, within="region:84", design=Design.MATCHED
    )

    sys.setprofile(lambda frame, *_: called.add(frame.f_code.co_name))
    try:
        experiment(data, asked)
    finally:
        sys.setprofile(None)

    assert "matched" in called
    assert not called & {"under_weights", "under_figures", "score_band", "ranked"}


REFUSED = {
    "too many steps": (("--steps", "16"), "15 zones ne s’ouvrent pas en 16 étapes"),
    "one step": (("--steps", "1"), "au moins 2 étapes"),
    "no step": (("--steps", "0"), "au moins 2 étapes"),
    "steps backwards": (("--steps", "-2"), "au moins 2 étapes"),
    "no month between": (("--months", "0"), "de 1 à 24 mois"),
    "months backwards": (("--months", "-3", "--design", "paired"), "de 1 à 24 mois"),
    "months for ever": (("--months", "99999"), "de 1 à 24 mois"),
    "too few areas": (("--level", "department", "--steps", "2"), "6 zones au moins"),
    "too few pairs": (("--design", "paired", "--level", "department"), "3 paires"),
    "nobody elsewhere": (("--design", "matched"), "--within"),
    "too few elsewhere": (("--design", "matched", "--within", "region:93"), "6 zones ailleurs"),
    "an unknown design": (("--design", "magie"), "stepped, paired, matched"),
    "an icc over one": (("--icc", "2"), "icc"),
    "nobody asked": (("--households", "0"), "un ménage"),
    "a share of nothing": (("--share", "0"), "part de départ"),
    "an outcome of which nothing is known": (("--outcome", "part des aidés"), "Dites aussi"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_plan_is_refused(coupdepouce, monkeypatch, twinned, case):
    monkeypatch.setenv("COUPDEPOUCE_DATA_DIR", str(twinned))
    asked, said = REFUSED[case]

    done = coupdepouce(*START, *asked)

    assert (done.code, done.out) == (3, ""), done.err
    assert said in done.err


def test_a_seed_under_nothing_is_wrong_use(coupdepouce):
    assert coupdepouce(*START, "--seed", "-1").code == 2
