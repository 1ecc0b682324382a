"""The line's own tables: orders in TMF622's words, causes, milestones, reports, the end."""

import json
from datetime import date

import pytest

from coupdepouce.core.household.budget import MarketOffer
from coupdepouce.core.journey.model import Part
from coupdepouce.core.journey.reasons import FAILED_ORDERS
from coupdepouce.core.journey.states import STATES
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.line.causes import BY_CODE, CAUSES, OF_FAILURE, OWNERS, cause_of_failure
from coupdepouce.core.line.keeping import answered_by, milestones
from coupdepouce.core.line.leaving import exit_plan
from coupdepouce.core.line.orders import ORDER_STATES, order_state
from coupdepouce.core.line.reports import STATUSES, status_named, step_for
from coupdepouce.core.programme.delays import StuckClocks
from coupdepouce.core.refusal import Refusal
from tests.environment import SHARED

LINE_STATES = {state.name for state in STATES if state.part is Part.LINE}
TMF622 = SHARED / "specs" / "tmf" / "TMF622-ProductOrder-v4.0.0.swagger.json"


def test_every_state_of_the_line_has_its_order_state():
    assert set(ORDER_STATES) == LINE_STATES


@pytest.mark.skipif(not TMF622.exists(), reason="the outside contracts are not here")
def test_every_order_state_is_one_of_the_contract():
    definitions = json.loads(TMF622.read_text())["definitions"]
    known = set(definitions["ProductOrderStateType"]["enum"])

    said = {order_state(name, is_stuck=stuck) for name in LINE_STATES for stuck in (True, False)}

    assert said - {""} <= known


@pytest.mark.parametrize(
    ("state", "is_stuck", "said"),
    [
        ("ordered", False, "acknowledged"),
        ("ordered", True, "held"),
        ("appointment", True, "held"),
        ("failed", True, "failed"),
        ("active", True, "completed"),
        ("available", True, ""),
    ],
)
def test_a_stuck_order_is_held_and_only_while_it_is_in_hand(state, is_stuck, said):
    assert order_state(state, is_stuck=is_stuck) == said


def test_every_cause_has_a_clock_an_owner_and_a_remedy():
    assert {cause.code for cause in CAUSES} == set(StuckClocks.model_fields)
    assert all(cause.owner in OWNERS and cause.remedy for cause in CAUSES)


def test_every_failure_of_an_order_has_its_cause():
    assert set(OF_FAILURE) <= {reason.code for reason in FAILED_ORDERS}
    assert set(OF_FAILURE.values()) <= set(BY_CODE)
    assert cause_of_failure("dead_socket").code == "socket"
    assert cause_of_failure("never seen").code == "other"


def test_a_report_leads_to_a_step_that_starts_there_and_ends_where_it_says():
    for status in STATUSES:
        for state, name in status.steps.items():
            step = BY_NAME[name]
            assert state in step.sources, f"{name} from {state}"
            assert step.target in status.known_in | {status.name}, name
        assert status.known_in <= LINE_STATES


REPORTS = [
    ("ordered", "active", "activate_line"),
    ("appointment", "active", "activate_line"),
    ("active", "active", ""),
    ("late", "active", "keep_line"),
    ("active", "late", "note_late_payment"),
    ("late", "late", ""),
    ("late", "suspended", "note_suspended"),
    ("suspended", "ended", "end_line"),
    ("ordered", "ordered", ""),
    ("appointment", "failed", "fail_order"),
]


@pytest.mark.parametrize(("state", "word", "step"), REPORTS)
def test_what_a_report_leads_to(state, word, step):
    assert step_for(status_named(word), state=state) == step


@pytest.mark.parametrize(
    ("state", "word"),
    [("ended", "active"), ("wanted", "active"), ("suspended", "late"), ("failed", "ended"),
     ("cancelled", "late"), ("active", "ordered"), ("active", "failed")],
)  # fmt: skip
def test_a_move_that_cannot_be_is_refused(state, word):
    with pytest.raises(Refusal) as refused:
        step_for(status_named(word), state=state)

    assert refused.value.code == "move_impossible"


def test_milestones_are_counted_from_the_activation_and_fall_on_the_last_day_of_a_short_month():
    found = milestones(activated_on=date(2026, 11, 30), months=(12, 1, 3, 3))

    assert [(one.months, one.due_on) for one in found] == [
        (1, date(2026, 12, 30)), (3, date(2027, 2, 28)), (12, date(2027, 11, 30)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on", "months"),
    [(date(2026, 12, 29), []), (date(2026, 12, 30), [1]), (date(2027, 2, 28), [1, 3])],
    ids=["the day before", "on the day", "late: both"],
)
def test_an_answer_settles_what_is_due_and_nothing_later(on, months):
    found = milestones(activated_on=date(2026, 11, 30), months=(1, 3, 6))

    assert [one.months for one in answered_by(found, on=on)] == months


def plan(on=date(2026, 11, 20), ends=(date(2027, 2, 1),), after=None, market=()):
    return exit_plan(
        ends=ends, notice_days=90, price_now=1999, price_after=after, price_after_shown=False,
        market=market, on=on,
    )  # fmt: skip


def test_no_end_no_plan():
    assert plan(ends=(None, None)) is None


def test_the_first_end_counts():
    assert plan(ends=(date(2027, 2, 1), None, date(2027, 1, 1))).ends_on == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("on", "is_near"),
    [(date(2026, 11, 2), False), (date(2026, 11, 3), True), (date(2027, 3, 1), True)],
    ids=["91 days before", "90 days before", "once it is over"],
)
def test_the_end_is_near_from_its_notice_on(on, is_near):
    assert plan(on=on).is_near == is_near


def test_cheaper_means_cheaper_than_what_will_be_paid():
    market = [MarketOffer(name=str(price), price=price) for price in (2999, 2500, 1999, 1998)]

    unknown, known = plan(market=market), plan(market=market, after=2999)

    assert [offer.price for offer in unknown.cheaper] == [1998]
    assert [offer.price for offer in known.cheaper] == [1998, 1999, 2500]
