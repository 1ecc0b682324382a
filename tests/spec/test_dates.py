"""Quand le programme est ouvert

Le premier jour compte ; le jour de fermeture est le premier jour fermé.
"""

from datetime import date

import pytest

from coupdepouce.programmes.defaults import default_programme
from tests.spec.households import PARIS, facts, verdict
from tests.spec.table import cases

TABLE = """
cas                       | le         | fermeture  | réponse
la veille de l'ouverture  | 2019-02-28 | -          | no
le jour de l'ouverture    | 2019-03-01 | -          | yes
sans fin                  | 2099-12-31 | -          | yes
la veille de la fermeture | 2026-12-31 | 2027-01-01 | yes
le jour de la fermeture   | 2027-01-01 | 2027-01-01 | no
"""


@pytest.mark.parametrize("case", cases(TABLE))
def test_when_the_programme_is_open(case):
    closes_on = None if case["fermeture"] == "-" else date.fromisoformat(case["fermeture"])
    programme = default_programme().model_copy(update={"closes_on": closes_on})

    judged = verdict(facts(on=date.fromisoformat(case["le"]), quotient_familial=512), programme)

    assert judged.answer == case["réponse"]
    if judged.answer == "no":
        assert [reason.code for reason in judged.reasons] == ["programme_not_open"]


def test_closed_and_outside_are_both_said():
    judged = verdict(facts(on=date(2019, 2, 28), commune=PARIS, quotient_familial=512))

    assert [r.code for r in judged.reasons] == ["programme_not_open", "outside_territory"]
    assert judged.missing == ()
