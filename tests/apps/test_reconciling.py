"""Receptions made without network: each rule of the table is a case, nothing is lost or doubled."""

from datetime import timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.models import Message
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions import conflicts, offline
from coupdepouce.prescriptions.events import broken_at
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.models import Conflict, Prescription
from coupdepouce.prescriptions.offline import Answer, Entry
from coupdepouce.prescriptions.queries import history_of
from coupdepouce.prescriptions.reconciling import AHEAD, BY_CODE, RULES, WINDOW, Outcome
from coupdepouce.prescriptions.seals import sign
from coupdepouce.prescriptions.work import end_overdue
from tests.apps import cases
from tests.apps.build import NOW, member, organisation

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LATER = NOW + 3 * HOUR


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


def issued() -> Prescription:
    return cases.brought_to("issue")


def text_of(prescription: Prescription) -> str:
    voucher = prescription.vouchers.first()
    return sign(code=voucher.code, parts=[Part.LINE], last_day=voucher.last_day)


def entry(prescription: Prescription, by: Membership, **fields: object) -> Entry:
    return Entry(
        **{
            "once": uuid4(),
            "text": text_of(prescription),
            "shop": offline.luggage(member=by).shop,
            "age": HOUR,
            **fields,
        }
    )


def sent(*entries: Entry, by: Membership, at=LATER) -> list[Answer]:
    return offline.reconcile(entries=entries, by=by, at=at)


def outcome(answer: Answer) -> tuple[str, str]:
    return answer.outcome.value, answer.code


def test_it_is_received_at_the_moment_it_happened():
    prescription, by = issued(), cases.advisor()

    (answer,) = sent(entry(prescription, by), by=by)

    assert outcome(answer) == ("done", "")
    assert answer.reference == prescription.reference
    prescription.refresh_from_db()
    assert (prescription.state, prescription.shop) == ("presented", by.organisation)
    event = prescription.events.last()
    assert event.at == LATER - HOUR
    assert event.data == {"identity_seen": "yes", "reconciled_at": LATER.isoformat()}
    assert broken_at(prescription) is None


def test_the_journal_says_both_moments():
    prescription, by = issued(), cases.advisor()

    sent(entry(prescription, by), by=by)

    (line, *_) = history_of(prescription)
    assert line.at == LATER - HOUR
    assert line.sentence == "a reçu le bon, sans réseau (enregistré le 20/11/2026 à 14:00)"


def test_it_is_accepted_too_when_that_was_said():
    prescription, by = issued(), cases.advisor()

    (answer,) = sent(entry(prescription, by, accept=True), by=by)

    prescription.refresh_from_db()
    assert (outcome(answer), prescription.state) == (("done", ""), "accepted")


def test_killed_between_the_two_steps_it_is_accepted_the_second_time():
    prescription, by, once = issued(), cases.advisor(), uuid4()
    sent(entry(prescription, by, once=once), by=by)

    (answer,) = sent(entry(prescription, by, once=once, accept=True), by=by)

    prescription.refresh_from_db()
    assert (outcome(answer), prescription.state) == (("already", "same_twice"), "accepted")


def test_given_back_since_it_stays_given_back():
    prescription, by = issued(), cases.advisor()
    one = entry(prescription, by, accept=True)
    sent(one, by=by)
    cases.step(prescription, "reverse", by, reason="mistake")

    (answer,) = sent(one, by=by)

    prescription.refresh_from_db()
    assert (outcome(answer), prescription.state) == (("already", "same_twice"), "issued")


def test_the_same_entry_twice_is_received_once():
    prescription, by = issued(), cases.advisor()
    one = entry(prescription, by)

    answers = sent(one, one, by=by)

    assert [outcome(one) for one in answers] == [("done", ""), ("already", "same_twice")]
    assert prescription.events.filter(step="present").count() == 1


def test_another_advisor_of_the_shop_received_it_already():
    prescription, by = issued(), cases.advisor()
    colleague = member(Role.SHOP_ADVISOR, of=by.organisation)
    cases.step(prescription, "present", colleague, identity_seen="yes")

    (answer,) = sent(entry(prescription, by), by=by)

    assert outcome(answer) == ("already", "already_here")
    assert not Conflict.objects.exists()


class TestTwoShops:
    """Received twice without network: the first that arrives keeps it, and nothing is lost."""

    @pytest.fixture
    def shops(self) -> tuple[Membership, Membership]:
        """Give an advisor of a shop with an address, and one of a shop without."""
        known = organisation(Organisation.Kind.SHOP, email="boutique@exemple.invalid")
        return member(Role.SHOP_ADVISOR, of=known), cases.advisor()

    @pytest.fixture
    def twice(self, shops) -> Prescription:
        """Receive one voucher in both; the second shop received it earlier, and sends later."""
        prescription = issued()
        first, second = shops
        sent(entry(prescription, first), by=first)
        self.answer = sent(entry(prescription, second, age=2 * HOUR), by=second)[0]
        return prescription

    def test_the_first_that_arrives_keeps_it(self, shops, twice):
        twice.refresh_from_db()

        assert twice.shop == shops[0].organisation
        assert outcome(self.answer) == ("refused", "two_shops")
        assert self.answer.reference is None

    def test_both_shops_and_both_moments_are_kept(self, shops, twice):
        conflict = Conflict.objects.get()

        assert (conflict.shop, conflict.happened_at) == (shops[1].organisation, LATER - 2 * HOUR)
        assert (conflict.other_shop, conflict.other_at) == (shops[0].organisation, LATER - HOUR)
        assert (conflict.read_at, conflict.other_read_at) == (None, None)

    def test_both_shops_and_the_prescriber_are_written_to(self, shops, twice):
        letters = {one.recipient: one.text for one in Message.objects.exclude(template="outcome")}

        assert set(letters) == {
            "boutique@exemple.invalid",
            shops[1].user.email,
            twice.prescriber.user.email,
        }
        for shop in shops:
            assert all(shop.organisation.name in letters[one.recipient] for one in self.to_shops())
        assert "20/11/2026 à 13h00" in letters["boutique@exemple.invalid"]
        assert "20/11/2026 à 12h00" in letters["boutique@exemple.invalid"]

    def to_shops(self):
        return Message.objects.filter(template="double_reception")

    def test_sent_again_nobody_is_told_twice(self, shops, twice):
        prescription, second = twice, shops[1]
        one = Conflict.objects.get()
        before = Message.objects.count()

        (answer,) = sent(entry(prescription, second, once=one.once), by=second)

        assert outcome(answer) == ("refused", "two_shops")
        assert (Conflict.objects.count(), Message.objects.count()) == (1, before)

    def test_each_shop_reads_it_until_it_says_so(self, shops, twice):
        first, second = shops
        (at_first,) = conflicts.to_read(member=first)
        (at_second,) = conflicts.to_read(member=second)
        assert (at_first.is_kept_here, at_second.is_kept_here) == (True, False)
        assert (at_first.reference, at_second.reference) == (twice.reference, None)
        assert at_second.code_end == twice.vouchers.get().code[-4:]
        assert conflicts.to_read(member=cases.advisor()) == []

        conflicts.mark_read(member=second, once=at_second.once, at=LATER)

        assert conflicts.to_read(member=second) == []
        assert len(conflicts.to_read(member=first)) == 1

    def test_another_shop_marks_nothing(self, twice):
        once = Conflict.objects.get().once

        with pytest.raises(Refusal, match="pas pour votre boutique"):
            conflicts.mark_read(member=cases.advisor(), once=once, at=LATER)

    def test_the_household_forgotten_the_letters_and_the_code_are_emptied(self, shops, twice):
        forget_household(household_id=twice.household_id, at=LATER)

        assert {one.text for one in self.to_shops()} == {""}
        assert conflicts.to_read(member=shops[1])[0].code_end == ""


def replaced(prescription, by):
    cases.step(prescription, "replace_voucher", prescription.prescriber, reason="lost")


def replaced_and_received(prescription, by):
    replaced(prescription, by)
    cases.step(prescription, "present", cases.advisor(), identity_seen="yes")


def withdrawn(prescription, by):
    cases.step(prescription, "withdraw", prescription.prescriber, reason="no_need")


def declined(prescription, by):
    cases.step(prescription, "present", by, identity_seen="yes")
    cases.step(prescription, "decline", by, reason="no_offer")


def expired(prescription, by):
    last_day = prescription.vouchers.get().last_day
    end_overdue(at=NOW + timedelta(days=(last_day - NOW.date()).days + 1))


def moved(prescription, by):
    by.until = LATER - 2 * HOUR
    by.save()


def came_later(prescription, by):
    by.since = LATER - HOUR + MINUTE
    by.save()


def shut(prescription, by):
    Organisation.objects.filter(pk=by.organisation_id).update(is_active=False)


REFUSED = {
    "replaced meanwhile": (replaced, "replaced", True),
    "replaced, and the new one received elsewhere": (replaced_and_received, "replaced", True),
    "withdrawn meanwhile": (withdrawn, "withdrawn", True),
    "refused meanwhile in this shop": (declined, "over", True),
    "expired between": (expired, "expired", True),
    "the person had left the shop": (moved, "not_your_shop", False),
    "the person came to the shop later": (came_later, "not_your_shop", False),
    "the shop closed": (shut, "not_your_shop", False),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_happened_meanwhile_is_refused_kept_and_told(case):
    meanwhile, code, tells = REFUSED[case]
    prescription, by = issued(), cases.advisor()
    one = entry(prescription, by)
    meanwhile(prescription, by)

    (answer,) = sent(one, by=by)

    assert outcome(answer) == ("refused", code)
    conflict = Conflict.objects.get()
    assert (conflict.code, conflict.shop) == (code, by.organisation)
    letters = Message.objects.filter(template="reception_refused")
    assert [one.recipient for one in letters] == [prescription.prescriber.user.email] * tells
    assert not prescription.events.filter(data__has_key="reconciled_at").exists()


def test_received_on_its_last_day_and_sent_the_day_after():
    prescription, by = issued(), cases.advisor()
    last_day = prescription.vouchers.get().last_day
    morning_after = NOW + timedelta(days=(last_day - NOW.date()).days + 1)

    (late,) = sent(entry(prescription, by, age=HOUR), by=by, at=morning_after)
    (in_time,) = sent(entry(prescription, by, age=24 * HOUR), by=by, at=morning_after)

    assert outcome(late) == ("refused", "voucher_expired")
    assert outcome(in_time) == ("done", "")


@pytest.mark.parametrize(
    ("age", "answer"),
    [
        (-AHEAD - MINUTE, ("again", "clock_ahead")),
        (-AHEAD, ("done", "")),
        (timedelta(0), ("done", "")),
        (WINDOW, ("done", "")),
        (WINDOW + MINUTE, ("refused", "too_old")),
    ],
)
def test_the_clock_of_the_tablet(age, answer):
    prescription, by = issued(), cases.advisor()
    at = NOW + WINDOW + HOUR

    (given,) = sent(entry(prescription, by, age=age), by=by, at=at)

    assert outcome(given) == answer
    assert all(event.at <= at for event in prescription.events.all())


def test_a_clock_of_years_ago_is_not_said_to_be_another_shop():
    prescription, by = issued(), cases.advisor()

    (given,) = sent(entry(prescription, by, age=timedelta(days=2000)), by=by)

    assert outcome(given) == ("refused", "too_old")


def test_what_must_come_again_leaves_no_trace_and_passes_later():
    prescription, by = issued(), cases.advisor()
    one = entry(prescription, by, age=-HOUR)

    (ahead,) = sent(one, by=by)
    (later,) = sent(entry(prescription, by, once=one.once, age=MINUTE), by=by, at=LATER + HOUR)

    assert [outcome(ahead), outcome(later)] == [("again", "clock_ahead"), ("done", "")]
    assert not Conflict.objects.exists()


def test_a_clock_that_ran_behind_never_dates_it_before_the_paper():
    prescription, by = issued(), cases.advisor()

    sent(entry(prescription, by, age=9 * HOUR), by=by)

    assert prescription.events.last().at == prescription.vouchers.get().issued_at


def test_the_reception_belongs_to_the_shop_where_it_was_made():
    prescription, by = issued(), cases.advisor()
    one = entry(prescription, by)
    by.until = LATER - MINUTE
    by.save()
    now = Membership.objects.create(
        user=by.user,
        organisation=organisation(Organisation.Kind.SHOP),
        role=Role.SHOP_ADVISOR,
        since=LATER,
    )

    (answer,) = sent(one, by=now)

    prescription.refresh_from_db()
    assert outcome(answer) == ("done", "")
    assert prescription.shop == by.organisation


def test_nobody_sends_for_somebody_else():
    prescription, by = issued(), cases.advisor()

    (answer,) = sent(entry(prescription, by), by=cases.advisor())

    assert outcome(answer) == ("refused", "not_your_shop")


def test_a_shop_does_not_receive_its_own_prescription():
    prescriber = cases.prescriber()
    prescription = cases.brought_to("issue", by=prescriber)
    by = member(Role.SHOP_ADVISOR, of=prescriber.organisation)

    (answer,) = sent(entry(prescription, by), by=by)

    assert outcome(answer) == ("refused", "own_prescription")
    assert Conflict.objects.get().code == "own_prescription"


UNREADABLE = {
    "tampered": lambda text: text.replace(".L.", ".LC."),
    "a typed code": lambda text: text.split(".")[1],
    "nothing": lambda text: "",
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_is_not_signed_is_refused(case):
    prescription, by = issued(), cases.advisor()

    (answer,) = sent(entry(prescription, by, text=UNREADABLE[case](text_of(prescription))), by=by)

    assert outcome(answer) == ("refused", "tampered")
    assert Conflict.objects.get().voucher is None


def test_a_household_forgotten_meanwhile():
    prescription, by = issued(), cases.advisor()
    one = entry(prescription, by)
    forget_household(household_id=prescription.household_id, at=NOW)

    (answer,) = sent(one, by=by)

    assert outcome(answer) == ("refused", "unknown")


def test_one_that_is_refused_does_not_stop_the_others():
    by = cases.advisor()
    good, other = issued(), cases.brought_to("issue", number=2)
    bad = entry(good, by, text="CP1.X")

    answers = sent(bad, entry(good, by), entry(other, by), by=by)

    assert [one.outcome for one in answers] == [Outcome.REFUSED, Outcome.DONE, Outcome.DONE]


def test_each_rule_says_what_to_do_and_is_told_when_it_promises():
    assert len(BY_CODE) == len(RULES)
    for rule in RULES:
        assert rule.sentence.endswith(".")
        assert bool(rule.told) == bool(rule.tells)
        assert ("prévenu" in rule.sentence) <= bool(rule.tells)
