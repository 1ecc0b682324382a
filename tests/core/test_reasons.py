"""Each reason reads well, and never shows a household a figure that nobody verified."""

import re
from datetime import date
from functools import partial

import pytest

from coupdepouce.core.eligibility import WORDINGS, Reason
from coupdepouce.core.eligibility.routes import CEILING
from coupdepouce.programmes.defaults import default_programme
from tests.spec.households import HARDSHIP, PARIS, facts, verdict
from tests.spec.test_proofs import seen

NOBODY = frozenset()
CODES = {
    "quotient_at_or_under_ceiling", "quotient_over_ceiling", "quotient_zero_doubt", "status_held",
    "no_status_held", "outside_territory", "hardship_approved", "hardship_refused",
    "hardship_waiting", "proof_too_old", "proof_not_accepted", "proof_in_the_future",
    "programme_not_open",
}  # fmt: skip

SITUATIONS = {
    "under": {"quotient_familial": 512},
    "over": {"quotient_familial": 900, "statuses": NOBODY},
    "zero": {"quotient_familial": 0, "statuses": NOBODY},
    "status": {"statuses": frozenset({"rsa", "aah"})},
    "outside": {"commune": PARIS},
    "closed": {"on": date(2019, 2, 28)},
    "approved": {"hardship": HARDSHIP["acceptée"]},
    "refused": {
        "hardship": HARDSHIP["refusée"], "quotient_familial": 900, "statuses": NOBODY},
    "waiting": {"hardship": HARDSHIP["demandée"]},
    "old paper": {"quotient_familial": 512, "proofs": seen("attestation_qf:2026-01-02")},
    "future paper": {"quotient_familial": 512, "proofs": seen("attestation_qf:2026-12-01")},
    "other paper": {"quotient_familial": 512, "proofs": seen("attestation_droits:2026-11-02")},
}  # fmt: skip


def every_reason():
    return {
        reason.code: reason
        for known in SITUATIONS.values()
        for reason in verdict(facts(**known)).reasons
    }


def test_the_codes_are_those_of_the_contract():
    assert set(WORDINGS) == CODES == set(every_reason())


def to_household(confirmed=NOBODY):
    return partial(default_programme().printable, confirmed=frozenset(confirmed))


def test_staff_read_the_figure():
    reason = every_reason()["quotient_at_or_under_ceiling"]

    assert reason.sentence() == "Votre quotient familial est de 512. La limite est de 700."


def test_a_household_does_not_read_a_figure_that_nobody_verified():
    reason = every_reason()["quotient_at_or_under_ceiling"]

    sentence = reason.sentence(shown=to_household())

    assert sentence == "Votre quotient familial est de 512. Il ne dépasse pas la limite."


def test_a_household_reads_it_once_confirmed():
    reason = every_reason()["quotient_at_or_under_ceiling"]

    sentence = reason.sentence(shown=to_household({CEILING}))

    assert sentence == reason.sentence()


@pytest.mark.parametrize("code", sorted(CODES))
def test_no_sentence_to_a_household_holds_an_unverified_figure(code):
    sentence = every_reason()[code].sentence(shown=to_household())

    assert not re.search(r"\b(700|3 mois)\b", sentence)


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("shown", [lambda path: True, lambda path: False])
def test_each_sentence_is_short_and_complete(code, shown):
    text = every_reason()[code].sentence(shown=shown)

    for sentence in re.split(r"(?<=[.?!]) ", text):
        assert sentence.endswith((".", "?"))
        assert len(sentence.split()) <= 20
        assert "%(" not in sentence


def test_a_sentence_says_the_value_in_words():
    reasons = every_reason()

    assert reasons["status_held"].sentence() == "Vous avez le RSA. Cette aide ouvre le droit."
    assert "vendredi 2 janvier 2026" in reasons["proof_too_old"].sentence()
    assert "moins de 3 mois" in reasons["proof_too_old"].sentence()
    assert "le papier qui montre votre aide" in reasons["proof_not_accepted"].sentence()


def test_a_translator_receives_the_sentence_without_its_values():
    reason = every_reason()["quotient_over_ceiling"]

    assert "%(quotient)s" in reason.template()
    assert reason.values == {"quotient": 900, "ceiling": 700}


def test_a_reason_without_a_value_stands_alone():
    assert Reason(code="hardship_approved").sentence().startswith("Votre situation difficile")
