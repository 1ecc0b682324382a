"""What may be done now, by whom, and what the machine says when it may not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coupdepouce.core.journey import machine
from coupdepouce.core.journey.model import NONE, Part, Situation
from coupdepouce.core.journey.states import STATES
from coupdepouce.core.journey.steps import BY_NAME, STEPS
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role

MONDAY = date(2026, 11, 23)
TOMORROW = MONDAY + timedelta(days=1)
YESTERDAY = MONDAY - timedelta(days=1)


def at(state: str, line: str = NONE, **facts: object) -> Situation:
    return Situation(day=MONDAY, states={Part.PRESCRIPTION: state, Part.LINE: line}, **facts)


READY = {"entitled": True, "certain": True, "consent": True}
HERE = {"is_holding_shop": True}

# case | step | role | situation | code ("" passes)
CASES = [
    ("a prescriber issues", "issue", "prescriber", at("draft", "wanted", **READY), ""),
    ("a shop never issues", "issue", "shop_advisor", at("draft", "wanted", **READY),
     "not_your_step"),
    ("twice", "issue", "prescriber", at("issued", "wanted", **READY), "step_not_now"),
    ("nothing wanted", "issue", "prescriber", at("draft", **READY), "nothing_wanted"),
    ("no consent", "issue", "prescriber", at("draft", "wanted", entitled=True), "consent_missing"),
    ("not entitled", "issue", "prescriber", at("draft", "wanted", consent=True), "not_entitled"),
    ("not certain", "issue", "prescriber", at("draft", "wanted", consent=True, entitled=True),
     "verdict_not_certain"),
    ("on the last day", "present", "shop_advisor", at("issued", last_day=MONDAY), ""),
    ("the day before the last", "present", "shop_advisor", at("issued", last_day=TOMORROW), ""),
    ("one day late", "present", "shop_advisor", at("issued", last_day=YESTERDAY),
     "voucher_expired"),
    ("no voucher at all", "present", "shop_advisor", at("issued"), "voucher_expired"),
    ("its own voucher", "present", "shop_advisor",
     at("issued", last_day=MONDAY, is_own_organisation=True), "own_prescription"),
    ("a voucher is redeemed once", "present", "shop_advisor", at("presented", last_day=MONDAY),
     "voucher_already_redeemed"),
    ("even when accepted", "present", "shop_advisor", at("accepted"), "voucher_already_redeemed"),
    ("even when over", "present", "shop_advisor", at("closed"), "voucher_already_redeemed"),
    ("a withdrawn one is not redeemed", "present", "shop_advisor", at("withdrawn"), "step_not_now"),
    ("a draft is not redeemed", "present", "shop_advisor", at("draft"), "step_not_now"),
    ("the shop that received accepts", "accept", "shop_advisor", at("presented", **HERE), ""),
    ("another shop does not", "accept", "shop_advisor", at("presented"), "other_shop"),
    ("expiry on the last day", "expire", "worker", at("issued", last_day=MONDAY),
     "voucher_still_good"),
    ("expiry the day after", "expire", "worker", at("issued", last_day=YESTERDAY), ""),
    ("hardship is claimed", "claim_hardship", "prescriber", at("draft"), ""),
    ("claimed twice", "claim_hardship", "prescriber", at("draft", hardship="waiting"),
     "hardship_already_claimed"),
    ("a second person approves", "approve_hardship", "partner_manager",
     at("draft", hardship="waiting"), ""),
    ("never the claimant", "approve_hardship", "partner_manager",
     at("draft", hardship="waiting", is_claimant=True), "second_person"),
    ("nothing to approve", "approve_hardship", "partner_manager", at("draft"),
     "hardship_not_waiting"),
    ("a household withdraws", "withdraw", "household", at("issued", "wanted"), ""),
    ("not once the line is ordered", "withdraw", "household", at("accepted", "ordered"),
     "line_ordered"),
    ("nor once it works", "withdraw", "household", at("accepted", "active"), "line_in_service"),
    ("again once the order failed", "withdraw", "household", at("accepted", "failed"), ""),
    ("order before it is accepted", "order_line", "shop_advisor", at("issued", "available", **HERE),
     "step_not_now"),
    ("order a line not asked for", "order_line", "shop_advisor", at("accepted", **HERE),
     "step_not_now"),
    ("order an available line", "order_line", "shop_advisor", at("accepted", "available", **HERE),
     ""),
    ("close with an order running", "close", "shop_advisor", at("accepted", "ordered"),
     "work_in_hand"),
    ("close with a line nobody looked at", "close", "shop_advisor", at("accepted", "wanted"),
     "work_in_hand"),
    ("close with a line nobody ordered", "close", "shop_advisor", at("accepted", "available"),
     "work_in_hand"),
    ("close without a line", "close", "programme_manager", at("accepted"), ""),
    ("close a line that is not possible", "close", "shop_advisor", at("accepted", "not_available"),
     ""),
    ("close an active line", "close", "shop_advisor", at("accepted", "active"), ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "role", "situation", "code"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_a_step_passes_or_says_why(name: str, role: str, situation: Situation, code: str) -> None:
    step = BY_NAME[name]

    if not code:
        machine.check(step=step, situation=situation, role=Role(role))
        return
    with pytest.raises(Refusal) as refused:
        machine.check(step=step, situation=situation, role=Role(role))

    assert refused.value.code == code


def test_a_refusal_of_role_names_who_may() -> None:
    with pytest.raises(Refusal) as refused:
        machine.check(step=BY_NAME["issue"], situation=at("draft"), role=Role.SHOP_ADVISOR)

    assert "prescripteur" in refused.value.sentence


@pytest.mark.parametrize(
    ("situation", "said"),
    [(at("issued", "available"), "bon remis"), (at("accepted"), "non demandé")],
    ids=["the prescription is elsewhere", "the part was not asked for"],
)
def test_a_refusal_of_state_says_where_the_file_stands(situation: Situation, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        machine.check(step=BY_NAME["order_line"], situation=situation, role=Role.SHOP_ADVISOR)

    assert said in refused.value.sentence


def test_a_step_switched_off_is_refused_and_not_shown() -> None:
    off = {"claim_hardship"}

    with pytest.raises(Refusal) as refused:
        machine.check(
            step=BY_NAME["claim_hardship"],
            situation=at("draft"),
            role=Role.PRESCRIBER,
            switched_off=off,
        )
    shown = machine.choices(situation=at("draft"), role=Role.PRESCRIBER, switched_off=off)

    assert refused.value.code == "step_switched_off"
    assert "claim_hardship" not in {choice.step.name for choice in shown}


def test_a_closed_step_is_shown_with_its_sentence() -> None:
    shown = machine.choices(situation=at("draft", "wanted"), role=Role.PRESCRIBER)

    closed = {choice.step.name: choice.refusal for choice in shown}
    assert closed["issue"] is not None
    assert closed["issue"].code == "consent_missing"
    assert closed["withdraw"] is None
    assert "present" not in closed


def test_a_step_without_name_is_refused_with_those_that_exist() -> None:
    with pytest.raises(Refusal) as refused:
        machine.step_named("issu")

    assert refused.value.code == "step_unknown"
    assert "issue" in refused.value.sentence
    assert machine.step_named("issue") is BY_NAME["issue"]


def test_a_reason_is_one_of_the_list() -> None:
    decline = BY_NAME["decline"]

    reason = machine.reason_of(decline, "no_offer")
    with pytest.raises(Refusal) as refused:
        machine.reason_of(decline, "")

    assert reason is decline.reasons[1]
    assert refused.value.code == "reason_needed"
    assert decline.reasons[0].label in refused.value.sentence
    assert machine.reason_of(BY_NAME["accept"], "") is None


WAITS = [
    ("nobody before it begins", {}, NONE, None),
    ("the prescriber of a draft", {Part.PRESCRIPTION: "draft"}, NONE, Role.PRESCRIBER),
    ("the manager of a claim", {Part.PRESCRIPTION: "draft"}, "waiting", Role.PARTNER_MANAGER),
    ("the prescriber once answered", {Part.PRESCRIPTION: "draft"}, "approved", Role.PRESCRIBER),
    ("the household of a voucher", {Part.PRESCRIPTION: "issued"}, "waiting", Role.HOUSEHOLD),
    ("the shop that received", {Part.PRESCRIPTION: "presented"}, NONE, Role.SHOP_ADVISOR),
    ("nobody when it is over", {Part.PRESCRIPTION: "closed"}, NONE, None),
    ("nobody when it expired", {Part.PRESCRIPTION: "expired"}, "waiting", None),
]


@pytest.mark.parametrize(
    ("states", "hardship", "who"), [row[1:] for row in WAITS], ids=[row[0] for row in WAITS]
)
def test_who_waits(states: dict[Part, str], hardship: str, who: Role | None) -> None:
    assert machine.waits_for(states=states, hardship=hardship) is who


def test_a_history_that_could_not_happen_is_refused() -> None:
    with pytest.raises(ValueError, match="present cannot be taken from draft"):
        machine.replay(["prepare", "present"])


NAMES_OF = {part: [NONE, *(state.name for state in STATES if state.part is part)] for part in Part}
situations = st.builds(
    Situation,
    day=st.just(MONDAY),
    states=st.fixed_dictionaries({part: st.sampled_from(NAMES_OF[part]) for part in Part}),
    entitled=st.booleans(),
    certain=st.booleans(),
    consent=st.booleans(),
    hardship=st.sampled_from([NONE, "waiting", "approved", "refused"]),
    last_day=st.sampled_from([None, YESTERDAY, MONDAY, TOMORROW]),
    is_claimant=st.booleans(),
    is_own_organisation=st.booleans(),
    is_holding_shop=st.booleans(),
)


@given(
    situation=situations,
    role=st.sampled_from(list(Role)),
    off=st.sets(st.sampled_from(sorted(BY_NAME)), max_size=3),
)
def test_what_is_shown_open_passes_and_what_is_shown_closed_does_not(situation, role, off) -> None:
    shown = {
        choice.step.name: choice.refusal
        for choice in machine.choices(situation=situation, role=role, switched_off=off)
    }

    for step in STEPS:
        said = _refusal(step, situation, role, off)
        if step.name in shown:
            assert said == (shown[step.name] and shown[step.name].code)
        else:
            assert said is not None


def _refusal(step, situation, role, off) -> str | None:
    try:
        machine.check(step=step, situation=situation, role=role, switched_off=off)
    except Refusal as refusal:
        return refusal.code
    return None


@given(data=st.data(), length=st.integers(0, 40))
def test_a_walk_can_be_replayed_from_its_names(data, length: int) -> None:
    states: dict[Part, str] = {}
    names: list[str] = []
    for _ in range(length):
        here = states.get(Part.PRESCRIPTION, NONE)
        ways = [
            step
            for step in STEPS
            if states.get(step.part, NONE) in step.sources
            and (not step.during or here in step.during)
        ]
        if not ways:
            break
        step = data.draw(st.sampled_from(ways))
        states = machine.after(step, states)
        names.append(step.name)

    assert machine.replay(names) == states
    for part, name in states.items():
        assert name in NAMES_OF[part]


@pytest.mark.parametrize(
    ("case", "states", "said"),
    [
        ("a draft", {Part.PRESCRIPTION: "draft", Part.LINE: "wanted"}, "Brouillon"),
        (
            "accepted, a line",
            {Part.PRESCRIPTION: "accepted", Part.LINE: "ordered"},
            "Ligne commandée",
        ),
        ("accepted, no line", {Part.PRESCRIPTION: "accepted", Part.LINE: NONE}, "Accepté"),
        ("over", {Part.PRESCRIPTION: "closed", Part.LINE: "active"}, "Terminé"),
    ],
)
def test_a_list_shows_the_state_that_says_most(
    case: str, states: dict[Part, str], said: str
) -> None:
    assert machine.standing(states).staff == said, case
