"""Messages that leave: once, with patience, and only while they are wanted."""

from datetime import timedelta

import pytest
from django.db import connection

from coupdepouce.connect import clock
from coupdepouce.connect.messages.channels import MAILBOX
from coupdepouce.core.messages.patience import USUAL
from coupdepouce.core.refusal import Refusal
from coupdepouce.households.operations import withdraw_consent
from coupdepouce.outreach import operations as outreach
from coupdepouce.outreach import sending
from coupdepouce.outreach.channels import check_channels
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.results import Around, keep
from coupdepouce.prescriptions import work
from tests.apps import cases
from tests.apps.build import NOW


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


def test_a_wrong_channel_does_not_hold_up_the_other_one(settings):
    settings.SMS_URL = "pigeon://nord"
    cases.brought_to("issue", number=1, preference="sms", phone="0639980123")
    cases.brought_to("issue", number=2, preference="email", email="a@exemple.invalid")

    sending.send_due(at=NOW)

    sms, mail = Message.objects.filter(template="voucher_ready").order_by("channel")[::-1]
    assert (sms.state, sms.attempts, mail.state) == ("waiting", 0, "sent")
    with pytest.raises(Refusal, match="COUPDEPOUCE_SMS_URL"):
        check_channels()


def test_a_message_that_does_not_open_does_not_hold_up_the_others():
    cases.brought_to("issue", number=1, preference="sms", phone="0639980123")
    cases.brought_to("issue", number=2, preference="sms", phone="0639980124")
    first = Message.objects.order_by("pk").first()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outreach_message SET text = 'x' WHERE id = %s", [first.pk])

    sending.send_due(at=NOW)

    states = Message.objects.order_by("pk").values_list("state", "provider_answer")
    assert list(states) == [("waiting", "field_key_missing"), ("sent", "mailbox")]


def test_the_lease_is_counted_from_the_taking_and_not_from_the_turn(monkeypatch):
    cases.brought_to("issue", number=1, preference="sms", phone="0639980123")
    cases.brought_to("issue", number=2, preference="sms", phone="0639980124")
    seconds = iter([0, 0, *[360] * 30])  # the turn begins, and six minutes go by
    monkeypatch.setattr(clock, "monotonic", lambda: next(seconds))
    monkeypatch.setattr(sending, "TURN", timedelta(minutes=7))
    leases = set()

    def noted(message):
        leases.add(Message.objects.get(pk=message.pk).next_try_at)
        return True

    sending.send_due(at=NOW, around=Around(is_wanted=noted))

    assert leases == {NOW + timedelta(minutes=6) + MAILBOX.lease}


def test_a_worker_that_comes_back_late_does_not_write_over_the_next_one():
    cases.brought_to("issue", preference="sms", phone="0639980123")
    [late] = sending.take("sms", MAILBOX, NOW)
    sending.send_due(at=NOW + MAILBOX.lease)

    keep([(late, {"state": "failed", "provider_answer": "too late"})], Around())

    message = Message.objects.get(template="voucher_ready")
    assert (message.state, message.provider_answer) == ("sent", "mailbox")


def test_nothing_leaves_to_a_household_that_no_longer_agrees():
    prescription = cases.brought_to("issue", preference="sms", phone="0639980123")
    withdraw_consent(
        household_id=prescription.household_id,
        purpose="contact",
        by=prescription.prescriber,
        at=NOW,
    )

    work.send(at=NOW)

    message = Message.objects.get(template="voucher_ready")
    assert (message.state, message.sent_at, message.text) == ("failed", None, "")


def test_messages_are_sent_once_and_retried_with_patience(settings):
    cases.brought_to("issue", preference="sms", phone="0612345678")
    settings.SMS_URL = "smtp://127.0.0.1:9"  # nobody listens there

    sending.send_due(at=NOW)
    failed = Message.objects.get(template="voucher_ready")
    too_soon = sending.send_due(at=NOW + timedelta(seconds=59))
    settings.SMS_URL = "mailbox://"
    again = sending.send_due(at=NOW + timedelta(seconds=61))

    sent = Message.objects.get(template="voucher_ready")
    assert (failed.state, failed.attempts) == ("waiting", 1)
    assert (too_soon, again) == (0, 1)
    assert (sent.state, sent.attempts) == ("sent", 2)
    assert sending.send_due(at=NOW + timedelta(days=1)) == 0


def test_a_message_is_given_up_when_it_is_no_longer_news(settings):
    cases.brought_to("issue", preference="sms", phone="0612345678")
    settings.SMS_URL = "smtp://127.0.0.1:9"

    sending.send_due(at=NOW + USUAL.give_up - timedelta(seconds=1))
    before = Message.objects.get(template="voucher_ready")
    sending.send_due(at=NOW + USUAL.give_up + USUAL.longest)

    after = Message.objects.get(template="voucher_ready")
    assert (before.state, after.state, after.reason) == ("waiting", "failed", "given_up")
    assert after.next_try_at is None


@pytest.mark.parametrize("state", ["sent", "failed"])
def test_a_message_sent_or_given_up_is_emptied_after_thirty_days(state):
    cases.brought_to("issue", preference="email", email="camille@exemple.invalid")
    sent_at = NOW if state == "sent" else None
    Message.objects.update(state=state, sent_at=sent_at, next_try_at=None)

    early = outreach.forget_old(before=NOW)
    work.work_once(at=NOW + timedelta(days=30, seconds=1))

    message = Message.objects.get(template="voucher_ready")
    assert (early, message.text, message.recipient, message.state) == (0, "", "", state)
