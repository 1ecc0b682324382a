"""The operator's file: read row by row; what cannot be read says what to write."""

from datetime import date, datetime

import pytest

from coupdepouce.connect.operator import Report, read_reports
from coupdepouce.connect.places.model import RowProblem
from coupdepouce.core.calendar import PARIS
from coupdepouce.core.refusal import Refusal

HEADER = "order_number,status,date,cut_on,reason,appointment_at"


def read(*rows, header=HEADER):
    return list(read_reports("\n".join([header, *rows]).encode(), name="suivi.csv"))


def test_a_row_says_where_an_order_stands():
    late, meeting = read(
        "FICTIF-1,late,2026-11-20,2026-12-10,,",
        "FICTIF-2,appointment,20/11/2026,,,04/12/2026 14:30",
    )

    assert (late.order_number, late.status.name, late.on) == (
        "FICTIF-1", "late", date(2026, 11, 20),
    )  # fmt: skip
    assert late.cut_on == date(2026, 12, 10)
    assert meeting.appointment_at == datetime(2026, 12, 4, 14, 30, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("active", "active"),
        ("ACTIVE", "active"),
        ("completed", "active"),
        ("acknowledged", "ordered"),
    ],
)
def test_a_status_in_our_words_or_in_those_of_tmf622(word, status):
    (report,) = read(f"FICTIF-1,{word},2026-11-20,,,")

    assert report.status.name == status


def test_three_columns_are_enough_when_the_status_needs_no_other():
    (report,) = read("FICTIF-1;active;2026-11-20", header="order_number;status;date")

    assert isinstance(report, Report)


PROBLEMS = [
    ("no number", ",active,2026-11-20,,,", "order_number"),
    ("a number too long", f"{'9' * 61},active,2026-11-20,,,", "order_number"),
    ("an unknown status", "F,lost,2026-11-20,,,", "status"),
    ("no date", "F,active,,,,", "date"),
    ("a day that does not exist", "F,active,2026-02-30,,,", "date"),
    ("an American day", "F,active,11/20/2026,,,", "date"),
    ("late without the day of the cut", "F,late,2026-11-20,,,", "cut_on"),
    ("ended without a reason", "F,ended,2026-11-20,,,", "reason"),
    ("failed without a reason", "F,failed,2026-11-20,,,", "reason"),
    ("an appointment without its hour", "F,appointment,2026-11-20,,,", "appointment_at"),
    ("an hour that is none", "F,appointment,2026-11-20,,,04/12/2026 25:00", "appointment_at"),
    ("a cell too few", "F,active,2026-11-20,,", ""),
]


@pytest.mark.parametrize(("row", "column"), [p[1:] for p in PROBLEMS], ids=[p[0] for p in PROBLEMS])
def test_a_bad_row_says_its_column_and_stops_nothing(row, column):
    problem, kept = read(row, "FICTIF-2,active,2026-11-20,,,")

    assert isinstance(problem, RowProblem)
    assert (problem.line, problem.column) == (2, column)
    assert problem.remedy
    assert kept.order_number == "FICTIF-2"


def test_a_row_of_json_without_its_status_stops_nothing():
    rows = b'[{"order_number":"1","status":"active","date":"2026-01-01"},{"order_number":"2"}]'

    kept, problem = read_reports(rows, name="suivi.json")

    assert (kept.order_number, problem.column) == ("1", "status")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"numero,etat\n1,actif\n", "operator_columns"),
        (b"", "places_file_empty"),
        (b"\xff\xfe,", "places_not_utf8"),
    ],
    ids=["other columns", "empty", "another alphabet"],
)
def test_a_wrong_file_is_refused_with_the_remedy(data, code):
    with pytest.raises(Refusal) as refused:
        list(read_reports(data, name="suivi.csv"))

    assert refused.value.code == code


def test_the_same_row_has_the_same_mark_and_another_day_another():
    first, same, later = read(
        "F,active,2026-11-20,,,", "F,completed,20/11/2026,,,", "F,active,2026-11-21,,,"
    )

    assert first.digest == same.digest != later.digest
