"""The quota of a partner: taken with the voucher, returned before reception, handed back after."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from coupdepouce.core.calendar import midnight
from coupdepouce.core.journey.machine import choices
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach import agreements
from coupdepouce.partners.models import Quota
from coupdepouce.partners.queries.agreements import handed_back
from coupdepouce.prescriptions import work
from coupdepouce.prescriptions.actors import HOUSEHOLD, WORKER, staff
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.situation import situation_of
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import load_programme
from tests.apps import cases
from tests.apps.build import NOW
from tests.apps.build_partners import manager

YEAR = (date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


@pytest.fixture
def by():
    return cases.prescriber()


def granted(by, units=1, period=YEAR) -> Quota:
    return Quota.objects.create(
        organisation=by.organisation, starts_on=period[0], ends_on=period[1], granted=units
    )


def counts(quota) -> tuple[int, int, int, int]:
    quota.refresh_from_db()
    return quota.issued, quota.returned, quota.handed_back, quota.count.left


def test_without_a_quota_a_partner_is_not_limited(by):
    for number in range(1, 4):
        assert cases.brought_to("issue", by=by, number=number).quota is None


def test_a_spent_quota_closes_the_step_with_a_sentence_and_writes_nothing(by):
    quota = granted(by)
    cases.brought_to("issue", by=by)
    draft = cases.draft(by=by, number=2)

    seen = choices(situation=situation_of(draft, actor=staff(by), at=NOW), role=Role.PRESCRIBER)
    with pytest.raises(Refusal, match="épuisée : demandez des bons") as refused:
        cases.step(draft, "issue", by)

    assert refused.value.code == "quota_spent"
    closed = next(one for one in seen if one.step.name == "issue")
    assert closed.refusal.code == "quota_spent"
    assert counts(quota) == (1, 0, 0, 0)
    assert not draft.vouchers.exists()


ENDS = {
    "withdrawn before reception": ("issue", "withdraw", 1),
    "withdrawn after reception": ("present", "withdraw", 0),
    "declined in the shop": ("present", "decline", 0),
}


@pytest.mark.parametrize(("until", "end", "returned"), ENDS.values(), ids=ENDS)
def test_only_a_voucher_that_no_shop_received_returns_its_unit(by, until, end, returned):
    quota, shop = granted(by), cases.advisor()
    one = cases.brought_to(until, by=by, shop=shop)

    who = shop if end == "decline" else by
    reason = "changed_mind" if end == "decline" else "no_need"
    cases.step(one, end, who, reason=reason)

    assert counts(quota) == (1, returned, 0, returned)


def test_a_voucher_that_expires_returns_its_unit_once(by):
    quota = granted(by, 1, (date(2026, 1, 1), date(2028, 1, 1)))
    cases.brought_to("issue", by=by)

    for _ in range(2):
        work.end_overdue(at=NOW + timedelta(days=200))

    assert counts(quota) == (1, 1, 0, 1)


def test_given_back_by_the_shop_then_withdrawn_it_returns(by):
    quota, shop = granted(by), cases.advisor()
    one = cases.brought_to("present", by=by, shop=shop)

    cases.step(one, "reverse", shop, reason="mistake")
    cases.step(one, "withdraw", by, reason="no_need")

    assert counts(quota) == (1, 1, 0, 1)


@pytest.mark.parametrize("who", [WORKER, HOUSEHOLD], ids=["by the worker", "with its code"])
def test_a_household_erased_with_its_voucher_out_returns_the_unit(by, who):
    quota = granted(by)
    one = cases.brought_to("issue", by=by)

    forget_household(household_id=one.household_id, at=NOW, by=who)

    assert counts(quota) == (1, 1, 0, 1)


def test_a_new_paper_for_the_same_voucher_takes_no_other_unit(by):
    quota = granted(by)
    one = cases.brought_to("issue", by=by)

    cases.step(one, "replace_voucher", by, reason="lost")

    assert counts(quota) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("at", "left", "back"),
    [
        (midnight(date(2027, 1, 1)) - timedelta(seconds=1), 1, 0),
        (midnight(date(2027, 1, 1)), 0, 1),
    ],
    ids=["the last second of the period", "the first moment after"],
)
def test_a_unit_that_returns_at_midnight_goes_to_whom_the_period_says(by, at, left, back):
    quota = granted(by)
    one = cases.brought_to("issue", by=by)

    cases.step(one, "withdraw", by, reason="no_need", at=at)

    assert counts(quota) == (1, 1, back, left)


def test_what_is_unused_goes_back_to_the_programme_at_the_end_and_only_once(by):
    quota = granted(by, 10)
    cases.brought_to("issue", by=by)

    before = agreements.close_quotas(at=midnight(date(2027, 1, 1)) - timedelta(seconds=1))
    after = agreements.close_quotas(at=midnight(date(2027, 1, 1)))
    again = agreements.close_quotas(at=midnight(date(2027, 1, 2)))

    assert (before, after, again) == (0, 1, 0)
    assert counts(quota) == (1, 0, 9, 0)
    assert handed_back() == 9


def test_once_its_period_is_over_a_partner_waits_for_another_grant(by):
    granted(by, 5, (date(2025, 1, 1), date(2026, 1, 1)))
    draft = cases.draft(by=by)

    with pytest.raises(Refusal) as refused:
        cases.step(draft, "issue", by)
    give(manager(), by, units=1)
    cases.step(draft, "issue", by)

    assert refused.value.code == "quota_spent"


def give(chief, to, *, units=10, period=YEAR, once=None):
    return agreements.grant(
        organisation=to.organisation, starts_on=period[0], ends_on=period[1],
        units=units, by=chief, at=NOW, once=once or uuid4(),
    )  # fmt: skip


def test_granted_again_for_the_same_period_units_add_up(by):
    chief, once = manager(), uuid4()

    give(chief, by, units=10, once=once)
    give(chief, by, units=10, once=once)
    quota = give(chief, by, units=5)

    assert quota.granted == 15
    assert quota.grants.count() == 2


@pytest.mark.parametrize(
    ("units", "period", "code"),
    [
        (0, YEAR, "units_wrong"),
        (1, YEAR[::-1], "period_wrong"),
        (1, (date(2026, 6, 1), date(2027, 6, 1)), "period_overlaps"),
        (1, (date(2026, 12, 31), date(2027, 1, 1)), "period_overlaps"),
        (1, (date(2025, 1, 1), date(2026, 1, 1)), "period_wrong"),
        (1, (date(2025, 11, 1), NOW.date()), "period_wrong"),
        (1, (date(2027, 1, 1), date(2028, 1, 1)), None),
    ],
)
def test_a_period_is_granted_once(by, units, period, code):
    chief = manager()
    give(chief, by)

    if code is None:
        assert give(chief, by, units=units, period=period).granted == 1
        return
    with pytest.raises(Refusal) as refused:
        give(chief, by, units=units, period=period)
    assert refused.value.code == code


def test_a_period_that_is_over_is_said_to_be_and_leaves_no_quota(by):
    day = NOW.date()

    with pytest.raises(Refusal, match="Cette période est déjà finie"):
        give(manager(), by, period=(day - timedelta(days=9), day))
    left = give(manager(), by, period=(day - timedelta(days=9), day + timedelta(days=1)))

    assert list(Quota.objects.values_list("granted", flat=True)) == [left.granted]


def test_only_the_programme_grants(by):
    with pytest.raises(Refusal, match="demandez-lui"):
        give(by, by)


def test_the_programme_grants_no_more_than_it_has_and_what_comes_back_again(by):
    chief, other = manager(), cases.prescriber()
    load_programme(
        text=default_text().replace("# quota_total = 5000 ", "quota_total = 100 "), at=NOW
    )
    give(chief, by, units=60)

    with pytest.raises(Refusal, match="encore accorder 40 bons"):
        give(chief, other, units=41)
    give(chief, other, units=40)
    Quota.objects.filter(organisation=by.organisation).update(handed_back=50)
    third = cases.prescriber()

    assert give(chief, third, units=50).granted == 50


def test_the_programme_file_may_limit_every_partner(by):
    text = default_text().replace("# quota_per_partner = 200 ", "quota_per_partner = 1 ")
    load_programme(text=text, at=NOW)

    cases.brought_to("issue", by=by)
    with pytest.raises(Refusal) as refused:
        cases.brought_to("issue", by=by, number=2)
    later = datetime(2027, 1, 4, 9, tzinfo=UTC)
    cases.step(cases.draft(by=by, number=3, at=later), "issue", by, at=later)

    assert refused.value.code == "quota_spent"
    years = Quota.objects.order_by("starts_on").values_list("starts_on", "granted", "issued")
    assert list(years) == [(date(2026, 1, 1), 1, 1), (date(2027, 1, 1), 1, 1)]


@pytest.mark.parametrize(
    ("period", "is_open"),
    [
        ((date(2026, 1, 1), date(2026, 7, 1)), False),
        ((date(2026, 3, 1), date(2026, 7, 1)), False),
        ((date(2026, 12, 1), date(2027, 2, 1)), False),
        ((date(2025, 3, 1), date(2026, 1, 1)), True),
        ((date(2027, 1, 1), date(2028, 1, 1)), True),
    ],
    ids=["from its first day", "within it", "over its end", "the year before", "the year after"],
)
def test_a_grant_within_the_year_replaces_what_the_file_gives(by, period, is_open):
    text = default_text().replace("# quota_per_partner = 200 ", "quota_per_partner = 1 ")
    load_programme(text=text, at=NOW)
    granted(by, 1, period)
    draft = cases.draft(by=by)
    seen = situation_of(draft, actor=staff(by), at=NOW).quota_left

    try:
        cases.step(draft, "issue", by)
    except Refusal as refusal:
        taken = refusal.code != "quota_spent"
    else:
        taken = True

    assert (seen, taken) == (is_open, is_open)
    assert Quota.objects.count() == 1 + is_open


@pytest.mark.parametrize(
    "wrong", [{"issued": 2}, {"handed_back": 2}, {"issued": 1, "handed_back": 1}, {"returned": 1}]
)
def test_the_base_itself_refuses_to_overdraw(by, wrong):
    quota = granted(by)

    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.filter(pk=quota.pk).update(**wrong)
