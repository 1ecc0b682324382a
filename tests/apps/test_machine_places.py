"""A machine is in one place and somebody's: lost, found, lent, sent, and whoever is told where."""

from datetime import timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment import operations
from coupdepouce.equipment.models import Computer, HandOver
from coupdepouce.equipment.operations.intake import take_in
from coupdepouce.equipment.operations.preparing import finish
from coupdepouce.households.operations import Figures, Proof
from coupdepouce.prescriptions import work
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.opening import Request, start_again
from tests.apps import cases, workshop
from tests.apps.build import NOW, member
from tests.apps.build_machines import lot, machine, refurbisher
from tests.apps.test_computers import GIVEN, asked, given, kept, refused, state

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


@pytest.fixture
def advisor():
    return cases.advisor()


def counted(by, *serials: str, at=NOW + DAY) -> None:
    """Count a shop's machines: those serials are there, and one that nobody waits for."""
    witness = machine(by.organisation, state="intake")  # a count that saw none is not closed
    count = operations.open_inventory(by=by, at=at, once=uuid4())
    operations.scan(reference=count.reference, serials=(*serials, witness.serial), by=by, at=at)
    operations.close_inventory(reference=count.reference, by=by, at=at)


def now(one: Computer) -> Computer:
    one.refresh_from_db()
    return one


@pytest.fixture
def lent(advisor):
    """Give a household a machine, then lend it another while its own is repaired."""
    workroom = refurbisher()
    own = workshop.stocked(workshop.lot(workroom), workroom)
    Computer.objects.filter(pk=own.pk).update(shop=advisor.organisation)
    prescription = asked(advisor)
    cases.step(prescription, "reserve_computer", advisor)
    cases.step(prescription, "ready_computer", advisor)
    cases.step(prescription, "hand_over", advisor, serial=own.serial, **GIVEN)
    loan = machine(advisor.organisation)
    fault = {"serial": loan.serial, "reason": "keyboard", **GIVEN}
    cases.step(prescription, "lend_computer", advisor, at=NOW + timedelta(hours=1), **fault)
    return prescription, own, loan


# ---- lost and found


def test_ones_own_machine_lost_in_repair_and_found_is_still_ones_own(advisor, lent):
    prescription, own, loan = lent
    counted(advisor)
    assert now(own).state == "missing"

    counted(advisor, own.serial, at=NOW + 2 * DAY)

    assert now(own).state == "repair"
    with refused("stock_empty"):
        cases.step(asked(advisor, 2), "reserve_computer", advisor, at=NOW + 3 * DAY)
    cases.step(prescription, "end_loan", advisor, at=NOW + 3 * DAY, back=loan.serial)
    assert now(own).state == "handed_over"


def test_a_loan_does_not_end_with_a_machine_that_is_lost(advisor, lent):
    prescription, _, loan = lent
    counted(advisor)

    with refused("own_missing"):
        cases.step(prescription, "end_loan", advisor, at=NOW + 2 * DAY, back=loan.serial)

    assert (state(prescription), now(loan).state) == ("on_loan", "on_loan")


def test_lost_in_its_parcel_it_does_not_end_the_loan_either(advisor, lent):
    prescription, own, loan = lent
    home = own.lot.refurbisher
    parcel = operations.send_parcel(serials=[own.serial], to=home, by=advisor, at=NOW, once=uuid4())
    operations.receive_parcel(
        reference=parcel.reference, serials=(), by=member(Role.REFURBISHER, of=home), at=NOW + DAY
    )

    with refused("own_missing"):
        cases.step(prescription, "end_loan", advisor, at=NOW + 2 * DAY, back=loan.serial)


def test_given_up_while_lost_it_is_found_to_be_prepared_and_erased_again(advisor, lent):
    prescription, own, loan = lent
    counted(advisor)

    cases.step(
        prescription,
        "return_computer",
        advisor,
        at=NOW + 2 * DAY,
        reason="no_need",
        back=loan.serial,
    )
    assert (now(own).state, now(loan).state) == ("missing", "intake")
    assert not HandOver.objects.filter(returned_at=None).exists()
    counted(advisor, own.serial, loan.serial, at=NOW + 3 * DAY)

    assert now(own).state == "intake"
    Computer.objects.filter(pk=own.pk).update(shop=None)
    with refused("not_prepared") as told:
        finish(
            computer_id=own.pk,
            by=member(Role.REFURBISHER, of=own.lot.refurbisher),
            at=NOW + 4 * DAY,
        )
    assert told.value.data["missing"] == ["un test réussi", "l’effacement"]


def test_a_kept_machine_missed_by_the_inventory_gives_the_place_back(advisor):
    prescription, one = kept(advisor)
    counted(advisor)

    work.requeue_computers(at=NOW + 2 * DAY)
    counted(advisor, one.serial, at=NOW + 3 * DAY)

    assert state(prescription) == "waiting"
    assert now(one).reserved_for is None


# ---- on the road


def test_received_in_another_shop_the_days_stop_while_the_machine_travels(advisor):
    by, other = cases.prescriber(), cases.advisor()
    one = machine(advisor.organisation)
    prescription = cases.draft(by=by, parts=(Part.COMPUTER,), shop=advisor.organisation)
    cases.step(prescription, "issue", by)
    cases.step(prescription, "reserve_computer", by)
    assert now(one).reserved_until is not None

    cases.step(prescription, "present", other, identity_seen="yes")

    assert now(one).reserved_until is None
    work.lapse_computers(at=NOW + 90 * DAY)
    assert state(prescription) == "reserved"


@pytest.mark.parametrize("is_theirs", [True, False])
def test_where_a_machine_is_is_told_to_its_own_refurbisher_only(advisor, is_theirs):
    home = refurbisher()
    one = machine(advisor.organisation, lot=lot(of=home.organisation))
    by = home if is_theirs else refurbisher()

    with refused("not_here") as told:
        operations.send_parcel(
            serials=[one.serial], to=advisor.organisation, by=by, at=NOW, once=uuid4()
        )

    assert (advisor.organisation.name in told.value.sentence) is is_theirs


# ---- a page that served already


def test_a_key_that_sent_anothers_parcel_is_refused(advisor):
    other, once = cases.advisor(), uuid4()
    mine, theirs = machine(advisor.organisation), machine(other.organisation)
    operations.send_parcel(
        serials=[mine.serial], to=other.organisation, by=advisor, at=NOW, once=once
    )

    with refused("key_already_used"):
        operations.send_parcel(
            serials=[theirs.serial], to=advisor.organisation, by=other, at=NOW, once=once
        )


def test_a_key_that_entered_a_machine_in_another_lot_is_refused():
    by, once = workshop.refurbisher(), uuid4()
    first, second = workshop.lot(by), workshop.lot(by)
    take_in(lot_id=first.pk, machine=workshop.described(), by=by, at=NOW, once=once)

    with refused("key_already_used"):
        take_in(lot_id=second.pk, machine=workshop.described(), by=by, at=NOW, once=once)


@pytest.mark.parametrize("typed", ["\x00", ""])
def test_what_cannot_be_a_serial_is_not_taken_out_of_a_count(advisor, typed):
    count = operations.open_inventory(by=advisor, at=NOW, once=uuid4())

    with pytest.raises(Refusal):
        operations.unscan(reference=count.reference, serial=typed, by=advisor)


# ---- two requests, years apart


@pytest.fixture
def twice(advisor):
    """Give a household a machine, and another by a request made two years later."""
    first, old = given(advisor)
    cases.step(first, "close", advisor)
    at = NOW + 800 * DAY
    second = start_again(
        household_id=first.household_id,
        request=Request(parts=(Part.COMPUTER,), suggested_shop=None),
        proof=Proof(kind="attestation_qf", dated=(at - 5 * DAY).date()),
        figures=Figures(quotient_familial=500, statuses=None),
        by=first.prescriber,
        at=at,
        once=uuid4(),
    )
    new = machine(advisor.organisation)
    cases.step(second, "issue", first.prescriber, at=at)
    cases.step(second, "present", advisor, at=at, identity_seen="yes")
    for name in ("accept", "reserve_computer", "ready_computer"):
        cases.step(second, name, advisor, at=at)
    cases.step(second, "hand_over", advisor, at=at, serial=new.serial, **GIVEN)
    return first, old, new, at


def test_an_old_request_gives_back_its_own_machine(advisor, twice):
    first, old, new, at = twice

    cases.step(first, "return_computer", advisor, at=at + DAY, reason="no_need", back=old.serial)

    assert (now(old).state, now(new).state) == ("intake", "handed_over")


def test_an_old_request_does_not_use_the_guarantee_of_the_new_one(advisor, twice):
    first, old, _, at = twice
    third = machine(advisor.organisation)

    with refused("guarantee_over"):
        cases.step(
            first,
            "exchange_computer",
            advisor,
            at=at + DAY,
            reason="screen",
            serial=third.serial,
            back=old.serial,
            **GIVEN,
        )


# ---- forgotten


def test_a_household_forgotten_is_no_longer_reached_from_its_machine(advisor):
    prescription, one = given(advisor)

    forget_household(household_id=prescription.household_id, at=NOW + DAY)

    row = HandOver.objects.get(computer=one)
    assert row.household is None
    assert not prescription.events.filter(once=row.once).exists()
    assert not [event for event in prescription.events.all() if one.serial in str(event.data)]
