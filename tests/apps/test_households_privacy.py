"""What the tables hold, read without the keys."""

from datetime import date
from uuid import uuid4

from django.apps import apps
from django.db import connection

from coupdepouce.households.operations import (
    Figures,
    Proof,
    create_household,
    decide,
    record_proof,
)
from tests.apps.build import NOW, entry, member, person, programme

QUOTIENT = 687_531  # recognisable wherever it would be written


def everything():
    """Give each cell of each table of ours, as raw SQL reads it."""
    cells = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model.__module__.startswith("coupdepouce."):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
                cells += [str(cell) for row in cursor.fetchall() for cell in row]
    return cells


def test_nobody_reads_a_household_without_the_keys():
    new = entry(
        person("Zéphyrine", "Fictifissime", date(1980, 5, 17)),
        phone="06 39 98 01 23",
        email="zephyrine@exemple.invalid",
        address="3 rue Inventée",
    )
    create_household(new=new, by=member(), at=NOW, once=uuid4())

    cells = everything()

    for said in ("Zéphyrine", "Fictifissime", "1980-05-17", "39980123", "zephyrine", "Inventée"):
        assert not [cell for cell in cells if said.lower() in cell.lower()]


def test_the_quotient_is_written_nowhere():
    programme()
    by = member()
    made = create_household(new=entry(), by=by, at=NOW, once=uuid4())
    proof = Proof(kind="attestation_qf", dated=date(2026, 11, 2))
    record_proof(household_id=made.pk, proof=proof, by=by, at=NOW, once=uuid4())
    figures = Figures(quotient_familial=QUOTIENT, statuses=frozenset())

    decision = decide(household_id=made.pk, figures=figures, by=by, at=NOW, once=uuid4())

    assert decision.recorded.reasons
    assert not [cell for cell in everything() if str(QUOTIENT) in cell]
