"""News of a household that is not written to: said once to who follows it, until it is told."""

from uuid import uuid4

import pytest

from coupdepouce.core.roles import Role
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.operations import write_wording
from coupdepouce.outreach.queries import Words
from coupdepouce.partners.operations.people import close_membership
from coupdepouce.prescriptions import undelivered
from coupdepouce.prescriptions.news import tell_household
from coupdepouce.prescriptions.situation import live_voucher
from tests.apps import cases
from tests.apps.build import NOW, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


def to_tell():
    return list(Message.objects.filter(template="to_tell"))


WHO = ["prescriber", "colleague", "manager"]


@pytest.mark.parametrize("who", WHO)
def test_a_voucher_handed_over_at_the_desk_is_told_by_nobody(who):
    by = cases.prescriber()
    team = {
        "prescriber": by,
        "colleague": member(Role.PRESCRIBER, of=by.organisation),
        "manager": member(Role.PARTNER_MANAGER, of=by.organisation),
    }

    cases.step(cases.draft(by=by), "issue", team[who])

    assert to_tell() == []
    assert undelivered.to_reach(member=by) == []


def test_once_the_prescriber_left_the_managers_are_told():
    by, shop = cases.prescriber(), cases.advisor()
    managers = [member(Role.PARTNER_MANAGER, of=by.organisation) for _ in range(2)]
    made = cases.brought_to("find_line_available", by=by, shop=shop)
    close_membership(membership=by, by=None, at=NOW)
    Message.objects.all().delete()

    made.refresh_from_db()
    tell_household(made, template="line_reminder", once="x", at=NOW)
    cases.step(made, "order_line", shop, order_number="FICTIF-1")

    told = {(one.template, one.recipient) for one in Message.objects.all()}
    emails = [one.user.email for one in managers]
    assert told == {(name, email) for name in ("to_tell", "outcome") for email in emails}
    assert len(undelivered.to_reach(member=managers[0])) == 1


def test_no_code_that_works_is_in_a_mail_to_the_team():
    made = cases.brought_to("issue")
    words = Words(
        sms="Coup de Pouce : votre bon {code}. {link}",
        subject="Bon {code}",
        email="Bonjour,\n\nVotre bon : {code}.",
    )
    manager = member(Role.PROGRAMME_MANAGER)
    write_wording(template="voucher_reminder", language="fr", words=words, by=manager, at=NOW)

    tell_household(made, template="voucher_reminder", once=str(uuid4()), at=NOW)

    (told,) = to_tell()
    code = live_voucher(made).code
    assert code
    assert code[:4] not in told.text + told.subject
    assert "Votre bon : à lire dans le dossier." in told.text
