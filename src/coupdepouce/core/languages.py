"""How each language writes days, hours, numbers and money; French is ours, the others are learnt.

A language is one catalogue; its header says all that is here. Whoever reads catalogues calls
`learn` when it starts: until then, French alone is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
# What is between them keeps its own direction, whatever surrounds it (Unicode, annex 9).
APART, TOGETHER = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language that households read: its name in itself, its direction, its figures."""

    code: str
    name: str
    right_to_left: bool = False
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    first: str = "1"  # the first of the month
    day: str  # a day of this year: "{weekday} {day} {month}"
    day_and_year: str
    hour: str  # "{hour}:{minute:02d}"
    sharp: str  # an hour without minutes
    moment: str  # a day and an hour in digits, as in an SMS (strftime)
    money: str  # "{amount} €"
    thousands: str
    decimals: str
    comma: str = ","

    def write_day(self, day: date, *, year: bool) -> str:
        """Write a day as a person says it."""
        pattern = self.day_and_year if year else self.day
        return pattern.format(
            weekday=self.weekdays[day.weekday()],
            day=self.first if day.day == 1 else day.day,
            month=self.months[day.month - 1],
            year=day.year,
        )

    def write_hour(self, moment: time) -> str:
        """Write an hour as a person says it."""
        pattern = self.hour if moment.minute else self.sharp
        return pattern.format(hour=moment.hour, minute=moment.minute)

    def write_number(self, text: str) -> str:
        """Set the marks of a number written "1,250.5"."""
        marks = {",": self.thousands, ".": self.decimals}
        return "".join(marks.get(sign, sign) for sign in text)

    def write_list(self, parts: Iterable[str]) -> str:
        """Write things one after the other, with the comma of this language."""
        return f"{self.comma} ".join(filter(None, parts))

    def apart(self, text: str) -> str:
        """Keep a name, an address or a number whole in a text that runs the other way."""
        return f"{APART}{text}{TOGETHER}" if self.right_to_left and text else text


FRENCH = Language(
    code="fr",
    name="Français",
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    first="1er",
    day="{weekday} {day} {month}",
    day_and_year="{weekday} {day} {month} {year}",
    hour=f"{{hour}}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{{minute:02d}}",
    sharp=f"{{hour}}{NO_BREAK_SPACE}h",
    moment="%d/%m/%Y à %Hh%M",
    money=f"{{amount}}{NO_BREAK_SPACE}€",
    thousands=NARROW_SPACE,
    decimals=",",
)  # fmt: skip
_KNOWN = {FRENCH.code: FRENCH}


def learn(languages: Iterable[Language], /) -> None:
    """Know these languages from now on."""
    _KNOWN.update({language.code: language for language in languages})


def known_languages() -> tuple[Language, ...]:
    """Give the languages known, French first."""
    return tuple(_KNOWN.values())


def language_of(code: str | None, /) -> Language:
    """Give a language by its code ("en", "en-gb"), French when it is not known."""
    return _KNOWN.get((code or "").split("-")[0], FRENCH)
