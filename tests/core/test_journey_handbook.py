"""The handbook says all that the table says, in the words of a programme."""

import pytest

from coupdepouce.core.journey import handbook as page
from coupdepouce.core.journey.handbook import handbook, table
from coupdepouce.core.journey.model import Family
from coupdepouce.core.journey.states import STATES
from coupdepouce.core.journey.steps import STEPS
from coupdepouce.core.programme import Programme
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.programmes.defaults import default_programme

SUBJECTS = {name: text.subject for name, text in TEXTS.items()}


@pytest.fixture(scope="module")
def written() -> str:
    return handbook(programme=default_programme(), messages=SUBJECTS)


def without(*names: str) -> Programme:
    return default_programme().model_copy(update={"steps_off": names})


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_step_is_told_with_its_guards_reasons_and_message(written, step) -> None:
    assert f"### {step.button}\n\n- Nom : `{step.name}`\n" in written
    assert all(guard.sentence in written for guard in step.guards)
    assert all(ask.label in written for ask in step.asks)
    assert all(f"| {reason.label} |" in written for reason in step.reasons)
    assert not step.message or SUBJECTS[step.message] in written
    assert step.told in written


def test_every_step_that_takes_a_reason_names_its_list(written) -> None:
    with_reasons = sum(bool(step.reasons) for step in STEPS)

    assert written.count("- Raison à choisir : ") == with_reasons


def test_every_state_is_told_to_staff_and_household(written) -> None:
    assert all(f"| {state.staff} | {state.household} |" in written for state in STATES)


def test_a_delay_is_the_number_of_days_of_the_programme(written) -> None:
    days = default_programme().delays.voucher_lifetime

    assert f"- Délai : la durée d’un bon, {days} jours" in written


def test_a_step_switched_off_stays_and_says_so() -> None:
    written = handbook(programme=without("expect"), messages=SUBJECTS)

    assert "### Nous attendons cette personne (éteinte dans ce programme)" in written
    assert "| La boutique, par son lien | Nous ne pouvons pas la recevoir |" in written


def test_families_have_a_name_and_the_page_has_no_loose_end(written) -> None:
    assert page.FAMILIES.keys() == set(Family)
    assert written.endswith("|\n")
    assert "None" not in written


def test_a_bar_in_a_cell_does_not_cut_the_table() -> None:
    assert table(["a"], [["b|c"]]) == ["| a |", "| --- |", "| b\\|c |", ""]
