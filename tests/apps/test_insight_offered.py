"""Our services in data·inclusion: each in its schema, each at a structure of the same file."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from data_inclusion.schema import v1
from django.urls import reverse

from coupdepouce.core.roles import Role
from coupdepouce.insight.offered import ServicesAccount, services_file
from coupdepouce.partners.importing import import_places
from coupdepouce.partners.models import Organisation, Place
from coupdepouce.programmes.commune_names import resolve
from coupdepouce.programmes.models import ProgrammeVersion
from coupdepouce.training.models import Session
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
from tests.apps.build_training import session, workshop
from tests.apps.test_partners_places import ROW
from tests.web.desk import signed_in

# The schema refuses a day to come, by the clock of the machine.
LOADED, PUBLISHED = datetime(2024, 3, 1, 9, tzinfo=UTC), datetime(2024, 6, 2, 9, tzinfo=UTC)
AT = NOW


@pytest.fixture
def shop(db, settings):
    """Give a shop with a workshop to come, beside a partner where somebody hands out vouchers."""
    settings.SITE_URL = "https://coup-de-pouce.example"
    cases.programme()
    ProgrammeVersion.objects.update(loaded_at=LOADED)
    import_places(rows=[ROW, replace(ROW, source_id="2", kind="shop")], commune_of=resolve)
    member(Role.PRESCRIBER, of=organisation(place=Place.objects.get(kind="place")))
    one = Organisation.objects.get(kind="shop")
    session(shop=one, published_at=PUBLISHED)
    return one


def exported():
    account = ServicesAccount()
    found = json.loads("".join(services_file(at=AT, account=account)))
    assert account.services.remarks == []
    return found["structures"], found["services"]


def test_each_service_and_structure_is_one_of_the_published_schema(shop):
    structures, services = exported()

    assert all(v1.Structure(**one) for one in structures)
    assert all(v1.Service(**one) for one in services)
    assert {one["structure_id"] for one in services} == {one["id"] for one in structures}
    assert len({one["id"] for one in services}) == len(services) == 3


def test_what_is_offered_where_and_since_when(shop):
    _, services = exported()

    said = {one["nom"]: (one["type"], *one["thematiques"], one["date_maj"]) for one in services}
    assert said == {
        "Ligne internet à la maison": (
            "aide-materielle", "numerique--acceder-a-une-connexion-internet", "2024-03-01",
        ),
        "Ordinateur reconditionné": (
            "aide-materielle", "numerique--acquerir-un-equipement", "2024-03-01",
        ),
        "Atelier : Premiers pas": (
            "atelier", "numerique--maitriser-les-fondamentaux-du-numerique", "2024-06-02",
        ),
    }  # fmt: skip


def test_a_price_that_nobody_confirmed_is_not_published(shop):
    _, services = exported()

    fees = {one["nom"]: (one.get("frais"), one.get("frais_precisions")) for one in services}
    assert fees["Ligne internet à la maison"] == ("payant", "19,99\u00a0€ par mois")
    assert fees["Ordinateur reconditionné"] == (None, None)


CLOSED = {
    "a workshop that was cancelled": lambda: Session.objects.update(cancelled_at=NOW),
    "one that is not open yet": lambda: Session.objects.update(published_at=None),
    "one that is over": lambda: Session.objects.update(
        starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1)
    ),
    "a shop that closed": lambda: Organisation.objects.filter(kind="shop").update(is_active=False),
    "a place that closed": lambda: Place.objects.filter(kind="shop").update(is_open=False),
}


@pytest.mark.parametrize("close", CLOSED.values(), ids=CLOSED)
def test_what_nobody_can_come_to_is_not_published(shop, close):
    close()

    assert [one["type"] for one in exported()[1]] == ["aide-materielle"] * 2


def test_a_partner_without_a_prescriber_offers_nothing(shop):
    Organisation.objects.get(place__kind="place").memberships.update(until=NOW)

    assert [one["type"] for one in exported()[1]] == ["atelier"]


def test_a_service_that_the_schema_refuses_is_left_out_and_said(shop):
    session(shop=shop, workshop=workshop("Bref", text="ah"), published_at=PUBLISHED)
    account = ServicesAccount()

    found = json.loads("".join(services_file(at=AT, account=account)))

    assert "Atelier : Bref" not in {one["nom"] for one in found["services"]}
    assert [(one.column, one.value) for one in account.services.remarks] == [("description", "ah")]
    assert account.services.left_out == 1


def test_the_day_of_a_place_is_kept_when_its_list_gives_one(shop):
    Place.objects.filter(kind="place").update(updated_on=date(2022, 6, 2))

    days = {one["date_maj"] for one in exported()[0]}

    assert days == {"2022-06-02", "2024-06-02"}


def test_the_page_of_partners_leads_to_the_file(shop):
    client = signed_in(member(Role.PROGRAMME_MANAGER))
    address = reverse("steering:services_export")

    assert address in client.get(reverse("steering:organisations")).content.decode()
    assert json.loads(client.get(address).getvalue())["structures"]
