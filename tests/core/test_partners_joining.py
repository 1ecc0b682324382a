"""The table of a candidature, looked at from outside: nothing missing, nothing leads nowhere."""

from datetime import date

import pytest

from coupdepouce.core.partners.joining import (
    check,
    choices,
    department_of,
    forgotten_on,
    ground_of,
    read_words,
    reply_due,
    step_named,
)
from coupdepouce.core.partners.joining_steps import (
    GROUNDS,
    NONE,
    OPEN,
    STATE_NAMED,
    STATES,
    STEPS,
    Situation,
    Step,
    Words,
)
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role

each_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)


@each_step
def test_a_step_goes_between_known_states_and_somebody_may_take_it(step: Step) -> None:
    assert step.sources <= STATE_NAMED.keys() | {NONE}
    assert step.target in STATE_NAMED.keys() | {""}
    assert step.actors
    assert step.actors <= NAMES.keys()


@each_step
def test_the_side_that_did_not_act_is_told(step: Step) -> None:
    assert step.tells not in step.actors
    assert step.tells is not None or step.name == "tell_apart"


@each_step
def test_each_journal_can_be_said_to_the_one_who_acts(step: Step) -> None:
    assert step.button[0].isupper()
    assert step.journal.startswith("a ")


def test_each_state_is_reached_and_each_open_state_can_be_left() -> None:
    assert {step.target for step in STEPS} - {""} == {state.name for state in STATES}
    assert {state.name for state in STATES if not state.final} == OPEN
    for name in OPEN:
        waits = STATE_NAMED[name].waits_for
        assert any(name in step.sources and waits in step.actors for step in STEPS)


def test_no_state_that_is_over_can_be_left() -> None:
    for state in STATES:
        if state.final:
            assert not any(state.name in step.sources for step in STEPS)


WHO_SEES = """
state      | role              | steps that can be taken
received   | programme_manager | approve ask_correction refuse write
received   | applicant         | answer withdraw
to_correct | programme_manager | refuse write
to_correct | applicant         | answer correct withdraw
to_correct | worker            | lapse
approved   | programme_manager |
refused    | applicant         |
received   | prescriber        |
"""


def rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()[1:]]


@pytest.mark.parametrize(("state", "role", "names"), rows(WHO_SEES))
def test_who_may_do_what(state: str, role: str, names: str) -> None:
    found = choices(situation=Situation(state=state), role=Role(role))

    assert sorted(one.step.name for one in found if not one.refusal) == names.split()


TWINS = """
asks for a team | twins | told apart | approve          | attach
no              | no    | no         | open             | no_team_to_join
no              | yes   | no         | twin_not_settled | open
no              | yes   | yes        | open             | open
yes             | yes   | no         | asks_to_join_team | open
"""


@pytest.mark.parametrize(("team", "twins", "apart", "approve", "attach"), rows(TWINS))
def test_a_body_that_is_already_there(team, twins, apart, approve, attach) -> None:
    situation = Situation(
        state="received",
        asks_to_join_team=team == "yes",
        has_twins=twins == "yes",
        is_told_apart=apart == "yes",
    )

    found = {
        choice.step.name: choice.refusal.code if choice.refusal else "open"
        for choice in choices(situation=situation, role=Role.PROGRAMME_MANAGER)
    }

    assert (found["approve"], found["attach"]) == (approve, attach)


@pytest.mark.parametrize(
    ("name", "state", "role", "code"),
    [
        ("approve", "to_correct", Role.PROGRAMME_MANAGER, "step_not_now"),
        ("approve", "received", Role.APPLICANT, "not_your_step"),
        ("correct", "received", Role.APPLICANT, "step_not_now"),
        ("withdraw", "approved", Role.APPLICANT, "step_not_now"),
        ("answer", NONE, Role.APPLICANT, "step_not_now"),
    ],
)
def test_what_cannot_be_taken_says_why(name, state, role, code) -> None:
    with pytest.raises(Refusal) as refused:
        check(step=step_named(name), situation=Situation(state=state), role=role)

    assert refused.value.code == code


def test_words_and_grounds_are_read_from_the_row() -> None:
    asked, lapse, refuse = map(step_named, ("ask_correction", "lapse", "refuse"))

    assert read_words(lapse, "unheard") == ""
    assert read_words(asked, "  Le nom ? ") == "Le nom ?"
    assert ground_of(lapse, "other") is None
    assert ground_of(refuse, "out_of_scope") is GROUNDS[0]
    with pytest.raises(Refusal, match="message manque"):
        read_words(asked, "  ")
    other = ground_of(refuse, "other")
    assert read_words(refuse, "", ground=GROUNDS[0]) == ""
    assert read_words(refuse, "Parce que.", ground=other) == "Parce que."
    with pytest.raises(Refusal, match="Écrivez la raison"):
        read_words(refuse, "  ", ground=other)
    with pytest.raises(Refusal, match="Choisissez une raison"):
        ground_of(refuse, "unknown")
    with pytest.raises(Refusal, match="Étapes connues"):
        step_named("dance")


def test_whoever_is_refused_is_promised_no_answer_that_is_not_there() -> None:
    (refuse,) = (step for step in STEPS if step.grounds)
    answers = [step for step in STEPS if refuse.target in step.sources]

    assert answers == []
    for ground in refuse.grounds:
        assert not ground.next_offer.startswith(("Répondez", "Écrivez-nous"))


def test_only_what_says_something_to_correct_needs_words() -> None:
    needed = {step.name for step in STEPS if step.words is Words.NEEDED}

    assert needed == {"ask_correction", "write", "answer"}


@pytest.mark.parametrize(
    ("code", "department"),
    [("59350", "59"), ("2A004", "2A"), ("97411", "974"), ("", "")],
)
def test_the_department_of_a_commune(code, department) -> None:
    assert department_of(code) == department


def test_the_dates_of_a_candidature() -> None:
    assert reply_due(date(2026, 11, 1), days=30) == date(2026, 12, 2)
    assert forgotten_on(date(2026, 2, 28), months=12) == date(2027, 2, 28)
    assert forgotten_on(date(2028, 2, 29), months=12) == date(2029, 2, 28)
