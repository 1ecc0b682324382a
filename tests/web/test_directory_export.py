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
    page = reverse("steering:places_publish", args=[name])
    address = reverse("steering:places_export", args=[name])

    assert page in client.get(reverse("steering:organisations")).content.decode()
    assert address in client.get(page).content.decode()
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


def test_what_the_file_leaves_out_is_said_before_it_is_taken():
    good = {**vars(ROW), "original": {"id": "1", "pivot": "0" * 14, "date_maj": "2022-06-02"}}
    bad = {**vars(ROW), "source_id": "2", "original": {"id": "2"}, "updated_on": None}
    import_places(rows=[type(ROW)(**one) for one in (good, bad)], commune_of=resolve)
    client = signed_in(member(Role.PROGRAMME_MANAGER))

    page = client.get(reverse("steering:places_publish", args=["data-inclusion"]))
    file = client.get(reverse("steering:places_export", args=["data-inclusion"]))

    assert [one["value"] for one in page.context["facts"]] == [1, 1]
    assert len(json.loads(file.getvalue())) == 1
    [row] = page.context["remarks"]["rows"]
    assert [cell["value"] for cell in row["cells"]] == ["date_maj", 1]


@pytest.mark.parametrize("address", ["steering:places_publish", "steering:places_export"])
def test_a_format_that_nobody_publishes_is_refused(address):
    answer = signed_in(member(Role.PROGRAMME_MANAGER)).get(reverse(address, args=["excel"]))

    assert answer.status_code == 409
    assert "Choisissez un de ces formats" in answer.content.decode()
