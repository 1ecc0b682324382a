"""Who read what, and as whom an administrator may look."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.insight.access import PAGE, Kept, accounts, impersonable, visits
from tests.apps.build import NOW, member, organisation


def visit(by, *, at=NOW, about="prescription:1", impersonator=None):
    return AccessLog.objects.create(
        at=at,
        user=by.user,
        impersonator=impersonator,
        organisation_id=by.organisation_id,
        role=by.role,
        screen="prescribing:file",
        about=about,
    )


def test_a_visit_is_told_in_words():
    prescriber, administrator = member(), member(Role.ADMINISTRATOR)
    visit(prescriber, impersonator=administrator.user)

    (row,) = visits(keep=Kept()).rows

    assert (row.who, row.role) == (str(prescriber.user), "prescripteur")
    assert row.organisation == prescriber.organisation.name
    assert row.impersonator == str(administrator.user)


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (datetime(2026, 11, 19, 22, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 19, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), False),
    ],
    ids=["the minute before midnight in Paris", "midnight", "the last minute", "the next day"],
)
def test_days_are_those_of_paris(at, kept):
    visit(member(), at=at)
    day = date(2026, 11, 20)

    assert visits(keep=Kept(first=day, last=day)).total == kept


def test_the_log_is_searched_by_person_by_file_and_by_impersonation():
    one, other, administrator = member(), member(), member(Role.ADMINISTRATOR)
    visit(one, about="prescription:aaa")
    visit(other, about="prescription:bbb", impersonator=administrator.user)

    assert visits(keep=Kept(person=one.user.email)).total == 1
    assert visits(keep=Kept(person=administrator.user.email)).total == 1
    assert visits(keep=Kept(about="bbb")).total == 1
    assert visits(keep=Kept(about="bb")).total == 1  # the short reference is its beginning
    assert visits(keep=Kept(impersonated=True)).rows[0].who == str(other.user)


@pytest.mark.parametrize(("count", "pages"), [(0, [0]), (PAGE, [PAGE, 0]), (PAGE + 1, [PAGE, 1])])
def test_a_page_holds_a_hundred_rows(count, pages):
    by = member()
    AccessLog.objects.bulk_create(AccessLog(at=NOW, user=by.user) for _ in range(count))

    found = [visits(keep=Kept(), number=number) for number in range(1, len(pages) + 1)]

    assert [len(page.rows) for page in found] == pages
    assert {page.total for page in found} == {count}


def test_the_newest_come_first():
    by = member()
    visit(by, at=NOW, about="prescription:old")
    visit(by, at=NOW + timedelta(minutes=1), about="prescription:new")

    rows = visits(keep=Kept()).rows

    assert [row.about for row in rows] == ["prescription:new", "prescription:old"]


@pytest.mark.parametrize("rows", [2, 20])
def test_the_log_costs_the_same_for_more_rows(rows, django_assert_num_queries):
    for _ in range(rows):
        visit(member())

    with django_assert_num_queries(3):
        assert visits(keep=Kept()).total == rows


def test_accounts_are_those_of_today():
    here = member(of=organisation(name="Maison fictive"))
    gone = member()
    gone.until = NOW
    gone.save()

    assert accounts() == [here]
    assert accounts(text="maison") == [here]
    assert accounts(text="ailleurs") == []


def test_anybody_but_an_administrator_can_be_looked_as():
    prescriber, administrator = member(), member(Role.ADMINISTRATOR)

    assert impersonable(user_id=prescriber.user_id) == prescriber.user
    with pytest.raises(Refusal) as refused:
        impersonable(user_id=administrator.user_id)
    assert refused.value.code == "administrator_not_impersonated"


def test_an_administrator_who_also_prescribes_stays_out_of_reach():
    prescriber = member()
    member(Role.ADMINISTRATOR)
    both = type(prescriber).objects.create(
        user=prescriber.user,
        organisation=organisation("operator"),
        role=Role.ADMINISTRATOR,
        since=NOW,
    )

    with pytest.raises(Refusal, match="administrateur"):
        impersonable(user_id=both.user_id)


def test_an_account_without_role_or_without_row_is_refused():
    gone = member()
    gone.until = NOW
    gone.save()

    with pytest.raises(Refusal, match="plus de rôle"):
        impersonable(user_id=gone.user_id)
