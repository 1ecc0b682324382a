"""The pages by which an organisation closes, its households go on, and it opens again."""

from uuid import uuid4

import pytest
from django.urls import reverse

from coupdepouce.core.campaigns.codes import code_of
from coupdepouce.core.roles import Role
from coupdepouce.outreach.campaigns.models import Campaign, Sending, ShortCode, Tally, Wave
from coupdepouce.partners.models import Closing, Membership, Organisation, Quota
from coupdepouce.prescriptions.models import Prescription
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
from tests.apps.build_partners import manager
from tests.web.desk import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


@pytest.fixture
def chief():
    return signed_in(manager())


@pytest.fixture
def team():
    """Make an organisation with its manager and a prescriber; give the prescriber."""
    one = organisation(Organisation.Kind.ASSOCIATION, name="Association fictive")
    member(Role.PARTNER_MANAGER, of=one)
    return member(Role.PRESCRIBER, of=one)


@pytest.fixture
def other():
    return member(Role.PARTNER_MANAGER, of=organisation(name="CCAS fictif voisin"))


def address(name, team):
    return reverse(f"steering:{name}", args=[team.organisation_id])


def read(client, name, team) -> str:
    return client.get(address(name, team)).content.decode()


def send(client, name, team, **said):
    return client.post(address(name, team), {"once": uuid4(), **said}, follow=True)


def test_the_page_says_what_will_happen_then_one_button_does_it(chief, team, other):
    cases.draft(by=team)
    one = cases.brought_to("issue", by=team, number=2)
    Quota.objects.create(
        organisation=team.organisation, starts_on="2020-01-01", ends_on="2099-01-01", granted=8
    )

    assert address("close_organisation", team) in read(chief, "organisation", team)
    before = read(chief, "close_organisation", team)
    for said in (
        "2 demandes changent de mains : 1 en préparation, 1 bon remis.",
        "Chaque ménage est prévenu.",
        "Les bons remis marchent toujours.",
        "8 bons non utilisés reviennent au programme.",
        str(team.user),
        "CCAS fictif voisin",
    ):
        assert said in before
    assert Organisation.objects.get(pk=team.organisation_id).is_active

    after = send(
        chief, "close_organisation", team, reason="over", words="Elle déménage.",
        successor=other.organisation_id,
    ).content.decode()  # fmt: skip

    assert "Association fictive » est fermée." in after
    assert "Elle s’arrête, ou change de métier" in after
    assert "Elle déménage." in after
    assert "Fermer cette structure" not in after
    assert "Accorder des bons" not in after
    file = signed_in(other).get(reverse("prescribing:file", args=[one.reference]))
    assert file.status_code == 200
    assert "a confié le ménage à une autre structure" in file.content.decode()


def test_without_a_reason_it_is_asked_again_and_nothing_closes(chief, team):
    answer = send(chief, "close_organisation", team, words="Elle déménage.")

    assert answer.status_code == 422
    assert "Choisissez pourquoi elle ferme." in answer.content.decode()
    assert "Elle déménage." in answer.content.decode()
    assert not Closing.objects.exists()


def test_who_worked_there_reads_why_nothing_opens(chief, team):
    desk = signed_in(team)
    assert desk.get(reverse("home"), follow=True).status_code == 200

    send(chief, "close_organisation", team, reason="asked")

    shut = desk.get(reverse("home"))
    assert shut.status_code == 403
    assert "« Association fictive » est fermée dans le programme depuis le" in shut.content.decode()


def test_who_works_elsewhere_too_goes_on_there_and_is_told_once(chief, team):
    elsewhere = Membership.objects.create(
        user=team.user, organisation=organisation(name="CCAS fictif"), role=Role.PRESCRIBER,
        since=NOW,
    )  # fmt: skip
    desk = signed_in(team)
    desk.post(reverse("switch_membership"), {"organisation": team.pk})

    send(chief, "close_organisation", team, reason="asked")

    first = desk.get(reverse("home")).content.decode()
    assert "Association fictive » est fermée dans le programme" in first
    assert "Vous continuez avec CCAS fictif." in first
    team.user.refresh_from_db()
    assert team.user.last_membership_id == elsewhere.pk
    assert "est fermée" not in desk.get(reverse("home")).content.decode()


def test_households_kept_by_the_programme_wait_on_its_page_until_they_are_entrusted(
    chief, team, other
):
    one = cases.brought_to("issue", by=team)
    send(chief, "close_organisation", team, reason="asked")

    waits = chief.get(reverse("steering:follow_up")).content.decode()
    assert "1 ménage à confier" in waits
    send(chief, "entrust", team, successor=other.organisation_id)

    assert Prescription.objects.get(pk=one.pk).organisation == other.organisation
    assert "à confier" not in chief.get(reverse("steering:follow_up")).content.decode()


def test_one_household_alone_may_be_entrusted_from_its_own_page(chief, team, other):
    one = cases.brought_to("issue", by=team)
    send(chief, "close_organisation", team, reason="asked")
    form = reverse("step", args=[one.reference, "entrust"])

    assert "CCAS fictif voisin" in chief.get(form).content.decode()
    chief.post(form, {"once": uuid4(), "partner": other.organisation_id})

    assert Prescription.objects.get(pk=one.pk).organisation == other.organisation


def test_opened_again_it_says_who_comes_back(chief, team):
    send(chief, "close_organisation", team, reason="asked")
    assert str(team.user) in read(chief, "reopen_organisation", team)

    after = send(chief, "reopen_organisation", team).content.decode()

    assert "Association fictive » est de nouveau ouverte." in after
    assert "rouverte le" in after
    assert signed_in(team).get(reverse("home")).status_code == 200


def test_two_managers_at_once_the_second_reads_that_it_is_done(chief, team):
    send(chief, "close_organisation", team, reason="asked")

    second = send(signed_in(manager()), "close_organisation", team, reason="over")

    assert second.status_code == 422
    assert "déjà fermée" in second.content.decode()
    assert Closing.objects.get().reason == "asked"


def test_its_posters_lead_to_the_general_page_and_count_nobody_for_it(client, chief, team):
    by = Membership.objects.filter(role=Role.PROGRAMME_MANAGER).first()
    campaign = Campaign.objects.create(
        reference=uuid4(), programme="coup-de-pouce", name="Fictive", sender_kind="association",
        reached="tous", estimated=1, created_at=NOW, created_by=by,
    )  # fmt: skip
    wave = Wave.objects.create(
        reference=uuid4(), campaign=campaign, number=1, channel="poster", starts_on=NOW.date(),
        last_day=NOW.date(), seed=1,
    )  # fmt: skip
    sending = Sending.objects.create(wave=wave, organisation=team.organisation)
    code = ShortCode.objects.create(code=code_of(1), sending=sending, drawn_on=NOW.date())

    def arrive():
        return client.get(f"/c/{code.code}", headers={"user-agent": "Mozilla/5.0"})

    assert arrive().status_code == 302
    counted = Tally.objects.count()
    send(chief, "close_organisation", team, reason="asked")
    general = arrive()["Location"]

    assert code.code not in general
    assert (counted, Tally.objects.get().arrivals) == (1, 1)
