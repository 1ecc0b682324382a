"""Several people at the same second, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import HardshipClaim, Household
from coupdepouce.households.operations import answer_hardship, claim_hardship, create_household
from tests.apps.build import NOW, entry, member, organisation, person

AT_ONCE = 6  # fewer than the connections of the pool, one of which is the test's own

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _real_connections(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time: run with PostgreSQL to see them race.")


def race(*tasks):
    """Start the tasks together, each on its own connection; give results and refusals' codes."""
    gate = Barrier(len(tasks), timeout=20)

    def run(task):
        try:
            connection.ensure_connection()
            gate.wait()
            return task()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def creating(new, by, once):
    return lambda: create_household(new=new, by=by, at=NOW, once=once)


def test_the_same_person_entered_by_six_partners_is_one_household():
    new = entry(person("Zoé", "Fictif"), person("Ali", "Inventé", role="partner"))
    turned = entry(person("Ali", "Inventé"), person("Zoé", "Fictif", role="partner"))

    done = race(*(creating((new, turned)[at % 2], member(), uuid4()) for at in range(AT_ONCE)))

    assert Household.objects.count() == 1
    assert done.count("known_elsewhere") == AT_ONCE - 1


def test_two_colleagues_enter_the_same_person():
    house = organisation()
    new = entry(person("Zoé", "Fictif"))

    done = race(*(creating(new, member(of=house), uuid4()) for _ in range(2)))

    assert done.count("already_known_here") == 1


def test_a_double_click_gives_both_the_same_household():
    by, once, new = member(), uuid4(), entry(person("Zoé", "Fictif"))

    done = race(*(creating(new, by, once) for _ in range(AT_ONCE)))

    assert done == [Household.objects.get()] * AT_ONCE


def test_two_managers_answer_one_claim():
    by = member()
    made = create_household(new=entry(), by=by, at=NOW, once=uuid4())
    claim_hardship(household_id=made.pk, reason="sudden_loss", by=by, at=NOW)
    bosses = [member(Role.PARTNER_MANAGER, of=by.organisation) for _ in range(2)]

    done = race(
        *(
            lambda boss=boss, yes=yes: answer_hardship(
                household_id=made.pk, approved=yes, by=boss, at=NOW
            )
            for boss, yes in zip(bosses, (True, False), strict=True)
        )
    )

    assert done.count("hardship_not_waiting") == 1
    assert HardshipClaim.objects.get().decided_by in bosses
