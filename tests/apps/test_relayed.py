"""News of a household that is not written to: said once to who follows it, until it is told."""

from datetime import timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.journey.model import Part
from coupdepouce.core.roles import Role
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.operations import write_wording
from coupdepouce.outreach.queries import Words
from coupdepouce.partners.operations.people import close_membership
from coupdepouce.prescriptions import undelivered
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.models import Unreached
from coupdepouce.prescriptions.news import tell_household
from coupdepouce.prescriptions.situation import live_voucher
from tests.apps import build_training as workshops
from tests.apps import cases
from tests.apps.build import NOW, member

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


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
    cases.step(made, "order_line", shop, order_number="FICTIF-1")
    tell_household(made, template="line_reminder", once="x", at=NOW)

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


def listed(by):
    return [row.about.partition(" :")[0] for row in undelivered.to_reach(member=by)]


def with_technician(by, shop):
    """Bring a household that is not written to up to the visit of the technician."""
    return cases.brought_to("set_appointment", by=by, shop=shop)


def test_what_is_relayed_stays_until_newer_news_of_the_same_matter():
    by, shop = cases.prescriber(), cases.advisor()
    made = with_technician(by, shop)
    first = listed(by)
    tell_household(made, template="line_reminder", once="eve", at=NOW)
    eve = listed(by)
    tell_household(made, template="voucher_reminder", once="other", at=NOW)
    both = listed(by)

    cases.step(made, "activate_line", shop, activated_on="2026-11-20")

    assert (len(first), len(eve), len(both)) == (1, 1, 2)
    assert first != eve
    assert listed(by) == both[1:]


def test_one_session_does_not_take_the_place_of_another():
    by = cases.prescriber()
    made = cases.draft(by=by, parts=(Part.TRAINING,))
    cases.step(made, "issue", by)
    one, other = (workshops.session(starts_at=workshops.SOON + n * HOUR) for n in (0, 3))
    for session in (one, other):
        cases.step(made, "book_session", by, session=str(session.reference))
        tell_household(
            made, template="session_reminder", once=str(session), at=NOW,
            session=str(session.reference),
        )  # fmt: skip
    both = listed(by)

    trainer = workshops.trainer(one.shop)
    cases.step(made, "attend_session", trainer, at=one.ends_at, session=str(one.reference))

    assert (len(both), len(listed(by))) == (2, 1)


@pytest.mark.parametrize("ending", ["withdraw", "forget"])
def test_what_is_relayed_ends_with_its_request(ending):
    by, shop = cases.prescriber(), cases.advisor()
    made = cases.brought_to("find_line_available", by=by, shop=shop)
    tell_household(made, template="line_reminder", once="eve", at=NOW)
    before = listed(by)

    if ending == "forget":
        forget_household(household_id=made.household_id, at=NOW)
        assert not Unreached.objects.exists()
    else:
        cases.step(made, "withdraw", by, reason="no_need")

    assert (len(before), listed(by)) == (1, [])


def test_the_oldest_is_read_first():
    by = cases.prescriber()
    made = cases.brought_to("issue", by=by)
    for number in range(3):
        tell_household(made, template="line_reminder", once=f"{number}", at=NOW)
        Unreached.objects.filter(matter="line").update(matter=f"line {number}")

    (row,) = undelivered.to_reach(member=by, limit=1)

    assert row.key == Message.objects.get(once="0:line_reminder:0").key
