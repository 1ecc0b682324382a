"""Les réclamations : jusqu’à quand, et qui répond

Le délai commence le jour de l’arrivée, ou le jour écrit sur le papier. Le dernier jour compte
entier. Les délais sont les nôtres, dans le fichier du programme. Qui a donné la réponse contestée
ne répond pas ; qui a répondu ne regarde pas une deuxième fois.
"""

from datetime import date

import pytest

from coupdepouce.core.recourse.days import due_on
from coupdepouce.core.recourse.reasons import BY_CODE, first_owner
from coupdepouce.core.recourse.steps import Situation, check, step_named
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role
from tests.spec.table import cases

ROLES = {name: role for role, name in NAMES.items()}

LATE = """
cas                                | reçue le   | jours | le         | en retard
le jour même                       | 2026-11-02 | 15    | 2026-11-02 | non
le dernier jour                    | 2026-11-02 | 15    | 2026-11-17 | non
le lendemain du dernier jour       | 2026-11-02 | 15    | 2026-11-18 | oui
d’un mois à l’autre, dernier jour  | 2027-02-20 | 15    | 2027-03-07 | non
d’un mois à l’autre, trop tard     | 2027-02-20 | 15    | 2027-03-08 | oui
"""

FIRST = """
sujet                                         | raison   | un partenaire suit le ménage | répond d’abord
une réponse contestée                         | decision | oui                          | responsable du partenaire
une attente trop longue                       | waiting  | oui                          | responsable du partenaire
un prix plus haut que prévu                   | price    | oui                          | responsable du programme
la ligne, l’ordinateur ou l’atelier ne va pas | faulty   | oui                          | responsable du programme
un mauvais accueil                            | welcome  | oui                          | responsable du programme
des informations fausses ou mal utilisées     | data     | oui                          | responsable du programme
autre chose                                   | other    | oui                          | responsable du partenaire
une réponse de la vérification publique       | decision | non                          | responsable du programme
"""  # noqa: E501

WHO = """
cas                                        | étape           | où en est-elle | rôle                      | tient | a décidé | a répondu | à temps | en retard | pour le ménage | réponse
un autre responsable répond                | answer          | received       | responsable du partenaire | oui   | non      | non       | oui     | non       | non            | permis
celui qui a dit non                        | answer          | received       | responsable du partenaire | oui   | oui      | non       | oui     | non       | non            | decided_by_you
le programme, quand le partenaire la tient | answer          | received       | responsable du programme  | non   | non      | non       | oui     | non       | non            | not_the_holder
déjà répondue                              | answer          | answered       | responsable du partenaire | oui   | non      | non       | oui     | non       | non            | complaint_moved
un prescripteur                            | answer          | received       | prescripteur              | non   | non      | non       | oui     | non       | non            | not_your_step
une autre personne regarde                 | answer_again    | second_look    | responsable du programme  | oui   | non      | non       | oui     | non       | non            | permis
celle qui a répondu la première fois       | answer_again    | second_look    | responsable du programme  | oui   | non      | oui       | oui     | non       | non            | answered_by_you
celle qui a dit non au début               | answer_again    | second_look    | responsable du programme  | oui   | oui      | non       | oui     | non       | non            | decided_by_you
l’administrateur, quand personne d’autre   | answer_again    | second_look    | administrateur            | oui   | non      | non       | oui     | non       | non            | permis
l’administrateur, quand un autre le peut   | answer_again    | second_look    | administrateur            | non   | non      | non       | oui     | non       | non            | not_the_holder
le partenaire                              | answer_again    | second_look    | responsable du partenaire | non   | non      | non       | oui     | non       | non            | not_your_step
le ménage demande à temps                  | ask_second_look | answered       | le ménage                 | oui   | non      | non       | oui     | non       | oui            | permis
le ménage demande trop tard                | ask_second_look | answered       | le ménage                 | oui   | non      | non       | non     | non       | oui            | second_look_late
le ménage, une deuxième fois               | ask_second_look | closed         | le ménage                 | oui   | non      | non       | oui     | non       | oui            | complaint_moved
le ménage retire                           | take_back       | received       | le ménage                 | oui   | non      | non       | oui     | non       | oui            | permis
le ménage retire après la réponse          | take_back       | answered       | le ménage                 | oui   | non      | non       | oui     | non       | oui            | complaint_moved
le partenaire confie au programme          | hand_over       | received       | responsable du partenaire | oui   | oui      | non       | oui     | non       | non            | permis
le responsable dont on se plaint retire    | take_back       | received       | responsable du partenaire | oui   | oui      | non       | oui     | non       | non            | not_its_author
le prescripteur qui l’a écrite la retire   | take_back       | received       | prescripteur              | non   | non      | non       | oui     | non       | oui            | permis
le programme reprend un silence            | take_over       | received       | responsable du programme  | non   | non      | non       | oui     | oui       | non            | permis
le programme reprend trop tôt              | take_over       | received       | responsable du programme  | non   | non      | non       | oui     | non       | non            | answer_not_late
"""  # noqa: E501


@pytest.mark.parametrize("case", cases(LATE))
def test_when_an_answer_is_late(case):
    first = due_on(date.fromisoformat(case["reçue le"]), days=int(case["jours"]))

    assert (date.fromisoformat(case["le"]) >= first) == (case["en retard"] == "oui")


@pytest.mark.parametrize("case", cases(FIRST))
def test_who_answers_first(case):
    reason = BY_CODE[case["raison"]]
    has_partner = case["un partenaire suit le ménage"] == "oui"

    assert first_owner(reason, has_partner=has_partner) is ROLES[case["répond d’abord"]]


@pytest.mark.parametrize("case", cases(WHO))
def test_who_may_do_what(case):
    yes = {name: value == "oui" for name, value in case.items()}
    situation = Situation(
        state=case["où en est-elle"],
        holds=yes["tient"],
        decided=yes["a décidé"],
        answered=yes["a répondu"],
        in_time=yes["à temps"],
        is_late=yes["en retard"],
        speaks=yes["pour le ménage"],
    )

    assert _answer(case["étape"], situation, ROLES[case["rôle"]]) == case["réponse"]


def _answer(name: str, situation: Situation, role: Role) -> str:
    try:
        check(step_named(name), situation=situation, role=role)
    except Refusal as refusal:
        return refusal.code
    return "permis"
