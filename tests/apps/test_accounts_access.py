"""The access log: who read what about whom, 50 rows a page."""

from datetime import timedelta

import pytest

from coupdepouce.accounts.models import AccessLog
from coupdepouce.accounts.queries import access_log
from tests.apps.build import NOW, member


def visits(count, by, about="household:1"):
    for number in range(count):
        AccessLog.objects.create(
            at=NOW + timedelta(minutes=number),
            user=by.user,
            organisation_id=by.organisation_id,
            role=by.role,
            screen=f"écran {number}",
            about=about,
        )


@pytest.mark.parametrize(("count", "pages"), [(0, [0]), (50, [50]), (51, [50, 1])])
def test_a_page_holds_fifty_rows(count, pages):
    visits(count, member())

    found = [access_log(page=number) for number in range(1, len(pages) + 1)]

    assert [len(page.rows) for page in found] == pages
    assert [page.has_next for page in found] == [True] * (len(pages) - 1) + [False]


def test_the_newest_come_first():
    visits(2, member())

    assert [row.screen for row in access_log().rows] == ["écran 1", "écran 0"]


def test_one_may_look_about_somebody_by_somebody_or_within_an_organisation():
    one, other = member(), member()
    visits(1, one, about="household:1")
    visits(2, other, about="household:2")

    assert len(access_log(about="household:2").rows) == 2
    assert len(access_log(user_id=one.user_id).rows) == 1
    assert len(access_log(organisation_id=one.organisation_id).rows) == 1
    assert access_log(about="household:1", user_id=other.user_id).rows == []


@pytest.mark.parametrize("count", [2, 20])
def test_a_page_costs_one_query(count, django_assert_num_queries):
    visits(count, member())

    with django_assert_num_queries(1):
        assert len({row.user.email for row in access_log().rows}) == 1
