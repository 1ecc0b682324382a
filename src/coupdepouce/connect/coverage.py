"""Fixed internet by commune: the file of Arcep's "Ma connexion internet", one row a commune.

Its columns are percentages of premises that CAN be served (coverage, not subscription), with one
decimal, and their counts; an empty count is zero. It holds no date: the name of the file has one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from coupdepouce.connect.places.model import RowProblem, Severity, shortened
from coupdepouce.connect.places.table import Line, Table, read_table
from coupdepouce.core.refusal import Refusal

SOURCE = "Arcep, Ma connexion internet"
# Our names of the networks, and the file's.
NETWORKS = {
    "fibre": "pct_fibre",
    "cable": "pct_cable",
    "dsl": "pct_dsl",
    "fixed_radio": "pct_thd_radio",
    "fixed_4g": "pct_4g_fixe",
    "slow_radio": "pct_hd_radio",
    "satellite": "pct_satellite",
}
COLUMNS = ("code_insee", "commune", "nb_locaux", *NETWORKS.values())
CODE = re.compile(r"^(?:\d{2}|2[AB])\d{3}$")
YEAR = re.compile(r"(?:19|20)\d\d")
MOST_PREMISES = 10_000_000


@dataclass(frozen=True, kw_only=True)
class CoverageRow:
    """One commune: its premises, and of every thousand of them how many each network reaches."""

    line: int
    code: str
    name: str
    premises: int
    per_thousand: dict[str, int]


def read_coverage(data: bytes, *, name: str) -> Iterator[CoverageRow | RowProblem]:
    """Read the coverage of the communes, row by row; a bad row never stops the rest.

    Raises:
        Refusal: the file cannot be read, or is not Arcep's table by commune.
    """
    table = read_table(data, name=name)
    if missing := [column for column in COLUMNS if column not in table.header]:
        raise Refusal(
            "coverage_columns",
            f"« {name} » n’est pas le fichier de l’Arcep par commune : il lui manque "
            f"{', '.join(missing)}. Prenez celui des taux de couverture par commune.",
            missing=missing,
        )
    return _rows(table)


def date_in(name: str) -> str:
    """Give the year or quarter that the name of a file holds: "2024", "2024 T3".

    Raises:
        Refusal: its name holds none.
    """
    years = YEAR.findall(name)
    quarter = re.search(r"t([1-4])(?!\d)", name.lower())
    if len(set(years)) != 1:
        raise Refusal(
            "coverage_undated",
            f"Le nom de « {name} » ne dit pas de quand sont les chiffres : "
            "ajoutez --date, par exemple --date « 2024 T3 ».",
        )
    return f"{years[0]} T{quarter[1]}" if quarter else years[0]


def _rows(table: Table) -> Iterator[CoverageRow | RowProblem]:
    seen: dict[str, int] = {}
    for line in table.lines:
        if isinstance(line, RowProblem):
            yield line
            continue
        row = _row(line)
        if isinstance(row, CoverageRow) and seen.setdefault(row.code, line.number) != line.number:
            sentence = f"Cette commune est déjà à la ligne {seen[row.code]}."
            row = _refused(line, "code_insee", sentence, "Gardez une seule ligne par commune.")
        yield row


def _row(line: Line) -> CoverageRow | RowProblem:
    code = line.cells["code_insee"].strip()
    if not CODE.fullmatch(code):
        sentence = "Ce n’est pas un code de commune."
        return _refused(line, "code_insee", sentence, "Écrivez ses cinq signes, zéro compris.")
    premises = _whole(line.cells["nb_locaux"])
    if premises is None:
        sentence = "Ce n’est pas un nombre de logements et locaux."
        return _refused(line, "nb_locaux", sentence, "Écrivez un nombre entier.")
    shares: dict[str, int] = {}
    for network, column in NETWORKS.items():
        share = _per_thousand(line.cells[column])
        if share is None:
            sentence = "Ce n’est pas une part entre 0 et 100."
            return _refused(line, column, sentence, "Écrivez un pourcentage comme 92.4.")
        shares[network] = share
    name = line.cells["commune"].strip()
    return CoverageRow(
        line=line.number, code=code, name=name, premises=premises, per_thousand=shares
    )


def _whole(text: str) -> int | None:
    number = _number(text)
    if number is None or number != number.to_integral_value():
        return None
    return int(number) if 0 <= number <= MOST_PREMISES else None


def _per_thousand(text: str) -> int | None:
    number = _number(text)
    return round(number * 10) if number is not None and 0 <= number <= 100 else None  # noqa: PLR2004


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _refused(line: Line, column: str, sentence: str, remedy: str) -> RowProblem:
    return RowProblem(
        line=line.number,
        column=column,
        value=shortened(line.cells[column]),
        sentence=sentence,
        remedy=remedy,
        severity=Severity.REFUSED,
    )
