"""What the worker does when it is due, tested at midnight."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps

from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.core.calendar import PARIS
from coupdepouce.core.journey.steps import STEPS
from coupdepouce.core.messages.wording import EXAMPLES, length_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.voucher import grouped
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.queries import origin
from coupdepouce.outreach.sending import send_due
from coupdepouce.outreach.staff_texts import STAFF_TEXTS
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.prescriptions import forgetting, work
from coupdepouce.prescriptions.events import broken_at
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.programmes.models import ProgrammeVersion
from tests.apps import cases
from tests.apps.build import NOW, organisation


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


LATER = NOW + timedelta(days=6 * 365)
REFERENT = "Dominique Référent"
SAID = {"number": 1, "phone": "06 39 98 01 23", "email": "camille@exemple.fiction"}
SAID |= {"preference": "email"}


def last_day(prescription):
    return prescription.vouchers.get().last_day


def at_midnight(day, **shift):
    return datetime(day.year, day.month, day.day, tzinfo=PARIS) + timedelta(**shift)


def test_a_voucher_ends_at_midnight_after_its_last_day():
    prescription = cases.brought_to("issue")
    end = at_midnight(last_day(prescription), days=1)

    before = work.end_overdue(at=end - timedelta(seconds=1))
    after = work.end_overdue(at=end)

    prescription.refresh_from_db()
    assert (before, after, prescription.state) == (0, 1, "expired")
    assert work.end_overdue(at=end) == 0


def test_a_voucher_can_be_received_on_its_last_day_and_not_on_the_next():
    shop = cases.advisor()
    prescription = cases.brought_to("issue")
    end = at_midnight(last_day(prescription), days=1)

    with pytest.raises(Refusal) as caught:
        cases.step(prescription, "present", shop, at=end, identity_seen="yes")
    cases.step(prescription, "present", shop, at=end - timedelta(minutes=1), identity_seen="yes")

    assert caught.value.code == "voucher_expired"


def test_an_abandoned_draft_is_closed():
    prescription = cases.draft()
    end = at_midnight(prescription.due_on)

    assert work.end_overdue(at=end - timedelta(seconds=1)) == 0
    assert work.end_overdue(at=end) == 1


def test_a_household_is_reminded_once_before_the_end():
    prescription = cases.brought_to("issue", preference="sms", phone="0612345678")
    soon = at_midnight(last_day(prescription), days=-1)

    assert work.remind_households(at=NOW) == 0
    assert work.remind_households(at=soon) == 1
    assert work.remind_households(at=soon) == 0
    assert Message.objects.filter(template="voucher_reminder").count() == 1


def test_a_shop_is_reminded_on_each_day_of_the_programme_then_the_voucher_is_given_back():
    shop = cases.advisor()
    shop.organisation.email = "boutique@exemple.invalid"
    shop.organisation.save()
    prescription = cases.brought_to("present", shop=shop)

    sent = [work.remind_shops(at=NOW + timedelta(days=days)) for days in (9, 10, 11, 20, 21)]
    given_back = work.release_unanswered(at=NOW + timedelta(days=31))

    prescription.refresh_from_db()
    assert sent == [0, 1, 0, 1, 0]
    assert (given_back, prescription.state, prescription.shop) == (1, "issued", None)


def test_after_a_stop_a_shop_gets_one_reminder_and_not_all_of_them():
    shop = cases.advisor()
    shop.organisation.email = "boutique@exemple.invalid"
    shop.organisation.save()
    cases.brought_to("present", shop=shop)

    sent = [work.remind_shops(at=NOW + timedelta(days=25, minutes=turn)) for turn in range(3)]

    assert sent == [1, 0, 0]
    text = Message.objects.get(template="shop_reminder").text
    assert "20" in text
    assert f"/boutique/bon/{Prescription.objects.get().reference}/" in text  # theirs to open


def test_a_row_that_is_refused_does_not_stop_the_others(caplog):
    refused = cases.brought_to("issue", number=1)
    ended = cases.brought_to("issue", number=2)
    end = at_midnight(last_day(ended), days=1)
    # Its voucher is good for longer than its row says: the step is refused, at every turn.
    refused.vouchers.update(last_day=end.date() + timedelta(days=9))

    done = work.work_once(at=end)

    refused.refresh_from_db()
    ended.refresh_from_db()
    assert (refused.state, ended.state) == ("issued", "expired")
    assert done["bons et brouillons expirés"] == 1
    assert f"prescription {refused.pk}: voucher_still_good" in caplog.text


def test_a_job_that_is_refused_does_not_stop_the_others(caplog):
    cases.brought_to("issue", preference="sms", phone="0639980123")
    ProgrammeVersion.objects.update(is_current=False)  # every job that reads it is refused

    done = work.work_once(at=NOW)

    assert done["messages envoyés"] == 1
    assert "job rappels aux ménages" in caplog.text


def test_a_voucher_given_back_after_its_last_day_ends_the_same_day():
    prescription = cases.brought_to("present")
    late = at_midnight(last_day(prescription), days=2)

    work.release_unanswered(at=late)
    work.end_overdue(at=late)

    prescription.refresh_from_db()
    assert prescription.state == "expired"


def test_a_shop_without_account_is_written_to_when_the_voucher_is_issued():
    shop = organisation("shop", email="boutique@exemple.invalid")

    cases.brought_to("issue", shop=None)
    cases.step(second := cases.draft(number=2, shop=shop), "issue", second.prescriber)

    assert Message.objects.filter(template="shop_link").count() == 1


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", TEXTS)
def test_an_sms_is_one_part_of_gsm_characters(template, language):
    length = length_of(origin(template, language).sms, EXAMPLES)

    assert (length.parts, length.outside) == (1, ())


@pytest.mark.parametrize("template", TEXTS)
def test_an_arabic_sms_is_two_parts_at_most(template):
    sms = origin(template, "ar").sms

    assert length_of(sms, EXAMPLES).parts <= 2
    assert all(line.strip() for line in sms.splitlines())


def test_every_message_of_a_step_has_a_text():
    assert {step.message for step in STEPS if step.message} <= set(TEXTS)
    assert {"outcome", "shop_link", "shop_reminder", "invitation"} <= set(STAFF_TEXTS)


def test_a_household_forgotten_leaves_nothing_that_says_who_it_was():
    shop = cases.advisor()
    prescription = cases.brought_to("set_appointment", shop=shop, **SAID)
    Prescription.objects.filter(pk=prescription.pk).update(referent=REFERENT)
    code = prescription.vouchers.get().code
    secrets = {"FICTIF-1", "2026-12-04", "exemple.fiction", "Exempleb", "39980123", "Fictive"}
    secrets |= {REFERENT, code, grouped(code), keyed_hash("voucher", code)}
    before = {secret for secret in secrets if secret in everything_written()}

    erased = work.erase_forgotten(at=LATER)

    left = {secret for secret in secrets if secret in everything_written()}
    prescription.refresh_from_db()
    assert (erased, before - left, left) == (1, secrets, set())
    assert (prescription.state, prescription.waits_for) == ("withdrawn", "")
    assert prescription.events.last().step == "forget"
    assert broken_at(prescription) is None
    assert send_due(at=LATER) == 0


def test_a_household_is_forgotten_with_its_requests_or_not_at_all(monkeypatch):
    prescription = cases.brought_to("issue", **SAID)

    def fails(**_):
        raise Refusal("not_found", "Ce ménage n’existe pas.")

    monkeypatch.setattr(forgetting.households, "erase_household", fails)
    with pytest.raises(Refusal):
        forgetting.forget_household(household_id=prescription.household_id, at=LATER)

    prescription.refresh_from_db()
    assert (prescription.state, prescription.vouchers.get().code != "") == ("issued", True)


def everything_written() -> str:
    """Give all that the tables say, sealed fields opened."""
    models = [one for one in apps.get_models() if one.__module__.startswith("coupdepouce.")]
    rows = [row for model in models for row in model._default_manager.values_list()]
    return "\n".join(str(value) for row in rows for value in row)


def test_all_that_is_due_is_done_in_one_pass():
    done = work.work_once(at=NOW)

    assert set(done.values()) == {0}
