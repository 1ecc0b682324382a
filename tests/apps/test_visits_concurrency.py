"""Several households that want the last place of a moment, on real connections."""

import pytest
from django.db import connection

from coupdepouce.core.visits import Hours
from coupdepouce.visits import operations
from coupdepouce.visits.models import Visit, VisitHours
from tests.apps import cases
from tests.apps.test_households_concurrency import AT_ONCE, race
from tests.apps.test_visits import AT, FRIDAY, book, issued

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PLACES = 2


@pytest.fixture(autouse=True)
def _real_connections(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time: run with PostgreSQL to see them race.")
    cases.programme()


def test_six_households_want_two_places_and_two_have_one():
    shop = cases.advisor()
    operations.declare_hours(FRIDAY, by=shop)
    requests = [issued(shop, number) for number in range(1, AT_ONCE + 1)]

    done = race(*(lambda one=one: book(one, shop).step for one in requests))

    assert sorted(done) == ["book_visit"] * PLACES + ["visit_taken"] * (AT_ONCE - PLACES)
    places = Visit.objects.filter(starts_at=AT, ended_at=None).values_list("place", flat=True)
    assert sorted(places) == [1, 2]


def test_colleagues_who_open_the_same_hours_open_them_once():
    shop = cases.advisor()
    longer = Hours(**{**vars(FRIDAY), "minutes": 20})

    done = race(
        *(
            lambda hours=hours: operations.declare_hours(hours, by=shop).minutes
            for hours in (FRIDAY, longer) * (AT_ONCE // 2)
        )
    )

    assert done.count("hours_overlap") == AT_ONCE - 1
    assert VisitHours.objects.count() == 1
