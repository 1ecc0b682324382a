"""Proofs seen, verdicts given, and the second person."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.operations import (
    Figures,
    Proof,
    answer_hardship,
    claim_hardship,
    decide,
    record_proof,
)
from coupdepouce.households.queries import current_verdict, proofs_seen
from tests.apps.build import NOW, household, member, organisation, programme

QUOTIENT = Figures(quotient_familial=512)


@pytest.fixture(autouse=True)
def _programme():
    programme()


@pytest.fixture
def by():
    return member()


@pytest.fixture
def home(by):
    return household(of=by.organisation)


def see(home, by, kind="attestation_qf", dated=date(2026, 11, 2), *, at=NOW, once=None):
    proof = Proof(kind=kind, dated=dated)
    return record_proof(
        household_id=home.pk,
        proof=proof,
        by=by,
        at=at,
        once=once or uuid4(),
    )


def judge(home, by, figures=QUOTIENT, at=NOW, once=None):
    return decide(household_id=home.pk, figures=figures, by=by, at=at, once=once or uuid4())


def test_a_proof_seen_twice_with_one_key_is_one_row(home, by):
    once = uuid4()

    assert see(home, by, once=once) == see(home, by, once=once)
    assert len(proofs_seen(home)) == 1


def test_a_key_serves_one_household(home, by):
    once = uuid4()
    see(home, by, once=once)

    with pytest.raises(Refusal) as refusal:
        see(household(of=by.organisation), by, once=once)

    assert refusal.value.code == "key_already_used"


@pytest.mark.parametrize(
    ("kind", "dated", "code"),
    [
        ("attestation_qf", date(2026, 11, 21), "proof_in_the_future"),
        ("fiche_de_paie", date(2026, 11, 2), "proof_not_accepted"),
        ("api_particulier", date(2026, 11, 2), "proof_not_accepted"),
    ],
)
def test_a_proof_that_cannot_be_is_refused(home, by, kind, dated, code):
    with pytest.raises(Refusal) as refusal:
        see(home, by, kind, dated)

    assert refusal.value.code == code


def test_a_proof_of_today_is_taken_at_the_last_minute_in_paris(home, by):
    at = datetime(2026, 11, 20, 23, 59, tzinfo=PARIS)

    see(home, by, dated=date(2026, 11, 20), at=at)

    assert home.proofs.count() == 1


@pytest.mark.parametrize(
    ("quotient", "answer"), [(699, "yes"), (700, "yes"), (701, "not_yet"), (0, "not_yet")]
)
def test_the_verdict_is_the_core_s(home, by, quotient, answer):
    decision = judge(home, by, Figures(quotient_familial=quotient))

    assert decision.recorded.answer == decision.verdict.answer == answer


def test_certain_until_the_first_day_the_proof_is_too_old(home, by):
    see(home, by, dated=date(2026, 11, 2))

    recorded = judge(home, by).recorded

    assert (recorded.certain, recorded.certain_until) == (True, date(2027, 2, 2))
    assert current_verdict(home, day=date(2027, 2, 1)).certain
    assert not current_verdict(home, day=date(2027, 2, 2)).certain


def test_the_newest_of_two_proofs_counts(home, by):
    see(home, by, dated=date(2026, 11, 10))
    see(home, by, dated=date(2026, 9, 1))

    assert judge(home, by).recorded.certain_until == date(2027, 2, 10)


def test_a_proof_of_another_route_does_not_make_it_last(home, by):
    see(home, by, dated=date(2026, 11, 2))
    see(home, by, "attestation_droits", dated=date(2026, 11, 19))

    assert judge(home, by).recorded.certain_until == date(2027, 2, 2)


def test_without_a_proof_nothing_is_certain(home, by):
    decision = judge(home, by)

    assert (decision.recorded.certain, decision.recorded.certain_until) == (False, None)
    assert decision.recorded.to_bring == ["attestation_qf"]


def test_the_same_key_keeps_the_first_verdict(home, by):
    once = uuid4()

    first = judge(home, by, once=once).recorded
    again = judge(home, by, Figures(quotient_familial=9999), once=once).recorded

    assert first == again
    assert again.answer == "yes"


def test_no_verdict_yet(home):
    assert current_verdict(home, day=NOW.date()) is None


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        (Figures(quotient_familial=-1), "quotient_malformed"),
        (Figures(statuses=frozenset({"riche"})), "status_unknown"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(home, by, figures, code):
    with pytest.raises(Refusal) as refusal:
        judge(home, by, figures)

    assert refusal.value.code == code


def manager(home):
    return member(Role.PARTNER_MANAGER, of=home.organisation)


def claim(home, by):
    return claim_hardship(household_id=home.pk, reason="sudden_loss", by=by, at=NOW)


def answer(home, by, *, approved=True):
    return answer_hardship(household_id=home.pk, approved=approved, by=by, at=NOW)


def test_hardship_approved_is_its_own_proof(home, by):
    claim(home, by)
    waiting = judge(home, by, Figures(quotient_familial=1200, statuses=frozenset()))
    answer(home, manager(home))
    approved = judge(home, by, Figures(quotient_familial=1200, statuses=frozenset()))

    assert (waiting.recorded.answer, waiting.recorded.certain) == ("not_yet", False)
    assert (approved.recorded.route, approved.recorded.certain) == ("hardship", True)
    assert approved.recorded.certain_until is None


def test_hardship_refused_closes_its_route(home, by):
    claim(home, by)
    answer(home, manager(home), approved=False)

    refused = judge(home, by, Figures(quotient_familial=1200, statuses=frozenset()))

    assert refused.recorded.answer == "no"


def test_who_claims_cannot_answer_even_under_another_membership(home):
    boss = manager(home)
    as_prescriber = member(of=home.organisation)
    as_prescriber.user = boss.user
    as_prescriber.save()
    claim(home, as_prescriber)

    with pytest.raises(Refusal) as refusal:
        answer(home, boss)

    assert refusal.value.code == "second_person"


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.PROGRAMME_MANAGER])
def test_only_a_partner_manager_answers(home, by, role):
    claim(home, by)

    with pytest.raises(Refusal) as refusal:
        answer(home, member(role, of=home.organisation))

    assert refusal.value.code == "not_yours"


def test_the_manager_of_another_partner_does_not_see_it(home, by):
    claim(home, by)

    with pytest.raises(Refusal) as refusal:
        answer(home, member(Role.PARTNER_MANAGER, of=organisation()))

    assert refusal.value.code == "not_found"


def test_nothing_waits(home, by):
    boss = manager(home)

    with pytest.raises(Refusal) as before:
        answer(home, boss)
    claim(home, by)
    answer(home, boss)
    with pytest.raises(Refusal) as after:
        answer(home, boss)

    assert before.value.code == after.value.code == "hardship_not_waiting"


def test_one_claim_at_a_time(home, by):
    claim(home, by)
    with pytest.raises(Refusal) as refusal:
        claim(home, by)
    answer(home, manager(home), approved=False)

    claim(home, by)  # a life changes after a refusal

    assert refusal.value.code == "hardship_already_claimed"
    assert home.hardship_claims.count() == 2


def test_a_reason_is_chosen_from_the_list(home, by):
    with pytest.raises(Refusal) as refusal:
        claim_hardship(household_id=home.pk, reason="bad_luck", by=by, at=NOW)

    assert refusal.value.code == "reason_needed"


def test_judging_is_a_contact(home, by):
    later = NOW + timedelta(days=3)

    judge(home, by, at=later)

    home.refresh_from_db()
    assert home.last_contact_at == later


@pytest.mark.parametrize("rows", [2, 20])
def test_proofs_cost_the_same_for_more_rows(home, by, rows, django_assert_num_queries):
    for _ in range(rows):
        see(home, by)

    with django_assert_num_queries(1):
        [proof.seen_by.user.email for proof in proofs_seen(home)]
