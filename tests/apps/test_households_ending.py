"""Two files made one, and a household forgotten."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Household, LookupKey, Merge
from coupdepouce.households.operations import (
    Needs,
    Proof,
    claim_hardship,
    create_household,
    due_for_erasure,
    erase_household,
    merge_households,
    record_proof,
)
from coupdepouce.households.queries import composition, visible_to
from tests.apps.build import NOW, entry, household, member, person

MOBILE = "06 39 98 01 23"  # of the range kept for fiction


@pytest.fixture
def by():
    return member(Role.PARTNER_MANAGER)


def enter(*people, by, **fields):
    return create_household(new=entry(*people, **fields), by=by, at=NOW, once=uuid4())


def merge(kept, absorbed, by, move=lambda *, kept, absorbed: 0):
    return merge_households(kept_id=kept.pk, absorbed_id=absorbed.pk, by=by, at=NOW, move=move)


def test_a_merge_keeps_everybody_once_and_its_trace(by):
    kept = enter(person("Zoé", "Fictif"), by=by)
    absorbed = enter(
        person("Ali", "Inventé"),
        person("Lou", "Inventé", role="child"),
        by=by,
        phone=MOBILE,
        address="3 rue Haute",
        needs=Needs(adults=1, computer="none"),
    )

    trace = merge(kept, absorbed, by, move=lambda *, kept, absorbed: 2)

    kept.refresh_from_db()
    absorbed.refresh_from_db()
    assert [(one.first_name, one.role) for one in composition(kept)] == [
        ("Zoé", "applicant"),
        ("Lou", "child"),
        ("Ali", "other"),
    ]
    assert (kept.phone, kept.address, kept.computer) == ("+33639980123", "3 rue Haute", "none")
    assert (absorbed.phone, absorbed.address, absorbed.merged_into) == ("", "", kept)
    assert trace.moved["people"] == trace.moved["prescriptions"] == 2
    assert list(visible_to(by)) == [kept]


MERGED = """
case                      | in the other file  | stays the applicant
of the kept file          | Ali, applicant     | Zoé
of the other one          | Ali, applicant !   | Ali
already in the kept file  | Lou, applicant !   | Lou
the same person           | Zoé, applicant !   | Zoé
"""
ROLES = [[cell.strip() for cell in row.split("|")] for row in MERGED.strip().splitlines()[1:]]


@pytest.mark.parametrize(("case", "other", "stays"), ROLES, ids=[row[0] for row in ROLES])
def test_one_applicant_stays_and_it_is_the_one_asked_for(by, case, other, stays):
    kept = enter(person("Zoé", "Fictif"), person("Lou", "Fictif", role="partner"), by=by)
    absorbed = household(of=by.organisation)  # as an import leaves it: no marks yet
    absorbed.people.update(first_name=other.partition(",")[0], last_name="Fictif")

    merge_households(
        kept_id=kept.pk,
        absorbed_id=absorbed.pk,
        by=by,
        at=NOW,
        move=lambda *, kept, absorbed: 0,
        applicant_of=absorbed.pk if "!" in other else None,
    )

    roles = {one.first_name: one.role for one in composition(kept)}
    assert [name for name, role in roles.items() if role == "applicant"] == [stays]
    assert set(roles) == {"Zoé", "Lou", other.partition(",")[0]}


def test_the_absorbed_household_is_still_recognised(by):
    kept = enter(person("Zoé", "Fictif"), by=by)
    merge(kept, enter(person("Ali", "Inventé"), by=by), by)

    with pytest.raises(Refusal) as refusal:
        enter(person("Ali", "Invente"), by=by)

    assert refusal.value.data["reference"] == str(kept.reference)


def test_the_same_person_in_both_stays_once(by):
    kept = enter(person("Zoé", "Fictif"), by=by)
    absorbed = household(of=by.organisation)  # as an import leaves it: no marks yet
    absorbed.people.update(first_name="ZOE", last_name="FICTIF")

    merge(kept, absorbed, by)

    assert [one.first_name for one in composition(kept)] == ["Zoé"]


def test_proofs_follow_and_one_claim_waits(by):
    kept, absorbed = enter(by=by), enter(by=by)
    for home in (kept, absorbed):
        claim_hardship(household_id=home.pk, reason="sudden_loss", by=by, at=NOW)
        proof = Proof(kind="attestation_qf", dated=date(2026, 11, 2))
        record_proof(household_id=home.pk, proof=proof, by=by, at=NOW, once=uuid4())

    merge(kept, absorbed, by)

    assert (kept.proofs.count(), kept.hardship_claims.count()) == (2, 1)


def test_when_the_upper_floor_refuses_nothing_moves(by):
    kept, absorbed = enter(by=by), enter(person("Ali", "Inventé"), by=by)

    def refuse(**_):
        raise Refusal("both_open", "Arrêtez une des deux demandes.")

    with pytest.raises(Refusal):
        merge(kept, absorbed, by, move=refuse)

    assert absorbed.people.count() == 1
    assert not Merge.objects.exists()


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.SHOP_ADVISOR, Role.ADMINISTRATOR])
def test_only_a_manager_merges(by, role):
    with pytest.raises(Refusal) as refusal:
        merge(enter(by=by), enter(by=by), member(role, of=by.organisation))

    assert refusal.value.code == "not_yours"


def test_files_of_two_organisations_are_merged_by_the_programme(by):
    kept, absorbed = enter(by=by), enter(by=member())

    with pytest.raises(Refusal) as refusal:
        merge(kept, absorbed, by)
    merge(kept, absorbed, member(Role.PROGRAMME_MANAGER))

    assert refusal.value.code == "not_found"
    assert Merge.objects.get().kept == kept


def test_a_household_is_not_merged_with_itself(by):
    kept = enter(by=by)

    with pytest.raises(Refusal) as refusal:
        merge(kept, kept, by)

    assert refusal.value.code == "same_household"


def test_an_erased_household_keeps_its_counts_and_its_commune(by):
    needs = Needs(adults=2, children=1)
    made = enter(by=by, phone=MOBILE, address="3 rue Haute", needs=needs)

    erase_household(household_id=made.pk, at=NOW)
    again = erase_household(household_id=made.pk, at=NOW + timedelta(days=1))

    assert (again.adults, again.children, again.commune_code) == (2, 1, "59350")
    assert (again.phone, again.address, again.postcode, again.erased_at) == ("", "", "", NOW)
    assert not again.people.exists()
    assert not LookupKey.objects.exists()
    assert not visible_to(by).exists()


def test_an_erased_person_may_come_back(by):
    made = enter(person("Zoé", "Fictif"), by=by)
    erase_household(household_id=made.pk, at=NOW)

    enter(person("Zoé", "Fictif"), by=by)

    assert Household.objects.count() == 2


def test_a_household_that_is_not_there_cannot_be_erased():
    with pytest.raises(Refusal) as refusal:
        erase_household(household_id=0, at=NOW)

    assert refusal.value.code == "not_found"


@pytest.mark.parametrize(
    ("last_contact", "due"),
    [
        (datetime(2024, 11, 19, 22, 59, tzinfo=UTC), True),  # 23:59 in Paris, the day before
        (datetime(2024, 11, 19, 23, 0, tzinfo=UTC), False),  # midnight in Paris
    ],
)
def test_forgotten_after_two_years_to_the_day(last_contact, due):
    made = household(last_contact_at=last_contact)

    assert due_for_erasure(at=NOW, months=24) == ([made.pk] if due else [])


def test_what_is_erased_or_merged_is_not_due(by):
    old = NOW - timedelta(days=1000)
    gone = household(of=by.organisation, last_contact_at=old)
    erase_household(household_id=gone.pk, at=old)
    kept, absorbed = household(of=by.organisation), household(of=by.organisation)
    merge(kept, absorbed, by)
    Household.objects.filter(pk=absorbed.pk).update(last_contact_at=old)

    assert due_for_erasure(at=NOW, months=24) == []
