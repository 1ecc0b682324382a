"""Ce que l'on demande, et dans quel ordre

Seulement ce qui peut encore changer la réponse. La situation difficile n'est jamais demandée.
"""

import pytest

from coupdepouce.core.eligibility import longest_path, next_question, remaining_at_most
from coupdepouce.programmes.communes import within
from coupdepouce.programmes.defaults import default_programme
from tests.spec.households import HARDSHIP, facts, read
from tests.spec.table import cases, words

TABLE = """
cas                                  | commune | quotient | aides | ne sait pas                        | question          | au plus
au début                             | ?       | ?        | ?     | -                                  | commune           | 3
la commune est dans le territoire    | Lille   | ?        | ?     | -                                  | statuses          | 2
la commune est hors du territoire    | Paris   | ?        | ?     | -                                  | -                 | 0
une aide                             | Lille   | ?        | rsa   | -                                  | -                 | 0
aucune aide                          | Lille   | ?        | -     | -                                  | quotient_familial | 1
ne sait pas pour les aides           | Lille   | ?        | ?     | statuses                           | quotient_familial | 1
quotient de 0, déjà demandé          | Lille   | 0        | -     | -                                  | -                 | 0
quotient de 0, aides pas demandées   | Lille   | 0        | ?     | -                                  | statuses          | 1
quotient au-dessus                   | Lille   | 701      | ?     | -                                  | statuses          | 1
ne sait rien                         | ?       | ?        | ?     | commune statuses quotient_familial | -                 | 0
ne connaît pas le code de sa commune | ?       | ?        | ?     | commune                            | statuses          | 2
commune inconnue, le quotient ouvre  | ?       | 700      | ?     | -                                  | commune           | 1
"""  # noqa: E501 - a table

TERRITORY = within(default_programme().territory)


@pytest.mark.parametrize("case", cases(TABLE))
def test_what_is_asked_next(case):
    declined = frozenset(words(case["ne sait pas"]))
    asked = (read(case), default_programme())

    question = next_question(*asked, territory=TERRITORY, declined=declined)
    at_most = remaining_at_most(*asked, territory=TERRITORY, declined=declined)

    assert (question.asks if question else "-") == case["question"]
    assert at_most == int(case["au plus"])


def test_the_longest_path_is_counted_before_the_first_answer():
    assert longest_path(default_programme()) == 3


def test_a_question_offers_the_aids_of_the_programme():
    question = next_question(facts(), default_programme(), territory=TERRITORY)

    assert question.sentence == "Avez-vous une de ces aides ?"
    assert [code for code, name in question.choices] == [
        "rsa", "aah", "aspa", "ass", "c2s", "boursier",
    ]  # fmt: skip


def test_hardship_is_never_asked():
    waiting = facts(quotient_familial=701, statuses=frozenset(), hardship=HARDSHIP["demandée"])

    assert next_question(waiting, default_programme(), territory=TERRITORY) is None
