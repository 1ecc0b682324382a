"""The computer of a request, from the reservation to the hand-over, with its refusals."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment import operations as equipment
from coupdepouce.equipment.models import Computer, HandOver, WaitingPlace
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.receipts import receipt_pdf, words_of
from coupdepouce.prescriptions import computer_given, computers, work
from coupdepouce.prescriptions.actors import staff
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.merging import merge
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.previews import values_for
from coupdepouce.prescriptions.situation import situation_of
from coupdepouce.programmes.operations import confirm_figure
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
from tests.apps.build_machines import machine

SIGNED = "M10 20L30 40"
GIVEN = {"identity_seen": "yes", "conditions_read": "yes", "signature": SIGNED}


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


@pytest.fixture
def advisor():
    return cases.advisor()


def asked(shop, number=1, **fields):
    """Bring a request for a computer to the shop."""
    return cases.brought_to("accept", shop=shop, number=number, parts=(Part.COMPUTER,), **fields)


def kept(shop, number=1, **fields):
    """Bring a request to a machine kept and ready in the shop."""
    one = machine(shop.organisation)
    prescription = asked(shop, number, **fields)
    cases.step(prescription, "reserve_computer", shop)
    cases.step(prescription, "ready_computer", shop)
    return prescription, one


def given(shop, number=1, **fields):
    prescription, one = kept(shop, number, **fields)
    cases.step(prescription, "hand_over", shop, serial=one.serial, **GIVEN)
    return prescription, one


def state(prescription) -> str:
    prescription.refresh_from_db()
    return prescription.computer_state


def refused(code: str):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def at_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PARIS)


def test_from_the_reservation_to_the_hand_over(advisor):
    prescription, one = given(advisor, preference="sms", phone="0639980001")

    row = HandOver.objects.get()
    one.refresh_from_db()
    assert (state(prescription), one.state) == ("handed_over", "handed_over")
    assert (row.household_id, row.signature) == (prescription.household_id, SIGNED)
    assert (row.version, row.language, row.by) == (prescription.version, "fr", advisor)
    said = prescription.events.last().data
    assert said == {"identity_seen": "yes", "conditions_read": "yes"}
    assert set(Message.objects.values_list("template", flat=True)) >= {
        "computer_reserved", "computer_ready", "computer_handed_over",
    }  # fmt: skip


def test_nothing_free_the_person_waits_and_is_given_the_machine_that_comes(advisor):
    prescription = asked(advisor)
    with refused("stock_empty"):
        cases.step(prescription, "reserve_computer", advisor)
    cases.step(prescription, "queue_computer", advisor)

    assert work.give_computers(at=NOW) == 0
    one = machine(advisor.organisation)
    assert work.give_computers(at=NOW) == 1

    one.refresh_from_db()
    assert (state(prescription), one.reserved_for) == ("reserved", prescription.household)
    assert prescription.events.last().role == Role.WORKER
    assert work.give_computers(at=NOW) == 0


def test_a_free_machine_is_reserved_and_not_waited_for(advisor):
    machine(advisor.organisation)

    with refused("stock_not_empty"):
        cases.step(asked(advisor), "queue_computer", advisor)


def test_a_newcomer_does_not_pass_before_those_who_wait(advisor):
    first, newcomer = asked(advisor, 1), asked(advisor, 2)
    cases.step(first, "queue_computer", advisor)
    machine(advisor.organisation)

    with refused("stock_empty"):
        cases.step(newcomer, "reserve_computer", advisor)
    cases.step(newcomer, "queue_computer", advisor)
    work.give_computers(at=NOW)

    assert (state(first), state(newcomer)) == ("reserved", "waiting")


def test_those_who_wait_are_served_in_their_order(advisor):
    waiting = [asked(advisor, number) for number in range(1, 5)]
    moments = [NOW + timedelta(hours=hours) for hours in (3, 1, 4, 2)]
    for prescription, at in zip(waiting, moments, strict=True):
        cases.step(prescription, "queue_computer", advisor, at=at)
    machine(advisor.organisation), machine(advisor.organisation)

    assert work.give_computers(at=NOW + timedelta(days=1)) == 2

    assert [state(one) for one in waiting] == ["waiting", "reserved", "waiting", "reserved"]


def test_a_reservation_lapses_at_midnight_after_its_last_day_and_goes_to_the_next(advisor):
    late, next_one = kept(advisor, 1)[0], asked(advisor, 2)
    cases.step(next_one, "queue_computer", advisor)
    end = at_midnight(date(2026, 12, 5))  # fourteen days after the 20th of November, included

    assert work.lapse_computers(at=end - timedelta(seconds=1)) == 0
    assert work.lapse_computers(at=end) == 1
    work.give_computers(at=end)

    assert (state(late), state(next_one)) == ("wanted", "reserved")


def test_a_machine_on_the_road_makes_nobody_late(advisor):
    prescription = asked(advisor)
    one = machine()
    cases.step(prescription, "reserve_computer", advisor)
    late = NOW + timedelta(days=60)

    assert work.lapse_computers(at=late) == 0
    with refused("machine_not_here"):
        cases.step(prescription, "ready_computer", advisor, at=late)
    Computer.objects.filter(pk=one.pk).update(shop=advisor.organisation)
    cases.step(prescription, "ready_computer", advisor, at=late)

    assert state(prescription) == "ready"
    assert work.lapse_computers(at=late + timedelta(days=14)) == 0
    assert work.lapse_computers(at=late + timedelta(days=15)) == 1


def test_a_machine_that_went_missing_gives_the_person_its_place_back(advisor):
    first, later = asked(advisor, 1), asked(advisor, 2)
    cases.step(first, "queue_computer", advisor)
    one = machine(advisor.organisation)
    assert work.give_computers(at=NOW + timedelta(hours=1)) == 1
    cases.step(later, "queue_computer", advisor, at=NOW + timedelta(hours=2))
    cases.step(first, "ready_computer", advisor)
    Computer.objects.filter(pk=one.pk).update(state="missing")

    with refused("nothing_reserved"):
        cases.step(first, "hand_over", advisor, serial=one.serial, **GIVEN)
    assert work.requeue_computers(at=NOW + timedelta(days=1)) == 1
    assert work.requeue_computers(at=NOW + timedelta(days=1)) == 0

    one.refresh_from_db()
    assert (one.state, one.reserved_for) == ("missing", None)
    assert state(first) == "waiting"
    machine(advisor.organisation)
    assert work.give_computers(at=NOW + timedelta(days=2)) == 1
    assert (state(first), state(later)) == ("reserved", "waiting")


def test_a_machine_that_never_waited_is_missed_from_the_day_it_was_reserved(advisor):
    prescription, one = kept(advisor, preference="sms", phone="0639980001")
    other = asked(advisor, 2)
    cases.step(other, "queue_computer", advisor, at=NOW + timedelta(hours=1))
    Computer.objects.filter(pk=one.pk).update(state="missing")

    work.requeue_computers(at=NOW + timedelta(days=1))

    since = WaitingPlace.objects.get(household=prescription.household).since
    assert since < WaitingPlace.objects.get(household=other.household).since
    assert "gardez votre place" in Message.objects.get(template="computer_missing").text


def test_a_place_of_years_ago_is_not_taken_back(advisor):
    prescription, one = kept(advisor)
    WaitingPlace.objects.create(
        household=prescription.household, shop=advisor.organisation, form=one.form,
        since=NOW - timedelta(days=900), ended_at=NOW - timedelta(days=800), is_served=True,
    )  # fmt: skip
    Computer.objects.filter(pk=one.pk).update(state="missing")

    work.requeue_computers(at=NOW + timedelta(days=1))

    assert WaitingPlace.objects.get(ended_at=None).since == NOW


def test_found_again_in_time_it_is_still_kept(advisor):
    prescription, one = kept(advisor)

    with refused("nothing_missing"):
        equipment.requeue(
            household_id=prescription.household_id,
            shop=advisor.organisation,
            form=one.form,
            at=NOW,
        )


def test_the_prescriber_reserves_in_the_shop_it_suggested(advisor):
    by = cases.prescriber()
    one = machine(advisor.organisation)
    prescription = cases.draft(by=by, parts=(Part.COMPUTER,), shop=advisor.organisation)
    cases.step(prescription, "issue", by)

    cases.step(prescription, "reserve_computer", by)
    cases.step(prescription, "present", advisor, identity_seen="yes")

    one.refresh_from_db()
    assert one.reserved_shop == advisor.organisation


def test_received_in_another_shop_the_machine_is_sent_there(advisor):
    by, other = cases.prescriber(), cases.advisor()
    one = machine(advisor.organisation)
    prescription = cases.draft(by=by, parts=(Part.COMPUTER,), shop=advisor.organisation)
    cases.step(prescription, "issue", by)
    cases.step(prescription, "reserve_computer", by)

    cases.step(prescription, "present", other, identity_seen="yes")

    one.refresh_from_db()
    assert (one.shop, one.reserved_shop) == (advisor.organisation, other.organisation)
    cases.step(prescription, "accept", other)
    with refused("machine_not_here"):
        cases.step(prescription, "ready_computer", other)


@pytest.mark.parametrize("free", [True, False])
def test_a_request_that_ends_early_frees_its_machine_or_its_place(advisor, free):
    if free:
        machine(advisor.organisation)
    prescription = asked(advisor)
    cases.step(prescription, "reserve_computer" if free else "queue_computer", advisor)

    cases.step(prescription, "withdraw", prescription.prescriber, reason="no_need")

    assert not Computer.objects.filter(state="reserved").exists()
    assert not WaitingPlace.objects.filter(ended_at=None).exists()


def test_who_no_longer_asks_leaves_the_queue(advisor):
    prescription = asked(advisor)
    cases.step(prescription, "queue_computer", advisor)

    cases.step(prescription, "drop_computer", advisor, reason="no_need")

    assert not WaitingPlace.objects.filter(ended_at=None).exists()


def test_set_free_it_is_for_the_next(advisor):
    prescription, one = kept(advisor)

    cases.step(prescription, "free_computer", advisor, reason="changed_mind")

    one.refresh_from_db()
    assert (one.state, one.movements.last().reason) == ("stock", "changed_mind")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"serial": "AUTRE"}, "wrong_serial"),
        ({"serial": ""}, "answer_wrong"),
        ({"signature": "gribouillis"}, "answer_wrong"),
        ({"signature": ""}, "answer_wrong"),
        ({"identity_seen": ""}, "answer_wrong"),
        ({"conditions_read": ""}, "answer_wrong"),
    ],
)
def test_nothing_is_handed_over_until_all_is_done(advisor, change, code):
    prescription, one = kept(advisor)

    with refused(code):
        cases.step(prescription, "hand_over", advisor, **{**GIVEN, "serial": one.serial, **change})

    assert state(prescription) == "ready"
    assert not HandOver.objects.exists()


def test_under_guarantee_it_is_exchanged_and_after_it_is_not(advisor):
    prescription, old = given(advisor)
    new, third = machine(advisor.organisation), machine(advisor.organisation)

    first = {"serial": new.serial, "back": old.serial, "reason": "screen", **GIVEN}
    again = {"serial": third.serial, "back": new.serial, "reason": "screen", **GIVEN}

    cases.step(prescription, "exchange_computer", advisor, **first)
    with refused("guarantee_over"):
        cases.step(prescription, "exchange_computer", advisor, at=NOW.replace(year=2027), **again)

    old.refresh_from_db(), new.refresh_from_db()
    assert (old.state, old.shop, new.state) == ("intake", advisor.organisation, "handed_over")


@pytest.mark.parametrize(
    ("back", "code"), [("", "answer_wrong"), ("new", "wrong_machine_back")], ids=["none", "another"]
)
def test_nothing_is_exchanged_until_the_broken_machine_is_scanned(advisor, back, code):
    prescription, old = given(advisor)
    new = machine(advisor.organisation)
    answers = {"reason": "screen", "serial": new.serial, "back": back and new.serial, **GIVEN}

    with refused(code):
        cases.step(prescription, "exchange_computer", advisor, **answers)

    old.refresh_from_db(), new.refresh_from_db()
    assert (old.state, new.state) == ("handed_over", "stock")


def test_a_loan_and_its_end(advisor):
    prescription, own = given(advisor)
    lent = machine(advisor.organisation)

    cases.step(
        prescription, "lend_computer", advisor, reason="keyboard", serial=lent.serial, **GIVEN
    )
    assert state(prescription) == "on_loan"
    cases.step(prescription, "end_loan", advisor, back=lent.serial)

    own.refresh_from_db()
    assert (state(prescription), own.state) == ("handed_over", "handed_over")


WAYS = {"end_loan": "", "return_computer": "no_need", "exchange_computer": "screen"}


@pytest.mark.parametrize(
    ("back", "code", "said"),
    [
        ("own", "wrong_machine_back", "est : Structure fictive"),
        ("stranger", "wrong_machine_back", "est : remise"),
        ("INCONNU", "wrong_machine_back", "n’est le numéro d’aucune machine"),
        ("lent", "", ""),
    ],
)
@pytest.mark.parametrize("way", WAYS)
def test_the_machine_that_comes_back_is_the_one_that_was_lent(advisor, way, back, code, said):
    prescription, own = given(advisor)
    lent, new = machine(advisor.organisation), machine(advisor.organisation)
    stranger = machine(None, state="handed_over")
    cases.step(
        prescription, "lend_computer", advisor, reason="keyboard", serial=lent.serial, **GIVEN
    )
    known = {"own": own.serial, "lent": lent.serial, "stranger": stranger.serial}
    more = {**GIVEN, "serial": new.serial} if way == "exchange_computer" else {}

    def take():
        answers = {"back": known.get(back, back), **more}
        cases.step(prescription, way, advisor, reason=WAYS[way], **answers)

    if code:
        with refused(code) as told:
            take()
        assert said in told.value.sentence
        assert state(prescription) == "on_loan"
    else:
        take()
        lent.refresh_from_db()
        assert (lent.state, lent.shop) == ("intake", advisor.organisation)


def test_a_repair_that_fails_ends_in_an_exchange(advisor):
    prescription, own = given(advisor)
    lent, new = machine(advisor.organisation), machine(advisor.organisation)
    cases.step(
        prescription, "lend_computer", advisor, reason="keyboard", serial=lent.serial, **GIVEN
    )
    given_instead = {"reason": "keyboard", "serial": new.serial, **GIVEN}

    with refused("answer_wrong"):
        cases.step(prescription, "exchange_computer", advisor, **given_instead)
    cases.step(prescription, "exchange_computer", advisor, back=lent.serial, **given_instead)

    for one in (own, lent, new):
        one.refresh_from_db()
    assert state(prescription) == "handed_over"
    assert (own.state, lent.state, new.state) == ("intake", "intake", "handed_over")


def test_given_back_it_is_prepared_again_before_anybody_has_it(advisor):
    prescription, one = given(advisor)

    cases.step(prescription, "return_computer", advisor, reason="no_need", back=one.serial)

    one.refresh_from_db()
    assert (state(prescription), one.state) == ("returned", "intake")


def test_a_request_without_a_computer_reads_nothing_of_the_stock():
    prescription, by = cases.brought_to("accept"), member(Role.SHOP_ADVISOR)

    with CaptureQueriesContext(
        connection,
    ) as asked_of_base:
        situation_of(prescription, actor=staff(by), at=NOW)

    assert len(asked_of_base) == 1


@pytest.mark.parametrize(("stock", "reads"), [(0, 2), (1, 4)])
def test_a_request_with_a_computer_reads_little_of_it(advisor, stock, reads):
    for _ in range(stock):
        machine(advisor.organisation)
    prescription = Prescription.objects.select_related("version").get(pk=asked(advisor).pk)

    with CaptureQueriesContext(connection) as asked_of_base:
        situation_of(prescription, actor=staff(advisor), at=NOW)

    assert len(asked_of_base) == reads


def test_a_household_forgotten_leaves_no_signature_and_no_reservation(advisor):
    prescription, _ = given(advisor)
    waiting = asked(advisor, 2)
    cases.step(waiting, "queue_computer", advisor)

    for one in (prescription, waiting):
        forget_household(household_id=one.household_id, at=NOW)

    assert HandOver.objects.get().signature == ""
    assert not WaitingPlace.objects.filter(ended_at=None).exists()


def test_two_households_made_one_keep_their_machine(advisor):
    mine = cases.prescriber()
    manager = member(Role.PARTNER_MANAGER, of=mine.organisation)
    prescription, one = given(advisor, by=mine)
    cases.step(prescription, "close", advisor)
    other = cases.draft(by=mine, number=2)

    merge(member=manager, kept=other.reference, absorbed=prescription.reference, at=NOW)

    assert HandOver.objects.get(computer=one).household == other.household


# ---- what is read of it


def test_the_household_reads_its_place_and_no_date_that_nothing_says(advisor):
    waiting = [asked(advisor, number) for number in (1, 2)]
    for prescription in waiting:
        cases.step(prescription, "queue_computer", advisor)
        prescription.refresh_from_db()

    views = [computers.computer_of(one, at=NOW) for one in waiting]

    assert [view.position for view in views] == [1, 2]
    assert {view.expected_on for view in views} == {None}


def test_the_queue_names_only_those_the_shop_received(advisor):
    by = cases.prescriber()
    here = asked(advisor, 1, by=by)
    cases.step(here, "queue_computer", advisor)
    coming = cases.draft(by=by, number=2, parts=(Part.COMPUTER,), shop=advisor.organisation)
    cases.step(coming, "issue", by)
    cases.step(coming, "queue_computer", by)

    rows = computers.queue_of(advisor, at=NOW)

    assert [row.position for row in rows] == [1, 2]
    assert rows[0].whose.name.startswith("Camille Exemple")
    assert rows[1].whose is None


def test_the_guarantee_is_printed_once_somebody_confirmed_its_length(advisor):
    prescription, _ = given(advisor)
    before = computer_given.receipt_of(member=advisor, reference=prescription.reference, at=NOW)
    manager = member(Role.PROGRAMME_MANAGER, of=organisation("operator"))
    confirm_figure(path="stock.guarantee", by=manager, at=NOW)

    after = computer_given.receipt_of(member=advisor, reference=prescription.reference, at=NOW)

    assert (before.guarantee_until, after.guarantee_until) == (None, date(2027, 11, 20))
    assert after.signature == SIGNED


@pytest.mark.parametrize(
    ("state", "training", "invited"),
    [
        ("accepted", "none", False),
        ("accepted", "declined", False),
        ("accepted", "done", False),
        ("accepted", "wanted", True),
        ("accepted", "absent", True),
        ("closed", "wanted", False),
    ],
)
def test_a_receipt_invites_to_a_workshop_that_was_asked_for(advisor, state, training, invited):
    prescription, _ = given(advisor)
    type(prescription).objects.update(state=state, training_state=training)

    paper = computer_given.receipt_of(member=advisor, reference=prescription.reference, at=NOW)

    assert words_of(paper)["session"] == (
        "Vous pouvez en choisir un en boutique." if invited else ""
    )
    assert receipt_pdf(paper).startswith(b"%PDF")


def test_a_receipt_is_read_by_the_shop_that_gave_it(advisor):
    prescription, _ = given(advisor)

    with refused("not_found"):
        computer_given.receipt_of(member=cases.advisor(), reference=prescription.reference, at=NOW)
    with refused("no_receipt"):
        other = asked(advisor, 2)
        computer_given.receipt_of(member=advisor, reference=other.reference, at=NOW)


def test_a_text_is_tried_with_the_computer_of_the_request(advisor):
    prescription, _ = kept(advisor, preference="email", email="a@exemple.invalid")

    tried = values_for(
        member=prescription.prescriber,
        template="computer_ready",
        language="fr",
        reference=prescription.reference,
        at=NOW,
    )

    text = Message.objects.get(template="computer_ready").text
    assert tried.examples == ()
    assert all(tried.values[key] in text for key in ("kept", "price", "who_helps"))
