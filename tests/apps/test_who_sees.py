"""Who sees my data: asked of the rules that open the pages, and of the log of who opened them."""

from uuid import uuid4

import pytest

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.roles import NAMES, STAFF, TOLD, Role
from coupdepouce.core.sharing import SHOWN
from coupdepouce.insight.who_sees import READINGS, who_sees
from coupdepouce.partners.models import Organisation
from coupdepouce.prescriptions import queries
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.visits.models import Visit
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
from tests.apps.build_complaints import said
from tests.apps.build_shares import asked, given, second_one

NAME, STANDING, HOME, PAPERS, TROUBLES, SESSIONS, COMPLAINTS, COMING = (
    one.told for one in READINGS
)


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


def seen_by(prescription, role):
    """Give what a role reads, wherever it works."""
    readers = [one for one in who_sees(prescription).readers if role in one.roles]
    return {line for one in readers for line in one.sees}


WHO = """
step         | role              | name | standing | home | papers
issue        | prescriber        | yes  | yes      | yes  | yes
issue        | shop_advisor      | no   | no       | no   | no
issue        | back_office       | no   | no       | no   | no
present      | shop_advisor      | yes  | yes      | no   | no
accept       | shop_advisor      | yes  | yes      | yes  | no
accept       | back_office       | no   | yes      | no   | no
order_line   | back_office       | yes  | yes      | yes  | no
order_line   | programme_manager | yes  | yes      | yes  | yes
order_line   | trainer           | no   | no       | no   | no
order_line   | evaluator         | no   | no       | no   | no
order_line   | administrator     | no   | no       | no   | no
order_line   | refurbisher       | no   | no       | no   | no
"""


@pytest.mark.parametrize("row", WHO.strip().splitlines()[1:])
def test_each_reads_what_its_pages_open(row):
    step, role, *wanted = [cell.strip() for cell in row.split("|")]
    prescription = cases.brought_to(step)

    seen = seen_by(prescription, Role(role))

    assert [line in seen for line in (NAME, STANDING, HOME, PAPERS)] == [
        one == "yes" for one in wanted
    ]


def test_a_role_that_sees_more_tomorrow_is_said(monkeypatch):
    prescription, before = cases.brought_to("issue"), queries.visible_to
    assert seen_by(prescription, Role.EVALUATOR) == set()

    # The mistake, or the decision, of one day: nobody thinks of the household's page.
    def wider(member):
        return Prescription.objects.all() if member.role == Role.EVALUATOR else before(member)

    monkeypatch.setattr(queries, "visible_to", wider)

    assert seen_by(prescription, Role.EVALUATOR) == {NAME, STANDING, HOME}


def test_every_role_has_words_for_the_household():
    assert set(TOLD) == set(STAFF)
    assert not {TOLD[role] for role in STAFF} & set(NAMES.values())


def test_the_team_is_said_once_by_its_name():
    prescription = cases.brought_to("issue")

    team = [one for one in who_sees(prescription).readers if Role.PRESCRIBER in one.roles]

    assert [(one.organisation, one.acts) for one in team] == [
        (prescription.organisation.name, True)
    ]
    assert set(team[0].roles) == {Role.PRESCRIBER, Role.PARTNER_MANAGER}


def test_a_team_that_closed_reads_nothing_and_what_it_read_stays_told():
    prescription = cases.brought_to("issue")
    AccessLog.objects.create(
        role=Role.PRESCRIBER,
        organisation_id=prescription.organisation_id,
        about=f"prescription:{prescription.reference}",
        at=NOW,
    )
    Organisation.objects.update(is_active=False)

    found = who_sees(prescription)

    assert {one.organisation for one in found.readers} == {""}
    assert [one.organisation for one in found.others] == [prescription.organisation.name]


def test_another_team_and_another_shop_see_nothing():
    prescription = cases.brought_to("present")
    cases.brought_to("present", number=2)

    names = {one.organisation for one in who_sees(prescription).readers}

    assert names == {"", prescription.organisation.name, prescription.shop.name}


def test_a_complaint_is_read_by_who_may_answer_it():
    prescription = cases.brought_to("issue")
    said(prescription, reason="welcome")

    assert COMPLAINTS in seen_by(prescription, Role.PROGRAMME_MANAGER)
    assert COMPLAINTS not in seen_by(prescription, Role.PARTNER_MANAGER)
    said(prescription, reason="waiting")
    assert COMPLAINTS in seen_by(prescription, Role.PARTNER_MANAGER)
    assert COMPLAINTS not in seen_by(prescription, Role.PRESCRIBER)


def test_a_shop_where_it_has_an_appointment_knows_the_hour_and_nothing_else():
    prescription, shop = cases.brought_to("issue"), cases.advisor().organisation
    Visit.objects.create(
        once=uuid4(), shop=shop, household=prescription.household, starts_at=NOW, place=1
    )

    assert seen_by(prescription, Role.SHOP_ADVISOR) == {COMING}
    assert shop.name in {one.organisation for one in who_sees(prescription).readers}


def test_a_second_organisation_is_said_with_what_it_sees():
    prescription, by = cases.brought_to("issue"), second_one()
    asked(prescription, second_one())
    one = given(prescription, by)

    (reader,) = [each for each in who_sees(prescription).readers if each.share]

    assert (reader.organisation, reader.share, reader.acts) == (by.organisation.name, one, False)
    assert list(reader.sees) == [row.told for row in SHOWN]


def visit(by, about, *, impersonator=None):
    AccessLog.objects.create(
        at=NOW, user=by.user, impersonator=impersonator, organisation_id=by.organisation_id,
        role=by.role, screen="prescribing:file", about=about,
    )  # fmt: skip


def test_the_log_is_told_to_whom_it_is_about():
    prescription = cases.brought_to("issue")
    colleague = member(of=prescription.organisation)
    about = f"prescription:{prescription.reference}"
    for by in (prescription.prescriber, colleague):
        visit(by, about)
    visit(colleague, f"household:{prescription.household_id}")
    visit(colleague, f"complaint:{said(prescription).reference}")
    visit(colleague, "prescription:of-somebody-else")

    (team,) = [one for one in who_sees(prescription).readers if Role.PRESCRIBER in one.roles]

    assert (team.opened.times, team.opened.last) == (4, NOW)
    assert who_sees(prescription).others == []


def test_who_read_without_a_right_today_is_said_too():
    prescription, administrator = cases.brought_to("issue"), member(Role.ADMINISTRATOR)
    about = f"prescription:{prescription.reference}"
    gone = second_one(name="Ancienne structure fictive")
    visit(gone, about)
    visit(prescription.prescriber, about, impersonator=administrator.user)

    others = {(one.organisation, one.in_place) for one in who_sees(prescription).others}

    assert others == {
        ("Ancienne structure fictive", False), (prescription.organisation.name, True),
    }  # fmt: skip


def test_more_visits_cost_no_more(django_assert_max_num_queries):
    prescription = cases.brought_to("order_line")
    for _ in range(30):
        visit(member(of=organisation()), f"prescription:{prescription.reference}")

    with django_assert_max_num_queries(len(READINGS) + 11):
        who_sees(prescription)
