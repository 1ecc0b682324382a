"""Nobody is on both sides: neither of the desk and the shop, nor of the desk and the household."""

import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Household
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions.models import Prescription
from tests.apps import cases
from tests.apps.build import NOW, member, organisation


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


def joins(one: Membership, of: Organisation, role: Role, **fields) -> Membership:
    """Give a person a second role elsewhere, as an account opened before the rule may have it."""
    return Membership.objects.create(user=one.user, organisation=of, role=role, since=NOW, **fields)


def test_who_also_works_in_the_shop_proposed_hands_out_nothing_for_it():
    by, shop = cases.prescriber(), organisation(Organisation.Kind.SHOP)
    joins(by, shop, Role.TRAINER)
    draft = cases.draft(by=by, shop=shop)

    with pytest.raises(Refusal, match="un collègue remet le bon") as refused:
        cases.step(draft, "issue", by)

    assert refused.value.code == "own_shop"


@pytest.mark.parametrize("case", ["another shop", "no shop", "left the shop", "a colleague"])
def test_without_the_conflict_the_voucher_goes_out(case):
    by, shop = cases.prescriber(), organisation(Organisation.Kind.SHOP)
    joins(by, shop, Role.TRAINER, until=NOW if case == "left the shop" else None)
    elsewhere = organisation(Organisation.Kind.SHOP)
    proposed = {"another shop": elsewhere, "no shop": None}.get(case, shop)
    draft = cases.draft(by=by, shop=proposed)
    who = cases.member(Role.PRESCRIBER, of=by.organisation) if case == "a colleague" else by

    assert cases.step(draft, "issue", who).step == "issue"


def test_who_also_prescribes_for_the_partner_does_not_receive_its_voucher():
    by, shop = cases.prescriber(), cases.advisor()
    joins(shop, by.organisation, Role.PRESCRIBER)
    one = cases.brought_to("issue", by=by)

    with pytest.raises(Refusal, match="un collègue reçoit le bon") as refused:
        cases.step(one, "present", shop, identity_seen="yes")

    assert refused.value.code == "own_partner"
    colleague = cases.member(Role.SHOP_ADVISOR, of=shop.organisation)
    assert cases.step(one, "present", colleague, identity_seen="yes").step == "present"


def called(one: Membership, first: str, last: str) -> Membership:
    one.user.first_name, one.user.last_name = first, last
    one.user.save()
    return one


def as_the_household(one: Membership) -> Membership:
    """Give a person the name of the household of `cases.draft`."""
    return called(one, "CAMILLE", "d’Exempleb1")


def test_nobody_opens_a_request_for_themselves_and_a_colleague_is_named():
    by = as_the_household(cases.prescriber())
    colleague = called(member(Role.PRESCRIBER, of=by.organisation), "Dominique", "Fictif")

    with pytest.raises(Refusal, match="Demandez à Dominique Fictif") as refused:
        cases.draft(by=by)

    assert refused.value.code == "own_household"
    assert not Household.objects.exists()
    assert cases.draft(by=colleague).state == "draft"


def test_an_email_alone_is_enough_and_alone_in_the_team_one_asks_the_programme():
    by = cases.prescriber()

    with pytest.raises(Refusal, match="demandez au programme"):
        cases.draft(by=by, email=by.user.email.upper())

    assert not Prescription.objects.exists()


@pytest.mark.parametrize("last", ["Exemplec1", "", "Camille"])
def test_another_name_is_another_person(last):
    assert cases.draft(by=called(cases.prescriber(), "Camille", last)).state == "draft"


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("issue", Role.PRESCRIBER),
        ("claim_hardship", Role.PRESCRIBER),
        ("approve_hardship", Role.PARTNER_MANAGER),
        ("refuse_hardship", Role.PARTNER_MANAGER),
    ],
)
def test_a_request_opened_by_a_colleague_is_not_decided_by_the_person_it_is_for(name, role):
    by = cases.prescriber()
    one, own = cases.draft(by=by), as_the_household(member(role, of=by.organisation))
    if name in {"approve_hardship", "refuse_hardship"}:
        cases.step(one, "claim_hardship", by, reason="sudden_loss")

    with pytest.raises(Refusal, match="une autre personne s’en occupe") as refused:
        cases.step(one, name, own, reason="sudden_loss" if name == "claim_hardship" else "")

    assert refused.value.code == "own_household"


@pytest.mark.parametrize("name", ["present", "accept", "decline"])
def test_a_shop_advisor_does_not_receive_their_own_voucher(name):
    colleague = called(cases.advisor(), "Dominique", "Fictif")
    own = as_the_household(member(Role.SHOP_ADVISOR, of=colleague.organisation))
    one = cases.brought_to("issue" if name == "present" else "present", shop=colleague)
    said = {"identity_seen": "yes"} if name == "present" else {}

    with pytest.raises(Refusal, match="Demandez à Dominique Fictif"):
        cases.step(one, name, own, reason="changed_mind" if name == "decline" else "", **said)

    assert cases.step(one, "accept" if name == "decline" else name, colleague, **said)
