"""What the shops may expect, from real requests: read by the programme, to print."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coupdepouce.core.journey.model import Part
from coupdepouce.core.partners.forecast import ENOUGH
from coupdepouce.core.roles import Role
from coupdepouce.insight.forecast import NO_SHOP, forecast
from coupdepouce.partners.models import Organisation
from tests.apps import cases
from tests.apps.build import member, organisation
from tests.apps.build_partners import manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


@pytest.fixture
def at():
    return timezone.now()


def voucher(by, number, *, at, age, shop=None, parts=(Part.LINE,)):
    went_out = at - timedelta(days=age)
    one = cases.draft(by=by, at=went_out, number=number, shop=shop, parts=parts)
    cases.step(one, "issue", by, at=went_out)
    return one


def past(by, *, at, number=ENOUGH, came=0):
    advisor = cases.advisor()
    for each in range(number):
        one = voucher(by, each, at=at, age=9)
        when = at - timedelta(days=7)
        if each < came:
            cases.step(one, "present", advisor, at=when, identity_seen="yes")
        else:
            cases.step(one, "withdraw", by, at=at - timedelta(days=1), reason="no_need")


def page_of(one):
    client = Client()
    client.force_login(one.user)
    return client.get(reverse("steering:forecast"))


def test_without_enough_past_nothing_is_said(at):
    voucher(cases.prescriber(), 1, at=at, age=1)

    page = page_of(manager()).content.decode()

    assert "Pas assez de passé pour le dire" in page
    assert "attendues par boutique" not in page


def test_each_shop_has_what_comes_to_it_and_the_machines_it_takes(
    at, django_assert_max_num_queries
):
    by, shop = cases.prescriber(), organisation(Organisation.Kind.SHOP, name="Boutique inventée")
    past(by, at=at, came=15)
    voucher(by, 101, at=at, age=1, shop=shop, parts=(Part.LINE, Part.COMPUTER))
    voucher(by, 102, at=at, age=1, shop=shop)
    voucher(by, 103, at=at, age=1)

    one = manager()
    with django_assert_max_num_queries(5):  # whatever the number of vouchers
        found = forecast(one, at=at)

    assert (found.out, found.past) == (3, ENOUGH + 3)
    assert found.seen is not None
    assert (found.seen[0].arrivals, found.seen[0].weeks) == (15, 30)
    ours, nowhere = found.shops
    assert (ours.name, nowhere.name) == ("Boutique inventée", NO_SHOP)
    assert [week.mean for week in ours.weeks] == [1, 0.5, 0.25, 0.125]
    assert (ours.machines.mean, ours.machines.high) == (0.9375, 1)
    assert nowhere.machines.high == 0

    page = page_of(manager()).content.decode()
    assert "Boutique inventée" in page
    assert "1,0 (" in page
    assert "Imprimer" in page


@pytest.mark.parametrize("role", [Role.PARTNER_MANAGER, Role.SHOP_ADVISOR, Role.EVALUATOR])
def test_it_is_the_programmes(role):
    assert page_of(member(role)).status_code == 403
