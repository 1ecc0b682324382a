"""The programme manager takes the places away, in a published standard."""

import json

import pytest
from django.urls import reverse

from coupdepouce.core.roles import Role
from coupdepouce.partners.importing import import_places
from coupdepouce.programmes.commune_names import resolve
from tests.apps.build import member
from tests.apps.test_partners_places import ROW
from tests.web.desk import signed_in

pytestmark = pytest.mark.django_db
FORMATS = {
    "data-inclusion": ("application/json", "lieux-data-inclusion.json"),
    "mednum": ("text/csv; charset=utf-8", "lieux-mediation-numerique.csv"),
}


@pytest.mark.parametrize(("name", "kind", "file"), [(n, *f) for n, f in FORMATS.items()])
def test_the_page_of_partners_leads_to_each_file(name, kind, file):
    client = signed_in(member(Role.PROGRAMME_MANAGER))
    address = reverse("steering:places_export", args=[name])

    assert address in client.get(reverse("steering:organisations")).content.decode()
    answer = client.get(address)
    assert (answer.headers["Content-Type"], answer.status_code) == (kind, 200)
    assert file in answer.headers["Content-Disposition"]


def test_a_place_that_the_standard_takes_is_in_the_file():
    row = {**vars(ROW), "original": {"id": "1", "pivot": "0" * 14, "date_maj": "2022-06-02"}}
    import_places(rows=[type(ROW)(**row)], commune_of=resolve)

    answer = signed_in(member(Role.PROGRAMME_MANAGER)).get(
        reverse("steering:places_export", args=["data-inclusion"])
    )

    (structure,) = json.loads(answer.getvalue())
    assert (structure["id"], structure["nom"]) == ("fictif--1", "Lieu fictif")


def test_a_format_that_nobody_publishes_is_refused():
    answer = signed_in(member(Role.PROGRAMME_MANAGER)).get(
        reverse("steering:places_export", args=["excel"])
    )

    assert answer.status_code == 409
    assert "Choisissez un de ces formats" in answer.content.decode()
