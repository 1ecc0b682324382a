"""Many machines in one table: a bad row is told, and never stops the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from coupdepouce.connect.hardware.found import LONGEST, named
from coupdepouce.connect.places.model import RowProblem, Severity, shortened
from coupdepouce.connect.places.table import Line, read_table
from coupdepouce.core.equipment.hardware import (
    BYTES_IN_GB,
    FIELDS,
    MIB_IN_GIB,
    Disk,
    DiskType,
    Form,
    Hardware,
    Screen,
    Unread,
)  # fmt: skip
from coupdepouce.core.refusal import Refusal

COLUMNS = (
    "numero_serie", "forme", "marque", "modele", "processeur", "ram_go", "disque_type",
    "disque_go", "ecran_pouces", "wifi",
)  # fmt: skip
NEEDED = ("numero_serie", "forme")
FORMS: Mapping[str, Form] = {
    "portable": Form.LAPTOP, "ordinateur portable": Form.LAPTOP,
    "fixe": Form.DESKTOP, "ordinateur fixe": Form.DESKTOP, "tout-en-un": Form.DESKTOP,
    "tablette": Form.TABLET, "téléphone": Form.SMARTPHONE, "telephone": Form.SMARTPHONE,
}  # fmt: skip
KINDS: Mapping[str, DiskType] = {
    "hdd": DiskType.HDD, "disque dur": DiskType.HDD, "ssd": DiskType.SSD,
    "nvme": DiskType.NVME, "emmc": DiskType.EMMC, "inconnu": DiskType.UNKNOWN,
}  # fmt: skip
NO_DISK = "aucun"
YES_NO: Mapping[str, bool] = {"oui": True, "non": False}
LARGEST = 2 * 1024 * 1024
MOST_ROWS = 2_000
LONGEST_BRAND = 80
MOST_RAM_GO, MOST_DISK_GO, MOST_INCHES = 1024, 100_000, 100

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class MachineRow:
    """A machine of the table, and the line a person can go to."""

    line: int
    hardware: Hardware


def read_machines(data: bytes, *, name: str) -> Iterator[MachineRow | RowProblem]:
    """Read the machines of a table, CSV or JSON list, one per row.

    Raises:
        Refusal: the file as a whole cannot be read, or a column that is needed is missing.
    """
    table = read_table(data, name=name, largest=LARGEST, from_excel=True)
    if missing := [column for column in NEEDED if column not in table.header]:
        sentence = f"« {name} » n’a pas de colonne {', '.join(missing)} : ajoutez-la."
        raise Refusal("column_missing", sentence, missing=missing)
    return _rows(table.lines, name=name)


def _rows(lines: Iterator[Line | RowProblem], *, name: str) -> Iterator[MachineRow | RowProblem]:
    seen: dict[str, int] = {}
    for count, line in enumerate(lines, start=1):
        if count > MOST_ROWS:
            sentence = f"« {name} » a plus de {MOST_ROWS} lignes : coupez-le."
            raise Refusal("machines_too_many_rows", sentence, file=name)
        if isinstance(line, RowProblem):
            yield line
            continue
        row = _Row(line=line)
        hardware = row.hardware()
        serial = hardware.serial or ""
        if (first := seen.setdefault(serial, line.number)) != line.number and serial:
            sentence = f"Ce numéro de série est déjà celui de la ligne {first}."
            row.refuse("numero_serie", sentence, "Gardez une ligne par machine.")
        if row.problems:
            yield from row.problems
        else:
            yield MachineRow(line=line.number, hardware=hardware)


@dataclass(kw_only=True)
class _Row:
    line: Line
    problems: list[RowProblem] = field(default_factory=list)

    def hardware(self) -> Hardware:
        found: dict[str, object] = {
            "serial": self._serial(),
            "form": self._among("forme", FORMS, needed=True),
            "brand": self._text("marque", most=LONGEST_BRAND),
            "model": self._text("modele"),
            "processor": self._text("processeur"),
            "ram_mib": self._number("ram_go", MOST_RAM_GO, int(MIB_IN_GIB)),
            "disks": self._disks(),
            "screen": self._screen(),
            "wifi": self._among("wifi", YES_NO),
        }
        unread = [
            Unread(field=name, sentence=f"Le tableau ne donne pas : {label}.")
            for name, label in FIELDS.items()
            if found[name] is None
        ]
        return Hardware(**found, unread=tuple(unread))  # type: ignore[arg-type]

    def refuse(self, column: str, sentence: str, remedy: str) -> None:
        value = shortened(self._cell(column))
        self.problems.append(
            RowProblem(
                line=self.line.number,
                column=column,
                value=value,
                sentence=sentence,
                remedy=remedy,
                severity=Severity.REFUSED,
            )
        )

    def _cell(self, column: str) -> str:
        return " ".join(self.line.cells.get(column, "").split())

    def _serial(self) -> str | None:
        found = named(self._cell("numero_serie"), label="le numéro de série")
        if found.value is None:
            remedy = "Recopiez l’étiquette collée sous la machine."
            self.refuse("numero_serie", "Cette machine n’a pas de numéro de série.", remedy)
        return found.value

    def _text(self, column: str, *, most: int = LONGEST) -> str | None:
        if len(self._cell(column)) > most:
            self.refuse(column, "Ce texte est trop long.", f"Écrivez au plus {most} signes.")
            return None
        return named(self._cell(column), label=column).value

    def _among(self, column: str, choices: Mapping[str, T], *, needed: bool = False) -> T | None:
        cell = self._cell(column).casefold()
        if not cell and not needed:
            return None
        if cell not in choices:
            self.refuse(column, "Ce mot n’est pas attendu ici.", f"Écrivez : {', '.join(choices)}.")
        return choices.get(cell)

    def _number(self, column: str, most: int, unit: int) -> int | None:
        cell = self._cell(column)
        if not cell:
            return None
        try:
            value = Decimal(cell.replace(",", "."))
        except InvalidOperation:
            value = Decimal(0)
        if not value.is_finite() or not 0 < value <= most:
            self.refuse(column, "Ce nombre ne se lit pas.", f"Écrivez un nombre entre 1 et {most}.")
            return None
        return round(value * unit)

    def _disks(self) -> tuple[Disk, ...] | None:
        kind = self._cell("disque_type").casefold()
        size = self._number("disque_go", MOST_DISK_GO, BYTES_IN_GB)
        if kind == NO_DISK:
            return ()
        read = self._among("disque_type", {**KINDS, NO_DISK: DiskType.UNKNOWN})
        if read is None and size is None:
            return None
        return (Disk(type=read or DiskType.UNKNOWN, size_bytes=size),)

    def _screen(self) -> Screen | None:
        tenths = self._number("ecran_pouces", MOST_INCHES, 10)
        return Screen(inches=tenths / 10) if tenths else None
