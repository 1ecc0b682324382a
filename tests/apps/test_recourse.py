"""A household contests or complains: an owner, a day, an answer, another person's look."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from coupdepouce.core.calendar import add_days, add_months, midnight
from coupdepouce.core.journey.model import Part
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Consent
from coupdepouce.outreach.models import Message, Wording
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions import complaints, consents, undelivered, work
from coupdepouce.prescriptions.complaints import Told
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.programmes.queries import current_programme
from coupdepouce.recourse import queries
from coupdepouce.recourse.models import Complaint
from tests.apps import cases
from tests.apps.build import NOW, member
from tests.apps.build_complaints import (
    WORDS,
    answered,
    manager_of,
    programme_manager,
    said,
    taken,
)
from tests.apps.test_work import everything_written


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


def refusal(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


@pytest.fixture
def people():
    """Give a household turned away by a shop, and those around it."""
    by, shop = cases.prescriber(), cases.advisor()
    found = cases.brought_to("present", by=by, shop=shop, email="camille@exemple.fiction",
                             preference="email")  # fmt: skip
    cases.step(found, "decline", shop, reason="no_offer")
    return {"by": by, "shop": shop, "request": found, "manager": manager_of(by)}


def test_a_complaint_has_an_owner_and_a_day_from_its_first_second(people):
    one = said(people["request"])

    # 15 days are given: the 16th day after is late.
    assert (one.state, one.owner, one.due_on) == (
        "received", Role.PARTNER_MANAGER, date(2026, 12, 6),
    )  # fmt: skip
    assert one.decided_by == people["shop"].user
    letter = Message.objects.get(template="complaint_yours")
    assert letter.recipient == people["manager"].user.email
    assert "au plus tard le 05/12/2026" in letter.text
    assert "Exemple" not in letter.text


@pytest.mark.parametrize(
    ("at", "last"),
    [
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), date(2026, 12, 6)),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), date(2026, 12, 7)),
    ],
    ids=["before midnight in Paris", "midnight in Paris"],
)
def test_the_days_are_those_of_paris(at, last):
    assert said(at=at).due_on == last


def test_the_days_of_a_paper_start_on_its_day(people):
    paper = Told(reason="waiting", text=WORDS, received_on=date(2026, 11, 10))

    one = complaints.open_by_staff(
        paper, member=people["by"], reference=people["request"].reference, at=NOW, once=uuid4()
    )

    assert (one.came_by, one.due_on, one.entered_by) == ("paper", date(2026, 11, 26), people["by"])
    to_come = Told(reason="waiting", text=WORDS, received_on=date(2026, 11, 21))
    assert refusal(lambda: complaints.open_by_staff(
        to_come, member=people["by"], reference=None, at=NOW, once=uuid4()
    )) == "day_to_come"  # fmt: skip


def test_the_same_key_makes_one_complaint():
    once = uuid4()
    programme_manager()

    assert said(once=once) == said(once=once)
    assert Message.objects.filter(template="complaint_yours").count() == 1
    assert Complaint.objects.get().events.count() == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"reason": "nothing"}, "reason_needed"),
        ({"text": "  "}, "message_empty"),
        ({"text": "x" * 2001}, "message_long"),
        ({"text": "a\0b"}, "message_unreadable"),
        ({"channel": "sms"}, "address_needed"),
        ({"channel": "sms", "address": "12"}, "phone_malformed"),
        ({"channel": "sms", "address": "03 20 00 00 01"}, "phone_reads_no_text"),
        ({"channel": "email", "address": "moi"}, "email_malformed"),
    ],
)
def test_what_cannot_be_kept_says_why(told, code):
    assert refusal(lambda: said(**told)) == code


def test_without_a_manager_who_may_answer_the_programme_holds_it(people):
    people["manager"].until = NOW
    people["manager"].save()

    assert said(people["request"]).owner == Role.PROGRAMME_MANAGER
    alone = member(Role.PARTNER_MANAGER, of=people["by"].organisation)
    assert said(people["request"]).owner == Role.PARTNER_MANAGER
    # The only manager is the one who said no.
    Membership.objects.filter(pk=alone.pk).update(user=people["shop"].user)
    assert said(people["request"]).owner == Role.PROGRAMME_MANAGER


def test_an_answer_reaches_the_household_in_its_language(people):
    household = people["request"].household
    household.language = "en"
    household.save()
    one = said(people["request"])

    assert refusal(lambda: answered(one, people["manager"])) == "message_empty"
    answered(one, people["manager"], own_text="The paper is missing.")

    letter = Message.objects.get(template="complaint_answered")
    assert (letter.language, letter.recipient) == ("en", "camille@exemple.fiction")
    assert "The answer stays the same." in letter.text
    assert "The paper is missing." in letter.text
    assert one.state == "answered"


def test_what_is_not_told_is_not_done(people):
    one = said(people["request"])
    # A text of the database that nobody checked: the message cannot be written.
    for template in ("complaint_yours", "complaint_answered"):
        Wording.objects.create(
            template=template, language="fr", number=1, email="{nothing}", digest="x",
            written_at=NOW, written_by=people["by"],
        )  # fmt: skip

    for act in (lambda: said(people["request"]), lambda: answered(one, people["manager"])):
        with pytest.raises(KeyError):
            act()

    assert Complaint.objects.get().state == "received"
    assert one.events.count() == 1


def not_arriving():
    """Say that the answer to a complaint, which has left, does not arrive."""
    message = Message.objects.get(template="complaint_answered")
    message.state, message.reason = "failed", "undelivered"
    message.save()
    for _ in range(2):
        undelivered.note(message, at=NOW)
    return message


def test_an_answer_that_does_not_arrive_is_on_the_list_of_who_answered(people):
    answered(said(people["request"]), people["manager"])
    message = not_arriving()

    (row,) = undelivered.to_reach(member=people["manager"])
    assert (row.reference, row.about) == (
        people["request"].reference, "Nous répondons à votre réclamation",
    )  # fmt: skip
    # That a household complains is not the team's to know.
    assert undelivered.to_reach(member=people["by"]) == []
    assert refusal(
        lambda: undelivered.reached(member=people["by"], key=message.key, at=NOW)
    ) == "not_found"  # fmt: skip
    undelivered.reached(member=people["manager"], key=message.key, at=NOW)
    assert undelivered.to_reach(member=people["manager"]) == []
    assert not Message.objects.filter(template="complaint_unreached").exists()


@pytest.mark.parametrize("has_file", [True, False])
def test_an_answer_of_the_programme_that_does_not_arrive_is_told_to_it_once(people, has_file):
    owner = programme_manager()
    about = people["request"] if has_file else None
    given = {} if has_file else {"channel": "sms", "address": "06 39 98 01 23"}
    one = answered(said(about, reason="welcome", **given), owner)

    not_arriving()

    letter = Message.objects.get(template="complaint_unreached")
    assert letter.recipient == owner.user.email
    assert f"/reclamations/{one.reference}/" in letter.text
    assert undelivered.to_reach(member=people["manager"]) == []


def test_without_an_address_the_answer_is_read_with_the_code():
    one = answered(said(), programme_manager())

    assert not Message.objects.filter(template="complaint_answered").exists()
    assert queries.by_receipt(one.code.lower()) == one
    assert queries.answers_of(one)[0].text == "Le papier manque."


def test_who_said_no_does_not_answer(people):
    one = said(people["request"])
    # The advisor who declined also manages the partner.
    same = Membership.objects.create(
        user=people["shop"].user, organisation=people["by"].organisation,
        role=Role.PARTNER_MANAGER, since=NOW,
    )  # fmt: skip

    assert refusal(lambda: answered(one, same)) == "decided_by_you"
    assert answered(one, people["manager"]).answered_by == people["manager"].user


def test_a_household_that_wants_less_is_not_a_no():
    by, parts = cases.prescriber(), (Part.LINE, Part.COMPUTER)
    manager, request = manager_of(by), cases.draft(by=by, parts=parts)
    cases.step(request, "claim_hardship", by, reason="sudden_loss")
    cases.step(request, "refuse_hardship", manager)
    cases.step(request, "decline_computer", by, reason="later")

    assert said(request).decided_by == manager.user


def test_only_its_author_takes_it_back(people):
    told = {"member": people["by"], "reference": people["request"].reference, "at": NOW}
    written = complaints.open_by_staff(Told(reason="waiting", text=WORDS), once=uuid4(), **told)

    assert refusal(lambda: taken(written, "take_back", people["manager"])) == "not_its_author"
    assert taken(written, "take_back", people["by"]).state == "withdrawn"
    assert taken(said(people["request"]), "take_back").state == "withdrawn"


def test_a_second_look_is_another_persons(people):
    first, second = programme_manager(), programme_manager()
    one = answered(said(people["request"], reason="price"), first)
    taken(one, "ask_second_look", text="Je ne comprends pas.")

    assert (one.state, one.owner) == ("second_look", Role.PROGRAMME_MANAGER)
    assert refusal(lambda: taken(one, "answer_again", first, outcome="kept", text="Non.")) == (
        "answered_by_you"
    )
    taken(one, "answer_again", second, outcome="changed", text="Nous reprenons.")
    assert (one.state, one.outcome, one.second_outcome) == ("closed", "kept", "changed")
    assert one.reviewed_by == second.user


def test_alone_who_answered_leaves_the_second_look_to_the_administrator(people):
    only = programme_manager()
    stands_in = member(Role.ADMINISTRATOR, of=only.organisation)
    one = answered(said(people["request"], reason="price"), only)
    assert queries.visible_to(stands_in).count() == 0
    taken(one, "ask_second_look")

    told = Message.objects.filter(template="complaint_yours").latest("pk").recipient
    assert told == stands_in.user.email
    assert queries.visible_to(stands_in).get() == one
    taken(one, "answer_again", stands_in, outcome="changed", text="Nous reprenons.")
    assert (one.state, one.reviewed_by) == ("closed", stands_in.user)
    assert queries.visible_to(stands_in).get() == one


def test_with_another_manager_the_administrator_neither_hears_nor_reads(people):
    first, second = programme_manager(), programme_manager()
    stands_in = member(Role.ADMINISTRATOR, of=first.organisation)
    one = taken(answered(said(people["request"], reason="price"), first), "ask_second_look")

    told = Message.objects.filter(template="complaint_yours", once__contains="yours")
    assert told.latest("pk").recipient == second.user.email
    assert not told.filter(recipient=stands_in.user.email).exists()
    assert queries.visible_to(stands_in).count() == 0
    again = {"outcome": "kept", "text": "Non."}
    assert refusal(lambda: taken(one, "answer_again", stands_in, **again)) == "not_found"


@pytest.mark.parametrize(("others", "count", "needed"), [(0, 1, True), (1, 2, False)])
def test_it_is_said_before_that_two_people_are_needed(others, count, needed):
    only = programme_manager()
    for _ in range(others):
        member(Role.ADMINISTRATOR, of=only.organisation)

    assert queries.second_lookers() == count
    assert queries.needs_second_person(said(), member=only) is needed


@pytest.mark.parametrize(
    "people_of_it",
    [
        {"decided_by": 0, "answered_by": 0},
        {"answered_by": 0, "reviewed_by": 0},
        {"decided_by": 0, "answered_by": 1, "reviewed_by": 0},
        {"reviewed_by": 0},
    ],
    ids=["decided then answered", "answered then looked", "decided then looked", "looked at first"],
)
def test_the_database_itself_wants_other_people(people_of_it):
    one, users = said(), [member().user, member().user]
    wrong = {name: users[number] for name, number in people_of_it.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=one.pk).update(**wrong)


def test_a_second_look_is_asked_in_time():
    one = answered(said(), programme_manager())

    late = NOW + timedelta(days=61)
    assert refusal(lambda: taken(one, "ask_second_look", at=late)) == "second_look_late"
    assert taken(one, "ask_second_look", at=NOW + timedelta(days=60)).state == "second_look"


def test_each_sees_what_is_theirs_to_answer(people):
    ours, theirs = said(people["request"]), said(people["request"], reason="welcome")
    elsewhere, programme = member(Role.PARTNER_MANAGER), programme_manager()

    assert list(queries.visible_to(people["manager"])) == [ours]
    assert set(queries.visible_to(programme)) == {ours, theirs}
    assert not queries.visible_to(elsewhere).exists()
    assert not queries.visible_to(people["by"]).exists()
    assert not queries.visible_to(people["shop"]).exists()


def test_late_ones_are_said_first_and_once(people):
    early, programme = said(people["request"]), programme_manager()
    other = said(at=NOW + timedelta(days=10))
    at = NOW + timedelta(days=16)

    done = [complaints.remind_owners(at=at, each=work._each) for _ in range(2)]

    found = queries.listed(programme, at=at)
    assert [row.reference for row in found.waiting] == [early.reference, other.reference]
    assert [row.is_late for row in found.waiting] == [True, False]
    assert (found.late, found.waiting[0].days) == (1, 16)
    assert found.waiting[0].waits_for == people["by"].organisation.name
    assert done == [1, 0]
    assert Message.objects.filter(template="complaint_late").count() == 1


def test_handed_over_late_it_is_said_late_to_whom_holds_it_now(people):
    one, programme = said(people["request"]), programme_manager()
    at = NOW + timedelta(days=16)
    complaints.remind_owners(at=at, each=work._each)

    taken(one, "hand_over", people["manager"], at=at, text="Pouvez-vous répondre ?")
    done = [complaints.remind_owners(at=at, each=work._each) for _ in range(2)]

    assert (one.state, one.owner, one.owned_since) == ("received", Role.PROGRAMME_MANAGER, at)
    assert one.due_on == date(2026, 12, 6)
    assert done == [1, 0]
    told = [each.template for each in Message.objects.order_by("pk")
            if each.recipient == programme.user.email]  # fmt: skip
    assert told == ["complaint_yours", "complaint_late"]
    assert refusal(lambda: taken(one, "answer", people["manager"])) == "not_the_holder"


def test_the_programme_takes_over_from_a_silent_partner(people):
    one, programme = said(people["request"]), programme_manager()
    last, late = NOW + timedelta(days=15), NOW + timedelta(days=16)

    assert refusal(lambda: taken(one, "take_over", programme, at=last)) == "answer_not_late"
    assert refusal(lambda: taken(one, "take_over", people["manager"], at=late)) == "not_your_step"
    taken(one, "take_over", programme, at=late)

    assert (one.state, one.owner) == ("received", Role.PROGRAMME_MANAGER)
    assert refusal(lambda: taken(one, "take_over", programme, at=late)) == "complaint_moved"
    offered = queries.choices_for(one, member=programme, at=late)
    assert [choice.step.name for choice in offered if not choice.refusal] == ["answer"]
    assert answered(one, programme).answered_by == programme.user


def test_the_list_costs_the_same_for_more_rows(people, django_assert_num_queries):
    for _ in range(12):
        said(people["request"])

    with django_assert_num_queries(2):
        queries.listed(people["manager"], at=NOW)


@pytest.mark.parametrize("when", ["before it leaves", "as it leaves"])
def test_an_answer_does_not_leave_to_who_no_longer_wants_news(people, when):
    answered(said(people["request"]), people["manager"])
    alone = answered(said(channel="email", address="x@exemple.fiction"), programme_manager())

    if when == "before it leaves":
        consents.take_back(people["request"], purpose="contact", at=NOW)
    else:
        Consent.objects.filter(purpose="contact").update(withdrawn_at=NOW)
        work.send(at=NOW)

    found = Message.objects.filter(template="complaint_answered")
    reasons = {one.about: one.reason for one in found}
    assert len(reasons) == 2
    assert reasons.pop(f"complaint:{alone.reference}") == ""
    assert set(reasons.values()) == {"not_wanted"}


def test_a_household_forgotten_leaves_nothing_of_its_complaints(people):
    one = answered(said(people["request"]), people["manager"], text="Réponse à Camille.")
    waits = said(people["request"], reason="other", text="Je m’appelle Camille.")
    secrets = {WORDS, "Réponse à Camille.", "Je m’appelle Camille.", one.code, waits.code}
    secrets |= {one.code_hash, waits.code_hash}
    before = {secret for secret in secrets if secret in everything_written()}

    forget_household(household_id=one.household_id, at=NOW)

    left = {secret for secret in secrets if secret in everything_written()}
    waits.refresh_from_db()
    assert (before, left) == (secrets, set())
    assert (waits.state, waits.reason) == ("withdrawn", "other")
    assert refusal(lambda: queries.by_receipt(one.code)) == "not_found"
    assert refusal(lambda: said(people["request"])) == "household_erased"


def test_a_complaint_without_a_file_is_forgotten_in_its_time():
    one = said(channel="sms", address="06 39 98 01 23")
    _, programme = current_programme()
    last = add_months(NOW.date(), programme.retention.accompaniment.value)
    days = (last, add_days(last, 1), add_days(last, 2))

    done = [complaints.forget_old(at=midnight(day), each=work._each) for day in days]

    assert done == [0, 1, 0]
    assert "39980123" not in everything_written()
    assert WORDS not in everything_written()
    one.refresh_from_db()
    assert one.forgotten_at is not None
