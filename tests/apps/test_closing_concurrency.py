"""A closing while others act: two managers, a desk that hands out vouchers: PostgreSQL."""

from collections import Counter
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Closing, Membership, Organisation, Quota
from coupdepouce.prescriptions import entrusting
from coupdepouce.prescriptions.entrusting import Order
from coupdepouce.prescriptions.events import broken_at
from coupdepouce.prescriptions.models import Prescription, Voucher
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
from tests.apps.build_partners import manager
from tests.apps.test_stock_concurrency import together

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has one writer: nothing can race."
    ),
]
DESKS = 6


@pytest.fixture(autouse=True)
def _programme() -> None:
    cases.programme()


@pytest.fixture
def team() -> Membership:
    return member(Role.PARTNER_MANAGER, of=organisation(Organisation.Kind.ASSOCIATION))


@pytest.fixture
def other() -> Membership:
    return member(Role.PARTNER_MANAGER, of=organisation())


def close(team: Membership, by: Membership, *, to: Membership | None = None) -> str:
    order = Order(reason="asked", successor_id=to.organisation_id if to else None)
    try:
        entrusting.close(
            organisation_id=team.organisation_id, order=order, by=by, at=NOW, once=uuid4()
        )
    except Refusal as refusal:
        return refusal.code
    return "closed"


def issue(one: Prescription, by: Membership) -> str:
    try:
        cases.step(one, "issue", by)
    except Refusal as refusal:
        return refusal.code
    return "issued"


def test_two_managers_close_once_and_the_second_is_told(team):
    chiefs = [manager() for _ in range(4)]

    did = Counter(together([lambda by=by: close(team, by) for by in chiefs]))

    assert did == {"closed": 1, "organisation_closed": 3}
    assert Closing.objects.count() == 1


def test_two_that_close_into_each_other_never_both_go(team, other):
    chief = manager()

    did = together([lambda: close(team, chief, to=other), lambda: close(other, chief, to=team)])

    assert Counter(did) == {"closed": 1, "partner_unknown": 1}


@pytest.mark.parametrize("number", range(3))
def test_vouchers_handed_out_while_it_closes_are_done_or_refused_and_none_is_lost(
    team, other, number
):
    drafts = [cases.draft(by=team, number=100 * number + one) for one in range(DESKS)]
    quota = Quota.objects.create(
        organisation=team.organisation, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1),
        granted=50,
    )  # fmt: skip
    chief = manager()

    closing, *did = together(
        [
            lambda: close(team, chief, to=other),
            *(lambda one=one: issue(one, team) for one in drafts),
        ]
    )

    assert closing == "closed"
    assert set(did) <= {"issued", "organisation_closed"}
    entrusting.settle_closed(at=NOW)
    quota.refresh_from_db()
    issued = did.count("issued")
    assert (quota.issued, quota.count.left) == (issued, 0)
    assert Voucher.objects.filter(prescription__in=drafts).count() == issued
    after = Prescription.objects.filter(pk__in=[one.pk for one in drafts])
    assert {one.organisation_id for one in after} == {other.organisation_id}
    assert {broken_at(one) for one in after} == {None}
