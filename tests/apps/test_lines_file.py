"""The operator's file applied: steps taken as the worker, twice is once, nothing is lost."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coupdepouce.connect.places.model import Severity
from coupdepouce.lines.models import LineCheck, LineReport
from coupdepouce.outreach.models import Message
from coupdepouce.prescriptions.events import broken_at
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.queries import history_of
from tests.apps import cases
from tests.apps.build import NOW
from tests.apps.line_cases import active, back_office, days, opened, ordered, said
from tests.apps.test_households_concurrency import AT_ONCE, race


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


def counts(report):
    return report.added, report.unchanged, report.refused


def steps(found):
    return list(found.events.order_by("number").values_list("step", "role"))[6:]


LIFE = (
    "FICTIF-1,ordered,2026-11-20,,,",
    "FICTIF-1,appointment,2026-11-21,,,04/12/2026 14:30",
    "FICTIF-1,active,2026-12-04,,,",
    "FICTIF-1,active,2027-01-05,,,",
    "FICTIF-1,late,2027-02-01,2027-03-15,,",
    "FICTIF-1,suspended,2027-03-15,,,",
    "FICTIF-1,active,2027-03-20,,,",
)


def test_the_life_of_a_line_read_from_one_file():
    found = ordered()

    report = said(*LIFE, at=days(125))

    # Read so late, the appointment is over: the rest goes on without it. So is the cut: it is said.
    found.refresh_from_db()
    said_of = [(one.value.split()[1], one.severity) for one in report.problems]
    assert said_of == [("appointment", "refused"), ("late", "warning")]
    assert (counts(report), found.line_state) == ((5, 1, 1), "active")


@pytest.mark.parametrize("written", ["fictif-1", "FICTIF - 1"])
def test_a_number_in_other_letters_is_of_the_same_line(written):
    found = ordered("Fictif-1")

    report = said(f"{written},active,2026-11-20,,,", at=days(1))

    found.refresh_from_db()
    assert (counts(report), found.line_state) == ((1, 0, 0), "active")
    assert LineReport.objects.get().order_number == found.line.order_number == "FICTIF-1"


def test_day_after_day_each_row_moves_the_line():
    found = ordered()
    moments = (0, 1, 14, 46, 73, 115, 120)

    reports = [said(row, at=days(day)) for row, day in zip(LIFE, moments, strict=True)]

    found.refresh_from_db()
    assert [counts(one) for one in reports] == [(0, 1, 0)] + [(1, 0, 0)] * 6
    assert found.line_state == "active"
    assert steps(found)[-6:] == [
        ("set_appointment", "worker"), ("activate_line", "worker"), ("keep_line", "worker"),
        ("note_late_payment", "worker"), ("note_suspended", "worker"), ("keep_line", "worker"),
    ]  # fmt: skip
    assert found.line.confirmed_with == "operator"
    assert broken_at(found) is None
    settled = LineCheck.objects.filter(line=found.line, source="file")
    assert dict(settled.values_list("months", "status")) == {1: "active", 3: "suspended"}


def test_a_cut_said_too_late_is_kept_and_said_to_be_past():
    found = active(preference="email", email="camille@exemple.invalid")

    report = said("FICTIF-1,late,2026-11-20,2026-11-18,,")

    found.refresh_from_db()
    assert (counts(report), found.line_state) == ((1, 0, 0), "late")
    assert found.line.cut_on == date(2026, 11, 18)
    assert "déjà passée" in report.problems[0].sentence
    assert (
        "18/11/2026 : cette date est passée" in Message.objects.get(template="line_cut_past").text
    )
    # To the household a day that is over is no warning.
    assert "novembre" not in Message.objects.get(template="line_late").text


def test_a_trial_says_what_changes_row_by_row():
    active()
    ordered("FICTIF-2")

    trial = said(
        "FICTIF-1,late,2026-11-19,2026-12-10,,",
        "FICTIF-2,ordered,2026-11-20,,,",
        "FICTIF-1,late,2026-11-20,2026-12-20,,",
        "FICTIF-1,late,2026-11-20,2026-12-20,,",
        dry_run=True,
    )

    told = [(one.report.line, one.before.name, one.after.name) for one in trial.moves]
    # A known state whose cut moves is a change too; what says nothing new is none.
    assert told == [(2, "active", "late"), (4, "late", "late")]


def test_the_same_file_twice_changes_nothing():
    found = active()
    rows = ("FICTIF-1,late,2026-11-20,2026-12-10,,",)

    first, second = said(*rows), said(*rows)

    assert (counts(first), counts(second)) == ((1, 0, 0), (0, 1, 0))
    assert [step for step, _ in steps(found)].count("note_late_payment") == 1
    assert Message.objects.filter(template="line_cut_warning").count() == 1


def test_a_row_of_the_past_does_not_go_back():
    found = active()
    said("FICTIF-1,suspended,2026-11-20,,,")

    report = said("FICTIF-1,active,2026-11-19,,,")

    found.refresh_from_db()
    assert (counts(report), found.line_state) == ((0, 1, 0), "suspended")
    assert "plus récente" in report.problems[0].sentence
    assert LineReport.objects.get(said_on=date(2026, 11, 19)).outcome == "past"


def test_a_row_dated_of_a_day_to_come_silences_nothing():
    prescription = ordered("N1")

    ahead = said("N1,ordered,2062-12-01,,,")
    said("N1,active,2026-11-20,,,")

    assert [one.severity for one in ahead.problems] == [Severity.REFUSED]
    prescription.refresh_from_db()
    assert prescription.line_state == "active"


def test_older_news_does_not_undo_what_was_noted_by_hand():
    prescription, later = active("N1"), NOW + timedelta(days=20)
    cases.step(
        prescription, "note_suspended", back_office(), at=later, checked_on=f"{later:%Y-%m-%d}"
    )

    older = said("N1,active,2026-11-30,,,", at=later + timedelta(days=1))

    assert older.added == 0
    prescription.refresh_from_db()
    assert prescription.line_state == "suspended"


def test_rows_of_one_file_are_taken_in_the_order_of_their_days():
    found = active()

    report = said(
        "FICTIF-1,suspended,2026-11-20,,,", "FICTIF-1,late,2026-11-19,2026-12-10,,", at=NOW
    )

    found.refresh_from_db()
    assert (counts(report), found.line_state) == ((2, 0, 0), "suspended")


def test_a_trial_says_the_same_and_writes_nothing():
    found = active()
    before = found.events_count, Message.objects.count()

    trial = said("FICTIF-1,late,2026-11-20,2026-12-10,,", dry_run=True)

    found.refresh_from_db()
    assert counts(trial) == (1, 0, 0)
    assert (found.line_state, LineReport.objects.count()) == ("active", 0)
    assert (found.events_count, Message.objects.count()) == before


def test_an_unknown_number_is_said_and_kept_then_applied_once_it_is_known():
    row = "FICTIF-9,active,2026-11-20,,,"
    first = said(row)

    ordered("FICTIF-9")
    second = said(row)

    assert counts(first) == (0, 0, 1)
    assert "numéro" in first.problems[0].sentence
    assert counts(second) == (1, 0, 0)
    assert LineReport.objects.get().outcome == "applied"


def queries_of(*rows, dry_run):
    with CaptureQueriesContext(connection) as seen:
        said(*rows, dry_run=dry_run)
    return len(seen)


@pytest.mark.parametrize("dry_run", [True, False], ids=["shown", "written"])
def test_what_is_unknown_or_known_already_costs_no_query_of_its_own(dry_run):
    active()
    known = [f"FICTIF-1,active,2026-11-20,,{n}," for n in range(20)]
    said(*known)
    few = queries_of("FICTIF-8,active,2026-11-20,,,", known[0], dry_run=dry_run)

    unknown = [f"FICTIF-9{n},active,2026-11-20,,," for n in range(30)]
    many = queries_of(*unknown, *known, dry_run=dry_run)

    assert many <= few


def test_to_show_a_file_opens_no_transaction_and_takes_no_lock():
    active()
    ordered("FICTIF-2")

    with CaptureQueriesContext(connection) as seen:
        trial = said(
            "FICTIF-1,late,2026-11-20,2026-12-10,,", "FICTIF-2,active,2026-11-20,,,",
            "FICTIF-9,active,2026-11-20,,,", dry_run=True,
        )  # fmt: skip

    assert counts(trial) == (2, 0, 1)
    assert {one["sql"].split()[0] for one in seen} == {"SELECT"}
    assert not any("FOR UPDATE" in one["sql"] for one in seen)


def test_to_show_the_life_of_a_line_says_what_writing_it_does():
    ordered()

    shown = said(*LIFE, at=days(125), dry_run=True)
    written = said(*LIFE, at=days(125))

    assert counts(shown) == counts(written)
    assert [(one.before, one.after) for one in shown.moves] == [
        (one.before, one.after) for one in written.moves
    ]
    assert shown.problems == written.problems


IMPOSSIBLE = [
    ("a line that is not ordered yet is late", "late,2026-11-20,2026-12-10,,"),
    ("an order that was never active is suspended", "suspended,2026-11-20,,,"),
    ("a failure for a reason of nobody", "failed,2026-11-20,,martians,"),
    ("an activation of tomorrow", "active,2026-11-21,,,"),
    ("an activation before the request", "active,2026-11-19,,,"),
    ("an appointment of yesterday", "appointment,2026-11-20,,,19/11/2026 09:00"),
]


@pytest.mark.parametrize("row", [i[1] for i in IMPOSSIBLE], ids=[i[0] for i in IMPOSSIBLE])
def test_an_impossible_move_is_said_kept_and_moves_nothing(row):
    found = ordered()
    other = active("FICTIF-2")

    rows = (f"FICTIF-1,{row}", "FICTIF-2,late,2026-11-20,2026-12-10,,")
    trial = said(*rows, dry_run=True)
    report = said(*rows)

    found.refresh_from_db()
    other.refresh_from_db()
    assert counts(report) == counts(trial) == (1, 0, 1)
    assert report.problems[0].remedy
    assert (found.line_state, other.line_state) == ("ordered", "late")
    kept = LineReport.objects.get(order_number="FICTIF-1")
    assert (kept.outcome, kept.line) == ("refused", found.line)


@pytest.mark.parametrize("reason", ["dead_socket", "La prise ne marche pas"])
def test_a_failure_says_its_cause_by_code_or_in_words_and_opens_its_case(reason):
    found, desk = ordered(), back_office()

    said(f"FICTIF-1,failed,2026-11-20,,{reason},")

    found.refresh_from_db()
    assert found.line_state == "failed"
    assert found.household.stuck_cases.get().cause == "socket"
    assert Message.objects.get(template="stuck_yours").recipient == desk.user.email


def test_late_again_moves_the_day_of_the_cut():
    found = active()
    said("FICTIF-1,late,2026-11-19,2026-12-10,,")

    report = said("FICTIF-1,late,2026-11-20,2026-12-20,,")
    again = said("FICTIF-1,late,2026-11-20,2026-12-20,late_payment,")

    found.line.refresh_from_db()
    assert (counts(report), found.line.cut_on) == ((1, 0, 0), date(2026, 12, 20))
    assert (len(report.moves), counts(again)) == (1, (0, 1, 0))


def test_a_monthly_active_writes_an_event_only_when_a_check_was_due():
    found = active()

    said("FICTIF-1,active,2026-12-19,,,", at=days(29))
    before = len(steps(found))
    said("FICTIF-1,active,2026-12-20,,,", at=days(30))

    assert len(steps(found)) == before + 1
    assert LineCheck.objects.get(line=found.line, months=1).status == "active"


def test_history_says_that_the_operators_file_spoke():
    found = active()
    said("FICTIF-1,late,2026-11-20,2026-12-10,,")

    last = history_of(found)[0]

    assert (last.who, last.sentence[:29]) == (
        "Le fichier de l’opérateur", "a noté un paiement en retard ",
    )  # fmt: skip


def test_the_file_ends_a_line_and_its_case():
    by = cases.prescriber()
    found = active(by=by)
    opened(found, by)
    from coupdepouce.core.journey.reasons import LINE_ENDS

    said(f"FICTIF-1,ended,2026-11-20,,{LINE_ENDS[0].code},")

    found.refresh_from_db()
    assert found.line_state == "ended"
    assert found.household.stuck_cases.get().closed_at is not None


def test_a_forgotten_household_leaves_no_order_number_behind():
    found = active()
    said("FICTIF-1,late,2026-11-20,2026-12-10,,")

    forget_household(household_id=found.household_id, at=NOW)

    assert set(LineReport.objects.values_list("order_number", flat=True)) == {""}
    assert counts(said("FICTIF-1,active,2026-11-20,,,")) == (0, 0, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """One file sent by several people at the same second."""

    @pytest.fixture(autouse=True)
    def _real(self, transactional_db):
        if connection.vendor != "postgresql":
            pytest.skip("SQLite lets one writer in at a time: run with PostgreSQL.")

    def test_one_file_at_once_is_applied_once(self):
        cases.programme()
        found, other = active(), active("FICTIF-2")
        rows = [f"FICTIF-{n},late,2026-11-20,2026-12-10,," for n in (1, 2)]

        done = race(*(lambda: said(*rows) for _ in range(AT_ONCE)))

        assert sum(report.added for report in done) == 2
        assert sum(report.refused for report in done) == 0
        assert [len(steps(one)) for one in (found, other)] == [3, 3]
        assert LineReport.objects.count() == 2

    def test_an_unknown_number_at_once_is_kept_once(self):
        cases.programme()
        number = str(uuid4())

        done = race(*(lambda: said(f"{number},active,2026-11-20,,,") for _ in range(AT_ONCE)))

        assert {report.refused for report in done} == {1}
        assert LineReport.objects.count() == 1
