"""What is asked of millions of rows finds them by an index: PostgreSQL says how it would look."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from coupdepouce.lines.models import Line
from coupdepouce.prescriptions.lists import is_stuck
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.operator_file import AT_ONCE
from tests.apps.build import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def by_ids(found: QuerySet) -> str:
    """Give the plan when reading every row, in whatever order, is the last resort."""
    with connection.cursor() as cursor:
        for way in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    return found.explain()


QUESTIONS = {
    "stuck requests": lambda: Prescription.objects.filter(is_stuck(NOW.date())),
    "the orders of a file": lambda: Line.objects.filter(
        order_number__in=[f"CP-{number}" for number in range(AT_ONCE)]
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_never_reads_every_row(question):
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL says here how it looks for rows.")
    plan = by_ids(QUESTIONS[question]())
    assert "Seq Scan" not in plan, plan
