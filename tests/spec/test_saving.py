"""Ce que le ménage garde chaque mois

La ligne d'aujourd'hui est comparée au prix du programme, 19,99 € par mois.
"""

import pytest

from coupdepouce.core.household.budget import LineToday
from coupdepouce.core.money import cents
from tests.spec.households import facts, verdict
from tests.spec.table import cases

TABLE = """
cas                           | a une ligne | coût  | résultat      | par mois
une ligne plus chère          | oui         | 34.99 | paid_less     | 15.0
un centime de plus            | oui         | 20.00 | paid_less     | 0.01
le même prix                  | oui         | 19.99 | same_price    | 0.0
un centime de moins           | oui         | 19.98 | pays_more     | -0.01
une ligne gratuite            | oui         | 0     | pays_more     | -19.99
pas de ligne                  | non         | ?     | access_gained | 0.0
une ligne, coût inconnu       | oui         | ?     | -             | -
on ne sait pas s'il y a ligne | ?           | 34.99 | -             | -
"""

HAS = {"oui": True, "non": False, "?": None}


@pytest.mark.parametrize("case", cases(TABLE))
def test_what_the_household_keeps(case):
    cost = None if case["coût"] == "?" else cents(case["coût"])
    line = LineToday(has=HAS[case["a une ligne"]], monthly_cost=cost)

    saving = verdict(facts(quotient_familial=512, line=line)).as_data()["saving"]

    expected = {"kind": case["résultat"], "per_month": case["par mois"]}
    assert saving == (
        None if case["résultat"] == "-" else expected | {"per_month": float(expected["per_month"])}
    )


def test_nothing_is_promised_with_a_no():
    line = LineToday(has=True, monthly_cost=3499)

    judged = verdict(facts(quotient_familial=701, statuses=frozenset(), line=line))

    assert judged.saving is None


def test_nothing_is_known_of_the_line():
    assert verdict(facts(quotient_familial=512)).saving is None
