"""The counts of those who steer: who reached what, what waits, how requests end."""

from datetime import timedelta

import pytest

from coupdepouce.core.roles import Role
from coupdepouce.insight.counts import exits, funnel, overview, redemption_ages, waiting
from coupdepouce.partners.models import Organisation
from tests.apps.build import NOW, member, organisation
from tests.apps.build_journey import ACCEPTED, ACTIVE, ISSUED, prescription


@pytest.fixture
def manager():
    return member(Role.PROGRAMME_MANAGER, of=organisation(Organisation.Kind.OPERATOR))


def counts(rows) -> dict[str, int]:
    return {row.label: row.count for row in rows}


def test_the_funnel_counts_each_request_once_per_stage(manager):
    prescription(*ACTIVE)
    prescription(*ISSUED)
    prescription(*ISSUED, "present", "reverse", "present", "accept", reasons={"reverse": "mistake"})

    reached = {stage.name: stage.count for stage in funnel(manager)}

    assert reached == {
        "prescribed": 3, "issued": 3, "received": 2, "accepted": 2, "closed": 0,
        "line_available": 1, "line_ordered": 1, "line_active": 1,
        "computer_handed_over": 0, "session_attended": 0, "training_done": 0,
    }  # fmt: skip


def test_what_waits_is_said_by_role_with_its_age(manager):
    since = NOW - timedelta(days=7)
    prescription(waits_since=since)
    prescription(waits_since=since + timedelta(seconds=1))
    prescription(*ACCEPTED, waits_since=NOW - timedelta(days=30))
    prescription(*ISSUED, "expire")

    rows = waiting(manager, at=NOW)

    assert [(row.role, row.count, row.over_week, row.over_month) for row in rows] == [
        ("household", 2, 1, 0),
        ("shop_advisor", 1, 1, 1),
    ]
    assert rows[0].oldest == since


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (0.9, "le jour même"), (1, "en 1 à 7 jours"), (7.9, "en 1 à 7 jours"),
        (8, "en 8 à 30 jours"), (30.9, "en 8 à 30 jours"), (31, "après 30 jours"),
    ],
)  # fmt: skip
def test_a_voucher_ages_from_the_desk_to_the_shop(manager, days, label):
    prescription(*ISSUED, "present", apart=timedelta(days=days))

    assert counts(redemption_ages(manager))[label] == 1
    assert sum(counts(redemption_ages(manager)).values()) == 1


def test_ends_are_counted_by_family(manager):
    prescription(*ISSUED, "withdraw", reasons={"withdraw": "price"})
    prescription(*ISSUED, "withdraw", reasons={"withdraw": "trust"})
    prescription(*ISSUED, "present", "decline", reasons={"decline": "no_offer"})
    prescription(*ISSUED, "expire")
    prescription(*ISSUED)

    assert counts(exits(manager)) == {
        "pas demandé": 2, "pas reçu": 1, "sans suite avant la date": 1,
    }  # fmt: skip


def test_a_team_counts_its_own(manager):
    ours = member(Role.PARTNER_MANAGER)
    prescription(by=ours)
    prescription()

    assert waiting(ours, at=NOW)[0].count == 1
    assert waiting(manager, at=NOW)[0].count == 2


@pytest.mark.parametrize("rows", [2, 12])
def test_the_measures_cost_the_same_for_more_rows(manager, rows, django_assert_num_queries):
    for _ in range(rows):
        prescription(*ACTIVE)

    with django_assert_num_queries(4):
        overview(manager, at=NOW)
