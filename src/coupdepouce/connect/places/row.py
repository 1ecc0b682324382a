"""One row being read: clean values under our words, and notes about what could not be taken."""

import math
import re
from dataclasses import dataclass, field
from datetime import date

from coupdepouce.connect.places import hours
from coupdepouce.connect.places.model import RowProblem, Severity, shortened
from coupdepouce.connect.places.standards import Standard
from coupdepouce.connect.places.table import Line
from coupdepouce.core.directory.hours import is_readable

_COMMUNE = re.compile("(?:[013-9][0-9]|2[AB1-9])[0-9]{3}")
# South, north, west, east, with the islands of the coast.
_METROPOLE = (41.0, 51.5, -5.5, 10.0)
_WORLD = (-90.0, 90.0, -180.0, 180.0)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row being read: gives clean values, and notes what it could not take."""

    line: Line
    standard: Standard
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return any(problem.severity is Severity.REFUSED for problem in self.problems)

    def refuse(self, name: str, sentence: str, remedy: str) -> None:
        self._note(name, sentence, remedy, Severity.REFUSED)

    def warn(self, name: str, sentence: str, remedy: str) -> None:
        self._note(name, sentence, remedy, Severity.WARNING)

    def _note(self, name: str, sentence: str, remedy: str, severity: Severity) -> None:
        # A field of ours is shown under the name of its column in the file.
        columns = self.standard.columns.get(name, (name,))
        column = next((c for c in columns if self._cell(c)), columns[0])
        self.problems.append(
            RowProblem(
                line=self.line.number,
                column=column,
                value=shortened(self._cell(column)),
                sentence=sentence,
                remedy=remedy,
                severity=severity,
            )
        )

    def _cell(self, column: str) -> str:
        value = self.line.cells.get(column, "")
        if not value.isprintable():
            value = "".join(c for c in value if c.isprintable() or c.isspace())
        return " ".join(value.split())

    def text(self, name: str) -> str:
        cells = (self._cell(column) for column in self.standard.columns.get(name, ()))
        return ", ".join(cell for cell in cells if cell)

    def items(self, name: str) -> tuple[str, ...]:
        cells = "|".join(self._cell(column) for column in self.standard.columns.get(name, ()))
        items = (item.strip(' "[]') for item in re.split(r'[|;]|",', cells))
        return tuple(dict.fromkeys(item for item in items if item))

    def needed(self, name: str, sentence: str) -> str:
        value = self.text(name)
        if not value:
            self.refuse(name, sentence, "Remplissez cette colonne.")
        return value

    def original(self) -> dict[str, str]:
        """Give the cells of the standard's columns as they are written."""
        cells = self.line.cells.items()
        # PostgreSQL keeps every sign in JSON but this one.
        return {c: text.replace("\0", "") for c, text in cells if text and c in self.standard.keeps}

    def postcode(self) -> str:
        """Read the postcode, with the zero a spreadsheet drops."""
        return self._five("postcode", "[0-9]{5}", "Ce code postal n’a pas cinq chiffres.")

    def code_insee(self) -> str:
        """Read the commune's code."""
        return self._five("code_insee", _COMMUNE.pattern, "Ce code de commune n’existe pas.")

    def _five(self, name: str, pattern: str, sentence: str) -> str:
        value = self.text(name).upper()
        if re.fullmatch("[1-9][0-9]{3}", value):
            self.warn(name, "Il manque le zéro du début.", f"Écrivez {value.zfill(5)}.")
            value = value.zfill(5)
        if value and not re.fullmatch(pattern, value):
            self.warn(name, sentence, "Corrigez-le, ou laissez la case vide.")
            return ""
        return value

    def point(self, *, overseas: bool) -> tuple[float | None, float | None]:
        """Read the coordinates, both or none."""
        latitude, longitude = self._number("latitude"), self._number("longitude")
        if latitude is None or longitude is None:
            if bool(self.text("latitude")) != bool(self.text("longitude")):
                name = "latitude" if self.text("longitude") else "longitude"
                self.warn(name, "Une coordonnée va sans l’autre.", "Donnez les deux, ou aucune.")
            return None, None
        if _inside(latitude, longitude, _WORLD if overseas else _METROPOLE):
            return latitude, longitude
        swapped = _inside(longitude, latitude, _METROPOLE)
        remedy = "Échangez latitude et longitude." if swapped else "Vérifiez les coordonnées."
        self.warn("latitude", "Ce point est hors de France.", remedy)
        return None, None

    def _number(self, name: str) -> float | None:
        value = self.text(name)
        try:
            number = float(value.replace(",", ".")) if value else None
        except ValueError:
            number = math.nan
        if number is not None and not math.isfinite(number):
            remedy = "Écrivez des degrés, par exemple 50.6366."
            self.warn(name, "Cette coordonnée n’est pas un nombre.", remedy)
            return None
        return number

    def opening_hours(self) -> str:
        """Read the hours in OpenStreetMap's syntax."""
        if self.standard.days:
            return hours.week([self._day(column) for column in self.standard.days])
        value = self.text("opening_hours")
        if value and not is_readable(value):
            remedy = "Écrivez par exemple : Mo-Fr 09:00-12:00,14:00-17:00."
            self.warn("opening_hours", "Ces horaires ne sont pas au format OpenStreetMap.", remedy)
            return ""
        return value

    def _day(self, column: str) -> str:
        value = self._cell(column)
        try:
            return hours.read_day(value) if value else ""
        except ValueError:
            remedy = "Écrivez par exemple : 09:00 - 12:00 / 14:00 - 17:00."
            self.warn(column, "Ces horaires sont illisibles.", remedy)
            return ""

    def access(self) -> tuple[str, ...]:
        """Say what a household must know before it goes."""
        rules = self.standard.access.items()
        said = (text for (column, value), text in rules if value in self._cell(column).lower())
        return (*self.items("access"), *said)

    def website(self) -> str:
        """Read the first web address."""
        first = re.split(r"[;|,]\s*|\s", self.text("website"))[0]
        if first and not re.fullmatch(r"https?://[^\s\"'<>]+", first):
            self.warn("website", "Cette adresse n’est pas celle d’un site.", "Écrivez https://…")
            return ""
        return first

    def email(self) -> str:
        """Read an e-mail address."""
        value = self.text("email")
        if value and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
            self.warn("email", "Cette adresse de courriel est incomplète.", "Corrigez-la.")
            return ""
        return value

    def updated_on(self) -> date | None:
        """Read the day of the last change, from a date or a moment."""
        value = self.text("updated_on")
        try:
            return date.fromisoformat(value[:10]) if value else None
        except ValueError:
            self.warn("updated_on", "Cette date est illisible.", "Écrivez AAAA-MM-JJ.")
            return None

    def pivot(self) -> str | None:
        """Read a SIRET, a SIREN or an association's number; only zeros mean "unknown"."""
        value = self.text("pivot").replace(" ", "").upper()
        if not value.strip("0"):
            return None
        if not re.fullmatch("[0-9A-Z]{9,14}", value):
            remedy = "Écrivez les 14 chiffres du SIRET, ou le numéro RNA."
            self.warn("pivot", "Ce numéro n’est ni un SIRET ni un RNA.", remedy)
            return None
        return value


def _inside(latitude: float, longitude: float, box: tuple[float, float, float, float]) -> bool:
    south, north, west, east = box
    # Zero and zero is a form left empty, not a buoy in the gulf of Guinea.
    return (
        south <= latitude <= north and west <= longitude <= east and (latitude, longitude) != (0, 0)
    )
