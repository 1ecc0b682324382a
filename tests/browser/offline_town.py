"""What the site that is killed is asked, in its own process: seeds and counts, one line each."""

import json
import sys

from django.test import Client
from django.utils import timezone

from coupdepouce.prescriptions.models import JourneyEvent
from coupdepouce.prescriptions.vouchers import sheets
from tests.apps import cases
from tests.browser import town

VOUCHERS = 7


def seed() -> None:
    """Open the town, issue vouchers, and print their texts with a session of the advisor."""
    built = town.build()
    at = timezone.now()
    texts = []
    for number in range(VOUCHERS):
        prescription = cases.draft(by=built.prescriber, at=at, number=number)
        cases.step(prescription, "issue", built.prescriber, at=at)
        (sheet,) = sheets(member=built.prescriber, references=[prescription.reference])
        texts.append(sheet.scanned)
    client = Client()
    client.force_login(built.advisor.user)
    session = client.cookies["sessionid"].value
    json.dump({"texts": texts, "session": session}, sys.stdout)


def count() -> None:
    """Print how many times each voucher was received."""
    received = JourneyEvent.objects.filter(step="present").values_list("prescription", flat=True)
    json.dump(sorted(received), sys.stdout)
