"""A share is taken back while it is read, and given twice at the same second."""

from uuid import uuid4

import pytest
from django.db import connection

from coupdepouce.core.sharing import State
from coupdepouce.prescriptions import shared, sharing
from coupdepouce.prescriptions.actors import HOUSEHOLD
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.models import Share
from tests.apps import cases
from tests.apps.build import NOW
from tests.apps.build_shares import asked, given, second_one
from tests.apps.test_households_concurrency import AT_ONCE, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _real_connections(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time: run with PostgreSQL to see them race.")
    cases.programme()


def test_given_by_six_hands_it_is_one_share():
    request, by = cases.brought_to("issue"), second_one()

    done = race(*(lambda: given(request, by) for _ in range(AT_ONCE)))

    assert {one.pk for one in done} == {Share.objects.get().pk}


def test_a_yes_and_a_stop_never_leave_it_half_way():
    request, by = cases.brought_to("issue"), second_one()
    one = asked(request, by)
    yes = lambda: sharing.answer(request, reference=one.reference, agrees=True, at=NOW)  # noqa: E731
    stop = lambda: sharing.stop_by_household(request, reference=one.reference, at=NOW)  # noqa: E731

    done = race(yes, stop, yes, stop)

    one.refresh_from_db()
    assert one.state == State.ENDED
    assert done.count("share_moved") >= 1


def test_once_taken_back_nobody_reads_it_whoever_was_reading():
    request, by = cases.brought_to("issue"), second_one()
    one = given(request, by)

    def stop():
        sharing.stop_by_household(request, reference=one.reference, at=NOW)
        # Committed: from this very moment the page is closed.
        return shared.listed(by)

    def read():
        return shared.read(member=by, reference=one.reference, at=NOW)

    done = race(read, read, stop, read, read)

    assert done[2] == []
    assert all(each == "not_found" or each.share == one for each in done[:2] + done[3:])
    assert race(read, read) == ["not_found", "not_found"]


def test_a_share_given_while_the_file_is_erased_leaves_nothing():
    request, by = cases.brought_to("issue"), second_one()

    def erase():
        return forget_household(household_id=request.household_id, at=NOW, by=HOUSEHOLD)

    def give():
        return sharing.give_by_household(
            request, organisation_id=by.organisation_id, at=NOW, once=uuid4()
        )

    done = race(give, erase, give, give)

    assert done[1] is None
    assert not Share.objects.exists()
