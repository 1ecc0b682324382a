"""A hundred vouchers, a hundred and fifty desks: real connections, real locks, PostgreSQL."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Quota, QuotaGrant
from coupdepouce.partners.operations import quotas
from coupdepouce.prescriptions.events import broken_at
from coupdepouce.prescriptions.models import Prescription, Voucher
from tests.apps import cases
from tests.apps.build import NOW, member
from tests.apps.build_partners import manager
from tests.apps.test_stock_concurrency import together

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has one writer: nothing can race."
    ),
]
GRANTED, DESKS, CONNECTIONS = 100, 150, 60
YEAR = (date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture(autouse=True)
def _programme() -> None:
    cases.programme()


@pytest.fixture(autouse=True)
def _everybody_connects(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let as many race as the base allows: the usual pool would let eight."""
    connection.close()
    connection.close_pool()
    pool = {"min_size": 1, "max_size": CONNECTIONS, "timeout": 120}
    wide = {**connection.settings_dict["OPTIONS"], "pool": pool}
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", wide)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", wide)
    yield
    connection.close()
    connection.close_pool()


def issue(prescription, by) -> str:
    try:
        cases.step(prescription, "issue", by)
    except Refusal as refusal:
        return refusal.code
    return "issued"


def all_at_once(tries: list[Callable[[], object]]) -> list[object]:
    """Start them all at one moment; the base works on as many as it takes connections."""
    start = Barrier(len(tries))

    def run(one: Callable[[], object]) -> object:
        start.wait(timeout=60)
        try:
            return one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(run, tries))


def test_a_quota_of_a_hundred_and_a_hundred_and_fifty_simultaneous_issues_give_exactly_100():
    first = cases.prescriber()
    team = [first, *(member(Role.PRESCRIBER, of=first.organisation) for _ in range(9))]
    drafts = [cases.draft(by=first, number=number) for number in range(1, DESKS + 1)]
    quota = Quota.objects.create(
        organisation=first.organisation, starts_on=YEAR[0], ends_on=YEAR[1], granted=GRANTED
    )

    did = all_at_once(
        [lambda one=one, by=team[number % 10]: issue(one, by) for number, one in enumerate(drafts)]
    )

    assert Counter(did) == {"issued": GRANTED, "quota_spent": DESKS - GRANTED}
    quota.refresh_from_db()
    assert (quota.issued, quota.count.left) == (GRANTED, 0)
    assert Voucher.objects.count() == GRANTED
    states = Counter(Prescription.objects.values_list("state", flat=True))
    assert states == {"issued": GRANTED, "draft": DESKS - GRANTED}
    assert Prescription.objects.filter(quota=quota).count() == GRANTED
    assert {broken_at(one) for one in Prescription.objects.all()} == {None}


def test_units_taken_and_returned_at_once_are_all_counted():
    by = cases.prescriber()
    drafts = [cases.draft(by=by, number=number) for number in range(1, 41)]
    quota = Quota.objects.create(
        organisation=by.organisation, starts_on=YEAR[0], ends_on=YEAR[1], granted=30
    )
    out, waiting = drafts[:20], drafts[20:]
    for one in out:
        issue(one, by)

    did = together(
        [
            *(lambda one=one: cases.step(one, "withdraw", by, reason="no_need") for one in out),
            *(lambda one=one: issue(one, by) for one in waiting),
        ]
    )

    quota.refresh_from_db()
    issued = [one for one in did[20:] if one == "issued"]
    assert (quota.issued, quota.returned) == (20 + len(issued), 20)
    assert quota.count.used == len(issued) == Prescription.objects.filter(state="issued").count()


def test_two_managers_who_grant_the_last_units_do_not_overdraw_the_programme():
    chief = manager()
    other = member(Role.PROGRAMME_MANAGER, of=chief.organisation)
    first, second = cases.prescriber(), cases.prescriber()

    def give(by, to):
        try:
            return quotas.grant(
                organisation=to.organisation, starts_on=YEAR[0], ends_on=YEAR[1], units=60,
                total=100, by=by, at=NOW, once=uuid4(),
            ).pk  # fmt: skip
        except Refusal as refusal:
            return refusal.code

    did = together([lambda: give(chief, first), lambda: give(other, second)])

    assert sorted(type(one).__name__ for one in did) == ["int", "str"]
    assert QuotaGrant.objects.count() == 1


def test_the_first_vouchers_of_a_partner_open_one_quota_of_the_programme():
    by = cases.prescriber()

    taken = together([lambda: _taken(by.organisation_id) for _ in range(20)])

    quota = Quota.objects.get()
    assert Counter(taken) == {"taken": 5, "quota_spent": 15}
    assert (quota.granted, quota.issued, quota.starts_on) == (5, 5, YEAR[0])


def _taken(organisation_id: int) -> str:
    try:
        with transaction.atomic():
            quotas.take_unit(organisation_id=organisation_id, day=NOW.date(), default=5)
    except Refusal as refusal:
        return refusal.code
    return "taken"
