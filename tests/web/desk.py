"""A prescriber at the desk, for the tests of its pages."""

from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import Prescription

YESTERDAY = f"{timezone.localdate() - timedelta(days=1):%d/%m/%Y}"
PERSON = {
    "first_name": "Élodie",
    "last_name": "Exemple",
    "birth_date": "27031985",
    "address": "4 rue Inventée",
    "postcode": "59800",
    "preference": "prescriber",
    "adults": "1",
    "children": "2",
    "monthly_cost": "34,99",
    "parts": ["line"],
    "consents": ["programme"],
    "proof_kind": "attestation_qf",
    "proof_dated": YESTERDAY,
    "quotient_familial": "512",
}


def signed_in(one: Membership) -> Client:
    client = Client()
    client.force_login(one.user)
    return client


def entered(desk: Client, **changes: object):
    return desk.post(reverse("prescribing:new"), PERSON | {"once": uuid4()} | changes)


def opened(desk: Client, **changes: object) -> Prescription:
    answer = entered(desk, **changes)
    assert answer.status_code == 302, answer.content.decode()
    return Prescription.objects.latest("pk")


def file_of(desk: Client, prescription: Prescription) -> str:
    return desk.get(reverse("prescribing:file", args=[prescription.reference])).content.decode()


def step(desk: Client, prescription: Prescription, name: str, **answers: object):
    address = reverse("step", args=[prescription.reference, name])
    return desk.post(address, {"once": uuid4(), **answers})


def issued(desk: Client, **changes: object) -> Prescription:
    prescription = opened(desk, **changes)
    step(desk, prescription, "issue")
    prescription.refresh_from_db()
    assert prescription.state == "issued"
    return prescription
