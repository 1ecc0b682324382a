"""Arrivals and draws of one moment: no count is lost, no rank is given twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from coupdepouce.core.calendar import day_of
from coupdepouce.core.campaigns.waves import Channel
from coupdepouce.core.roles import Role
from coupdepouce.outreach.campaigns import operations
from coupdepouce.outreach.campaigns.arrivals import count_arrival, count_finished
from coupdepouce.outreach.campaigns.models import Campaign, ShortCode, Tally
from coupdepouce.partners.models import Organisation
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
from tests.apps.test_stock_concurrency import together

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has one writer: nothing can race."
    ),
]
TODAY = day_of(NOW)


def a_wave(channel):
    cases.programme()
    by = member(Role.PROGRAMME_MANAGER, of=organisation(Organisation.Kind.OPERATOR))
    new = operations.NewCampaign(
        name="Fictive",
        communes=("59350",),
        sender_kind=Organisation.Kind.CCAS,
        reached="Des familles fictives",
        estimated=100,
    )
    made = operations.make_campaign(new=new, by=by, at=NOW, once=uuid4())
    wave = operations.NewWave(
        channel=channel,
        starts_on=TODAY,
        last_day=TODAY + timedelta(days=30),
        senders=(organisation().pk,),
        text_a="Coup de Pouce : {link}",
    )
    return by, operations.add_wave(campaign=made, new=wave, by=by, at=NOW, once=uuid4())


def test_arrivals_of_one_moment_are_all_counted():
    a_wave(Channel.SMS)
    code = ShortCode.objects.get().code

    def many(count):
        return lambda: [count(code, day=TODAY) for _ in range(10)]

    together([many(count_arrival)] * 5 + [many(count_finished)] * 2)

    assert list(Tally.objects.values_list("arrivals", "finished")) == [(50, 20)]


def test_draws_of_one_moment_give_each_rank_once():
    by, wave = a_wave(Channel.MAILING)
    keys = [uuid4(), uuid4(), uuid4()]

    def draw(key):
        return lambda: operations.draw_letters(wave=wave, count=20, by=by, at=NOW, once=key)

    together([draw(key) for key in [*keys, keys[0]]])

    assert sorted(ShortCode.objects.values_list("rank", flat=True)) == list(range(1, 61))


def test_a_double_click_makes_one_campaign():
    by, wave = a_wave(Channel.SMS)
    once = uuid4()
    new = operations.NewCampaign(
        name="Double",
        communes=(),
        sender_kind=Organisation.Kind.CCAS,
        reached="x",
        estimated=1,
    )

    together([lambda: operations.make_campaign(new=new, by=by, at=NOW, once=once)] * 2)

    assert Campaign.objects.filter(name="Double").count() == 1
    assert wave.number == 1
