"""One order number typed for several households at the same second, on real connections."""

import pytest
from django.db import connection

from coupdepouce.core.journey.model import Part
from coupdepouce.lines.models import Line
from coupdepouce.prescriptions.models import Prescription
from tests.apps import cases
from tests.apps.test_households_concurrency import AT_ONCE, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _real_connections(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time: run with PostgreSQL to see them race.")
    cases.programme()


def ordering(number: int):
    shop = cases.advisor()
    found = cases.brought_to("find_line_available", shop=shop, number=number, parts=(Part.LINE,))
    return lambda: cases.step(found, "order_line", shop, order_number="FICTIF-7")


def test_six_shops_type_one_order_number_and_one_line_has_it():
    done = race(*map(ordering, range(1, AT_ONCE + 1)))

    assert done.count("order_number_known") == AT_ONCE - 1
    assert Line.objects.filter(order_number="FICTIF-7").count() == 1
    states = Prescription.objects.values_list("line_state", flat=True)
    assert sorted(states) == ["available"] * (AT_ONCE - 1) + ["ordered"]
