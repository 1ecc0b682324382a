"""The register in the database: the same file twice changes nothing, closed sites leave."""

from dataclasses import replace

from coupdepouce.connect.sirene import Site
from coupdepouce.partners.models import Establishment
from coupdepouce.partners.operations.register import import_register

SITE = Site(
    line=2, siret="00000000000018", name="ENSEIGNE", address="5 RUE INVENTEE", postcode="59000",
    commune_code="59350", commune_name="LILLE", is_open=True,
)  # fmt: skip
OTHER = replace(SITE, siret="00000000000026")


def counts(*rows: Site, **options: bool) -> tuple[int, int, int]:
    report = import_register(rows=rows, **options)
    return report.added, report.changed, report.unchanged


def test_added_then_unchanged_then_moved():
    assert counts(SITE, OTHER) == (2, 0, 0)
    assert counts(SITE, OTHER) == (0, 0, 2)
    assert counts(replace(SITE, address="6 RUE INVENTEE"), OTHER) == (0, 1, 1)
    assert Establishment.objects.get(siret=SITE.siret).address == "6 RUE INVENTEE"


def test_a_site_that_closed_is_forgotten_and_a_closed_one_never_enters():
    counts(SITE)

    assert counts(replace(SITE, is_open=False), replace(OTHER, is_open=False)) == (0, 0, 0)
    assert not Establishment.objects.exists()


def test_a_trial_writes_nothing():
    assert counts(SITE, dry_run=True) == (1, 0, 0)
    assert not Establishment.objects.exists()


def test_a_number_twice_in_a_batch_is_one_row():
    assert counts(SITE, replace(SITE, name="AUTRE")) == (1, 0, 0)
