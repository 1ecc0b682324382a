"""An organisation closes: nobody is left without somebody who follows, and it may open again."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Household
from coupdepouce.outreach.closing import close_ended
from coupdepouce.outreach.dormancy import end_dormant
from coupdepouce.outreach.models import Message
from coupdepouce.partners.models import (
    Agreement,
    ApiKey,
    Closing,
    Membership,
    Organisation,
    Place,
    PlacePair,
    ProofConnection,
    Quota,
)
from coupdepouce.partners.operations import make_api_key, open_account
from coupdepouce.partners.operations.agreements import propose
from coupdepouce.partners.operations.closing import reopen
from coupdepouce.partners.operations.quotas import grant
from coupdepouce.partners.places.own import settle as settle_place
from coupdepouce.partners.places.pairing import merge
from coupdepouce.partners.queries import live_memberships
from coupdepouce.partners.queries.closing import closed_of, closings_of
from coupdepouce.prescriptions import entrusting, sharing
from coupdepouce.prescriptions.entrusting import Order, held_by
from coupdepouce.prescriptions.events import broken_at
from coupdepouce.prescriptions.models import Prescription, Share
from coupdepouce.prescriptions.queries import find, history_of
from coupdepouce.prescriptions.work import work_once
from coupdepouce.recourse.models import Complaint
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
from tests.apps.build_complaints import said
from tests.apps.build_partners import SIRET, manager

LATER = NOW + timedelta(days=1)
YEAR = (date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


@pytest.fixture
def chief():
    return manager()


@pytest.fixture
def team():
    """Make an organisation with its manager and a prescriber; give the prescriber."""
    one = organisation(Organisation.Kind.ASSOCIATION, name="Association fictive")
    member(Role.PARTNER_MANAGER, of=one)
    return member(Role.PRESCRIBER, of=one)


@pytest.fixture
def other():
    """Make another organisation; give its manager."""
    return member(Role.PARTNER_MANAGER, of=organisation(name="CCAS fictif voisin"))


def closed(team, by, *, to=None, at=NOW, once=None, reason="asked") -> Closing:
    order = Order(reason=reason, words="Fin d’activité.", successor_id=to and to.organisation_id)
    return entrusting.close(
        organisation_id=team.organisation_id, order=order, by=by, at=at, once=once or uuid4()
    )


def fresh(one):
    one.refresh_from_db()
    return one


@pytest.mark.parametrize("state", ["draft", "issue", "present", "accept", "activate_line"])
def test_its_requests_go_on_with_the_organisation_that_takes_over(team, other, chief, state):
    one = cases.draft(by=team) if state == "draft" else cases.brought_to(state, by=team)
    before = fresh(one).state

    closed(team, chief, to=other)

    fresh(one)
    assert (one.organisation, one.prescriber, one.state) == (other.organisation, other, before)
    assert Household.objects.get(pk=one.household_id).organisation == other.organisation
    assert find(other, one.reference) == one
    assert history_of(one)[0].sentence == "a confié le ménage à une autre structure"
    assert broken_at(one) is None


def test_a_request_that_is_over_and_followed_by_nothing_stays_where_it_was(team, other, chief):
    one = cases.draft(by=team)
    cases.step(one, "withdraw", team, reason="no_need")

    closed(team, chief, to=other)

    assert fresh(one).organisation == team.organisation


def test_the_household_is_told_once_who_follows_it_and_that_its_voucher_works(team, other, chief):
    one = cases.brought_to("issue", by=team, preference="sms", phone="0639980123")

    closed(team, chief, to=other)
    entrusting.settle_closed(at=LATER)

    told = Message.objects.get(template="followed_by_another")
    assert "une autre structure vous suit maintenant" in told.text
    cases.step(fresh(one), "present", cases.advisor(), at=LATER, identity_seen="yes")


def test_no_clock_starts_again_when_a_request_changes_hands(team, other, chief):
    one = cases.brought_to("present", by=team)
    before = (one.waits_since, one.due_on, one.waits_for)

    closed(team, chief, to=other, at=LATER)

    fresh(one)
    assert (one.waits_since, one.due_on, one.waits_for) == before


def test_a_draft_keeps_the_day_on_which_it_ends(team, other, chief):
    one = fresh(cases.draft(by=team))
    due = one.due_on

    closed(team, chief, to=other)

    assert due
    assert fresh(one).due_on == due


def test_without_a_successor_the_programme_relays_then_entrusts(team, other, chief):
    one = cases.brought_to("issue", by=team, preference="sms", phone="0639980123")

    closed(team, chief)
    entrusting.settle_closed(at=LATER)

    assert fresh(one).organisation == team.organisation
    assert "Notre equipe vous suit" in Message.objects.get(template="followed_by_programme").text
    assert one.events.filter(step="relay").count() == 1
    entrusting.entrust_all(
        organisation_id=team.organisation_id, successor_id=other.organisation_id, by=chief, at=LATER
    )
    assert fresh(one).organisation == other.organisation


def test_meanwhile_the_news_go_to_the_programme_and_to_nobody_who_left(team, chief):
    one = cases.brought_to("issue", by=team, preference="prescriber")

    closed(team, chief)
    Message.objects.all().delete()
    shop = cases.advisor()
    cases.step(one, "present", shop, identity_seen="yes")
    cases.step(one, "accept", shop)

    assert {(one.template, one.recipient) for one in Message.objects.all()} == {
        ("outcome", chief.user.email)
    }


def test_a_request_opened_at_the_very_moment_is_found_by_the_worker(team, other, chief):
    closed(team, chief, to=other)
    late = cases.draft(by=other)
    Prescription.objects.filter(pk=late.pk).update(organisation=team.organisation, prescriber=team)

    entrusting.settle_closed(at=LATER)

    assert fresh(late).organisation == other.organisation


def test_who_issues_after_the_closing_is_refused_with_what_happens(team, other, chief):
    one = cases.draft(by=team)
    loaded = Membership.objects.get(pk=team.pk)  # as a page that was opened before
    closed(team, chief, to=other)

    with pytest.raises(Refusal, match="Votre structure vient de fermer") as refused:
        cases.step(one, "issue", loaded)

    assert refused.value.code == "organisation_closed"
    with pytest.raises(Refusal, match="Votre structure vient de fermer"):
        cases.draft(by=loaded, number=2)
    assert cases.step(fresh(one), "issue", other).step == "issue"


def test_its_people_lose_its_files_at_once_and_keep_their_other_roles(team, chief):
    elsewhere = Membership.objects.create(
        user=team.user, organisation=organisation(), role=Role.PRESCRIBER, since=NOW
    )
    key, _ = make_api_key(membership=team, label="logiciel", at=NOW)

    made = closed(team, chief)

    assert live_memberships(team.user) == [elsewhere]
    assert closed_of(team.user) == made
    assert ApiKey.objects.get(pk=key.pk).revoked_at == NOW
    told = {
        one.recipient: one.text for one in Message.objects.filter(template="organisation_closed")
    }
    assert "Vous n’ouvrez plus ses dossiers." in told[team.user.email]


def test_unused_units_go_back_and_those_of_vouchers_that_end_later_too(team, other, chief):
    quota = Quota.objects.create(
        organisation=team.organisation, starts_on=YEAR[0], ends_on=YEAR[1], granted=10
    )
    one = cases.brought_to("issue", by=team)

    closed(team, chief, to=other)
    assert (fresh(quota).handed_back, quota.count.left) == (9, 0)
    cases.step(fresh(one), "withdraw", other, reason="no_need")

    assert (fresh(quota).handed_back, quota.count.left) == (10, 0)


def test_its_place_leaves_the_directory_and_a_listed_place_stays(team, chief):
    own = settle_place(team.organisation, commune_name="Lille", at=NOW)
    closed(team, chief)
    assert not fresh(own).is_open

    reopen(organisation_id=team.organisation_id, by=chief, at=LATER)
    assert fresh(own).is_open
    listed = Place.objects.create(
        source="liste-fictive", source_id="1", kind="place", name="Maison fictive", digest="x"
    )
    Organisation.objects.filter(pk=team.organisation_id).update(place=listed)
    closed(team, chief, at=LATER)
    assert fresh(listed).is_open


def test_what_was_shared_with_it_ends_and_what_it_shared_goes_on(team, other, chief):
    theirs = cases.brought_to("issue", by=other)
    sharing.give_by_household(theirs, organisation_id=team.organisation_id, at=NOW, once=uuid4())
    third = member(Role.PRESCRIBER)
    ours = cases.brought_to("issue", by=team, number=2)
    for who in (third, other):
        sharing.give_by_household(ours, organisation_id=who.organisation_id, at=NOW, once=uuid4())

    closed(team, chief, to=other)

    live = Share.objects.filter(state="agreed")
    assert [(one.prescription, one.organisation) for one in live] == [(ours, third.organisation)]


def test_a_complaint_that_waits_for_it_goes_to_the_programme(team, chief):
    one = cases.brought_to("issue", by=team)
    waiting = said(one, reason="waiting")
    Complaint.objects.filter(pk=waiting.pk).update(
        owner=Role.PARTNER_MANAGER, organisation=team.organisation
    )
    closed(team, chief)

    work_once(at=LATER)

    assert fresh(waiting).owner == Role.PROGRAMME_MANAGER
    assert [e.step for e in waiting.events.all()][-1] == "hand_over"


def test_the_page_before_counts_what_will_happen(team, other, chief):
    Quota.objects.create(
        organisation=team.organisation, starts_on=YEAR[0], ends_on=YEAR[1], granted=10
    )
    cases.draft(by=team)
    cases.brought_to("issue", by=team, number=2)
    cases.brought_to("present", by=team, number=3)

    held = held_by(member=chief, organisation_id=team.organisation_id, at=NOW)

    assert (held.drafts, held.vouchers, held.at_shop, held.requests) == (1, 1, 1, 3)
    assert (held.units, len(held.people)) == (8, 2)
    closed(team, chief, to=other)
    after = held_by(member=chief, organisation_id=team.organisation_id, at=NOW)
    assert (after.requests, after.units, after.people) == (0, 0, ())


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("a shop", "not_a_prescriber"),
        ("twice", "organisation_closed"),
        ("itself", "partner_unknown"),
        ("to nobody's", "partner_unknown"),
        ("to a closed one", "partner_unknown"),
        ("its own manager", "not_yours"),
        ("no reason", "reason_needed"),
        ("the clock's reason", "reason_needed"),
    ],
)
def test_what_is_refused(team, other, chief, case, code):
    to, by, one, reason = other, chief, team, "asked"
    if case == "a shop":
        one = cases.advisor()
    elif case == "twice":
        closed(team, chief)
    elif case == "itself":
        to = team
    elif case == "to nobody's":
        to = member(Role.PRESCRIBER)
    elif case == "to a closed one":
        closed(other, chief)
    elif case == "its own manager":
        by = member(Role.PARTNER_MANAGER, of=team.organisation)
    else:
        reason = {"no reason": "", "the clock's reason": "dormant"}[case]

    with pytest.raises(Refusal) as refused:
        closed(one, by, to=to, reason=reason)

    assert refused.value.code == code


def test_the_same_page_sent_twice_closes_once(team, chief):
    once = uuid4()

    assert closed(team, chief, once=once) == closed(team, chief, once=once)
    assert Closing.objects.count() == 1


def test_nothing_begins_in_a_closed_organisation(team, chief):
    ours = team.organisation
    closed(team, chief)
    person = {"email": "x@exemple.invalid", "first_name": "X", "last_name": "Y"}

    for begin in (
        lambda: propose(organisation=ours, starts_on=YEAR[0], months=12, by=chief, at=NOW),
        lambda: grant(
            organisation=ours, starts_on=YEAR[0], ends_on=YEAR[1], units=1, total=None, by=chief,
            at=NOW, once=uuid4(),
        ),
        lambda: open_account(
            organisation=fresh(ours), role=Role.PARTNER_MANAGER, by=chief, at=NOW, **person
        ),
    ):  # fmt: skip
        with pytest.raises(Refusal, match="fermée"):
            begin()


def test_a_grant_that_was_made_before_the_closing_is_given_again(team, chief):
    asked = {
        "organisation": team.organisation, "starts_on": YEAR[0], "ends_on": YEAR[1], "units": 1,
        "total": None, "by": chief, "at": NOW, "once": uuid4(),
    }  # fmt: skip
    made = grant(**asked)
    closed(team, chief)

    assert grant(**asked) == made


def test_opened_again_its_people_come_back_and_units_may_be_granted(team, chief):
    left = member(Role.PRESCRIBER, of=team.organisation)
    Membership.objects.filter(pk=left.pk).update(until=NOW - timedelta(days=9))
    turned = member(Role.PRESCRIBER, of=team.organisation)
    period = {"starts_on": YEAR[0], "ends_on": YEAR[1]}
    Quota.objects.create(organisation=team.organisation, granted=10, **period)
    closed(team, chief)
    Membership.objects.create(
        user=turned.user, organisation=chief.organisation, role=Role.BACK_OFFICE, since=NOW
    )

    reopen(organisation_id=team.organisation_id, by=chief, at=LATER)

    assert live_memberships(team.user)
    assert live_memberships(left.user) == []
    assert [one.role for one in live_memberships(turned.user)] == [Role.BACK_OFFICE]
    more = grant(
        organisation=team.organisation, units=5, total=None, by=chief, at=LATER, once=uuid4(),
        **period,
    )  # fmt: skip
    assert more.quota.count.left == 5
    known = closings_of(member=chief, organisation_id=team.organisation_id)
    assert [one.reopened_by for one in known] == [chief]
    assert closed(team, chief, at=LATER + timedelta(days=1)).pk


def test_it_does_not_open_again_beside_another_of_the_same_number(team, chief):
    Organisation.objects.filter(pk=team.organisation_id).update(siret=SIRET)
    closed(team, chief)
    organisation(siret=SIRET)

    with pytest.raises(Refusal, match="SIRET"):
        reopen(organisation_id=team.organisation_id, by=chief, at=LATER)


def agreed(team, ends_on):
    return Agreement.objects.create(
        organisation=team.organisation, starts_on=date(2026, 1, 1), ends_on=ends_on,
        proposed_at=NOW, accepted_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(("day", "is_open"), [(date(2027, 3, 31), True), (date(2027, 4, 1), False)])
def test_ninety_days_after_an_agreement_that_nothing_follows_it_closes(team, chief, day, is_open):
    agreed(team, date(2027, 1, 1))

    close_ended(at=datetime(day.year, day.month, day.day, 12, tzinfo=PARIS))

    assert fresh(team.organisation).is_active is is_open
    assert Message.objects.filter(template="organisation_closed_alone").exists() is not is_open


def test_the_clock_leaves_alone_what_somebody_opened_again(team, chief):
    agreed(team, date(2027, 1, 1))
    end = datetime(2027, 4, 1, 12, tzinfo=PARIS)
    assert close_ended(at=end) == 1
    reopen(organisation_id=team.organisation_id, by=chief, at=end)

    assert close_ended(at=end + timedelta(days=30)) == 0
    assert fresh(team.organisation).is_active


def test_a_partner_whose_agreement_is_followed_by_another_stays(team):
    agreed(team, date(2027, 1, 1))
    Agreement.objects.create(
        organisation=team.organisation, starts_on=date(2027, 1, 1), ends_on=date(2028, 1, 1),
        proposed_at=NOW,
    )  # fmt: skip

    assert close_ended(at=datetime(2027, 4, 1, 12, tzinfo=PARIS)) == 0


@pytest.mark.parametrize("colleague", [False, True])
def test_a_structure_where_nobody_comes_closes_after_the_programme_was_told(chief, colleague):
    last = member(Role.PARTNER_MANAGER, of=organisation(), since=NOW)
    days = [NOW + timedelta(days=number) for number in (370, 401, 432, 463)]
    done = []
    for day in days:
        if colleague and not done:
            member(Role.PRESCRIBER, of=last.organisation, since=day)
        end_dormant(at=day)
        done.append(fresh(last.organisation).is_active)

    assert done == ([True] * 4 if colleague else [True, True, False, False])
    assert Message.objects.filter(template="last_manager_dormant").exists()
    assert colleague or Closing.objects.get().reason == "dormant"


def test_its_own_connection_to_the_state_is_switched_off(team, chief):
    ProofConnection.objects.create(
        organisation=team.organisation, url="https://x.invalid", token="x", recipient=SIRET,
        connected_by=team, connected_at=NOW,
    )  # fmt: skip

    closed(team, chief)

    assert not ProofConnection.objects.get().is_enabled


def test_an_open_place_that_its_place_stood_for_is_shown_again_and_it_is_traced(team, chief):
    own = settle_place(team.organisation, commune_name="Lille", at=NOW)
    twin = Place.objects.create(
        source="liste-fictive", source_id="1", kind="place", name=own.name, digest="x"
    )
    pair = PlacePair.objects.create(one=own, other=twin, name=1, address=1)
    merge(pk=pair.pk, kept=own.pk, by=chief, at=NOW)
    assert fresh(twin).same_as == own

    closed(team, chief, at=LATER)

    assert fresh(twin).same_as is None
    assert fresh(pair).answer == PlacePair.Answer.PROPOSED
    assert [(one.answer, one.by) for one in pair.decisions.all()] == [
        ("same", chief), ("proposed", None)
    ]  # fmt: skip


def test_an_open_place_is_not_merged_into_a_closed_one(team, chief):
    own = settle_place(team.organisation, commune_name="Lille", at=NOW)
    twin = Place.objects.create(
        source="liste-fictive", source_id="1", kind="place", name="Ouvert", digest="x"
    )
    pair = PlacePair.objects.create(one=own, other=twin, name=1, address=1)
    closed(team, chief)

    with pytest.raises(Refusal, match="gardez « Ouvert »") as refused:
        merge(pk=pair.pk, kept=own.pk, by=chief, at=NOW)

    assert refused.value.code == "place_closed"
    assert merge(pk=pair.pk, kept=twin.pk, by=chief, at=NOW).answer == "same"
