"""The export of prescriptions: states and days, no name, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.model import NONE, Part
from coupdepouce.core.journey.states import state_of
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.lists import Filter, selected
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.situation import states_of
from coupdepouce.programmes import communes

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it, Excel reads UTF-8 as Windows-1252
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # owasp.org/www-community/attacks/CSV_Injection
COLUMNS = (
    "reference", "etat", "ligne", "ordinateur", "atelier", "attend", "depuis_le", "echeance",
    "creee_le", "partenaire", "boutique", "commune", "nom_commune",
)  # fmt: skip
# Not shown, and each would be unsealed for nothing on every row.
SEALED = ("household__address", "household__phone", "household__email")
CHUNK = 2000


def prescriptions_csv(*, member: Membership | None, keep: Filter, at: datetime) -> Iterator[str]:
    """Give the lines of the export; `member` is None on the command line only, and sees all."""
    yield BYTE_ORDER_MARK
    rows = selected(member=member, keep=keep, at=at).defer(*SEALED).iterator(chunk_size=CHUNK)
    yield from as_csv(COLUMNS, (_cells(row) for row in rows))


class _Echo:
    """A file that gives back what is written: the export never sits whole in memory."""

    def write(self, text: str) -> str:
        """Give the text back."""
        return text


def as_csv(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Write rows one by one, with semicolons, formulas made harmless."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: str) -> str:
    """Quote a cell that a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _cells(row: Prescription) -> list[str]:
    code = row.household.commune_code
    return [
        str(row.reference),
        *(_state(part, name) for part, name in states_of(row).items()),
        NAMES[Role(row.waits_for)] if row.waits_for else "",
        _day(day_of(row.waits_since) if row.waits_since else None),
        _day(row.due_on),
        _day(day_of(row.created_at)),
        row.organisation.name,
        row.shop.name if row.shop else "",
        code,
        communes.commune(code).name if communes.exists(code) else "",
    ]


def _state(part: Part, name: str) -> str:
    return "" if name == NONE else state_of(part, name).staff


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
