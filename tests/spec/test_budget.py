"""Trois nombres sur le budget du ménage

Payer moins, gagner l'accès, éviter le prix du marché : trois nombres que l'on n'additionne
jamais. Un accès gagné est une dépense nouvelle, pas une économie. Notre prix est 19,99 € par mois.
Le jour est le 20 novembre 2026. « - » : il n'y a rien à dire. Un nombre négatif coûte au ménage.
"""

from datetime import date

import pytest

from coupdepouce.core.household.budget import (
    LineToday,
    MarketOffer,
    budget,
    check_bill,
    fresh,
    only_shown,
)
from coupdepouce.core.money import cents
from tests.spec.table import cases, words

DAY = date(2026, 11, 20)
PRICE = 1999
HAS = {"oui": True, "non": False, "?": None}
BUNDLES = {"?": None, "seule": frozenset(), "mobile": {"mobile"}, "mobile tv": {"mobile", "tv"}}

PAID = """
cas                           | ligne | coût  | contrat   | payé en moins | accès gagné | pourquoi
une ligne plus chère          | oui   | 34.99 | seule     | 15.00         | -           | -
un centime de plus            | oui   | 20.00 | seule     | 0.01          | -           | -
le même prix                  | oui   | 19.99 | seule     | 0.00          | -           | -
un centime de moins           | oui   | 19.98 | seule     | -0.01         | -           | -
une ligne gratuite            | oui   | 0     | seule     | -19.99        | -           | -
pas de ligne                  | non   | ?     | ?         | -             | 19.99       | no_line
coût inconnu                  | oui   | ?     | seule     | -             | -           | unknown
on ne sait pas s'il y a ligne | ?     | 34.99 | ?         | -             | -           | unknown
contrat pas demandé           | oui   | 34.99 | ?         | 15.00         | -           | -
avec un mobile                | oui   | 34.99 | mobile    | -             | -           | bundle
avec mobile et télévision     | oui   | 49.99 | mobile tv | -             | -           | bundle
"""


def amount(cell):
    return None if cell in {"-", "?"} else cents(cell)


def today(case):
    bundle = BUNDLES[case["contrat"]]
    return LineToday(
        has=HAS[case["ligne"]],
        monthly_cost=amount(case["coût"]),
        bundle=None if bundle is None else frozenset(bundle),
    )


@pytest.mark.parametrize("case", cases(PAID))
def test_paid_less_and_access_gained(case):
    found = budget(today(case), price=PRICE, on=DAY)

    assert found.paid_less == amount(case["payé en moins"])
    assert found.access_gained == amount(case["accès gagné"])
    assert found.not_compared == case["pourquoi"].strip("-")
    assert found.bundle_asked == (case["contrat"] != "?")
    assert found.on == DAY


LEAVING = """
cas                                     | coût  | frais | fin        | frais dus | libre le   | par mois | mois pour payer | la première année
ni frais ni fin                         | 34.99 | 0     | ?          | -         | -          | -        | -               | 15.00
frais connus, un an de gain             | 34.99 | 180   | 2027-03-01 | 180       | 2027-03-01 | 15.00    | 12              | 0.00
un centime de plus                      | 34.99 | 180.01| 2027-03-01 | 180.01    | 2027-03-01 | 15.01    | 13              | -0.01
le contrat finit demain                 | 34.99 | 49    | 2026-11-21 | 49        | 2026-11-21 | 4.09     | 4               | 10.91
le contrat finit aujourd'hui            | 34.99 | 49    | 2026-11-20 | -         | -          | -        | -               | 15.00
le contrat est fini hier                | 34.99 | 49    | 2026-11-19 | -         | -          | -        | -               | 15.00
une fin à venir, frais pas demandés     | 34.99 | ?     | 2027-03-01 | ?         | 2027-03-01 | -        | -               | -
des frais, et rien à gagner             | 19.99 | 49    | ?          | 49        | -          | 4.09     | -               | -4.09
"""  # noqa: E501


@pytest.mark.parametrize("case", cases(LEAVING))
def test_what_leaving_costs(case):
    ends_on = None if case["fin"] == "?" else date.fromisoformat(case["fin"])
    line = LineToday(
        has=True,
        monthly_cost=amount(case["coût"]),
        exit_fee=amount(case["frais"]),
        ends_on=ends_on,
    )

    found = budget(line, price=PRICE, on=DAY)

    assert found.first_year == amount(case["la première année"])
    if case["frais dus"] == "-":
        assert found.leaving is None
        return
    assert found.leaving.fee == amount(case["frais dus"])
    assert found.leaving.per_month == (amount(case["par mois"]) or 0)
    assert str(found.leaving.free_on or "-") == case["libre le"]
    assert str(found.leaving.months_to_repay or "-") == case["mois pour payer"]


MARKET = """
cas                                   | offres vérifiées | autres offres | pour le personnel | pour le ménage
rien sur le marché                    | -                | -             | -                 | -
la moins chère est la nôtre           | 29.99 25.00      | -             | 5.01              | 5.01
le même prix                          | 19.99            | -             | 0.00              | 0.00
le marché est moins cher d'un centime | 19.98 29.99      | -             | -0.01             | -0.01
moins chère, mais pas vérifiée        | 29.99            | 9.99          | -10.00            | 10.00
rien de vérifié                       | -                | 22.99 36.99   | 3.00              | -
"""  # noqa: E501


@pytest.mark.parametrize("case", cases(MARKET))
def test_the_cheapest_offer_of_the_market(case):
    market = [
        MarketOffer(name=f"offre {text}", price=cents(text), read_on=DAY, shown=shown)
        for column, shown in (("offres vérifiées", True), ("autres offres", False))
        for text in words(case[column])
    ]
    line = LineToday(has=False)

    staff = budget(line, price=PRICE, market=market, on=DAY)
    household = budget(line, price=PRICE, market=only_shown(market), on=DAY)

    assert staff.market_avoided == amount(case["pour le personnel"])
    assert household.market_avoided == amount(case["pour le ménage"])
    assert staff.market_is_cheaper == bool(staff.market and staff.market.price < PRICE)
    assert staff.market is None or staff.market.read_on == DAY


# On the test's own day, with a programme that compares during twelve months.
AGES = """
cas                        | lu le      | comparé
le jour même               | 2026-11-20 | oui
la veille de son âge       | 2025-11-21 | oui
le jour de ses douze mois  | 2025-11-20 | non
des années                 | 2021-04-13 | non
on ne sait pas quand       | ?          | oui
"""


@pytest.mark.parametrize("case", cases(AGES))
def test_a_price_of_the_market_too_old_is_not_compared(case):
    read_on = None if case["lu le"] == "?" else date.fromisoformat(case["lu le"])
    offer = MarketOffer(name="offre", price=2299, read_on=read_on)

    assert bool(fresh([offer], on=date(2026, 11, 20), months=12)) == HAS[case["comparé"]]


BILLS = """
cas                  | facture | confirmée | écart
le prix annoncé      | 19.99   | oui       | 0.00
un centime de plus   | 20.00   | non       | 0.01
un centime de moins  | 19.98   | non       | -0.01
le double            | 39.98   | non       | 19.99
"""


@pytest.mark.parametrize("case", cases(BILLS))
def test_a_later_bill_confirms_or_says_by_how_much(case):
    found = check_bill(amount=cents(case["facture"]), announced=PRICE)

    assert found.is_confirmed == HAS[case["confirmée"]]
    assert found.differs_by == cents(case["écart"])


def test_nothing_is_known_and_nothing_is_invented():
    found = budget(None, price=PRICE, on=DAY)

    assert (found.paid_less, found.access_gained, found.market_avoided) == (None, None, None)
    assert found.leaving is None
