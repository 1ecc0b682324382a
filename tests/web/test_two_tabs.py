"""A person in two teams, with a tab open for each: nothing is kept under the other team."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import Prescription
from tests.apps import cases
from tests.apps.build import organisation
from tests.web.desk import entered, signed_in
from tests.web.test_public import heading, said

OPENED_FOR = re.compile(r'name="opened_for" value="(\d+)"')
pytestmark = pytest.mark.django_db


@pytest.fixture
def teams():
    cases.programme()
    first = cases.prescriber()
    second = Membership.objects.create(
        user=first.user, organisation=organisation(), role=first.role, since=first.since
    )
    return first, second


def switched(desk, one):
    assert desk.post(reverse("switch_membership"), {"organisation": one.pk}).status_code == 302


def opened(desk):
    page = desk.get(reverse("prescribing:new")).content.decode()
    return OPENED_FOR.findall(page)


def test_what_was_opened_for_a_team_is_not_kept_under_the_other(teams):
    first, second = teams
    desk = signed_in(first)
    switched(desk, first)
    (then,) = opened(desk)
    switched(desk, second)

    answer = entered(desk, opened_for=then, first_name="Zélie")

    assert (then, answer.status_code) == (str(first.pk), 409)
    now = f"{second.organisation.name} (prescripteur)"
    assert heading(answer) == f"Vous travaillez maintenant pour {now}."
    assert first.organisation.name in said(answer)
    assert 'name="first_name" value="Zélie"' in answer.content.decode()
    assert not Prescription.objects.exists()


def test_one_button_goes_back_and_keeps_it_where_it_was_opened(teams):
    first, second = teams
    desk = signed_in(first)
    switched(desk, second)

    answer = entered(desk, opened_for=first.pk, resume="1")

    assert answer.status_code == 302
    assert Prescription.objects.get().organisation == first.organisation
    assert opened(desk) == [str(first.pk)]


def test_two_roles_in_one_organisation_are_told_apart(teams):
    first, _ = teams
    boss = Membership.objects.create(
        user=first.user,
        organisation=first.organisation,
        role=Role.PARTNER_MANAGER,
        since=first.since,
    )
    desk = signed_in(first)
    switched(desk, boss)

    answer = entered(desk, opened_for=first.pk)

    where = first.organisation.name
    now = f"{where} (responsable du partenaire)"
    assert heading(answer) == f"Vous travaillez maintenant pour {now}."
    assert f"Revenir à {where} (prescripteur) et enregistrer" in said(answer)


def test_a_file_is_asked_for_again_and_what_was_typed_stays(teams):
    first, second = teams
    desk = signed_in(first)
    switched(desk, second)

    answer = entered(desk, opened_for=first.pk, paper=SimpleUploadedFile("mesure.pdf", b"%PDF"))

    page = answer.content.decode()
    assert "Joignez encore « mesure.pdf »" in said(answer)
    assert re.search(r'<input type="file" name="paper"', page)
    assert 'enctype="multipart/form-data"' in page
    assert 'name="last_name" value="Exemple"' in page


def test_a_role_that_is_over_is_said(teams):
    first, _ = teams
    answer = entered(signed_in(first), opened_for=999_999)

    assert answer.status_code == 409
    assert "n’est plus le vôtre" in said(answer)
    assert not Prescription.objects.exists()
