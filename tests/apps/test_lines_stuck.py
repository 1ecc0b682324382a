"""A stuck line: one case, one owner at a time, a clock, a thread, an end."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.lines.models import StuckCase, StuckMessage
from coupdepouce.lines.queries import case as case_of
from coupdepouce.outreach.models import Message
from coupdepouce.prescriptions import stuck, work
from coupdepouce.prescriptions.forgetting import forget_household
from tests.apps import cases
from tests.apps.build import NOW, member
from tests.apps.line_cases import active, back_office, days, opened, ordered
from tests.apps.test_households_concurrency import AT_ONCE, race


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


def kinds(case):
    return list(case.messages.values_list("kind", flat=True))


def refusal(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def acting(act, case, by, *, at=NOW, once=None, **given):
    return act(member=by, reference=case.reference, at=at, once=once or uuid4(), **given)


def test_a_case_has_an_owner_and_a_clock_from_its_first_second():
    by = cases.prescriber()
    desk = back_office()

    case = opened(ordered(by=by), by, cause="building")

    # 15 days are given: the 16th day after is late.
    assert (case.owner, case.due_on) == (Role.PRESCRIBER, date(2026, 12, 6))
    assert kinds(case) == ["said"]
    assert not Message.objects.filter(template="stuck_yours", recipient=desk.user.email).exists()
    assert Message.objects.get(template="stuck_yours").recipient == by.user.email


def test_the_same_key_gives_the_same_case_and_another_finds_it_open():
    by, once = cases.prescriber(), uuid4()
    found = ordered(by=by)

    first, again = opened(found, by, once=once), opened(found, by, once=once)

    assert first == again
    assert refusal(lambda: opened(found, by)) == "case_open"
    assert StuckMessage.objects.count() == 1


def test_a_failed_order_opens_its_case_with_its_cause():
    shop, desk = cases.advisor(), back_office()
    found = ordered(shop=shop)

    cases.step(found, "fail_order", shop, reason="dead_socket")

    case = StuckCase.objects.get()
    assert (case.cause, case.owner, case.shop) == ("socket", "back_office", shop.organisation)
    assert Message.objects.filter(template="stuck_yours").get().recipient == desk.user.email


def test_a_case_already_open_goes_on_when_the_order_fails():
    by, shop = cases.prescriber(), cases.advisor()
    found = ordered(by=by, shop=shop)
    opened(found, by)

    cases.step(found, "fail_order", shop, reason="dead_socket")

    assert StuckCase.objects.get().cause == "no_news"


def test_handing_over_gives_the_next_owner_the_whole_clock_and_tells_them():
    by, shop, desk = cases.prescriber(), cases.advisor(), back_office()
    case = opened(ordered(by=by, shop=shop), by)
    shop.organisation.email = "boutique@exemple.invalid"
    shop.organisation.save()

    acting(stuck.hand_over, case, desk, at=days(4), to="shop_advisor", text="Rappelez-la.")

    case.refresh_from_db()
    assert (case.owner, case.owned_since, case.due_on) == (
        "shop_advisor", days(4), date(2026, 11, 30),
    )  # fmt: skip
    assert kinds(case) == ["said", "handed_over"]
    told = Message.objects.filter(template="stuck_yours").values_list("recipient", flat=True)
    assert "boutique@exemple.invalid" in told


REFUSED = [
    ("to whoever holds it", {"to": "back_office"}, "owner_same"),
    ("to nobody", {"to": ""}, "owner_unknown"),
    ("to a role that holds none", {"to": "trainer"}, "owner_unknown"),
]


@pytest.mark.parametrize(("given", "code"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_case_is_handed_to_one_of_three(given, code):
    by = cases.prescriber()
    case = opened(ordered(by=by), by)

    assert refusal(lambda: acting(stuck.hand_over, case, by, text="", **given)) == code


def test_a_case_ends_with_an_outcome_and_takes_no_message_after():
    by = cases.prescriber()
    case = opened(ordered(by=by), by)

    assert refusal(lambda: acting(stuck.close, case, by, outcome="", text="")) == "outcome_needed"
    acting(stuck.close, case, by, outcome="solved", text="La ligne repart.")

    case.refresh_from_db()
    assert (case.outcome, case.closed_at) == ("solved", NOW)
    assert refusal(lambda: acting(stuck.write, case, by, text="Encore.")) == "case_closed"
    opened(case.line.prescription, by)
    assert StuckCase.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "message_empty"), ("  \n ", "message_empty"), ("a" * 2001, "message_long"),
     ("a\x00b", "message_unreadable"), ("a\u202eb", "message_unreadable")],
    ids=["nothing", "blank", "too long", "a zero byte", "turned around"],
)  # fmt: skip
def test_a_message_that_cannot_be_kept_is_refused(text, code):
    by = cases.prescriber()
    case = opened(ordered(by=by), by)

    assert refusal(lambda: acting(stuck.write, case, by, text=text)) == code


def test_a_message_sent_twice_is_one_and_its_key_serves_once():
    by = cases.prescriber()
    case, other = (opened(ordered(f"FICTIF-{n}", by=by), by) for n in (1, 2))
    once = uuid4()

    acting(stuck.write, case, by, text="Bonjour.", once=once)
    acting(stuck.write, case, by, text="Bonjour.", once=once)

    assert kinds(case) == ["said", "said"]
    stolen = refusal(lambda: acting(stuck.write, other, by, text="Bonjour.", once=once))
    assert stolen == "key_already_used"


def test_the_text_is_sealed_in_the_database():
    by = cases.prescriber()
    opened(ordered(by=by), by, text="Le digicode est faux.")

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM lines_stuckmessage")
        (stored,) = cursor.fetchone()

    assert "digicode" not in stored
    assert StuckMessage.objects.get().text == "Le digicode est faux."


def turn(number):
    done = work.work_once(at=days(number))
    return done["dossiers bloqués rappelés"], done["dossiers bloqués dits au programme"]


def test_an_overdue_case_is_recalled_to_its_owner_then_told_to_the_programme_once_each():
    by, desk, boss = cases.prescriber(), back_office(), member(Role.PROGRAMME_MANAGER)
    opened(ordered(by=by), by, cause="no_news")  # 5 days: late on the 6th

    turns = [turn(number) for number in (5, 6, 7, 8, 9, 10)]

    assert turns == [(0, 0), (1, 0), (0, 0), (0, 0), (0, 1), (0, 0)]
    assert Message.objects.get(template="stuck_reminder").recipient == desk.user.email
    assert Message.objects.get(template="stuck_escalated").recipient == boss.user.email
    assert kinds(StuckCase.objects.get()) == ["said", "reminded", "escalated"]


def test_a_case_handed_over_in_time_is_recalled_to_nobody_until_its_new_day():
    by = cases.prescriber()
    case = opened(ordered(by=by), by, cause="no_news")
    acting(stuck.hand_over, case, by, at=days(5), to="prescriber", text="")

    assert [turn(6), turn(10), turn(11)] == [(0, 0), (0, 0), (1, 0)]


@pytest.mark.parametrize(
    ("step", "answers", "outcome"),
    [("activate_line", {"activated_on": "2026-11-20"}, "solved"),
     ("cancel_line", {"reason": "later"}, "gave_up")],
)  # fmt: skip
def test_a_case_ends_with_its_line(step, answers, outcome):
    by, shop = cases.prescriber(), cases.advisor()
    found = ordered(by=by, shop=shop)
    case = opened(found, by)

    cases.step(found, step, shop, **answers)

    case.refresh_from_db()
    assert case.outcome == outcome


@pytest.mark.parametrize(
    ("owner", "handed"),
    [("back_office", True), ("shop_advisor", True), ("prescriber", False)],
)
def test_a_case_goes_to_the_prescriber_when_its_shop_gives_the_voucher_back(owner, handed):
    by, shop = cases.prescriber(), cases.advisor()
    found = cases.brought_to("accept", by=by, shop=shop)
    case = opened(found, by, cause="no_news")
    StuckCase.objects.filter(pk=case.pk).update(owner=owner)
    Message.objects.all().delete()

    cases.step(found, "reverse", shop, at=days(3), reason="other_shop")

    case.refresh_from_db()
    assert (case.owner, case.shop, case.closed_at) == ("prescriber", None, None)
    assert ("handed_over" in kinds(case)) is handed
    told = Message.objects.filter(template="stuck_yours")
    assert [one.recipient for one in told] == ([by.user.email] if handed else [])
    # The whole clock of its cause, from the day it was given back.
    assert case.due_on == date(2026, 11, 29 if handed else 26)


def test_each_side_sees_its_cases_and_nobody_else():
    by, shop = cases.prescriber(), cases.advisor()
    case = opened(ordered(by=by, shop=shop), by)
    sees = [by, shop, back_office(), member(Role.PROGRAMME_MANAGER)]
    sees.append(member(Role.PARTNER_MANAGER, of=by.organisation))
    blind = [cases.prescriber(), cases.advisor(), member(Role.TRAINER, of=shop.organisation)]
    blind += [member(Role.EVALUATOR), member(Role.ADMINISTRATOR)]

    for one in sees:
        assert case_of(member=one, reference=case.reference) == case
    for one in blind:
        assert refusal(lambda one=one: case_of(member=one, reference=case.reference)) == "not_found"


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_nothing_is_stuck_where_no_line_is_asked_for(state):
    by, shop = cases.prescriber(), cases.advisor()
    if state == "draft":
        found = cases.draft(by=by)
    else:
        found = ordered(by=by, shop=shop)
        cases.step(found, "cancel_line", shop, reason="later")

    assert refusal(lambda: opened(found, by)) == "nothing_stuck"


def test_a_forgotten_household_leaves_no_word_in_its_cases():
    by = cases.prescriber()
    found = active(by=by)
    case = opened(found, by, text="Le digicode est faux.")

    forget_household(household_id=found.household_id, at=NOW)

    assert set(case.messages.values_list("text", flat=True)) == {""}
    assert refusal(lambda: opened(found, by)) in {"household_erased", "case_open", "nothing_stuck"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Several people at the same second, on real connections."""

    @pytest.fixture(autouse=True)
    def _real(self, transactional_db):
        if connection.vendor != "postgresql":
            pytest.skip("SQLite lets one writer in at a time: run with PostgreSQL.")

    def test_two_clicks_open_one_case(self):
        cases.programme()
        by, once = cases.prescriber(), uuid4()
        found = ordered(by=by)

        done = race(*(lambda: opened(found, by, once=once) for _ in range(AT_ONCE)))

        assert done == [StuckCase.objects.get()] * AT_ONCE
        assert StuckMessage.objects.count() == 1

    def test_the_two_sides_at_once_open_one_case(self):
        cases.programme()
        by, shop = cases.prescriber(), cases.advisor()
        found = ordered(by=by, shop=shop)

        done = race(lambda: opened(found, by), lambda: opened(found, shop))

        assert done.count("case_open") == 1
        assert StuckCase.objects.filter(household=F("household")).count() == 1

    def test_two_owners_hand_over_at_once_and_each_move_is_written(self):
        cases.programme()
        by, shop, desk = cases.prescriber(), cases.advisor(), back_office()
        case = opened(ordered(by=by, shop=shop), by)

        done = race(
            lambda: acting(stuck.hand_over, case, by, to="prescriber", text=""),
            lambda: acting(stuck.hand_over, case, desk, to="shop_advisor", text=""),
        )

        case.refresh_from_db()
        moves = case.messages.filter(kind="handed_over").order_by("pk")
        assert len([one for one in done if isinstance(one, StuckMessage)]) == 2
        assert moves.last().to_owner == case.owner
