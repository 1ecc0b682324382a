"""The figures of complaints: what is counted, what is late, and what a small programme hides."""

import csv
import io
from datetime import timedelta

import pytest

from coupdepouce.insight.complaints import complaints, complaints_csv
from coupdepouce.recourse.models import Complaint
from tests.apps import cases
from tests.apps.build import NOW
from tests.apps.build_complaints import answered, programme_manager, said, taken

LATER = NOW + timedelta(days=40)


@pytest.fixture
def manager(db):
    cases.programme()
    return programme_manager()


def given(count, *, reason="price", days=3, by=None, outcome="kept"):
    """Keep complaints said on one day, answered some days after if `by` answers."""
    made = [said(reason=reason) for _ in range(count)]
    for one in made if by else []:
        answered(one, by, at=NOW + timedelta(days=days), outcome=outcome)
    return made


def test_each_is_counted_by_reason_and_by_month(manager):
    given(6, reason="price")
    given(8, reason="data")

    found = complaints(manager, at=NOW)

    assert found.total == "14"
    assert found.kinds["Doit payer plus que prévu"] == "6"
    assert found.kinds["Conteste une réponse"] == "0"
    assert len(found.months) == 12
    assert list(found.months.values())[-1] == "14"


def test_a_small_reason_is_hidden_with_the_next_one(manager):
    given(1, reason="price")
    given(6, reason="data")
    given(9, reason="faulty")

    found = complaints(manager, at=NOW)

    assert found.kinds["Doit payer plus que prévu"] == "moins de 5"
    assert found.kinds["Ses informations sont fausses ou mal utilisées"] == "caché"
    assert found.kinds["La ligne, l’ordinateur ou l’atelier ne va pas"] == "9"


def test_two_reasons_that_total_would_give_hide_it_in_both_tables(manager):
    given(4, reason="price")
    given(4, reason="data")

    found = complaints(manager, at=NOW)

    assert found.total == "caché"
    assert "8" not in found.months.values()


@pytest.mark.parametrize(
    ("days", "shown"),
    [(15, "0 sur 6 (0 %)"), (17, "6 sur 6 (100 %)")],
    ids=["the last day", "the day after"],
)
def test_an_answer_is_late_from_the_first_day_too_many(manager, days, shown):
    given(6, days=days, by=manager)

    figures = complaints(manager, at=LATER).figures

    assert figures["Réponses en retard"] == shown
    assert figures["Jours jusqu’à la réponse, pour la moitié"] == str(days)


def test_what_waits_is_late_once_its_day_is_past_and_not_before(manager):
    given(6)

    assert complaints(manager, at=NOW).figures["Réponses en retard"] == "aucune"
    assert complaints(manager, at=LATER).figures["Réponses en retard"] == "6 sur 6 (100 %)"


def test_a_second_look_is_counted_and_keeps_the_first_answer_on_time(manager):
    for one in given(6, by=manager):
        taken(one, "ask_second_look", at=NOW + timedelta(days=20))
        Complaint.objects.filter(pk=one.pk).update(
            state="closed", reviewed_by=programme_manager().user, reviewed_at=LATER,
            second_outcome="changed",
        )  # fmt: skip

    figures = complaints(manager, at=LATER).figures

    assert figures["Réponses changées au deuxième regard"] == "6 sur 6 (100 %)"
    assert figures["Réponses en retard"] == "0 sur 6 (0 %)"


def test_few_answers_say_neither_their_days_nor_their_share(manager):
    given(4, by=manager)

    assert set(complaints(manager, at=LATER).figures.values()) == {"caché", "aucune"}


def test_what_is_older_than_twelve_months_is_left_out(manager):
    given(6)

    assert complaints(manager, at=NOW + timedelta(days=400)).total == "0"


def test_the_export_hides_what_the_page_hides(manager):
    given(1, reason="price")
    given(6, reason="data")

    text = "".join(complaints_csv(member=manager, at=NOW))
    rows = list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))

    kinds = [row["nombre"] for row in rows if row["groupe"] == "raison"]
    assert sorted(kinds) == ["0"] * 5 + ["caché", "moins de 5"]
    assert [row["nombre"] for row in rows if row["groupe"] == "total"] == ["7"]
