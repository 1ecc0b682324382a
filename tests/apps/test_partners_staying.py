"""Who hands out vouchers was trained; who no longer comes is reminded, then closed."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.calendar import PARIS
from coupdepouce.core.partners.briefing import questions_of
from coupdepouce.core.programme import parse
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.dormancy import end_dormant
from coupdepouce.outreach.models import Message
from coupdepouce.partners.models import ApiKey, BriefingAttempt, Membership, Organisation
from coupdepouce.partners.operations.briefings import answer
from coupdepouce.partners.operations.people import note_dormancy_told
from coupdepouce.partners.queries.briefings import trained
from coupdepouce.prescriptions import work
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import load_programme
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
from tests.apps.build_partners import manager

NEW = datetime(2026, 12, 1, 0, 0, tzinfo=PARIS)  # the rule begins
GRACE_OVER = datetime(2027, 1, 30, 0, 0, tzinfo=PARIS)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


def untrained(role=Role.PRESCRIBER, *, since=NEW, of=None) -> Membership:
    return member(role, of=of, since=since, is_briefed=False)


def answers(**wrong):
    questions = questions_of(parse(default_text()))
    return questions, {one.name: one.right for one in questions} | wrong


def take(one, *, at=NEW, **wrong) -> BriefingAttempt:
    questions, given = answers(**wrong)
    return answer(user=one.user, questions=questions, given=given, at=at)


def opened(by, *, at=NEW) -> Prescription:
    return cases.draft(by=by, at=at, number=Prescription.objects.count() + 1)


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.PARTNER_MANAGER])
def test_an_account_opened_since_the_rule_opens_nothing_before_the_training(role):
    one = untrained(role)

    with pytest.raises(Refusal, match="formation de 20 minutes") as refused:
        opened(one)

    assert refused.value.code == "not_briefed"
    assert not Prescription.objects.exists()
    take(one)
    assert opened(one).state == "draft"


def test_the_voucher_is_refused_to_whoever_was_not_trained_and_not_to_a_colleague():
    one = untrained()
    draft = opened(member(of=one.organisation), at=NEW)

    with pytest.raises(Refusal, match="formation de 20 minutes"):
        cases.step(draft, "issue", one, at=NEW)

    take(one)
    assert cases.step(draft, "issue", one, at=NEW).step == "issue"


def test_who_was_there_before_the_rule_acts_until_the_grace_is_over():
    one = untrained(since=NEW - MINUTE)
    draft = opened(one, at=GRACE_OVER - MINUTE)

    with pytest.raises(Refusal, match="formation de 20 minutes"):
        cases.step(draft, "issue", one, at=GRACE_OVER)

    assert cases.step(draft, "issue", one, at=GRACE_OVER - MINUTE).step == "issue"


def test_a_programme_may_do_without_the_training():
    text = default_text().replace("needed = true\nsince", "needed = false\nsince")
    assert text != default_text()
    load_programme(text=text, at=NOW)

    assert opened(untrained()).state == "draft"


def test_a_programme_may_give_another_grace():
    load_programme(text=default_text().replace("grace_days = 60", "grace_days = 1"), at=NOW)

    with pytest.raises(Refusal, match="formation"):
        opened(untrained(since=NEW - MINUTE), at=NEW + timedelta(days=1))


def test_one_answer_wrong_is_not_enough_and_the_next_try_is():
    one = untrained()

    assert not take(one, zero="yes").has_passed
    with pytest.raises(Refusal):
        opened(one)

    assert take(one).has_passed
    assert opened(one)


def test_the_first_success_is_the_one_that_counts():
    one = untrained()
    first = take(one)

    again = take(one, at=NEW + timedelta(days=30), zero="yes")

    assert again == first
    assert BriefingAttempt.objects.get().at == NEW


def test_a_person_trained_for_one_structure_is_trained_for_another():
    one = untrained()
    take(one)
    other = Membership.objects.create(
        user=one.user, organisation=organisation(), role=Role.PRESCRIBER, since=NEW
    )

    assert opened(other)


def test_the_team_is_told_in_one_query_whatever_its_size(django_assert_num_queries):
    rules = parse(default_text()).partners.briefing
    passed, tried, never, before = (untrained() for _ in range(3)), None, None, None
    passed, tried, never = passed
    before = untrained(since=NOW)
    take(passed, zero="yes")
    take(passed)
    take(tried, zero="no", call="shop")

    with django_assert_num_queries(1):
        found = trained([passed, tried, never, before], rules=rules, day=NEW.date())

    rows = {pk: (one.standing, one.attempt and one.attempt.right) for pk, one in found.items()}
    assert rows == {
        passed.pk: ("done", 8),
        tried.pk: ("due", 6),
        never.pk: ("due", None),
        before.pk: ("grace", None),
    }


# Accounts that nobody uses: twelve months without a visit, then thirty days.

OPENED = datetime(2026, 1, 15, 9, 0, tzinfo=PARIS)
QUIET = datetime(2027, 1, 15, 0, 0, tzinfo=PARIS)
OVER = datetime(2027, 2, 14, 0, 0, tzinfo=PARIS)


def chief(of) -> Membership:
    return member(Role.PARTNER_MANAGER, of=of, since=OPENED)


def seen(one, at) -> None:
    one.user.last_login = at
    one.user.save(update_fields=["last_login"])


def told() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("template", flat=True))


def test_an_account_is_reminded_at_midnight_then_closed_when_the_notice_is_over():
    one = member(since=OPENED)
    ours = chief(one.organisation)
    seen(ours, QUIET)

    assert end_dormant(at=QUIET - MINUTE) == 0
    assert end_dormant(at=QUIET) == 1
    assert end_dormant(at=QUIET + timedelta(days=1)) == 0
    assert told() == ["account_dormant"]
    assert "14 février 2027" in Message.objects.get().text

    assert end_dormant(at=OVER - MINUTE) == 0
    assert end_dormant(at=OVER) == 1
    one.refresh_from_db()
    assert one.until == OVER
    assert told() == ["account_dormant", "account_closed"]
    assert end_dormant(at=OVER + timedelta(days=1)) == 0


def _logs_in(one, at):
    seen(one, at)


def _reads_a_file(one, at):
    AccessLog.objects.create(at=at, user=one.user, role=one.role, screen="prescribing:file")


@pytest.mark.parametrize("comes", [_logs_in, _reads_a_file])
def test_whoever_comes_back_is_kept_and_starts_again(comes):
    one = member(since=OPENED)
    end_dormant(at=QUIET)

    comes(one, QUIET + timedelta(days=3))

    assert end_dormant(at=OVER) == 0
    assert end_dormant(at=QUIET + timedelta(days=300)) == 0
    assert end_dormant(at=QUIET + timedelta(days=368)) == 1
    assert told() == ["account_dormant", "account_dormant"]


def test_an_administrator_who_looked_in_their_place_is_no_visit_of_theirs():
    one, admin = member(since=OPENED), manager()
    AccessLog.objects.create(
        at=QUIET - MINUTE, user=one.user, impersonator=admin.user, role=one.role, screen="home"
    )

    assert end_dormant(at=QUIET) == 1


def test_the_last_manager_is_never_closed_and_the_programme_is_told():
    one, programme = chief(organisation()), manager()
    end_dormant(at=QUIET)

    assert end_dormant(at=OVER) == 1

    one.refresh_from_db()
    assert one.until is None
    assert told() == ["account_dormant", "last_manager_dormant"]
    said = Message.objects.get(template="last_manager_dormant")
    assert said.recipient == programme.user.email
    assert f"/programme/partenaires/{one.organisation_id}/" in said.text
    assert end_dormant(at=OVER + timedelta(days=29)) == 0
    assert end_dormant(at=OVER + timedelta(days=30)) == 1


def test_of_two_managers_one_stays():
    ours = organisation()
    chief(ours), chief(ours), manager()
    end_dormant(at=QUIET)

    assert end_dormant(at=OVER) == 2

    live = Membership.objects.filter(organisation=ours, until__isnull=True)
    assert live.count() == 1
    assert sorted(told()[2:]) == ["account_closed", "last_manager_dormant"]


@pytest.mark.parametrize("case", ["a shop", "a key in use", "closed already", "a closed structure"])
def test_some_accounts_are_left_alone(case):
    kind = Organisation.Kind.SHOP if case == "a shop" else Organisation.Kind.CCAS
    role = Role.SHOP_ADVISOR if case == "a shop" else Role.PRESCRIBER
    ours = organisation(kind, is_active=case != "a closed structure")
    one = member(role, of=ours, since=OPENED)
    if case == "a key in use":
        ApiKey.objects.create(
            membership=one, label="essai", key_hash=uuid4().hex, created_at=OPENED
        )
    if case == "closed already":
        Membership.objects.filter(pk=one.pk).update(until=OPENED)

    assert end_dormant(at=OVER) == 0


def test_of_two_workers_one_tells():
    one = member(since=OPENED)
    same = Membership.objects.get(pk=one.pk)

    assert note_dormancy_told(one, at=QUIET)
    assert not note_dormancy_told(same, at=QUIET)


def test_the_worker_does_it():
    member(since=OPENED)

    assert work.work_once(at=QUIET)["comptes qui ne servent plus"] == 1
