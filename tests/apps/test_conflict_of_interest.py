"""One person on both sides: nobody sends a household to their own shop, nor receives its own."""

import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation
from tests.apps import cases
from tests.apps.build import NOW, organisation


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
