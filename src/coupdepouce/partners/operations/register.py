"""The stock of the Sirene register, as far as we need it: the same file twice changes nothing."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from coupdepouce.connect.places.model import RowProblem
from coupdepouce.connect.sirene import Site
from coupdepouce.partners.importing import ImportReport
from coupdepouce.partners.models import Establishment

BATCH = 2000
WRITTEN = ("name", "address", "postcode", "commune_code", "commune_name")


def import_register(*, rows: Iterable[Site | RowProblem], dry_run: bool = False) -> ImportReport:
    """Keep the open sites that a reader gives, forget those that closed; one batch at a time."""
    added = changed = unchanged = 0
    problems: list[RowProblem] = []
    for batch in _batches(rows):
        sites = {one.siret: one for one in batch if isinstance(one, Site)}
        problems += [one for one in batch if isinstance(one, RowProblem)]
        known = Establishment.objects.in_bulk(list(sites))
        opened = [_row(one) for one in sites.values() if one.is_open]
        new = [one for one in opened if one.siret not in known]
        moved = [one for one in opened if one.siret in known and _differ(one, known[one.siret])]
        closed = [one.siret for one in sites.values() if not one.is_open and one.siret in known]
        if not dry_run:
            _write(new + moved, closed=closed)
        added, changed = added + len(new), changed + len(moved)
        unchanged += len(opened) - len(new) - len(moved)
    return ImportReport(added=added, changed=changed, unchanged=unchanged, problems=tuple(problems))


def _batches(rows: Iterable[Site | RowProblem]) -> Iterator[list[Site | RowProblem]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def _row(site: Site) -> Establishment:
    return Establishment(siret=site.siret, **{name: getattr(site, name) for name in WRITTEN})


def _differ(one: Establishment, other: Establishment) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in WRITTEN)


@transaction.atomic
def _write(rows: list[Establishment], *, closed: list[str]) -> None:
    Establishment.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["siret"], update_fields=list(WRITTEN)
    )
    Establishment.objects.filter(siret__in=closed).delete()
