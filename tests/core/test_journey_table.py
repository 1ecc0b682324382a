"""The table of steps, looked at from outside: nothing is missing, nothing leads nowhere."""

from collections import Counter, defaultdict

import pytest

from coupdepouce.core.journey import reasons as lists
from coupdepouce.core.journey.machine import ONCE_REDEEMED
from coupdepouce.core.journey.model import NONE, Part, Reason, Step
from coupdepouce.core.journey.part_steps import IN_USE
from coupdepouce.core.journey.part_steps import ends as is_end
from coupdepouce.core.journey.states import (
    IN_HAND,
    IN_SERVICE,
    OPEN_PRESCRIPTION,
    STATES,
)
from coupdepouce.core.journey.steps import BY_NAME, RETIRED, STEPS, VOUCHER_ENDS
from coupdepouce.core.programme.model import Delays
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.outreach.staff_texts import STAFF_TEXTS
from coupdepouce.outreach.texts import TEXTS

WORDS = 20  # LOOK: at most 20 words in a sentence for the public
MACHINE_CODES = {"not_your_step", "step_switched_off", "step_not_now", "voucher_already_redeemed"}
FINISHED = {
    (Part.PRESCRIPTION, "closed"),
    (Part.LINE, "active"),
    (Part.COMPUTER, "handed_over"),
    (Part.TRAINING, "done"),
}
REASONS = {
    name: value
    for name, value in vars(lists).items()
    if isinstance(value, tuple) and value and isinstance(value[0], Reason)
}

each_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
each_state = pytest.mark.parametrize("state", STATES, ids=lambda s: f"{s.part}-{s.name}")
each_list = pytest.mark.parametrize("name", sorted(REASONS))


def names_of(part: Part) -> set[str]:
    return {state.name for state in STATES if state.part is part}


def longest(text: str) -> int:
    return max(len(sentence.split()) for sentence in text.replace("?", ".").split("."))


@each_step
def test_a_step_goes_between_states_of_its_own_part(step: Step) -> None:
    assert step.sources <= names_of(step.part) | {NONE}
    assert step.target in names_of(step.part) | {""}  # it stays where it is


@each_step
def test_a_step_of_a_part_says_during_which_states_of_the_prescription(step: Step) -> None:
    if step.part is Part.PRESCRIPTION:
        assert not step.during
    else:
        assert step.during
        assert step.during <= {*OPEN_PRESCRIPTION, *IN_USE}


@each_step
def test_somebody_may_take_it_and_everybody_has_a_name(step: Step) -> None:
    assert step.actors
    assert step.actors | step.tells <= NAMES.keys()


@each_step
def test_its_message_is_written(step: Step) -> None:
    assert step.message == "" or step.message in TEXTS


@each_step
def test_its_deadline_is_a_delay_of_the_programme(step: Step) -> None:
    assert step.deadline == "" or step.deadline in Delays.model_fields


@each_step
def test_it_has_words_for_the_button_the_journal_and_the_household(step: Step) -> None:
    assert step.button[0].isupper()
    assert step.sources >= dict(step.buttons).keys()
    assert step.journal[0].islower()
    assert longest(step.told) <= WORDS
    assert step.told.endswith(".")


@each_step
def test_what_it_asks_is_asked_once_and_a_choice_has_choices(step: Step) -> None:
    names = [ask.name for ask in step.asks]

    assert len(names) == len(set(names))
    assert all(bool(ask.choices) == (ask.kind == "choice") for ask in step.asks)


@each_step
def test_its_guards_have_a_sentence_and_a_code_of_their_own(step: Step) -> None:
    codes = [guard.code for guard in step.guards]

    assert len(codes) == len(set(codes))
    assert not MACHINE_CODES.intersection(codes)
    assert all(longest(guard.sentence) <= WORDS for guard in step.guards)


@each_step
def test_an_early_end_has_a_reason_or_comes_from_the_clock(step: Step) -> None:
    ends = is_end(step) and (step.part, step.target) not in FINISHED

    assert not ends or step.reasons or step.actors == {Role.WORKER}


@each_step
def test_an_outcome_at_the_shop_is_told_to_the_prescriber(step: Step) -> None:
    ends = is_end(step)

    # A household forgotten, after years of silence or as it asks: there is nobody left to call.
    assert not ends or step.name in {"forget", "erase"} or Role.PRESCRIBER in step.tells


@each_state
def test_every_state_is_reached(state) -> None:
    assert any(step.part is state.part and step.target == state.name for step in STEPS)


@each_state
def test_every_open_state_has_a_way_out_and_somebody_to_take_it(state) -> None:
    moving = [step for step in STEPS if step.part is state.part and step.target]
    ways = [step for step in moving if state.name in step.sources - {step.target}]

    assert state.final or (ways and state.waits_for)
    if state.final and state.part is Part.PRESCRIPTION:
        assert not ways


@each_state
def test_a_final_state_waits_for_nobody(state) -> None:
    assert not (state.final and state.waits_for)


@each_state
def test_a_state_has_words_for_each_audience(state) -> None:
    assert state.staff
    assert longest(state.household) <= WORDS


def test_every_final_state_can_be_reached_from_the_beginning() -> None:
    seen: dict[Part, set[str]] = defaultdict(lambda: {NONE})
    for _ in STEPS:
        for step in STEPS:
            if step.target and step.sources & seen[step.part]:
                seen[step.part].add(step.target)

    assert {part: seen[part] - {NONE} for part in Part} == {part: names_of(part) for part in Part}


def test_no_two_steps_have_one_name_and_none_of_the_retired_came_back() -> None:
    names = Counter(step.name for step in STEPS + RETIRED)

    assert names.most_common(1)[0][1] == 1
    assert BY_NAME.keys() == names.keys()


def test_no_two_states_of_a_part_have_one_name() -> None:
    assert len({(state.part, state.name) for state in STATES}) == len(STATES)


@each_list
def test_reasons_of_a_list_have_their_own_code_a_label_and_a_next_offer(name: str) -> None:
    rows = REASONS[name]

    assert len({row.code for row in rows}) == len(rows)
    assert all(row.label and longest(row.next_offer) <= WORDS for row in rows)


def test_a_message_says_its_reason_to_the_household() -> None:
    telling = [one for one in STEPS if one.message and "reason" in TEXTS[one.message].says]
    said = {row for step in telling for row in step.reasons}
    to_you = {row for rows in REASONS.values() for row in rows if row.written != row.label}

    assert "Vous ne pouvez pas venir" in {row.written for row in said}
    assert to_you - said == set()  # nobody words what nobody reads
    assert not [row for row in said if row.written.startswith(("La personne", "Le foyer"))]


def test_every_list_of_reasons_is_used() -> None:
    used = {id(step.reasons) for step in STEPS}

    assert [name for name, rows in REASONS.items() if id(rows) not in used] == []


def test_the_sets_of_states_named_elsewhere_exist() -> None:
    assert names_of(Part.LINE) >= IN_HAND | IN_SERVICE
    assert names_of(Part.PRESCRIPTION) >= ONCE_REDEEMED


def test_every_message_to_households_has_a_step_or_the_worker_behind_it() -> None:
    by_steps = {step.message for step in STEPS}

    by_the_worker = {
        "voucher_reminder", "line_reminder", "session_offered", "session_reminder",
        "visit_reminder",
    }  # fmt: skip
    by_hand = {"session_changed", "complaint_answered", "share_asked"}  # by who runs, answers, asks
    assert TEXTS.keys() - by_steps <= by_the_worker | by_hand
    assert not TEXTS.keys() & STAFF_TEXTS.keys()


def test_only_optional_steps_can_be_missing_without_cutting_the_way() -> None:
    kept = [step for step in STEPS if not step.optional]
    reached = {NONE}
    for _ in kept:
        reached |= {s.target for s in kept if s.part is Part.PRESCRIPTION and s.sources & reached}

    assert "closed" in reached


def test_a_stage_of_the_funnel_is_reached_by_one_step() -> None:
    stages = Counter(step.stage for step in STEPS if step.stage)

    assert set(stages.values()) == {1}


def test_nobody_both_prescribes_and_redeems() -> None:
    assert not BY_NAME["issue"].actors & BY_NAME["present"].actors


def test_every_role_of_a_step_is_known_to_the_handbook() -> None:
    acting = set().union(*(step.actors for step in STEPS))

    assert {Role.HOUSEHOLD, Role.RECEIVER, Role.WORKER} < acting
    assert {Role.REFURBISHER, Role.EVALUATOR, Role.ADMINISTRATOR}.isdisjoint(acting)


def test_what_ends_a_voucher_before_a_shop_receives_it():
    assert set(VOUCHER_ENDS) == {"withdraw", "expire", "forget", "erase"}
