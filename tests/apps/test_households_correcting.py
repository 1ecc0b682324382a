"""Who a household is can be written again, and is compared as it is written now."""

from datetime import date
from uuid import uuid4

import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.households.models import LookupKey, Person
from coupdepouce.households.operations import Identity, correct_identity, create_household
from coupdepouce.households.search import search
from tests.apps.build import NOW, entry, member, person


def enter(*people, by, **fields):
    return create_household(new=entry(*people, **fields), by=by, at=NOW, once=uuid4())


def correct(made, *, by, first_name="Camille", last_name="Modèle", contact=None, **fields):
    identity = Identity(
        first_name=first_name,
        last_name=last_name,
        birth_date=fields.pop("birth_date", date(1980, 5, 17)),
        adults=2,
        children=1,
        **fields,
    )
    contact = contact or entry().contact
    return correct_identity(household_id=made.pk, identity=identity, contact=contact, by=by, at=NOW)


def test_the_others_of_the_household_keep_their_marks():
    by = member()
    partner = person("Dominique", "Inventé", role="partner")
    made = enter(person("Camile", "Modele"), partner, by=by)

    correct(made, by=by)

    assert LookupKey.objects.filter(household=made, kind="birth").count() == 1
    assert {one.first_name for one in Person.objects.all()} == {"Camille", "Dominique"}
    with pytest.raises(Refusal):
        enter(person("Dominique", "Inventé"), by=by)


def test_the_search_finds_the_name_of_now():
    by = member()
    made = enter(person("Camille", "Fictif"), by=by)

    correct(made, by=by)

    assert [hit.reference for hit in search(member=by, text="Modèle Camille").hits]
    assert not search(member=by, text="Fictif Camille").hits


def test_a_person_known_elsewhere_stays_known_there():
    enter(person("Camille", "Modèle"), by=member())
    by = member()
    made = enter(person("Camille", "Fictif"), by=by)

    with pytest.raises(Refusal) as refusal:
        correct(made, by=by)

    assert refusal.value.code == "known_elsewhere"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"last_name": " - "}, "name_missing"),
        ({"birth_date": date(1899, 12, 31)}, "birth_date_wrong"),
        ({"contact": entry(postcode="590").contact}, "postcode_malformed"),
        ({"despite": "because"}, "despite_unknown"),
    ],
)
def test_a_value_that_cannot_be_is_refused(changes, code):
    by = member()
    made = enter(person("Camille", "Fictif"), by=by)

    with pytest.raises(Refusal) as refusal:
        correct(made, by=by, **changes)

    assert refusal.value.code == code
    assert Person.objects.get().last_name == "Fictif"


def test_another_team_corrects_nothing():
    made = enter(by=member())

    with pytest.raises(Refusal) as refusal:
        correct(made, by=member())

    assert refusal.value.code == "not_found"
