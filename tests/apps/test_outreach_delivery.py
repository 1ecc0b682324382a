"""Receipts: signed, once, in any order, up to the list of those to reach in another way."""

import hmac
import json
from datetime import timedelta
from uuid import UUID

import pytest

from coupdepouce.connect.messages.model import Answer, Channel
from coupdepouce.core.messages.states import Outcome, State, is_forward
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.channels import channel_of
from coupdepouce.outreach.models import Message, Receipt
from coupdepouce.outreach.results import after_try, keep
from coupdepouce.outreach.sending import NOBODY, take
from coupdepouce.prescriptions import undelivered, work
from tests.apps import cases
from tests.apps.build import NOW, member, organisation

GATEWAY = """
name = "exemple"

[request]
url = "http://127.0.0.1:9/messages"
fields = { to = "{to}", text = "{text}", reference = "{key}" }

[receipts]
signature = "hmac-sha256"
header = "X-Signature"
secret = "{env:SMS_SECRET}"
id = "id"
key = "reference"
state = "status"
states = { ok = "delivered", lost = "undelivered", accepted = "sent" }
"""


@pytest.fixture(autouse=True)
def _machine(db, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("SMS_SECRET", "secret")
    (tmp_path / "sms.toml").write_text(GATEWAY)
    settings.SMS_URL = f"gateway:{tmp_path / 'sms.toml'}"
    cases.programme()


def told(status, *, at=NOW, secret=b"secret", **named):
    body = json.dumps({"status": status, **named}).encode()
    signature = hmac.new(secret, body, "sha256").hexdigest()
    return undelivered.take_receipts(
        provider="exemple", headers={"X-Signature": signature}, body=body, at=at
    )


def sent(number=1, reference="P-1", outcome=Outcome.TAKEN, **answer):
    """Bring a household's news to the provider, and write what it answered."""
    prescription = cases.brought_to(
        "issue", number=number, preference="sms", phone=f"063998{number:04}"
    )
    channel = channel_of("sms")
    [message] = [
        one for one in take("sms", channel, NOW) if one.about.endswith(str(prescription.reference))
    ]
    said = Answer(outcome=outcome, detail="x", reference=reference, **answer)
    around = work.around(at=NOW)
    keep([(message, after_try(message, said, channel, at=NOW))], around)
    return prescription, Message.objects.get(pk=message.pk)


def lost(prescription):
    return [row.sentence for row in undelivered.to_reach(member=prescription.prescriber)]


def test_what_arrives_is_said():
    _, message = sent()

    told("ok", id="P-1", at=NOW + timedelta(minutes=1))

    message.refresh_from_db()
    assert (message.state, message.arrived_at) == ("delivered", NOW + timedelta(minutes=1))


def test_what_does_not_arrive_goes_on_the_list_until_somebody_says_it_is_done():
    prescription, message = sent()

    told("lost", id="P-1")
    before = lost(prescription)
    undelivered.reached(member=prescription.prescriber, key=message.key, at=NOW)

    assert before == [
        "Le SMS n’arrive pas : l’opérateur n’a pas pu le remettre. Appelez, ou imprimez la lettre."
    ]
    assert lost(prescription) == []


def test_the_same_receipt_twice_changes_nothing():
    prescription, _ = sent()

    counts = [told("lost", id="P-1") for _ in range(2)]

    assert (counts, len(lost(prescription))) == ([1, 0], 1)
    assert Receipt.objects.count() == 1


ORDERS = [("ok", "accepted"), ("accepted", "ok"), ("lost", "ok"), ("ok", "lost")]


@pytest.mark.parametrize("order", ORDERS, ids=" then ".join)
def test_whatever_the_order_what_arrived_has_arrived(order):
    prescription, message = sent()

    for status in order:
        told(status, id="P-1")

    message.refresh_from_db()
    assert (message.state, lost(prescription)) == ("delivered", [])


def test_a_receipt_that_comes_before_the_answer_is_kept_for_it():
    told("lost", id="P-1")
    prescription, message = sent()
    early = message.state

    work.send(at=NOW)

    message.refresh_from_db()
    assert (early, message.state, len(lost(prescription))) == ("sent", "failed", 1)
    assert told("lost", id="P-1") == 0


def test_a_receipt_by_our_key_while_the_worker_waits_wins():
    cases.brought_to("issue", preference="sms", phone="0639980001")
    channel = channel_of("sms")
    [message] = take("sms", channel, NOW)

    told("ok", reference=str(message.key))
    late = Answer(outcome=Outcome.TEMPORARY, detail="late")
    keep([(message, after_try(message, late, channel, at=NOW))], NOBODY)

    message.refresh_from_db()
    assert (message.state, message.next_try_at) == ("delivered", None)


def test_what_nobody_confirmed_is_said_so_and_a_receipt_takes_it_off_the_list():
    prescription, message = sent(outcome=Outcome.UNKNOWN, reference="")
    before = lost(prescription)

    told("ok", reference=str(message.key))

    assert before[0].startswith(
        "Le SMS est peut-être perdu : l’opérateur n’a pas confirmé l’envoi."
    )
    assert lost(prescription) == []


def test_a_number_that_reads_no_text_is_never_handed_over():
    by = cases.prescriber()
    prescription = cases.draft(by=by, preference="sms", phone="0639980001")
    # As one entered before the form looked at what a number reads.
    prescription.household.phone = "+33320000001"
    prescription.household.save()
    cases.step(prescription, "issue", by)

    work.send(at=NOW)

    message = Message.objects.get(template="voucher_ready")
    assert (message.state, message.reason, message.next_try_at) == (
        "failed", "number_invalid", None,
    )  # fmt: skip
    assert lost(prescription) == [
        "Le SMS n’arrive pas : ce numéro ne reçoit pas de SMS. Appelez, ou imprimez la lettre."
    ]


def test_a_worker_killed_while_a_message_left_does_not_send_it_again():
    cases.brought_to("issue", preference="sms", phone="0639980001")
    channel = channel_of("sms")
    take("sms", channel, NOW)  # and the process dies here

    work.send(at=NOW + channel.lease)

    message = Message.objects.get(template="voucher_ready")
    assert (message.state, message.reason, message.next_try_at) == ("unknown", "no_answer", None)


def test_only_the_team_sees_who_is_to_be_reached():
    prescription, message = sent()
    told("lost", id="P-1")
    stranger = member(Role.PRESCRIBER, of=organisation("ccas"))

    assert undelivered.to_reach(member=stranger) == []
    with pytest.raises(Refusal) as caught:
        undelivered.reached(member=stranger, key=message.key, at=NOW)
    assert (caught.value.code, len(lost(prescription))) == ("not_found", 1)


@pytest.mark.parametrize(
    "named", [{"id": "P-9"}, {"reference": str(UUID(int=9))}, {"reference": "not a key"}], ids=str
)
def test_a_receipt_about_nothing_of_ours_changes_nothing(named):
    _, message = sent()

    told("lost", **named)

    message.refresh_from_db()
    assert message.state == "sent"


def test_a_provider_that_signs_wrong_or_is_not_ours_is_refused():
    sent()

    with pytest.raises(Refusal) as forged:
        told("lost", id="P-1", secret=b"autre")
    with pytest.raises(Refusal) as stranger:
        undelivered.take_receipts(provider="autre", headers={}, body=b"", at=NOW)

    assert (forged.value.code, stranger.value.code) == ("signature_wrong", "not_found")


def test_states_only_go_forward():
    forward = [(a, b) for a in State for b in State if is_forward(a, b)]

    assert (State.FAILED, State.DELIVERED) in forward
    assert all(before != State.DELIVERED for before, _ in forward)
    assert all(after != State.WAITING for _, after in forward)


@pytest.mark.parametrize(
    ("outcome", "repeats", "state"),
    [
        ("taken", False, "sent"),
        ("temporary", False, "waiting"),
        ("permanent", True, "failed"),
        ("unknown", True, "waiting"),
        ("unknown", False, "unknown"),
    ],
)
def test_what_one_try_makes_of_a_message(outcome, repeats, state):
    message = Message(created_at=NOW, attempts=1)
    channel = Channel(name="x", send=lambda _: None, repeats=repeats)

    result = after_try(message, Answer(outcome=Outcome(outcome), detail="x"), channel, at=NOW)

    assert result["state"] == state
    assert (result["next_try_at"] is None) == (state != "waiting")
