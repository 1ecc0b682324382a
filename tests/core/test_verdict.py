"""What holds of every verdict, whatever the facts."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from coupdepouce.core.calendar import add_months
from coupdepouce.core.eligibility import (
    Answer,
    Facts,
    Hardship,
    ProofSeen,
    judge,
    next_question,
    remaining_at_most,
)
from coupdepouce.core.eligibility.proofs import is_valid
from coupdepouce.core.eligibility.routes import ROUTES, RULES
from coupdepouce.programmes.defaults import default_programme

PROGRAMME = default_programme()
STATUSES = ("rsa", "aah", "asf")
PROOF_KINDS = ("attestation_qf", "attestation_droits", "api_particulier")
DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
INSIDE, OUTSIDE = "inside", "outside"

proofs = st.builds(ProofSeen, kind=st.sampled_from(PROOF_KINDS), date=DAYS)
quotients = st.one_of(st.integers(0, 1), st.integers(690, 710))
programmes = st.builds(
    lambda quotient, status, hardship: PROGRAMME.model_copy(
        update={
            "eligibility": PROGRAMME.eligibility.model_copy(
                update={
                    name: getattr(PROGRAMME.eligibility, name).model_copy(
                        update={"enabled": enabled}
                    )
                    for name, enabled in (
                        ("quotient_familial", quotient),
                        ("status", status or not quotient),
                        ("hardship", hardship),
                    )
                }
            )
        }
    ),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
households = st.builds(
    Facts,
    on=DAYS,
    commune=st.sampled_from([None, INSIDE, OUTSIDE]),
    quotient_familial=st.none() | quotients,
    statuses=st.none() | st.frozensets(st.sampled_from(STATUSES)),
    hardship=st.none() | st.builds(Hardship, approved=st.none() | st.booleans()),
    proofs=st.lists(proofs, max_size=3).map(tuple),
)


def verdict(facts, programme=PROGRAMME):
    return judge(facts, programme, territory=INSIDE.__eq__)


def completions(facts):
    """Give every way to answer what is unknown, one value for each outcome."""
    waiting = facts.hardship is not None and facts.hardship.approved is None
    open_facts = {
        "commune": (facts.commune is None, [INSIDE, OUTSIDE]),
        "quotient_familial": (not facts.quotient_familial, [700, 701]),
        "statuses": (facts.statuses is None, [frozenset({"rsa"}), frozenset()]),
        "hardship": (waiting, [Hardship(approved=True), Hardship(approved=False)]),
    }
    values = {name: values for name, (is_open, values) in open_facts.items() if is_open}
    return [
        replace(facts, **dict(zip(values, chosen, strict=True)))
        for chosen in product(*values.values())
    ]


@given(facts=households, programme=programmes, less=st.integers(1, 10))
def test_less_income_never_closes_the_door(facts, programme, less):
    quotient = (facts.quotient_familial or 0) + less
    poorer = replace(facts, quotient_familial=quotient)
    richer = replace(facts, quotient_familial=quotient + less)

    if verdict(richer, programme).answer is Answer.YES:
        assert verdict(poorer, programme).answer is Answer.YES


@given(facts=households, programme=programmes, proof=proofs)
def test_a_proof_more_never_changes_the_answer_nor_the_doubt(facts, programme, proof):
    before = verdict(facts, programme)

    after = verdict(replace(facts, proofs=(*facts.proofs, proof)), programme)

    assert (after.answer, after.missing) == (before.answer, before.missing)
    assert after.certain or not before.certain


@given(facts=households, programme=programmes, status=st.sampled_from(STATUSES))
def test_a_status_more_never_turns_a_yes_into_a_no(facts, programme, status):
    before = verdict(facts, programme)

    after = verdict(replace(facts, statuses=(facts.statuses or frozenset()) | {status}), programme)

    if before.answer is Answer.YES:
        assert after.answer is Answer.YES


@given(facts=households, programme=programmes)
def test_no_is_said_only_when_no_answer_could_give_a_yes(facts, programme):
    answer = verdict(facts, programme).answer

    possible = {verdict(full, programme).answer for full in completions(facts)}

    if answer is Answer.NO:
        assert possible == {Answer.NO}
    if answer is Answer.YES:
        assert possible == {Answer.YES}
    if possible == {Answer.YES, Answer.NO}:
        assert answer is Answer.NOT_YET


@given(facts=households, programme=programmes, name=st.sampled_from(["commune", "statuses"]))
def test_forgetting_a_fact_never_makes_a_no(facts, programme, name):
    before = verdict(facts, programme).answer

    after = verdict(replace(facts, **{name: None}), programme).answer

    if before is not Answer.NO:
        assert after is not Answer.NO


@given(facts=households, programme=programmes)
def test_a_fact_is_missing_when_it_can_change_the_answer_and_only_then(facts, programme):
    missing = set(verdict(facts, programme).missing)

    decisive = {
        name
        for name in ("commune", "quotient_familial", "statuses", "hardship")
        for one, other in product(completions(facts), repeat=2)
        if replace(one, **{name: None}) == replace(other, **{name: None})
        and verdict(one, programme).answer is not verdict(other, programme).answer
    }

    assert missing == decisive


@given(facts=households, programme=programmes)
def test_a_verdict_is_of_one_piece(facts, programme):
    judged = verdict(facts, programme)

    is_yes = judged.answer is Answer.YES
    assert (judged.route is not None) is is_yes
    assert bool(judged.missing) is (judged.answer is Answer.NOT_YET)
    assert is_yes or not (judged.certain or judged.to_bring)
    assert judged.reasons or judged.answer is Answer.NOT_YET
    assert len({reason.code for reason in judged.reasons}) == len(judged.reasons)


@given(facts=households, programme=programmes)
def test_bringing_one_of_the_papers_asked_makes_it_certain(facts, programme):
    judged = verdict(facts, programme)

    for kind in judged.to_bring:
        brought = ProofSeen(kind=kind, date=facts.on)
        assert verdict(replace(facts, proofs=(*facts.proofs, brought)), programme).certain


@given(day=DAYS, months=st.integers(1, 24), later=st.integers(-10, 800))
def test_a_proof_is_valid_from_its_date_to_the_eve_of_its_end(day, months, later):
    on = day + timedelta(days=later)

    valid = is_valid(ProofSeen(kind="attestation_qf", date=day), months=months, on=on)

    assert valid is (day <= on < add_months(day, months))


@given(facts=households, programme=programmes)
def test_the_check_asks_the_first_missing_fact_and_counts_down(facts, programme):
    asked = next_question(facts, programme, territory=INSIDE.__eq__)
    at_most = remaining_at_most(facts, programme, territory=INSIDE.__eq__)

    if asked is None:
        assert at_most == 0
        return
    missing = [f for f in verdict(facts, programme).missing if getattr(facts, f) is None]
    assert asked.asks == missing[0]
    for value in answers(asked.asks):
        answered = replace(facts, **{asked.asks: value})
        assert remaining_at_most(answered, programme, territory=INSIDE.__eq__) < at_most


def answers(fact):
    return {
        "commune": [INSIDE, OUTSIDE],
        "quotient_familial": [0, 700, 701],
        "statuses": [frozenset({"rsa"}), frozenset()],
    }[fact]


def test_each_row_of_the_table_has_a_name_and_a_rank_of_its_own():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert len({rule.asks for rule in RULES}) == len(RULES)
    assert len({route.change_rank for route in ROUTES}) == len(ROUTES)


def test_two_households_get_each_their_own_verdict():
    known = {"on": date(2026, 11, 20), "commune": INSIDE, "statuses": frozenset()}

    poor, rich = (verdict(Facts(**known, quotient_familial=q)) for q in (500, 5000))

    assert (poor.answer, rich.answer) == (Answer.YES, Answer.NO)


def test_a_verdict_may_be_asked_for_another_day():
    facts = Facts(on=date(2026, 11, 20), commune=INSIDE, quotient_familial=512)

    judged = judge(facts, PROGRAMME, territory=INSIDE.__eq__, on=date(2019, 2, 28))

    assert judged.answer is Answer.NO
