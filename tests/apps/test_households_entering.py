"""A household is entered once; whoever has it already is said as DESIGN §5 says it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Consent, Household, LookupKey, Person
from coupdepouce.households.operations import (
    Needs,
    create_household,
    record_consent,
    update_contact,
    update_needs,
    withdraw_consent,
)
from coupdepouce.households.queries import composition, visible_to
from coupdepouce.households.queries import household as read_household
from tests.apps.build import NOW, entry, member, organisation, person

MOBILE = "06 39 98 01 23"  # of the range kept for fiction by the regulator (Arcep)
LANDLINE = "03 53 01 00 00"


def enter(*people, by, once=None, **fields):
    return create_household(new=entry(*people, **fields), by=by, at=NOW, once=once or uuid4())


def test_all_that_was_entered_is_found_again():
    by = member()
    couple = (
        person("Camille", "Fictif"),
        person("Lou", "Fictif", role="child"),
        person("Dominique", "Inventé", role="partner"),
    )
    needs = Needs(adults=2, children=1, has_line=True, monthly_cost=3499, computer="none")

    made = enter(*couple, by=by, phone=MOBILE, preference="sms", needs=needs)

    read = read_household(member=by, pk=made.pk)
    assert [one.first_name for one in composition(read)] == ["Camille", "Dominique", "Lou"]
    assert (read.phone, read.monthly_cost, read.adults) == ("+33639980123", 3499, 2)
    assert [one.purpose for one in read.consents.all()] == [Consent.Purpose.PROGRAMME]


def test_the_same_form_twice_makes_one_household():
    by, once = member(), uuid4()

    first = enter(person(last_name="Fictif"), by=by, once=once)
    again = enter(person(last_name="Fictif"), by=by, once=once)

    assert first == again
    assert Household.objects.count() == 1


def test_a_form_of_another_organisation_is_not_given_back():
    once = uuid4()
    enter(by=member(), once=once)

    with pytest.raises(Refusal) as refusal:
        enter(by=member(), once=once)

    assert refusal.value.code == "key_already_used"


def test_the_same_person_here_is_opened_rather_than_made():
    by = member()
    known = enter(person("Zoé", "Le Gall"), by=by)

    with pytest.raises(Refusal) as refusal:
        enter(person("ZOE", "Legall"), by=by, despite="shelter")

    assert refusal.value.code == "already_known_here"
    assert refusal.value.data == {"reference": str(known.reference), "may_go_on": False}


@pytest.mark.parametrize(
    ("shared", "may_go_on"),
    [("person", False), ("line", False), ("dwelling", True)],
)
def test_known_elsewhere_says_neither_who_nor_where(shared, may_go_on):
    same = {
        "person": ((person("Zoé", "Fictif"),), {}),
        "line": ((), {"line_number": LANDLINE}),
        "dwelling": ((), {"address": "3 rue Haute apt 4"}),
    }
    people, fields = same[shared]
    enter(*people, by=member(), **fields)

    with pytest.raises(Refusal) as refusal:
        enter(*people, by=member(), **fields)

    assert refusal.value.sentence == "Ce ménage est déjà connu : demandez au programme."
    assert refusal.value.data == {"may_go_on": may_go_on}


def test_two_households_may_share_a_flat_when_the_prescriber_says_why():
    enter(by=member(), address="3 rue Haute apt 4")

    made = enter(by=member(), address="3, rue Haute, appt 4", despite="same_dwelling")

    assert made.despite == "same_dwelling"


def test_a_shelter_is_the_address_of_many():
    enter(by=member(), address="1 rue du Foyer", is_shared_address=True)

    enter(by=member(), address="1 rue du Foyer", is_shared_address=True)

    assert not LookupKey.objects.filter(kind="dwelling").exists()


def test_a_shared_telephone_alone_says_nothing():
    by = member()
    enter(person("Zoé", "Fictif"), by=by, phone=MOBILE)

    enter(person("Ali", "Inventé"), by=by, phone=MOBILE)

    assert Household.objects.count() == 2


def test_the_same_name_and_telephone_here_asks_why():
    by = member()
    enter(person("Ali", "Fictif", date(1990, 1, 1)), by=by, phone=MOBILE)
    son = person("Ali", "Fictif", date(2005, 1, 1))

    with pytest.raises(Refusal) as refusal:
        enter(son, by=by, phone=MOBILE)
    enter(son, by=by, phone=MOBILE, despite="shared_phone")

    assert refusal.value.code == "already_known_here"
    assert refusal.value.data["may_go_on"]


def test_the_same_name_and_telephone_elsewhere_says_nothing():
    enter(person("Ali", "Fictif", date(1990, 1, 1)), by=member(), phone=MOBILE)

    enter(person("Ali", "Fictif", date(2005, 1, 1)), by=member(), phone=MOBILE)

    assert Household.objects.count() == 2


def test_a_child_may_have_two_homes():
    child = person("Lou", "Fictif", date(2015, 3, 1), role="child")
    enter(person(), child, by=member())

    enter(person(), child, by=member())

    assert Person.objects.filter(role="child").count() == 2


@pytest.mark.parametrize("preference", ["prescriber", "letter"])
def test_a_household_with_a_landline_is_entered_and_called_or_written_to(preference):
    made = enter(
        by=member(), phone="03 20 00 00 01", preference=preference, address="1 rue Fictive"
    )

    assert made.phone == "+33320000001"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"phone": "06 12"}, "phone_malformed"),
        ({"preference": "sms", "phone": "03 20 00 00 01"}, "phone_reads_no_text"),
        ({"email": "camille@"}, "email_malformed"),
        ({"commune_code": "Lille"}, "commune_malformed"),
        ({"postcode": "5900"}, "postcode_malformed"),
        ({"preference": "sms"}, "contact_missing"),
        ({"preference": "email"}, "contact_missing"),
        ({"preference": "letter"}, "contact_missing"),
        ({"preference": "pigeon"}, "preference_unknown"),
        ({"despite": "because"}, "despite_unknown"),
        ({"consents": frozenset({"programme", "everything"})}, "consent_unknown"),
        ({"consents": frozenset()}, "consent_missing"),
        ({"consents": frozenset({"contact", "check"})}, "consent_missing"),
    ],
)
def test_a_malformed_value_is_refused_with_a_sentence(changes, code):
    with pytest.raises(Refusal) as refusal:
        enter(by=member(), **changes)

    assert refusal.value.code == code
    assert not Household.objects.exists()


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ((person(role="partner"),), "one_applicant"),
        ((person(), person()), "one_applicant"),
        ((person(role="cousin"), person()), "role_unknown"),
        ((person(first_name=" - "),), "name_missing"),
        ((person(birth_date=NOW.date() + timedelta(days=1)),), "birth_date_wrong"),
        ((person(birth_date=date(1899, 12, 31)),), "birth_date_wrong"),
    ],
)
def test_a_person_that_cannot_be_is_refused(people, code):
    with pytest.raises(Refusal) as refusal:
        enter(*people, by=member())

    assert refusal.value.code == code


def test_a_shop_cannot_enter_a_household():
    with pytest.raises(Refusal) as refusal:
        enter(by=member(Role.SHOP_ADVISOR))

    assert refusal.value.code == "not_yours"


@pytest.mark.parametrize(
    ("role", "own", "others"),
    [
        (Role.PRESCRIBER, 1, 0),
        (Role.PARTNER_MANAGER, 1, 0),
        (Role.PROGRAMME_MANAGER, 1, 1),
        (Role.SHOP_ADVISOR, 0, 0),
        (Role.EVALUATOR, 0, 0),
        (Role.ADMINISTRATOR, 0, 0),
    ],
)
def test_who_may_open_a_file(role, own, others):
    house = organisation()
    enter(by=member(of=house))
    enter(by=member())

    seen = visible_to(member(role, of=house))

    assert seen.filter(organisation=house).count() == own
    assert seen.exclude(organisation=house).count() == others


def test_another_organisation_cannot_write_to_it():
    made = enter(by=member())

    with pytest.raises(Refusal) as refusal:
        update_needs(household_id=made.pk, needs=Needs(adults=3), by=member(), at=NOW)

    assert refusal.value.code == "not_found"


def test_a_household_that_moved_is_compared_by_its_new_address():
    by = member()
    made = enter(by=by, address="3 rue Haute apt 4")
    later = NOW + timedelta(days=30)

    moved = entry(address="8 rue Basse", phone=MOBILE).contact
    update_contact(household_id=made.pk, contact=moved, by=by, at=later)
    enter(by=member(), address="3 rue Haute apt 4")

    with pytest.raises(Refusal):
        enter(by=member(), address="8 r. Basse")
    made.refresh_from_db()
    assert (made.address, made.last_contact_at) == ("8 rue Basse", later)


def test_an_agreement_is_written_once_and_ends():
    by = member()
    made = enter(by=by)

    first = record_consent(household_id=made.pk, purpose="check", by=by, at=NOW)
    again = record_consent(household_id=made.pk, purpose="check", by=by, at=NOW)
    ended = withdraw_consent(household_id=made.pk, purpose="check", by=by, at=NOW)

    assert first == again
    assert ended == 1
    assert not made.consents.filter(purpose="check", withdrawn_at__isnull=True).exists()


def test_an_unknown_agreement_is_refused():
    by = member()
    made = enter(by=by)

    with pytest.raises(Refusal) as refusal:
        record_consent(household_id=made.pk, purpose="all", by=by, at=NOW)

    assert refusal.value.code == "consent_unknown"


@pytest.mark.parametrize("rows", [2, 20])
def test_a_file_costs_the_same_for_more_people(rows, django_assert_num_queries):
    by = member()
    made = enter(person(), *(person(role="child") for _ in range(rows)), by=by)

    with django_assert_num_queries(4):
        composition(read_household(member=by, pk=made.pk))
