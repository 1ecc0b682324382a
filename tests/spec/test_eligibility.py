"""Qui y a droit

Trois routes : le quotient familial, une aide, une situation difficile reconnue. Une seule suffit.
Ce que l'on ne sait pas n'est jamais un non.
"""

import pytest

from tests.spec.households import read, verdict
from tests.spec.table import cases, words

TABLE = """
cas                                        | commune | quotient | aides    | difficulté | réponse | route             | manque                             | autres routes
un euro sous la limite                     | Lille   | 699      | -        | -          | yes     | quotient_familial | -                                  | -
à la limite                                | Lille   | 700      | -        | -          | yes     | quotient_familial | -                                  | -
un euro au-dessus                          | Lille   | 701      | -        | -          | no      | -                 | -                                  | hardship
un quotient de 1                           | Lille   | 1        | -        | -          | yes     | quotient_familial | -                                  | -
un quotient de 0 est un doute              | Lille   | 0        | -        | -          | not_yet | -                 | quotient_familial                  | hardship
un quotient de 0 et le RSA                 | Lille   | 0        | rsa      | -          | yes     | status            | -                                  | -
un quotient de 0, aides inconnues          | Lille   | 0        | ?        | -          | not_yet | -                 | statuses quotient_familial         | hardship
sous la limite, aides inconnues            | Lille   | 700      | ?        | -          | yes     | quotient_familial | -                                  | -
au-dessus, aides inconnues                 | Lille   | 701      | ?        | -          | not_yet | -                 | statuses                           | -
quotient inconnu, aucune aide              | Lille   | ?        | -        | -          | not_yet | -                 | quotient_familial                  | -
quotient inconnu, une aide                 | Lille   | ?        | aah      | -          | yes     | status            | -                                  | -
au-dessus, mais une aide                   | Lille   | 701      | boursier | -          | yes     | status            | -                                  | -
une aide qui n'ouvre rien                  | Lille   | 701      | asf      | -          | no      | -                 | -                                  | hardship
une aide qui ouvre et une qui n'ouvre rien | Lille   | 701      | asf c2s  | -          | yes     | status            | -                                  | -
les deux routes, le quotient d'abord       | Lille   | 700      | rsa      | -          | yes     | quotient_familial | -                                  | -
rien n'est connu                           | ?       | ?        | ?        | -          | not_yet | -                 | commune statuses quotient_familial | -
seule la commune est connue                | Lille   | ?        | ?        | -          | not_yet | -                 | statuses quotient_familial         | -
commune inconnue, le reste ouvre           | ?       | 700      | ?        | -          | not_yet | -                 | commune                            | -
commune inconnue, plus rien n'ouvre        | ?       | 701      | -        | -          | no      | -                 | -                                  | hardship
commune inconnue, quotient au-dessus       | ?       | 701      | ?        | -          | not_yet | -                 | commune statuses                   | -
hors du territoire, tout ouvre             | Paris   | 100      | rsa      | acceptée   | no      | -                 | -                                  | -
hors du territoire, rien n'est connu       | Paris   | ?        | ?        | -          | no      | -                 | -                                  | hardship
difficulté acceptée                        | Lille   | 701      | -        | acceptée   | yes     | hardship          | -                                  | -
difficulté acceptée, le reste inconnu      | Lille   | ?        | ?        | acceptée   | yes     | hardship          | -                                  | -
difficulté demandée                        | Lille   | 701      | -        | demandée   | not_yet | -                 | hardship                           | -
difficulté demandée, aides inconnues       | Lille   | 701      | ?        | demandée   | not_yet | -                 | statuses hardship                  | -
difficulté demandée, quotient de 0         | Lille   | 0        | -        | demandée   | not_yet | -                 | hardship quotient_familial         | -
difficulté demandée, une aide              | Lille   | ?        | rsa      | demandée   | yes     | status            | -                                  | -
difficulté refusée                         | Lille   | 701      | -        | refusée    | no      | -                 | -                                  | -
difficulté refusée, quotient inconnu       | Lille   | ?        | -        | refusée    | not_yet | -                 | quotient_familial                  | -
difficulté refusée, sous la limite         | Lille   | 700      | -        | refusée    | yes     | quotient_familial | -                                  | -
commune inconnue, difficulté acceptée      | ?       | ?        | ?        | acceptée   | not_yet | -                 | commune                            | -
"""  # noqa: E501 - a table


@pytest.mark.parametrize("case", cases(TABLE))
def test_who_is_entitled(case):
    judged = verdict(read(case))

    assert judged.answer == case["réponse"]
    assert (judged.route or "-") == case["route"]
    assert list(judged.missing) == words(case["manque"])
    assert list(judged.other_routes) == words(case["autres routes"])
