"""The journey in the database: states, events, messages, and what is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.calendar import add_days, day_of
from coupdepouce.core.journey.machine import replay
from coupdepouce.core.journey.model import NONE, Part
from coupdepouce.core.programme import parse
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Household
from coupdepouce.outreach.models import Message
from coupdepouce.prescriptions import counter, lists, opening, queries
from coupdepouce.prescriptions.actors import HOUSEHOLD
from coupdepouce.prescriptions.events import broken_at, broken_journals
from coupdepouce.prescriptions.models import JourneyEvent, Prescription, WrittenOnce
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.situation import states_of
from coupdepouce.programmes.defaults import default_text
from tests.apps import cases
from tests.apps.build import NOW, member, organisation


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


def refused(code, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        cases.step(*args, **kwargs)
    assert caught.value.code == code


def test_the_line_becomes_active_and_the_events_say_the_same_as_the_states():
    prescription = cases.brought_to("activate_line")

    names = list(prescription.events.values_list("step", flat=True))
    assert prescription.state == "accepted"
    assert prescription.line_state == "active"
    assert replay(names) == {
        part: state for part, state in states_of(prescription).items() if state != NONE
    }
    assert broken_at(prescription) is None
    assert prescription.line.order_number == "FICTIF-1"


def test_a_changed_event_shows_in_the_chain():
    prescription = cases.brought_to("accept")
    event = prescription.events.get(step="present")

    event.role = Role.PRESCRIBER
    event.save()

    assert broken_at(prescription) == event.number


def test_events_are_never_updated_nor_deleted():
    cases.brought_to("issue")

    with pytest.raises(WrittenOnce):
        JourneyEvent.objects.update(step="accept")
    with pytest.raises(WrittenOnce):
        JourneyEvent.objects.all().delete()


def test_the_same_key_gives_the_first_event():
    by, once = cases.prescriber(), uuid4()
    prescription = cases.draft(by=by)

    first = cases.step(prescription, "issue", by, once=once)
    second = cases.step(prescription, "issue", by, once=once)

    assert first == second
    assert prescription.vouchers.count() == 1


def test_a_key_used_for_another_step_is_refused():
    by, once = cases.prescriber(), uuid4()
    prescription = cases.draft(by=by)
    cases.step(prescription, "issue", by, once=once)

    refused("key_already_used", prescription, "withdraw", by, reason="price", once=once)


def test_the_same_form_sent_twice_opens_one_prescription():
    by, once = cases.prescriber(), uuid4()

    first = cases.draft(by=by, once=once)
    second = cases.draft(by=by, once=once)

    assert first == second
    assert Household.objects.count() == 1


def test_a_household_has_one_open_prescription():
    by = cases.prescriber()
    first = cases.draft(by=by)

    with pytest.raises(Refusal) as caught:
        opening.open_prescription(
            household_id=first.household_id,
            request=cases.Request(parts=(Part.LINE,)),
            by=by,
            at=NOW,
            once=uuid4(),
        )

    assert caught.value.code == "already_open"


@pytest.mark.parametrize(
    ("quotient", "code"),
    [(700, None), (701, "not_entitled"), (0, "not_entitled")],
    ids=["at the ceiling", "one euro above", "zero is a doubt"],
)
def test_a_voucher_needs_a_certain_verdict(quotient, code):
    by = cases.prescriber()
    prescription = cases.draft(by=by, quotient=quotient)

    if code:
        refused(code, prescription, "issue", by)
    else:
        assert cases.step(prescription, "issue", by).step == "issue"


def test_a_verdict_ages_until_the_voucher_is_issued():
    by = cases.prescriber()
    prescription = cases.draft(by=by)  # the proof is ten days old: 10 November, 3 months

    refused("verdict_not_certain", prescription, "issue", by, at=NOW + timedelta(days=82))
    assert cases.step(prescription, "issue", by, at=NOW + timedelta(days=81)).step == "issue"


def test_a_prescriber_cannot_redeem_and_a_shop_cannot_prescribe():
    by, shop = cases.prescriber(), cases.advisor()
    prescription = cases.draft(by=by)

    refused("not_your_step", prescription, "issue", shop)
    cases.step(prescription, "issue", by)
    refused("not_your_step", prescription, "present", by, identity_seen="yes")


def test_an_organisation_does_not_receive_its_own_voucher():
    by = cases.prescriber()
    inside = member(Role.SHOP_ADVISOR, of=by.organisation)
    prescription = cases.draft(by=by)
    cases.step(prescription, "issue", by)

    refused("own_prescription", prescription, "present", inside, identity_seen="yes")


def test_the_identity_is_seen_before_the_voucher_is_received():
    by, shop = cases.prescriber(), cases.advisor()
    prescription = cases.draft(by=by)
    cases.step(prescription, "issue", by)

    refused("answer_wrong", prescription, "present", shop)


def test_a_voucher_is_received_once_and_can_be_given_back():
    shop, other = cases.advisor(), cases.advisor()
    prescription = cases.brought_to("present", shop=shop)

    refused("voucher_already_redeemed", prescription, "present", other, identity_seen="yes")
    refused("other_shop", prescription, "reverse", other, reason="mistake")
    refused("reason_needed", prescription, "reverse", shop)
    cases.step(prescription, "reverse", shop, reason="mistake")
    cases.step(prescription, "present", other, identity_seen="yes")

    prescription.refresh_from_db()
    assert prescription.shop == other.organisation


def test_a_line_in_service_is_said_to_be_so_and_nothing_is_undone():
    by, shop = cases.prescriber(), cases.advisor()
    prescription = cases.brought_to("activate_line", by=by, shop=shop)

    refused("line_in_service", prescription, "reverse", shop, reason="mistake")
    refused("line_in_service", prescription, "withdraw", by, reason="price")


def test_an_ordered_line_is_cancelled_before_anything_is_undone():
    by, shop = cases.prescriber(), cases.advisor()
    prescription = cases.brought_to("order_line", by=by, shop=shop)

    refused("line_ordered", prescription, "reverse", shop, reason="mistake")
    refused("line_ordered", prescription, "withdraw", by, reason="price")
    cases.step(prescription, "cancel_line", shop, reason="price")
    cases.step(prescription, "withdraw", by, reason="price")

    prescription.refresh_from_db()
    assert (prescription.state, prescription.waits_for) == ("withdrawn", "")


def test_a_line_does_not_become_active_tomorrow():
    shop = cases.advisor()
    prescription = cases.brought_to("order_line", shop=shop)

    refused("answer_wrong", prescription, "activate_line", shop, activated_on="2026-11-21")


def test_hardship_needs_a_second_person():
    by = cases.prescriber()
    alone = member(Role.PARTNER_MANAGER, of=by.organisation)
    other = member(Role.PARTNER_MANAGER, of=by.organisation)
    prescription = cases.draft(by=by, quotient=900)

    cases.step(prescription, "claim_hardship", alone, reason="sudden_loss")
    refused("second_person", prescription, "approve_hardship", alone)
    prescription.refresh_from_db()
    assert prescription.waits_for == Role.PARTNER_MANAGER
    cases.step(prescription, "approve_hardship", other)

    assert cases.step(prescription, "issue", by).step == "issue"


def test_the_counter_never_sees_an_income():
    shop = cases.advisor()
    prescription = cases.brought_to("issue")
    code = prescription.vouchers.get().code

    view = counter.at_counter(text=f" {code[:5].lower()}-{code[5:]} ", member=shop, at=NOW)

    assert view.first_name == "Camille"
    assert "quotient" not in repr(view)
    assert [choice.step.name for choice in view.choices] == ["present"]


def test_another_shop_learns_only_that_the_voucher_was_received():
    shop, other = cases.advisor(), cases.advisor()
    prescription = cases.brought_to("present", shop=shop)
    code = prescription.vouchers.get().code

    with pytest.raises(Refusal) as caught:
        counter.at_counter(text=code, member=other, at=NOW)

    assert caught.value.code == "voucher_already_redeemed"


def test_a_replaced_voucher_stops_working():
    by, shop = cases.prescriber(), cases.advisor()
    prescription = cases.brought_to("issue", by=by)
    old = prescription.vouchers.get()

    cases.step(prescription, "replace_voucher", by, reason="lost")

    new = prescription.vouchers.get(replaced_at__isnull=True)
    assert (new.code != old.code, new.last_day) == (True, old.last_day)
    with pytest.raises(Refusal) as caught:
        counter.at_counter(text=old.code, member=shop, at=NOW)
    assert caught.value.code == "voucher_replaced"


def test_the_household_follows_with_its_code_and_year_and_withdraws():
    prescription = cases.brought_to("issue")
    code = prescription.vouchers.get().code

    view = counter.followed(text=code, birth_year="1980", at=NOW)
    take_step(
        prescription_id=prescription.pk,
        name="withdraw",
        actor=HOUSEHOLD,
        at=NOW,
        once=uuid4(),
        reason="trust",
    )

    assert view.withdraw.refusal is None
    assert view.told[0].sentence == "Vous avez reçu votre bon."
    assert counter.followed(text=code, birth_year="1980", at=NOW).withdraw is None


@pytest.mark.parametrize("year", ["1981", "", "80", "mille"])
def test_a_wrong_year_says_the_same_as_an_unknown_code(year):
    code = cases.brought_to("issue").vouchers.get().code

    with pytest.raises(Refusal) as caught:
        counter.followed(text=code, birth_year=year, at=NOW)

    assert caught.value.code == "follow_unknown"


def test_the_household_hears_of_it_only_where_it_agreed():
    cases.brought_to("issue", preference="sms", phone="0612345678")
    cases.brought_to("issue", number=2, preference="prescriber")

    message = Message.objects.get(template="voucher_ready")
    assert message.recipient == "+33612345678"
    assert len(message.text) <= 160


def test_the_prescriber_learns_what_others_did():
    by = cases.prescriber()
    cases.brought_to("activate_line", by=by)

    learnt = {event.step for event in queries.outcomes(member=by, since=None)}
    assert learnt == {"activate_line", "order_line", "accept"}
    assert Message.objects.filter(template="outcome").count() == 3


def test_each_role_sees_its_own():
    by, shop = cases.prescriber(), cases.advisor()
    cases.brought_to("present", by=by, shop=shop)
    stranger, programme = cases.prescriber(), member(Role.PROGRAMME_MANAGER)
    evaluator = member(Role.EVALUATOR, of=organisation("evaluator"))

    counts = [queries.visible_to(one).count() for one in (by, shop, stranger, programme, evaluator)]

    assert counts == [1, 1, 0, 1, 0]


@pytest.mark.parametrize("rows", [2, 20])
def test_a_list_costs_the_same_for_more_rows(rows, django_assert_num_queries):
    by = cases.prescriber()
    for number in range(rows):
        cases.draft(by=by, number=number)

    with django_assert_num_queries(3):
        page = lists.listed(member=by, keep=lists.Filter(), at=NOW)

    assert len(page.rows) == rows


def test_stuck_cases_come_first():
    by, shop = cases.prescriber(), cases.advisor()
    waiting = cases.draft(by=by, at=NOW - timedelta(days=29))
    stuck = cases.draft(by=by, at=NOW - timedelta(days=20), number=2)
    for name, answers in cases.TO_ACTIVE[:5]:
        cases.step(stuck, name, by if name == "issue" else shop, **answers)
    cases.step(stuck, "fail_order", shop, reason="dead_socket")

    page = lists.listed(member=by, keep=lists.Filter(), at=NOW)
    only = lists.listed(member=by, keep=lists.Filter(overdue=True), at=NOW)

    assert [row.prescription.pk for row in page.rows] == [stuck.pk, waiting.pk]
    assert [row.prescription.pk for row in only.rows] == [stuck.pk]


def test_each_case_is_on_one_page_and_only_one(monkeypatch):
    by = cases.prescriber()
    drafts = [cases.draft(by=by, number=n, at=NOW - timedelta(days=n * 20)) for n in range(5)]
    monkeypatch.setattr(lists, "PAGE", 2)

    pages = [lists.listed(member=by, keep=lists.Filter(), at=NOW, number=n) for n in (1, 2, 3)]

    shown = [row.prescription.pk for page in pages for row in page.rows]
    assert sorted(shown) == sorted(draft.pk for draft in drafts)
    assert [page.has_next for page in pages] == [True, True, False]


def test_a_journal_cut_at_its_end_shows():
    prescription = cases.brought_to("accept")

    JourneyEvent.objects.filter(pk=prescription.events.last().pk)._raw_delete("default")

    assert broken_at(prescription) == prescription.events_count
    assert broken_journals(most=10) == [str(prescription.reference)]


def test_a_figure_typed_later_needs_its_own_paper():
    by = cases.prescriber()
    prescription = cases.draft(by=by, quotient=900)

    judged = opening.judge(
        prescription=prescription,
        proof=None,
        figures=cases.Figures(quotient_familial=300),
        by=by,
        at=NOW + timedelta(minutes=5),
        once=uuid4(),
    )

    assert (judged.verdict.answer, judged.verdict.certain) == ("yes", False)


def test_a_key_of_another_request_opens_nothing():
    by = cases.prescriber()
    first, second = cases.draft(by=by), cases.draft(by=by, number=2)
    cases.step(second, "withdraw", by, reason="price")

    with pytest.raises(Refusal) as caught:
        opening.open_prescription(
            household_id=second.household_id,
            request=cases.Request(parts=(Part.LINE,)),
            by=by,
            at=NOW,
            once=first.reference,
        )

    assert caught.value.code == "key_already_used"


def test_a_new_offer_waits_even_if_a_later_request_was_withdrawn():
    by, shop = cases.prescriber(), cases.advisor()
    had = cases.brought_to("activate_line", by=by, shop=shop)
    cases.step(had, "close", shop)
    other = cases.draft(by=by, number=2)
    cases.step(other, "withdraw", by, reason="price")
    opening.absorb(kept=had.household, absorbed=other.household, at=NOW)

    with pytest.raises(Refusal) as caught:
        opening.open_prescription(
            household_id=had.household_id,
            request=cases.Request(parts=(Part.LINE,)),
            by=by,
            at=NOW,
            once=uuid4(),
        )

    assert caught.value.code == "too_soon"


def test_each_part_has_its_own_deadline_and_counts_as_stuck_alone():
    prescription = cases.brought_to("order_line")
    days = parse(default_text()).delays.line_activation

    assert prescription.line_due_on == add_days(day_of(NOW), days + 1)
    assert (prescription.computer_due_on, prescription.due_on) == (None, None)

    def is_stuck_on(day):
        return Prescription.objects.filter(lists.is_stuck(day), pk=prescription.pk).exists()

    assert not is_stuck_on(add_days(day_of(NOW), days))
    assert is_stuck_on(prescription.line_due_on)


def test_a_step_without_a_delay_ends_the_deadline_of_its_part():
    assert cases.brought_to("activate_line").line_due_on is None
