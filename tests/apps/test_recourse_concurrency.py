"""Several people answer one complaint at the same second, on real connections."""

from uuid import uuid4

import pytest
from django.db import connection

from coupdepouce.partners.models import Membership
from coupdepouce.recourse.models import Complaint, ComplaintEvent
from tests.apps import cases
from tests.apps.build import NOW
from tests.apps.build_complaints import answered, programme_manager, said, taken
from tests.apps.test_households_concurrency import AT_ONCE, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _real_connections(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time: run with PostgreSQL to see them race.")
    cases.programme()


def answering(one: Complaint, name: str, by: Membership, once=None):
    fresh = Complaint.objects.get(pk=one.pk)
    return lambda: taken(fresh, name, by, once=once or uuid4(), outcome="kept", text="Voici.")


def test_six_people_answer_and_one_answer_is_kept():
    one = said()

    done = race(*(answering(one, "answer", programme_manager()) for _ in range(AT_ONCE)))

    assert done.count("complaint_moved") == AT_ONCE - 1
    assert ComplaintEvent.objects.filter(step="answer").count() == 1


def test_the_second_look_is_another_persons_even_in_a_race():
    first, others = programme_manager(), [programme_manager() for _ in range(AT_ONCE - 2)]
    one = taken(answered(said(), first), "ask_second_look")
    # The first one twice, among the others.
    people = [first, *others, first]

    done = race(*(answering(one, "answer_again", by) for by in people))

    one.refresh_from_db()
    assert one.reviewed_by_id in {by.user_id for by in others}
    assert sum(isinstance(each, Complaint) for each in done) == 1
    assert {done[0], done[-1]} <= {"answered_by_you", "complaint_moved"}


def test_a_first_answer_and_its_own_second_look_never_meet():
    first = programme_manager()
    one = said()

    def both():
        answered(Complaint.objects.get(pk=one.pk), first)
        again = taken(Complaint.objects.get(pk=one.pk), "ask_second_look")
        return taken(again, "answer_again", first, outcome="kept", text="Encore moi.")

    done = race(both, both, both)

    one.refresh_from_db()
    assert set(done) <= {"answered_by_you", "complaint_moved"}
    assert (one.state, one.reviewed_by) == ("second_look", None)


def test_a_double_click_without_a_file_gives_one_receipt():
    once = uuid4()

    done = race(*(lambda: said(once=once).code for _ in range(AT_ONCE)))

    one = Complaint.objects.get()
    assert done == [one.code] * AT_ONCE
    assert one.events.count() == 1


def test_a_double_click_writes_one_answer():
    one, by, once = said(), programme_manager(), uuid4()

    race(*(answering(one, "answer", by, once) for _ in range(AT_ONCE)))

    assert ComplaintEvent.objects.filter(step="answer", at=NOW).count() == 1
