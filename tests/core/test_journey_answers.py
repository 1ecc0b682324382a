"""What a step asks is read strictly, in the ways people write days and hours."""

from datetime import datetime

import pytest

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.journey.answers import LONGEST, check_time, read_answers
from coupdepouce.core.journey.model import Ask, Part, Step
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)


def asking(kind: str, *, needed: bool = True) -> Step:
    choices = (("fibre", "Fibre"), ("dsl", "Cuivre")) if kind == "choice" else ()
    return Step(
        name="ask",
        part=Part.LINE,
        sources=frozenset(),
        target="active",
        actors=frozenset({Role.WORKER}),
        button="Demander",
        journal="a demandé",
        told="Nous demandons.",
        asks=(Ask(name="it", label="Dites-le", kind=kind, needed=needed, choices=choices),),
    )


# case | kind | written | read ("" refused)
CASES = [
    ("a text", "text", "  AB-12 ", "AB-12"),
    ("a text as long as may be", "text", "x" * LONGEST, "x" * LONGEST),
    ("one letter too long", "text", "x" * (LONGEST + 1), ""),
    ("a French day", "day", "04/12/2026", "2026-12-04"),
    ("a day with points", "day", "4.12.2026", "2026-12-04"),
    ("a day with dashes", "day", "4-12-2026", "2026-12-04"),
    ("a day of a browser", "day", "2026-12-04", "2026-12-04"),
    ("no such day", "day", "31/11/2026", ""),
    ("the American order", "day", "12/31/2026", ""),
    ("a year of two digits", "day", "04/12/26", ""),
    ("an hour in winter", "moment", "04/12/2026 14:30", "2026-12-04T14:30:00+01:00"),
    ("an hour in summer", "moment", "04/07/2026 14h30", "2026-07-04T14:30:00+02:00"),
    ("an hour with spaces", "moment", "04/12/2026 14 h 30", "2026-12-04T14:30:00+01:00"),
    ("an hour of a browser", "moment", "2026-12-04T14:30", "2026-12-04T14:30:00+01:00"),
    ("a day without its hour", "moment", "04/12/2026", ""),
    ("the hour 24", "moment", "04/12/2026 24:00", ""),
    ("one of the list", "choice", "fibre", "fibre"),
    ("its label is not its name", "choice", "Fibre", ""),
    ("a ticked box", "confirm", "on", "yes"),
    ("a ticked box of the API", "confirm", "true", "yes"),
    ("a word that is not a tick", "confirm", "non", ""),
    ("a moment of a shop", "slot", "7@2026-12-04T14:30", "7@2026-12-04T14:30"),
    ("a moment of no shop", "slot", "2026-12-04T14:30", ""),
    ("a moment that does not exist", "slot", "7@2026-02-30T14:30", ""),
    ("nothing", "text", "   ", ""),
]


@pytest.mark.parametrize(
    ("kind", "written", "read"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_an_answer_is_read_or_refused(kind: str, written: str, read: str) -> None:
    if read:
        assert read_answers(asking(kind), {"it": written}) == {"it": read}
        return
    with pytest.raises(Refusal) as refused:
        read_answers(asking(kind), {"it": written})

    assert refused.value.code == "answer_wrong"
    assert refused.value.data == {"field": "it"}
    assert refused.value.sentence.startswith("Dites-le : ")


def test_what_is_not_needed_may_be_left_out() -> None:
    assert read_answers(asking("text", needed=False), {}) == {}


def test_what_is_not_asked_is_left_out() -> None:
    given = {"order_number": "FT-1", "note": "vit seule"}

    assert read_answers(BY_NAME["order_line"], given) == {"order_number": "FT-1"}


@pytest.mark.parametrize(
    ("written", "passes"),
    [("2026-11-22", True), ("2026-11-23", True), ("2026-11-24", False)],
    ids=["yesterday", "today", "tomorrow"],
)
def test_a_day_tells_what_happened(written: str, passes: bool) -> None:
    step, answers = asking("day"), {"it": written}

    if passes:
        check_time(step, answers, NOW)
        return
    with pytest.raises(Refusal, match="pas encore arrivé"):
        check_time(step, answers, NOW)


@pytest.mark.parametrize(
    ("written", "passes"),
    [("2026-11-23T09:59:00+01:00", False), ("2026-11-23T10:00:00+01:00", True)],
    ids=["a minute ago", "now"],
)
def test_an_appointment_is_not_over(written: str, passes: bool) -> None:
    step, answers = asking("moment"), {"it": written}

    if passes:
        check_time(step, answers, NOW)
        return
    with pytest.raises(Refusal, match="déjà passé"):
        check_time(step, answers, NOW)


def test_a_day_left_out_is_no_day() -> None:
    check_time(asking("day", needed=False), {}, NOW)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("day", "01/01/1999"),
        ("day", "01/01/2101"),
        ("moment", "01/01/0001 00:00"),
        ("moment", "31/12/9999 23:59"),
        ("moment", "28/03/2027 02:30"),
    ],
    ids=["too old", "too far", "year one", "end of time", "an hour the clock skips"],
)
def test_a_time_that_cannot_be_is_refused(kind: str, written: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_answers(asking(kind), {"it": written})

    assert refused.value.code == "answer_wrong"


@pytest.mark.parametrize("written", ["2026-11-22", "2026-11-24"], ids=["yesterday", "tomorrow"])
def test_a_day_that_somebody_announced_may_be_over_or_to_come(written: str) -> None:
    check_time(asking("any_day"), {"it": written}, NOW)


@pytest.mark.parametrize(
    ("kind", "written", "passes"),
    [
        ("session", "0B5D5E00-1234-4abc-8def-0123456789ab", True),
        ("session", "la prochaine", False),
        ("session", "0b5d5e0012344abc8def0123456789ab", False),
        ("signature", "refused", True),
        ("signature", "M10 12L14 15M3 4", True),
        ("signature", "M10 12L14", False),
        ("signature", "<svg onload=x>", False),
        ("signature", "M1 1" * 5_001, False),
    ],
)
def test_a_session_and_a_signature_have_one_shape(kind: str, written: str, passes: bool) -> None:
    if passes:
        assert read_answers(asking(kind), {"it": written}) == {
            "it": written.lower() if kind == "session" else written
        }
        return
    with pytest.raises(Refusal):
        read_answers(asking(kind), {"it": written})
