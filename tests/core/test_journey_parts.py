"""The three parts move on their own: what each step needs, and what closes it."""

from datetime import date, timedelta

import pytest

from coupdepouce.core.journey import machine
from coupdepouce.core.journey.model import NONE, Part, Situation
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role

MONDAY = date(2026, 11, 23)
TOMORROW = MONDAY + timedelta(days=1)
HERE = {"is_holding_shop": True}
TEAM = {"is_own_organisation": True}
FREE = {"machine_free": True}


def at(here: str, *, line=NONE, computer=NONE, training=NONE, **facts: object) -> Situation:
    states = {
        Part.PRESCRIPTION: here,
        Part.LINE: line,
        Part.COMPUTER: computer,
        Part.TRAINING: training,
    }
    return Situation(day=MONDAY, states=states, **facts)


# case | step | role | situation | code ("" passes)
CASES = [
    ("a reception is taken back while something is asked", "reverse", "shop_advisor",
     at("accepted", line="wanted", computer="declined", **HERE), ""),
    ("or impossible by one network", "reverse", "shop_advisor",
     at("accepted", line="not_available", training="booked", **HERE), ""),
    ("not once a line lived and ended", "reverse", "shop_advisor",
     at("accepted", line="ended", computer="wanted", **HERE), "part_delivered"),
    ("nor once a computer came back", "reverse", "shop_advisor",
     at("accepted", line="wanted", computer="returned", **HERE), "part_delivered"),
    ("nor once a session was attended", "reverse", "shop_advisor",
     at("accepted", line="wanted", training="attended", **HERE), "part_delivered"),
    ("even if another is waited for", "reverse", "shop_advisor",
     at("accepted", training="waiting", sessions_attended=1, **HERE), "part_delivered"),
    ("a session that it does not ask for is not its own", "reverse", "shop_advisor",
     at("accepted", line="wanted", sessions_attended=1, **HERE), ""),
    ("nor once nothing is wanted any more", "reverse", "shop_advisor",
     at("presented", line="declined", **HERE), "nothing_left"),
    ("the operator orders too", "order_line", "back_office",
     at("accepted", line="available", is_back_office=True), ""),
    ("a shop that does not hold it does not", "order_line", "shop_advisor",
     at("accepted", line="available"), "other_shop"),
    ("a missed appointment goes back to the order", "miss_appointment", "back_office",
     at("accepted", line="appointment", is_back_office=True), ""),
    ("it is moved before it takes place", "set_appointment", "back_office",
     at("accepted", line="appointment", is_back_office=True), ""),
    ("the operator says a payment is late", "note_late_payment", "back_office",
     at("accepted", line="active"), ""),
    ("also once the request is closed", "note_late_payment", "worker",
     at("closed", line="active"), ""),
    ("never the shop", "note_late_payment", "shop_advisor", at("accepted", line="active", **HERE),
     "not_your_step"),
    ("a late line comes back", "keep_line", "worker", at("closed", line="late"), ""),
    ("a suspended line comes back", "keep_line", "back_office", at("closed", line="suspended"), ""),
    ("an ended line does not", "keep_line", "back_office", at("closed", line="ended"),
     "step_not_now"),
    ("a line ends from any use", "end_line", "worker", at("accepted", line="suspended"), ""),
    ("the prescriber reserves", "reserve_computer", "prescriber",
     at("issued", computer="wanted", **TEAM, **FREE), ""),
    ("the shop reserves", "reserve_computer", "shop_advisor",
     at("accepted", computer="wanted", **HERE, **FREE), ""),
    ("another shop does not", "reserve_computer", "shop_advisor",
     at("accepted", computer="wanted", **FREE), "other_shop"),
    ("nothing is free", "reserve_computer", "shop_advisor",
     at("accepted", computer="wanted", **HERE), "stock_empty"),
    ("the list is for when nothing is free", "queue_computer", "shop_advisor",
     at("accepted", computer="wanted", **HERE), ""),
    ("not when one is", "queue_computer", "shop_advisor",
     at("accepted", computer="wanted", **HERE, **FREE), "stock_not_empty"),
    ("only the programme gives in order", "give_computer", "shop_advisor",
     at("accepted", computer="waiting", **HERE), "not_your_step"),
    ("ready when it stands here", "ready_computer", "shop_advisor",
     at("accepted", computer="reserved", machine_here=True, **HERE), ""),
    ("not while it is on its way", "ready_computer", "shop_advisor",
     at("accepted", computer="reserved", **HERE), "machine_not_here"),
    ("handed over when ready", "hand_over", "shop_advisor",
     at("accepted", computer="ready", **HERE), ""),
    ("not before", "hand_over", "shop_advisor", at("accepted", computer="reserved", **HERE),
     "step_not_now"),
    ("lapses past its day", "lapse_computer", "worker",
     at("accepted", computer="ready", overdue=frozenset({Part.COMPUTER})), ""),
    ("not before its day", "lapse_computer", "worker", at("accepted", computer="ready"),
     "reservation_still_good"),
    ("another part's day is not its own", "lapse_computer", "worker",
     at("accepted", computer="ready", overdue=frozenset({Part.LINE})), "reservation_still_good"),
    ("exchanged on the last day of guarantee", "exchange_computer", "shop_advisor",
     at("closed", computer="handed_over", guarantee_until=TOMORROW, **HERE), ""),
    ("not the day after", "exchange_computer", "shop_advisor",
     at("closed", computer="handed_over", guarantee_until=MONDAY, **HERE), "guarantee_over"),
    ("no guarantee known", "exchange_computer", "shop_advisor",
     at("closed", computer="handed_over", **HERE), "guarantee_over"),
    ("exchanged when its repair failed", "exchange_computer", "shop_advisor",
     at("closed", computer="on_loan", guarantee_until=TOMORROW, **HERE), ""),
    ("nothing more is lent during a loan", "lend_computer", "shop_advisor",
     at("closed", computer="on_loan", **HERE), "step_not_now"),
    ("lent and taken back", "end_loan", "shop_advisor", at("closed", computer="on_loan", **HERE),
     ""),
    ("a household takes an appointment", "book_visit", "household",
     at("issued", visits_given=True, last_day=MONDAY), ""),
    ("not where none is given", "book_visit", "household", at("issued", last_day=MONDAY),
     "no_visits"),
    ("not once its voucher is received", "book_visit", "prescriber",
     at("presented", visits_given=True, last_day=MONDAY), "step_not_now"),
    ("the shop does not take it for anybody", "book_visit", "shop_advisor",
     at("issued", visits_given=True, last_day=MONDAY), "not_your_step"),
    ("it is given back", "cancel_visit", "prescriber", at("issued", has_visit=True), ""),
    ("not when there is none", "cancel_visit", "household", at("issued"), "no_visit"),
    ("a household books", "book_session", "household", at("issued", training="wanted"), ""),
    ("also after a session", "book_session", "household", at("accepted", training="attended"), ""),
    ("not once it is done", "book_session", "household", at("accepted", training="done"),
     "step_not_now"),
    ("not on a draft", "book_session", "prescriber", at("draft", training="wanted"),
     "step_not_now"),
    ("a trainer notes who came", "attend_session", "trainer", at("accepted", training="booked"),
     ""),
    ("a tap by mistake is mended", "miss_session", "trainer", at("accepted", training="attended"),
     ""),
    ("a prescriber does not note presence", "attend_session", "prescriber",
     at("accepted", training="booked"), "not_your_step"),
    ("done after one session", "finish_training", "trainer",
     at("accepted", training="attended", sessions_attended=1), ""),
    ("not without any", "finish_training", "trainer", at("accepted", training="absent"),
     "no_session_attended"),
    ("closed when every part is settled", "close", "shop_advisor",
     at("accepted", line="active", computer="handed_over", training="done"), ""),
    ("a late line is followed after the end", "close", "shop_advisor",
     at("accepted", line="late"), ""),
    ("not with a computer set aside", "close", "shop_advisor",
     at("accepted", line="active", computer="ready"), "work_in_hand"),
    ("not with a workshop to come", "close", "shop_advisor",
     at("accepted", line="active", training="booked"), "work_in_hand"),
    ("a request is not withdrawn with a computer out", "withdraw", "household",
     at("accepted", computer="handed_over"), "computer_handed_over"),
    ("what was delivered and ended is not withdrawn", "withdraw", "prescriber",
     at("accepted", line="ended"), "nothing_to_stop"),
    ("nor by the household", "withdraw", "household",
     at("accepted", line="declined", computer="returned"), "nothing_to_stop"),
    ("the shop closes it", "close", "shop_advisor", at("accepted", line="ended", **HERE), ""),
    ("what is left may be stopped", "withdraw", "prescriber",
     at("accepted", line="ended", training="wanted"), ""),
    ("nothing is delivered: it stops", "withdraw", "household",
     at("accepted", line="declined"), ""),
    ("it is with one set aside", "withdraw", "household", at("accepted", computer="ready"), ""),
    ("a voucher does not leave a computer behind", "reverse", "shop_advisor",
     at("accepted", computer="reserved", **HERE), "computer_set_aside"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("step", "role", "situation", "code"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_what_a_part_lets_pass(step: str, role: str, situation: Situation, code: str) -> None:
    if not code:
        machine.check(step=BY_NAME[step], situation=situation, role=Role(role))
        return
    with pytest.raises(Refusal) as refused:
        machine.check(step=BY_NAME[step], situation=situation, role=Role(role))

    assert refused.value.code == code


STANDINGS = [
    ("before the shop accepts", at("issued", line="wanted", computer="wanted"), "issued"),
    ("the line first", at("accepted", line="ordered", computer="ready"), "ordered"),
    ("then what is not settled", at("accepted", line="active", computer="ready"), "ready"),
    ("a part given up says nothing", at("accepted", line="declined", training="booked"), "booked"),
    ("all settled: the line", at("accepted", line="active", computer="handed_over"), "active"),
    ("once over, the request", at("closed", line="active"), "closed"),
]


@pytest.mark.parametrize(
    ("situation", "name"), [row[1:] for row in STANDINGS], ids=[row[0] for row in STANDINGS]
)
def test_the_state_that_says_most(situation: Situation, name: str) -> None:
    assert machine.standing(situation.states).name == name


WAITS = [
    ("the shop, before any part moves", at("accepted", line="wanted"), Role.SHOP_ADVISOR),
    ("the shop, to close what is settled", at("accepted", line="active"), Role.SHOP_ADVISOR),
    ("a late bill waits for the one who follows", at("accepted", line="late"), Role.PRESCRIBER),
    ("the shop first, whatever else waits", at("accepted", line="late", computer="wanted"),
     Role.SHOP_ADVISOR),
    ("the household, to fetch its computer", at("accepted", line="active", computer="ready"),
     Role.HOUSEHOLD),
    ("the shop, to look for another network",
     at("accepted", line="not_available", computer="ready"), Role.SHOP_ADVISOR),
    ("the trainer, to give a place", at("accepted", training="waiting"), Role.TRAINER),
    ("a part given up waits for nobody", at("accepted", line="declined", training="booked"),
     Role.HOUSEHOLD),
    ("before the shop accepts, the request", at("issued", training="booked"), Role.HOUSEHOLD),
    ("the one who follows, while another part runs",
     at("accepted", line="ended", training="booked"), Role.PRESCRIBER),
    ("the shop, to close what was delivered and ended", at("accepted", line="ended"),
     Role.SHOP_ADVISOR),
    ("nobody once it is over", at("closed", line="late"), None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("situation", "role"), [row[1:] for row in WAITS], ids=[row[0] for row in WAITS]
)
def test_who_must_act(situation: Situation, role: Role | None) -> None:
    assert machine.waits_for(states=situation.states) is role
