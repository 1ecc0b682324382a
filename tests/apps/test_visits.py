"""Appointments at the shop: hours declared, a free moment taken, moved, given back, reminded."""

from datetime import datetime, time, timedelta

import pytest

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.visits import Hours, slot_of
from coupdepouce.households.models import Household
from coupdepouce.outreach.models import Message
from coupdepouce.prescriptions import visits as reads
from coupdepouce.prescriptions import work
from coupdepouce.prescriptions.actors import HOUSEHOLD, staff
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.merging import merge
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.previews import values_for
from coupdepouce.prescriptions.situation import situation_of
from coupdepouce.visits import operations, queries
from coupdepouce.visits.models import Visit
from tests.apps import cases
from tests.apps.build import NOW, member

# NOW is a Friday, 11:00 in Paris.
FRIDAY = Hours(weekday=4, opens=time(9), closes=time(12), minutes=30, places=2)
AT = datetime(2026, 11, 27, 9, 30, tzinfo=PARIS)
SMS = {"preference": "sms", "phone": "0639980001"}


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


@pytest.fixture
def shop():
    """Give an advisor whose shop receives on Friday mornings."""
    one = cases.advisor()
    operations.declare_hours(FRIDAY, by=one)
    return one


def issued(shop, number=1, **fields):
    prescription = cases.draft(number=number, shop=shop.organisation, **fields)
    cases.step(prescription, "issue", prescription.prescriber)
    prescription.refresh_from_db()
    return prescription


def book(prescription, shop, at=AT, **fields):
    slot = slot_of(shop.organisation_id, at)
    return cases.step(prescription, "book_visit", prescription.prescriber, slot=slot, **fields)


def visit_of(prescription, at=NOW):
    return queries.visit_of(prescription.household_id, at=at)


def left(shop, at=AT, now=NOW):
    free = queries.free_slots([shop.organisation], at=now)
    return {one.starts_at: one.left for one in free}.get(at, 0)


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_the_free_moments_are_those_of_the_hours_that_are_still_to_come(shop):
    free = queries.free_slots([shop.organisation], at=NOW)

    moments = [f"{one.starts_at:%d %H:%M}" for one in free]
    assert moments[:3] == ["20 11:30", "27 09:00", "27 09:30"]
    assert moments[-1] == "04 11:30"
    assert {one.left for one in free} == {2}


def test_taken_by_the_prescriber_it_is_told_and_no_longer_free(shop):
    prescription = issued(shop, **SMS)

    book(prescription, shop)

    assert visit_of(prescription).starts_at == AT
    assert left(shop) == 1
    assert "27/11/2026 à 09h30" in Message.objects.get(template="visit_booked").text
    assert prescription.events.last().data == {"slot": slot_of(shop.organisation_id, AT)}


def test_a_place_has_one_person(shop):
    requests = [issued(shop, number) for number in (1, 2, 3)]
    for one in requests[:2]:
        book(one, shop)

    with refused("visit_taken"):
        book(requests[2], shop)

    assert left(shop) == 0
    assert sorted(Visit.objects.values_list("place", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "at",
    [
        AT + timedelta(minutes=5),  # between two
        AT.replace(hour=12),  # nobody receives any more
        AT + timedelta(days=1),  # nor on a Saturday
        datetime(2026, 11, 20, 10, 30, tzinfo=PARIS),  # over
    ],
)
def test_what_is_not_a_free_moment_is_refused(shop, at):
    with refused("visit_taken"):
        book(issued(shop), shop, at)


def test_another_shop_is_not_chosen_for_who_was_sent_here(shop):
    there = cases.advisor()
    operations.declare_hours(FRIDAY, by=there)

    with refused("visit_taken"):
        book(issued(shop), there)


def test_moved_the_first_moment_is_free_again(shop):
    prescription = issued(shop)
    book(prescription, shop)

    book(prescription, shop, AT + timedelta(hours=1))

    assert visit_of(prescription).starts_at == AT + timedelta(hours=1)
    assert (left(shop), left(shop, AT + timedelta(hours=1))) == (2, 1)


def test_a_move_that_is_refused_keeps_the_first_moment(shop):
    prescription = issued(shop)
    book(prescription, shop)

    with refused("visit_taken"):
        book(prescription, shop, AT + timedelta(minutes=1))

    assert visit_of(prescription).starts_at == AT


def test_given_back_by_the_household_it_is_free_and_said(shop):
    prescription = issued(shop, **SMS)
    event = book(prescription, shop)

    take_step(
        prescription_id=prescription.pk,
        name="cancel_visit",
        actor=HOUSEHOLD,
        at=NOW,
        once=prescription.reference,
    )

    assert event.step == "book_visit"
    assert visit_of(prescription) is None
    assert left(shop) == 2
    assert Message.objects.filter(template="visit_cancelled").count() == 1
    with refused("no_visit"):
        cases.step(prescription, "cancel_visit", prescription.prescriber)


def test_missed_it_is_read_until_its_evening_and_another_is_taken(shop):
    prescription = issued(shop)
    book(prescription, shop)
    evening, next_day = AT.replace(hour=23, minute=59), AT + timedelta(days=1)

    read = [reads.visit_shown(prescription, at=at).visit for at in (evening, next_day)]

    assert [bool(one) for one in read] == [True, False]
    with refused("no_visit"):
        cases.step(prescription, "cancel_visit", prescription.prescriber, at=next_day)
    slot = slot_of(shop.organisation_id, AT + timedelta(days=7))
    cases.step(prescription, "book_visit", prescription.prescriber, at=next_day, slot=slot)
    assert visit_of(prescription, next_day).starts_at == AT + timedelta(days=7)


@pytest.mark.parametrize("end", ["present", "withdraw", "expire", "forget"])
def test_the_place_is_free_once_the_person_came_or_no_longer_comes(shop, end):
    prescription = issued(shop)
    book(prescription, shop)

    if end == "present":
        cases.step(prescription, "present", shop, identity_seen="yes")
    elif end == "withdraw":
        cases.step(prescription, "withdraw", prescription.prescriber, reason="no_need")
    elif end == "expire":
        work.end_overdue(at=NOW + timedelta(days=400))
    else:
        forget_household(household_id=prescription.household_id, at=NOW)

    assert not Visit.objects.filter(ended_at=None).exists()
    assert left(shop) == 2


def test_a_household_forgotten_is_not_reached_from_its_appointment(shop):
    prescription = issued(shop)
    book(prescription, shop)

    forget_household(household_id=prescription.household_id, at=NOW)

    visit = Visit.objects.get()
    assert visit.household is None
    assert not prescription.events.filter(once=visit.once).exists()


def test_the_day_before_it_is_reminded_once(shop):
    prescription = issued(shop, **SMS)
    book(prescription, shop)
    eve = AT.replace(hour=0, minute=0) - timedelta(days=1)
    done = []

    for at in (eve - timedelta(seconds=1), eve, eve + timedelta(hours=1)):
        work.work_once(at=at)
        done.append(Message.objects.filter(template="visit_reminder").count())

    assert done == [0, 1, 1]


def test_taken_the_day_before_it_is_said_once(shop):
    prescription = issued(shop, **SMS)
    eve = AT - timedelta(hours=20)
    slot = slot_of(shop.organisation_id, AT)
    cases.step(prescription, "book_visit", prescription.prescriber, at=eve, slot=slot)

    work.work_once(at=eve + timedelta(minutes=1))

    told = Message.objects.values_list("template", flat=True)
    assert (list(told).count("visit_booked"), list(told).count("visit_reminder")) == (1, 0)


def test_a_voucher_is_received_without_looking_for_shops_near(shop, django_assert_num_queries):
    counter = staff(shop)
    found = Prescription.objects.get(pk=issued(cases.advisor()).pk)
    Prescription.objects.filter(pk=found.pk).update(suggested_shop=None)
    found.refresh_from_db()

    with django_assert_num_queries(2):
        assert not situation_of(found, actor=counter, at=NOW).visits_given


def test_the_shop_reads_todays_and_nobodys_name(shop):
    one, other = issued(shop, 1), issued(shop, 2)
    book(one, shop)
    book(other, shop, AT + timedelta(days=7))

    today = reads.expected_today(shop, at=AT)

    assert [(visit.starts_at, list(parts)) for visit, parts in today] == [(AT, ["line"])]
    assert reads.expected_today(cases.advisor(), at=AT) == []


def test_hours_removed_give_no_more_and_keep_what_was_taken(shop):
    prescription = issued(shop)
    book(prescription, shop)
    stranger = cases.advisor()
    hours = queries.hours_of(shop.organisation)[0]

    operations.remove_hours(hours.pk, by=stranger)
    assert left(shop) == 1
    operations.remove_hours(hours.pk, by=shop)

    assert queries.free_slots([shop.organisation], at=NOW) == []
    assert visit_of(prescription).starts_at == AT


HOURS = (
    ("touching", {"opens": time(12), "closes": time(13)}, ""),
    ("another day", {"weekday": 3}, ""),
    ("over others", {"opens": time(11, 30), "closes": time(13)}, "hours_overlap"),
    ("too short for one", {"opens": time(14), "closes": time(14, 29)}, "hours_short"),
    ("backwards", {"opens": time(15), "closes": time(14)}, "hours_short"),
    ("no place", {"opens": time(14), "closes": time(15), "places": 0}, "places_wrong"),
    ("no length", {"opens": time(14), "closes": time(15), "minutes": 0}, "minutes_wrong"),
)


@pytest.mark.parametrize(
    ("changes", "code"), [row[1:] for row in HOURS], ids=[row[0] for row in HOURS]
)
def test_hours_are_declared_or_refused(shop, changes, code):
    hours = Hours(**{**vars(FRIDAY), **changes})

    if code:
        with refused(code):
            operations.declare_hours(hours, by=shop)
    else:
        operations.declare_hours(hours, by=shop)
    assert len(queries.hours_of(shop.organisation)) == (1 if code else 2)


def test_without_hours_nobody_is_offered_an_appointment():
    shop = cases.advisor()

    with refused("no_visits"):
        book(issued(shop), shop)


def test_a_shop_elsewhere_that_receives_is_no_shop_to_go_to(shop):
    prescription = issued(shop)
    book(prescription, shop)
    # Nobody was sent to a shop, and the one that receives is not near.
    other = cases.brought_to("issue", number=2)

    with refused("no_visits"):
        book(other, shop)

    assert not reads.visit_shown(other, at=NOW).may_take
    # A commune that is no longer in the list closes no page.
    Household.objects.filter(pk=other.household_id).update(commune_code="99999")
    with refused("no_visits"):
        book(Prescription.objects.get(pk=other.pk), shop)
    assert reads.visit_shown(prescription, at=NOW).may_take


def test_two_households_made_one_keep_the_appointment(shop):
    mine = cases.prescriber()
    manager = member(Role.PARTNER_MANAGER, of=mine.organisation)
    prescription = issued(shop, by=mine)
    book(prescription, shop)
    other = cases.brought_to("accept", by=mine, number=2)
    cases.step(other, "withdraw", mine, reason="no_need")

    # One that was missed does not push out the one to come.
    missed = {"shop": shop.organisation, "starts_at": NOW - timedelta(days=1), "place": 1}
    Visit.objects.create(household=other.household, once=other.reference, **missed)

    merge(member=manager, kept=other.reference, absorbed=prescription.reference, at=NOW)

    assert visit_of(other).starts_at == AT


def test_a_text_is_tried_with_the_appointment_of_the_request(shop):
    prescription = issued(shop, preference="email", email="a@exemple.invalid")
    book(prescription, shop)

    tried = values_for(
        member=prescription.prescriber,
        template="visit_booked",
        language="fr",
        reference=prescription.reference,
        at=NOW,
    )

    text = Message.objects.get(template="visit_booked").text
    assert tried.examples == ()
    assert all(tried.values[key] in text for key in ("visit", "shop", "who_helps"))
