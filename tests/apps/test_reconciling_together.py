"""Two browsers send at the same moment: one reception is kept, the other is told. PostgreSQL."""

from uuid import uuid4

import pytest
from django.db import connection

from coupdepouce.core.roles import Role
from coupdepouce.outreach.models import Message
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions import offline
from coupdepouce.prescriptions.events import broken_at
from coupdepouce.prescriptions.models import Conflict, JourneyEvent
from tests.apps import cases
from tests.apps.build import member
from tests.apps.test_reconciling import LATER, entry
from tests.apps.test_redeem import _everybody_connects, together  # noqa: F401 (a fixture)

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has one writer: nothing can race."
    ),
    pytest.mark.usefixtures("_everybody_connects"),
]
SHOPS = 16


@pytest.fixture(autouse=True)
def _programme() -> None:
    cases.programme()


def two_shops() -> list[Membership]:
    return [cases.advisor(), cases.advisor()]


def many_shops() -> list[Membership]:
    return [cases.advisor() for _ in range(SHOPS)]


def two_advisors_of_a_shop() -> list[Membership]:
    first = cases.advisor()
    return [first, member(Role.SHOP_ADVISOR, of=first.organisation)]


TABLE = """
who                    | received | refused | already | conflicts | letters to shops
two_shops              | 1        | 1       | 0       | 1         | 2
many_shops             | 1        | 15      | 0       | 15        | 30
two_advisors_of_a_shop | 1        | 0       | 1       | 0         | 0
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_same_voucher_sent_at_the_same_moment(row):
    who, *counts = row
    prescription = cases.brought_to("issue")
    tries = [(by, entry(prescription, by)) for by in globals()[who]()]
    answers = []

    together(
        [
            lambda by=by, one=one: answers.extend(offline.reconcile(entries=[one], by=by, at=LATER))
            for by, one in tries
        ]
    )

    told = [answer.outcome.value for answer in answers]
    assert [told.count(word) for word in ("done", "refused", "already")] == [
        int(count) for count in counts[:3]
    ]
    assert Conflict.objects.count() == int(counts[3])
    assert Message.objects.filter(template="double_reception").count() == int(counts[4])
    assert JourneyEvent.objects.filter(prescription=prescription, step="present").count() == 1
    prescription.refresh_from_db()
    assert broken_at(prescription) is None


def test_one_entry_from_two_tabs_is_written_once():
    prescription, by = cases.brought_to("issue"), cases.advisor()
    one, answers = entry(prescription, by, once=uuid4(), accept=True), []

    together([lambda: answers.extend(offline.reconcile(entries=[one], by=by, at=LATER))] * 8)

    assert sorted(answer.outcome.value for answer in answers) == ["already"] * 7 + ["done"]
    assert prescription.events.filter(step__in=["present", "accept"]).count() == 2


def test_one_refused_entry_from_two_tabs_is_told_once():
    prescription, by = cases.brought_to("present"), cases.advisor()
    one, answers = entry(prescription, by), []

    together([lambda: answers.extend(offline.reconcile(entries=[one], by=by, at=LATER))] * 8)

    assert {answer.code for answer in answers} == {"two_shops"}
    assert (len(answers), Conflict.objects.count()) == (8, 1)
    assert Message.objects.filter(template="double_reception").count() == 2
