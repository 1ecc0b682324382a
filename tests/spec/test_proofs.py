"""Quand une réponse est sûre

Un justificatif vaut de sa date jusqu'à la veille de sa date plus trois mois, heure de Paris.
Le bon n'est remis que sur une réponse sûre.
"""

from datetime import date, datetime

import pytest

from coupdepouce.core.calendar import PARIS, day_of
from coupdepouce.core.eligibility import ProofSeen
from tests.spec.households import HARDSHIP, facts, verdict
from tests.spec.table import cases, words

QF, RIGHTS = "attestation_qf", "attestation_droits"

TABLE = """
cas                                          | le               | route             | justificatifs                                           | sûre | raison                           | à apporter
le jour de sa date                           | 2026-11-20 12:00 | quotient_familial | attestation_qf:2026-11-20                               | oui  | -                                | -
daté du lendemain                            | 2026-11-20 12:00 | quotient_familial | attestation_qf:2026-11-21                               | non  | proof_in_the_future              | attestation_qf
la veille des trois mois, juste avant minuit | 2027-02-19 23:59 | quotient_familial | attestation_qf:2026-11-20                               | oui  | -                                | -
trois mois après, à minuit                   | 2027-02-20 00:00 | quotient_familial | attestation_qf:2026-11-20                               | non  | proof_too_old                    | attestation_qf
31 août, la veille                           | 2026-11-29 12:00 | quotient_familial | attestation_qf:2026-08-31                               | oui  | -                                | -
31 août, le 30 novembre                      | 2026-11-30 00:00 | quotient_familial | attestation_qf:2026-08-31                               | non  | proof_too_old                    | attestation_qf
30 novembre, le 27 février                   | 2027-02-27 12:00 | quotient_familial | attestation_qf:2026-11-30                               | oui  | -                                | -
30 novembre, le 28 février                   | 2027-02-28 12:00 | quotient_familial | attestation_qf:2026-11-30                               | non  | proof_too_old                    | attestation_qf
30 novembre, année bissextile, le 28         | 2028-02-28 12:00 | quotient_familial | attestation_qf:2027-11-30                               | oui  | -                                | -
30 novembre, année bissextile, le 29         | 2028-02-29 12:00 | quotient_familial | attestation_qf:2027-11-30                               | non  | proof_too_old                    | attestation_qf
29 février, la veille des trois mois         | 2028-05-28 12:00 | quotient_familial | attestation_qf:2028-02-29                               | oui  | -                                | -
29 février, trois mois après                 | 2028-05-29 12:00 | quotient_familial | attestation_qf:2028-02-29                               | non  | proof_too_old                    | attestation_qf
heure d'été, juste avant minuit à Paris      | 2026-03-28 23:59 | quotient_familial | attestation_qf:2025-12-29                               | oui  | -                                | -
heure d'été, à minuit à Paris                | 2026-03-29 00:00 | quotient_familial | attestation_qf:2025-12-29                               | non  | proof_too_old                    | attestation_qf
aucun justificatif                           | 2026-11-20 12:00 | quotient_familial | -                                                       | non  | -                                | attestation_qf
le papier d'une autre route                  | 2026-11-20 12:00 | quotient_familial | attestation_droits:2026-11-20                           | non  | proof_not_accepted               | attestation_qf
un ancien et un bon                          | 2026-11-20 12:00 | quotient_familial | attestation_qf:2026-01-02 attestation_qf:2026-11-02     | oui  | -                                | -
un ancien et celui d'une autre route         | 2026-11-20 12:00 | quotient_familial | attestation_qf:2026-01-02 attestation_droits:2026-11-02 | non  | proof_too_old proof_not_accepted | attestation_qf
la réponse de l'administration               | 2026-11-20 12:00 | quotient_familial | api_particulier:2026-11-20                              | oui  | -                                | -
une réponse trop ancienne                    | 2026-11-20 12:00 | quotient_familial | api_particulier:2026-08-20                              | non  | proof_too_old                    | attestation_qf
l'attestation de droits pour une aide        | 2026-11-20 12:00 | status            | attestation_droits:2026-11-02                           | oui  | -                                | -
le quotient ne prouve pas une aide           | 2026-11-20 12:00 | status            | attestation_qf:2026-11-02                               | non  | proof_not_accepted               | attestation_droits
la difficulté acceptée se prouve elle-même   | 2026-11-20 12:00 | hardship          | -                                                       | oui  | -                                | -
"""  # noqa: E501 - a table

OPENED = {
    "quotient_familial": {"quotient_familial": 512},
    "status": {"statuses": frozenset({"rsa"})},
    "hardship": {"hardship": HARDSHIP["acceptée"]},
}


def seen(cell: str) -> tuple[ProofSeen, ...]:
    pairs = (word.split(":") for word in words(cell))
    return tuple(ProofSeen(kind=kind, date=date.fromisoformat(day)) for kind, day in pairs)


@pytest.mark.parametrize("case", cases(TABLE))
def test_how_sure(case):
    now = datetime.fromisoformat(case["le"]).replace(tzinfo=PARIS)
    household = facts(on=day_of(now), proofs=seen(case["justificatifs"]), **OPENED[case["route"]])

    judged = verdict(household)

    assert judged.answer == "yes"
    assert judged.route == case["route"]
    assert judged.certain is (case["sûre"] == "oui")
    assert [r.code for r in judged.reasons][1:] == words(case["raison"])
    assert list(judged.to_bring) == words(case["à apporter"])


def test_a_proven_route_comes_before_the_first_of_the_table():
    household = facts(
        quotient_familial=512,
        statuses=frozenset({"rsa"}),
        proofs=seen("attestation_droits:2026-11-02"),
    )

    judged = verdict(household)

    assert (judged.route, judged.certain, judged.to_bring) == ("status", True, ())


def test_an_old_paper_of_the_second_route_is_said_too_old_not_useless():
    household = facts(
        quotient_familial=512,
        statuses=frozenset({"rsa"}),
        proofs=seen("attestation_droits:2026-01-02"),
    )

    judged = verdict(household)

    assert [reason.code for reason in judged.reasons][2:] == ["proof_too_old"]
    assert judged.to_bring == ("attestation_qf",)


@pytest.mark.parametrize(
    "known",
    [
        pytest.param({"quotient_familial": 701, "statuses": frozenset()}, id="a no"),
        pytest.param({"quotient_familial": 512, "commune": None}, id="a not yet"),
    ],
)
def test_only_a_yes_is_certain(known):
    household = facts(proofs=seen("attestation_qf:2026-11-02"), **known)

    judged = verdict(household)

    assert (judged.certain, judged.to_bring) == (False, ())
