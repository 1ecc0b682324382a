"""Pourquoi : les raisons de chaque réponse

Un refus dit d'abord ce que le ménage peut changer. Un oui dit la route qui ouvre le droit.
"""

import pytest

from tests.spec.households import read, verdict
from tests.spec.table import cases, words

TABLE = """
cas                                   | commune | quotient | aides | difficulté | raisons
à la limite                           | Lille   | 700      | -     | -          | quotient_at_or_under_ceiling
une aide seule                        | Lille   | ?        | rsa   | -          | status_held
le quotient et une aide               | Lille   | 700      | rsa   | -          | quotient_at_or_under_ceiling status_held
difficulté acceptée, prouvée d'avance | Lille   | 700      | -     | acceptée   | hardship_approved quotient_at_or_under_ceiling
au-dessus et aucune aide              | Lille   | 701      | -     | -          | no_status_held quotient_over_ceiling
tout est refusé                       | Lille   | 701      | -     | refusée    | no_status_held hardship_refused quotient_over_ceiling
un quotient de 0 et aucune aide       | Lille   | 0        | -     | -          | quotient_zero_doubt no_status_held
un quotient de 0 et le RSA            | Lille   | 0        | rsa   | -          | status_held
difficulté demandée                   | Lille   | 701      | -     | demandée   | hardship_waiting quotient_over_ceiling no_status_held
au-dessus, aides inconnues            | Lille   | 701      | ?     | -          | quotient_over_ceiling
commune inconnue, le quotient ouvre   | ?       | 700      | ?     | -          | quotient_at_or_under_ceiling
hors du territoire, tout ouvre        | Paris   | 100      | rsa   | acceptée   | outside_territory
hors du territoire, rien n'ouvre      | Paris   | 701      | -     | -          | outside_territory
rien n'est connu                      | ?       | ?        | ?     | -          | -
"""  # noqa: E501 - a table


@pytest.mark.parametrize("case", cases(TABLE))
def test_why(case):
    judged = verdict(read(case))

    codes = [reason.code for reason in judged.reasons]
    assert [code for code in codes if not code.startswith("proof")] == words(case["raisons"])
