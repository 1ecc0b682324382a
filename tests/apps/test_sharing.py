"""A second organisation follows a request with the household's consent, and sees little."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.sharing import SHOWN, State
from coupdepouce.outreach.models import Message
from coupdepouce.prescriptions import queries, shared, sharing
from coupdepouce.prescriptions.actors import HOUSEHOLD
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.models import Prescription, Share
from tests.apps import cases
from tests.apps.build import NOW, member
from tests.apps.build_shares import asked, given, second_one


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


@pytest.fixture
def request_of():
    """Give a request with an appointment, and who follows it."""
    by = cases.prescriber()
    return cases.brought_to("set_appointment", by=by, email="camille@exemple.fiction",
                             preference="email")  # fmt: skip


def refusal(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def read(one: Share, by, at=NOW):
    return shared.read(member=by, reference=one.reference, at=at)


def test_what_is_read_is_what_is_declared():
    assert list(shared.READERS) == [one.code for one in SHOWN]


def test_a_second_organisation_reads_what_is_declared_and_nothing_else(request_of):
    by = second_one()

    view = read(given(request_of, by), by)

    values = {one.code: value for one, value in view.values}
    assert values["name"].startswith("Camille Exemple")
    assert values["appointments"] == "technicien, 04/12/2026 à 14h30"
    assert values["standing"]
    text = str(values)
    for hidden in ("512", "rue Fictive", "camille@", "attestation"):
        assert hidden not in text


def test_a_share_never_opens_the_file(request_of):
    by = second_one()
    given(request_of, by)

    assert not queries.visible_to(by).exists()
    assert refusal(lambda: queries.find(by, request_of.reference)) == "not_found"


@pytest.mark.parametrize("role", [Role.SHOP_ADVISOR, Role.TRAINER, Role.EVALUATOR])
def test_only_those_who_follow_households_read_it(request_of, role):
    by = second_one()
    one = given(request_of, by)
    other = member(role, of=by.organisation)

    assert refusal(lambda: read(one, other)) == "not_found"
    assert read(one, member(Role.PARTNER_MANAGER, of=by.organisation)).share == one
    assert refusal(lambda: read(one, second_one())) == "not_found"


def test_it_ends_at_once_with_the_code(request_of):
    by = second_one()
    one = given(request_of, by)

    sharing.stop_by_household(request_of, reference=one.reference, at=NOW)

    assert refusal(lambda: read(one, by)) == "not_found"
    assert shared.of_request(request_of) == []


def test_it_ends_with_the_request_without_being_written(request_of):
    by, other = second_one(), cases.brought_to("issue", number=3)
    one = given(other, by)

    cases.step(other, "withdraw", other.prescriber, reason="no_need")

    assert refusal(lambda: read(one, by)) == "not_found"
    assert shared.listed(by) == []
    other.refresh_from_db()
    assert refusal(lambda: given(other, by)) == "request_over"


def test_it_is_given_before_the_team_that_follows_and_no_other(request_of):
    by, team = second_one(), request_of.prescriber
    to = by.organisation_id

    def give(member, once=None):
        return sharing.give_at_desk(
            member=member, reference=request_of.reference, organisation_id=to, at=NOW,
            once=once or uuid4(),
        )  # fmt: skip

    once = uuid4()
    one = give(team, once)
    assert (one.given, one.recorded_by, one.agreed_at) == ("desk", team, NOW)
    assert give(team, once) == one == give(team)
    assert refusal(lambda: give(by)) == "not_found"
    assert refusal(lambda: give(member(Role.SHOP_ADVISOR))) == "not_yours"


def test_the_team_that_follows_is_no_second_one(request_of):
    own = request_of.organisation_id
    nobody = cases.advisor().organisation_id

    for wrong in (own, nobody, 0):
        assert refusal(lambda wrong=wrong: sharing.give_by_household(
            request_of, organisation_id=wrong, at=NOW, once=uuid4()
        )) == "partner_unknown"  # fmt: skip


def test_either_team_stops_it_and_nobody_else(request_of):
    for pick in ("first", "second"):
        by = second_one()
        one = given(request_of, by)
        assert refusal(lambda one=one: sharing.stop_by_staff(
            member=second_one(), reference=one.reference, at=NOW
        )) == "not_found"  # fmt: skip
        who = by if pick == "second" else request_of.prescriber

        sharing.stop_by_staff(member=who, reference=one.reference, at=NOW)

        assert refusal(lambda one=one, by=by: read(one, by)) == "not_found"


def test_a_question_goes_to_the_household_and_says_nothing_to_the_asker(request_of):
    by = second_one()

    one = asked(request_of, by)

    assert one.state == State.ASKED
    letter = Message.objects.get(template="share_asked")
    assert letter.recipient == "camille@exemple.fiction"
    assert by.organisation.name in letter.text
    assert refusal(lambda: read(one, by)) == "not_found"
    assert shared.listed(by) == []
    # Nor does the first team learn where else the household goes.
    assert shared.agreed_of(request_of) == []


@pytest.mark.parametrize("text", ["Camille Inconnue 17/05/1980", "Camille", "Camille Exempleb1"])
def test_nobody_and_somebody_look_the_same_to_the_asker(request_of, text):
    assert sharing.ask(member=second_one(), text=text, at=NOW, once=uuid4()) is None
    assert not Share.objects.exists()


@pytest.mark.parametrize("agrees", [True, False], ids=["yes", "no"])
def test_the_household_answers_once(request_of, agrees):
    by = second_one()
    one = asked(request_of, by)

    sharing.answer(request_of, reference=one.reference, agrees=agrees, at=NOW)

    assert bool(shared.listed(by)) is agrees
    again = lambda: sharing.answer(  # noqa: E731
        request_of, reference=one.reference, agrees=not agrees, at=NOW
    )
    assert refusal(again) == "share_moved"


def test_a_household_that_said_no_is_not_asked_again(request_of):
    by = second_one()
    one = asked(request_of, by)
    sharing.answer(request_of, reference=one.reference, agrees=False, at=NOW)

    asked(request_of, by, at=NOW + timedelta(days=1))

    assert Share.objects.get().state == State.REFUSED
    assert Message.objects.filter(template="share_asked").count() == 1
    # It may still change its mind.
    assert given(request_of, by).state == State.AGREED


def test_questions_are_counted(request_of):
    by = second_one()
    for _ in range(sharing.ASKED_A_DAY):
        asked(request_of, by)

    assert refusal(lambda: asked(request_of, by)) == "too_many_attempts"


def test_another_household_does_not_answer(request_of):
    one = asked(request_of, second_one())
    stranger = cases.brought_to("issue", number=2)

    for act in (
        lambda: sharing.answer(stranger, reference=one.reference, agrees=True, at=NOW),
        lambda: sharing.stop_by_household(stranger, reference=one.reference, at=NOW),
        lambda: shared.one_of_request(stranger, one.reference),
    ):
        assert refusal(act) == "share_unknown"


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "agreed", "agreed_at": None},
        {"state": "ended"},
        {"state": "agreed", "given": "desk"},
        {"state": "unknown"},
        {"given": ""},
    ],
)
def test_the_table_itself_wants_a_consent(request_of, wrong):
    one = given(request_of, second_one())

    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.filter(pk=one.pk).update(**wrong)


def test_the_list_costs_the_same_for_more_rows(django_assert_num_queries):
    by = second_one()
    for number in range(4):
        given(cases.brought_to("issue", number=number), by)

    with django_assert_num_queries(2):
        assert len(shared.listed(by)) == 4


@pytest.mark.parametrize("by_whom", ["household", "calendar"])
def test_a_household_forgotten_leaves_no_share(request_of, by_whom):
    given(request_of, second_one())
    asked(request_of, second_one())
    how = {"by": HOUSEHOLD} if by_whom == "household" else {}

    forget_household(household_id=request_of.household_id, at=NOW, **how)

    assert not Share.objects.exists()
    last = Prescription.objects.get(pk=request_of.pk).events.last()
    told = {"household": ("erase", "household"), "calendar": ("forget", "worker")}
    assert (last.step, last.role) == told[by_whom]
