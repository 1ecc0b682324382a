"""Coverage by commune, from a file: the same file twice changes nothing."""

from collections.abc import Callable, Iterable

from django.db import transaction

from coupdepouce.connect.coverage import NETWORKS, CoverageRow
from coupdepouce.connect.places.model import RowProblem, Severity
from coupdepouce.lines.models import CommuneCoverage
from coupdepouce.partners.importing import ImportReport

WRITTEN = ("premises", *NETWORKS, "read_on", "source")
BATCH = 500


@transaction.atomic
def import_coverage(
    *,
    rows: Iterable[CoverageRow | RowProblem],
    exists: Callable[[str], bool],
    read_on: str,
    source: str,
    dry_run: bool = False,
) -> ImportReport:
    """Store how much of each commune each network reaches; communes that are gone are left out."""
    found: dict[str, CommuneCoverage] = {}
    problems: list[RowProblem] = []
    for row in rows:
        if isinstance(row, RowProblem):
            problems.append(row)
        elif not exists(row.code):
            problems.append(_gone(row))
        else:
            found[row.code] = _kept(row, read_on=read_on, source=source)
    new, changed = _compared(found)
    if not dry_run:
        CommuneCoverage.objects.bulk_create(new, batch_size=BATCH)
        CommuneCoverage.objects.bulk_update(changed, WRITTEN, batch_size=BATCH)
    return ImportReport(
        added=len(new),
        changed=len(changed),
        unchanged=len(found) - len(new) - len(changed),
        problems=tuple(problems),
    )


def _kept(row: CoverageRow, *, read_on: str, source: str) -> CommuneCoverage:
    return CommuneCoverage(
        code=row.code,
        premises=row.premises,
        read_on=read_on,
        source=source,
        **row.per_thousand,
    )


def _compared(
    found: dict[str, CommuneCoverage],
) -> tuple[list[CommuneCoverage], list[CommuneCoverage]]:
    known = {
        code: values for code, *values in CommuneCoverage.objects.values_list("code", *WRITTEN)
    }
    new = [one for code, one in found.items() if code not in known]
    changed = [
        one
        for code, one in found.items()
        if code in known and known[code] != [getattr(one, name) for name in WRITTEN]
    ]
    return new, changed


def _gone(row: CoverageRow) -> RowProblem:
    return RowProblem(
        line=row.line,
        column="code_insee",
        value=f"{row.code} {row.name}",
        sentence="Cette commune n’est plus au Code officiel géographique.",
        remedy="Rien à faire : elle fait partie d’une autre, qui a sa propre ligne.",
        severity=Severity.REFUSED,
    )
