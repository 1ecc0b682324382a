"""From the order to a line that is kept: appointments, reminders, milestones, cuts, ends."""

from contextlib import nullcontext
from datetime import date, datetime, timedelta

import pytest

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.refusal import Refusal
from coupdepouce.lines.models import LineCheck
from coupdepouce.lines.queries import is_unreachable
from coupdepouce.outreach.models import Message
from coupdepouce.prescriptions import call_backs, line_desk, work
from coupdepouce.prescriptions.lists import Filter, listed
from tests.apps import cases
from tests.apps.build import NOW
from tests.apps.line_cases import active, back_office, days, ordered, said


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


MEETING = datetime(2026, 12, 4, 14, 30, tzinfo=PARIS)
WRITTEN = {"preference": "sms", "phone": "0639980123"}


def with_appointment(at="04/12/2026 14:30", **fields):
    desk = back_office()
    found = ordered(**(WRITTEN | fields))
    cases.step(found, "set_appointment", desk, appointment_at=at, confirmed_with="household")
    found.refresh_from_db()
    return found, desk


def reminders():
    return Message.objects.filter(template="line_reminder").count()


def turn(at):
    return work.work_once(at=at)["rappels de rendez-vous"]


def test_the_operators_desk_sets_an_appointment_and_says_who_confirmed():
    found, _ = with_appointment()

    assert found.line_state == "appointment"
    assert (found.line.appointment_at, found.line.confirmed_with) == (MEETING, "household")


def test_the_appointment_is_recalled_once_from_the_first_moment_of_the_day_before():
    with_appointment()
    eve = datetime(2026, 12, 3, tzinfo=PARIS)

    before = turn(eve - timedelta(seconds=1))
    first, second = turn(eve), turn(eve + timedelta(hours=9))

    assert (before, first, second, reminders()) == (0, 1, 0, 1)
    assert "04/12/2026 à 14h30" in Message.objects.get(template="line_reminder").text


def test_an_appointment_set_for_tomorrow_is_not_recalled_in_the_minutes_that_follow():
    found, desk = with_appointment()
    set_at = datetime(2026, 12, 3, 15, tzinfo=PARIS)
    cases.step(
        found, "set_appointment", desk, at=set_at, appointment_at="04/12/2026 16:00",
        confirmed_with="household",
    )  # fmt: skip

    soon, next_day = turn(set_at + timedelta(hours=23)), turn(set_at + timedelta(days=1))

    assert (soon, next_day, reminders()) == (0, 1, 1)


def test_another_hour_has_its_own_reminder():
    found, desk = with_appointment()
    turn(datetime(2026, 12, 3, 9, tzinfo=PARIS))
    cases.step(
        found, "set_appointment", desk, at=days(14), appointment_at="08/12/2026 09:00",
        confirmed_with="operator",
    )  # fmt: skip

    turn(datetime(2026, 12, 7, 9, tzinfo=PARIS))

    assert reminders() == 2


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("miss_appointment", "called_off"),
        ("fail_order", "dead_socket"),
        ("cancel_line", "later"),
    ],
)
def test_nobody_is_reminded_of_an_appointment_that_is_off(name, reason):
    found, desk = with_appointment()
    cases.step(found, name, desk, reason=reason)

    assert turn(datetime(2026, 12, 3, 9, tzinfo=PARIS)) == 0


@pytest.mark.parametrize("reason", ["household_absent", "technician_absent", "no_access"])
def test_an_appointment_is_not_missed_a_minute_before_it(reason):
    found, desk = with_appointment()
    given = {"reason": reason}

    with pytest.raises(Refusal, match="déplacez-le"):
        cases.step(found, "miss_appointment", desk, at=MEETING - timedelta(minutes=1), **given)
    cases.step(found, "miss_appointment", desk, at=MEETING, **given)

    found.refresh_from_db()
    assert found.line_state == "ordered"


@pytest.mark.parametrize(
    ("day", "is_kept"), [("20/05/2027", True), ("21/05/2027", False), ("04/12/2099", False)]
)
def test_an_appointment_is_at_most_six_months_ahead(day, is_kept):
    found, desk = with_appointment()

    with nullcontext() if is_kept else pytest.raises(Refusal, match="6 mois"):
        cases.step(
            found, "set_appointment", desk, appointment_at=f"{day} 09:00",
            confirmed_with="operator",
        )  # fmt: skip


def test_an_appointment_that_is_over_is_recalled_to_nobody():
    with_appointment()

    assert turn(MEETING + timedelta(minutes=1)) == 0


def test_who_wants_no_message_is_told_once_by_the_prescriber():
    found, _ = with_appointment(preference="prescriber", phone="")
    eve = datetime(2026, 12, 3, 9, tzinfo=PARIS)

    assert [turn(eve), turn(eve)] == [1, 0]
    told = Message.objects.get(template="to_tell", once__contains=":line_reminder:")
    assert told.recipient == found.prescriber.user.email
    assert not Message.objects.filter(template="line_reminder").exists()
    found.line.refresh_from_db()
    assert found.line.reminded_at is not None


def test_a_line_that_works_is_looked_at_on_the_days_of_the_programme():
    found = active(on="2026-11-20")

    due = list(found.line.checks.values_list("months", "due_on"))

    assert due == [
        (1, date(2026, 12, 20)), (3, date(2027, 2, 20)), (6, date(2027, 5, 20)),
        (12, date(2027, 11, 20)),
    ]  # fmt: skip


def checks(found):
    return dict(LineCheck.objects.filter(line=found.line).values_list("months", "status"))


@pytest.mark.parametrize(
    ("checked_on", "settled"),
    [("2026-12-19", {}), ("2026-12-20", {1: "active"}), ("2027-02-20", {1: "active", 3: "active"})],
    ids=["the day before", "on the day", "two at once"],
)
def test_a_call_back_answers_what_was_due(checked_on, settled):
    found, desk = active(), back_office()

    cases.step(found, "keep_line", desk, at=days(150), checked_on=checked_on)

    assert checks(found) == {1: "", 3: "", 6: "", 12: ""} | settled
    if settled:
        done = LineCheck.objects.get(line=found.line, months=1)
        assert (done.source, done.checked_by) == ("call_back", desk)


def test_a_late_payment_tells_the_prescriber_before_the_cut_and_comes_first_in_the_list():
    by, desk = cases.prescriber(), back_office()
    waiting = cases.draft(by=by, number=90, at=NOW - timedelta(days=9))
    found = active(by=by, **WRITTEN)

    cases.step(found, "note_late_payment", desk, cut_on="2026-12-10")

    found.refresh_from_db()
    mail = Message.objects.get(template="line_cut_warning")
    assert (found.line_state, found.line.cut_on) == ("late", date(2026, 12, 10))
    assert mail.recipient == by.user.email
    assert "10/12/2026" in mail.text
    assert f"/prescriptions/{found.reference}/ligne/" in mail.text
    assert Message.objects.filter(template="line_late").count() == 1
    rows = listed(member=by, keep=Filter(), at=NOW).rows
    assert [row.prescription.pk for row in rows] == [found.pk, waiting.pk]
    assert rows[0].is_overdue


def test_a_late_line_comes_first_even_once_the_request_is_closed():
    by, shop, desk = cases.prescriber(), cases.advisor(), back_office()
    cases.draft(by=by, number=90, at=NOW - timedelta(days=9))
    found = active(by=by, shop=shop)
    cases.step(found, "close", shop)
    cases.step(found, "note_suspended", desk, checked_on="2026-11-20")

    rows = listed(member=by, keep=Filter(), at=NOW).rows
    only = listed(member=by, keep=Filter(overdue=True), at=NOW).rows

    assert rows[0].prescription.pk == found.pk
    assert [row.prescription.pk for row in only] == [found.pk]


@pytest.mark.parametrize(
    ("cut_on", "template"),
    [("2026-11-19", "line_cut_past"), ("2026-11-20", "line_cut_warning")],
    ids=["over since yesterday", "today"],
)
def test_a_cut_is_kept_and_the_prescriber_reads_whether_it_is_over(cut_on, template):
    found, desk = active(), back_office()

    cases.step(found, "note_late_payment", desk, cut_on=cut_on)

    found.line.refresh_from_db()
    assert f"{found.line.cut_on}" == cut_on
    sent = Message.objects.filter(template__startswith="line_cut").values_list("template")
    assert [name for (name,) in sent] == [template]


def test_once_paid_the_cut_is_forgotten():
    found, desk = active(), back_office()
    cases.step(found, "note_late_payment", desk, cut_on="2026-12-10")

    cases.step(found, "keep_line", desk, checked_on="2026-11-20")

    found.refresh_from_db()
    assert (found.line_state, found.line.cut_on) == ("active", None)


def test_an_ended_line_is_asked_about_no_more():
    found, desk = active(), back_office()

    cases.step(found, "end_line", desk, ended_on="2026-11-20", reason="moved")

    found.refresh_from_db()
    assert found.line.ended_on == date(2026, 11, 20)
    assert set(checks(found).values()) == {"ended"}


def test_a_shop_does_not_say_that_a_line_is_late():
    shop = cases.advisor()
    found = active(shop=shop)

    with pytest.raises(Refusal) as refused:
        cases.step(found, "note_late_payment", shop, cut_on="2026-12-10")

    assert refused.value.code == "not_your_step"


EMAIL = {"preference": "email", "email": "camille@exemple.invalid", "phone": ""}


def told(template):
    return Message.objects.get(template=template).text


def test_an_email_says_the_day_in_words_and_names_the_shop():
    found, _ = with_appointment(**EMAIL)

    text = told("line_appointment")

    assert "le vendredi 4 décembre à 14\u00a0h\u00a030.\n" in text
    assert f"Votre boutique : {found.shop.name}." in text


def test_an_email_in_english_says_the_day_in_english():
    with_appointment(language="en", **EMAIL)

    assert "Friday 4 December at 14:30" in told("line_appointment")


LATE = [
    ("by e-mail", EMAIL, "la ligne peut être coupée le jeudi 10 décembre 2026.\n"),
    ("by SMS", WRITTEN, "en retard. Coupure le 10/12/2026. Parlez-en"),
]


@pytest.mark.parametrize(("way", "said"), [i[1:] for i in LATE], ids=[i[0] for i in LATE])
def test_a_late_payment_says_the_day_of_the_cut_and_who_helps(way, said):
    found = active(**way)

    cases.step(found, "note_late_payment", back_office(), cut_on="2026-12-10")

    text = told("line_late")
    assert said in text
    assert (f"Qui vous suit : {found.organisation.name}." in text) == (way is EMAIL)


@pytest.mark.parametrize(
    ("name", "reason", "template"),
    [
        ("find_line_not_available", "no_network", "line_not_available"),
        ("decline", "no_offer", "declined"),
    ],
)
def test_what_comes_next_is_not_said_as_what_the_household_may_do(name, reason, template):
    shop = cases.advisor()
    before = "accept" if name.startswith("find") else "present"
    found = cases.brought_to(before, shop=shop, **EMAIL)

    cases.step(found, name, shop, reason=reason)

    assert "\nLa suite : " in told(template)
    assert "Vous pouvez :" not in told(template)


def test_calls_without_an_answer_are_counted_one_a_day_until_the_prescriber_is_told():
    by, desk = cases.prescriber(), back_office()
    found = active(by=by)

    def call(day, hour=0):
        at = days(day) + timedelta(hours=hour)
        return call_backs.note_no_answer(member=desk, reference=found.reference, at=at)

    told = [call(40), call(40, 2), call(41), call(42), call(43)]

    check = LineCheck.objects.get(line=found.line, months=1)
    assert told == ["noted", "same_day", "noted", "given_up", "not_due"]
    assert (check.status, check.tries, check.source) == ("unknown", 3, "call_back")
    assert is_unreachable(found.line)
    letter = Message.objects.get(template="line_no_answer")
    assert letter.recipient == by.user.email
    assert str(found.reference) in letter.text
    assert line_desk.counts(member=desk, at=days(43))["rappels"] == 0
    assert line_desk.counts(member=desk, at=days(100))["rappels"] == 1
    assert LineCheck.objects.filter(status="unknown").count() == 1

    cases.step(found, "keep_line", desk, at=days(100), checked_on=f"{days(100):%Y-%m-%d}")

    assert not is_unreachable(found.line)


@pytest.mark.parametrize("by_file", [True, False])
def test_an_answer_counts_even_once_nobody_calls_any_more(by_file):
    desk, found = back_office(), active("FICTIF-1")
    for day in (40, 41, 42):
        call_backs.note_no_answer(member=desk, reference=found.reference, at=days(day))
    given_up = is_unreachable(found.line)
    later = f"{days(45):%Y-%m-%d}"

    if by_file:
        row = f"FICTIF-1,active,{later},,,"
        foreseen = said(row, at=days(45), dry_run=True)
        assert len(foreseen.moves) == len(said(row, at=days(45)).moves) == 1
    else:
        cases.step(found, "keep_line", desk, at=days(45), checked_on=later)

    assert given_up
    assert not is_unreachable(found.line)
    assert checks(found)[1] == "active"


def test_nobody_is_called_about_a_line_that_does_not_work():
    with pytest.raises(Refusal, match="pas en service"):
        call_backs.note_no_answer(member=back_office(), reference=ordered().reference, at=NOW)
