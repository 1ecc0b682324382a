"""The voucher on paper: when there is one, and which shops it names."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from coupdepouce.partners.models import Membership, Place
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.vouchers import sheets
from coupdepouce.programmes.models import CommunePoint
from tests.apps import cases
from tests.apps.build import member
from tests.web.desk import issued, opened, signed_in, step

LILLE = (50.63, 3.06)


@pytest.fixture
def prescriber() -> Membership:
    cases.programme()
    return cases.prescriber()


@pytest.fixture
def desk(prescriber: Membership) -> Client:
    return signed_in(prescriber)


def used(desk: Client) -> Prescription:
    prescription = issued(desk)
    cases.step(prescription, "present", cases.advisor(), identity_seen="yes")
    return prescription


def ended(desk: Client) -> Prescription:
    prescription = issued(desk)
    step(desk, prescription, "withdraw", reason="no_need")
    return prescription


@pytest.mark.parametrize("name", ["voucher", "voucher_pdf"])
@pytest.mark.parametrize(
    ("brought", "said"),
    [(opened, "pas encore remis"), (used, "a déjà servi"), (ended, "est finie")],
)
def test_without_a_voucher_to_use_the_page_leads_back_to_the_file(desk, name, brought, said):
    prescription = brought(desk)

    answer = desk.get(reverse(f"prescribing:{name}", args=[prescription.reference]))

    text = answer.content.decode()
    assert answer.status_code == 409
    assert said in text
    assert reverse("prescribing:file", args=[prescription.reference]) in text


def shop_at(km_north: float) -> None:
    Place.objects.create(
        source="fictif", source_id=str(km_north), kind=Place.Kind.SHOP,
        name=f"Boutique à {km_north} km", commune_code="59350", commune_name="Lille",
        latitude=LILLE[0] + km_north / 111.195, longitude=LILLE[1], digest="1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("distances", "named"),
    [
        ([1, 2, 3, 4], [1, 2, 3]),
        ([1, 59, 61], [1, 59]),
        ([61, 100], [61]),
        ([], []),
    ],
)
def test_the_sheet_names_the_nearest_shops(prescriber, distances, named):
    CommunePoint.objects.create(code="59350", latitude=LILLE[0], longitude=LILLE[1])
    for km in distances:
        shop_at(km)
    prescription = cases.draft(by=prescriber, at=timezone.now())
    cases.step(prescription, "issue", prescriber, at=timezone.now())

    (sheet,) = sheets(member=prescriber, references=[prescription.reference])

    assert [shop.name for shop in sheet.shops] == [f"Boutique à {km} km" for km in named]


def named_by(prescriber: Membership, name: str) -> None:
    prescriber.user.first_name = name
    prescriber.user.save()


def test_a_voucher_that_cannot_be_drawn_does_not_lose_the_others(desk, prescriber):
    colleague = member(of=prescriber.organisation)
    kept = [cases.brought_to("issue", by=prescriber, number=number) for number in (1, 2)]
    lost = cases.brought_to("issue", by=colleague, number=3)
    named_by(colleague, "李明")
    address = reverse("prescribing:batch_pdf")
    chosen = [str(one.reference) for one in (kept[0], lost, kept[1])]

    answer = desk.get(address, {"bon": chosen})
    text = answer.content.decode()
    others = re.search(r'href="(\?bon=[^"]+)"', text)[1].replace("&amp;", "&")

    assert answer.status_code == 409
    own_page = reverse("prescribing:voucher", args=[lost.reference])
    assert re.findall(r'<li><a href="([^"]+)">Bon', text) == [own_page]
    assert desk.get(own_page).status_code == 200
    drawn = desk.get(address + others)
    assert drawn["Content-Type"] == "application/pdf"
    assert len(PdfReader(BytesIO(drawn.content)).pages) == 2
