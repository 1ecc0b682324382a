"""What the form of a step gave, read strictly: each thing asked, of its kind, and nothing else."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from coupdepouce.core.calendar import PARIS, add_months, day_of
from coupdepouce.core.journey.model import Ask, Step
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.visits import read_slot

DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
MOMENT_FORMATS = (
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %Hh%M",
    "%d/%m/%Y %H h %M",
)
LONGEST = 60
FARTHEST_MONTHS = 6  # our choice: an appointment beyond is a typing mistake
YEARS = range(2000, 2101)
REFERENCE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PARTNER = re.compile(r"[1-9][0-9]{0,8}")
REFUSED_TO_SIGN = "refused"
# The pen's way as SVG writes it, moves and lines of whole numbers: "M10 12L14 15".
STROKES = re.compile(r"(?:M\d{1,4} \d{1,4}(?:L\d{1,4} \d{1,4})*)+")
LONGEST_SIGNATURE = 20_000


def _parsed(text: str, formats: tuple[str, ...]) -> datetime | None:
    for pattern in formats:
        try:
            moment = datetime.strptime(text, pattern).replace(tzinfo=PARIS)
        except ValueError:
            continue
        return moment if moment.year in YEARS and _exists(moment) else None
    return None


def _exists(moment: datetime) -> bool:
    # The hour that the clock skips in March comes back as another one.
    return moment.astimezone(UTC).astimezone(PARIS).replace(tzinfo=None) == moment.replace(
        tzinfo=None
    )


def _text(ask: Ask, value: str) -> str:
    if len(value) > LONGEST:
        raise _wrong(ask, f"écrivez au plus {LONGEST} caractères")
    # Half a pair, a zero byte, a mark that turns the text around: no base keeps them all.
    if any(unicodedata.category(sign).startswith("C") for sign in value):
        raise _wrong(ask, "écrivez-le sans signe invisible")
    return value


def _day(ask: Ask, value: str) -> str:
    moment = _parsed(value, DAY_FORMATS)
    if moment is None:
        raise _wrong(ask, "écrivez un jour comme 04/12/2026")
    return moment.date().isoformat()


def _moment(ask: Ask, value: str) -> str:
    moment = _parsed(value, MOMENT_FORMATS)
    if moment is None:
        raise _wrong(ask, "écrivez un jour et une heure comme 04/12/2026 14:30")
    return moment.isoformat()


def _session(ask: Ask, value: str) -> str:
    if not REFERENCE.fullmatch(value.lower()):
        raise _wrong(ask, "choisissez une séance")
    return value.lower()


def _slot(ask: Ask, value: str) -> str:
    if read_slot(value) is None:
        raise _wrong(ask, "choisissez un moment dans la liste")
    return value


def _partner(ask: Ask, value: str) -> str:
    if not PARTNER.fullmatch(value):
        raise _wrong(ask, "choisissez une structure")
    return value


def _signature(ask: Ask, value: str) -> str:
    if value == REFUSED_TO_SIGN or (len(value) <= LONGEST_SIGNATURE and STROKES.fullmatch(value)):
        return value
    raise _wrong(ask, "signez dans le cadre, ou choisissez « sans signature »")


def _choice(ask: Ask, value: str) -> str:
    if value not in dict(ask.choices):
        raise _wrong(ask, "choisissez dans la liste")
    return value


def _confirm(ask: Ask, value: str) -> str:
    if value not in {"yes", "on", "true", "1"}:
        raise _wrong(ask, "cochez la case")
    return "yes"


READERS: dict[str, Callable[[Ask, str], str]] = {
    "text": _text,
    "day": _day,
    "any_day": _day,
    "moment": _moment,
    "choice": _choice,
    "confirm": _confirm,
    "serial": _text,
    "session": _session,
    "slot": _slot,
    "partner": _partner,
    "signature": _signature,
}


def _wrong(ask: Ask, remedy: str) -> Refusal:
    return Refusal("answer_wrong", f"{ask.label} : {remedy}.", field=ask.name)


def read_answers(step: Step, given: Mapping[str, str]) -> dict[str, str]:
    """Read what the form of a step gave.

    Raises:
        Refusal: something asked is missing or is not of its kind.
    """
    answers = {}
    for ask in step.asks:
        value = str(given.get(ask.name, "")).strip()
        if value:
            answers[ask.name] = READERS[ask.kind](ask, value)
        elif ask.needed:
            raise _wrong(ask, "répondez à cette question")
    return answers


def check_time(step: Step, answers: Mapping[str, str], at: datetime) -> None:
    """Refuse a day that has not come yet, and an appointment that is over or too far.

    Raises:
        Refusal: a day asked is after today, a moment asked is before now or too far.
    """
    for ask in step.asks:
        said = answers.get(ask.name)
        if said and ask.kind == "day" and said > day_of(at).isoformat():
            raise _wrong(ask, "ce jour n’est pas encore arrivé")
        if said and ask.kind == "moment" and datetime.fromisoformat(said) < at:
            raise _wrong(ask, "ce moment est déjà passé")
        if said and ask.kind == "moment" and said[:10] > _farthest(at):
            raise _wrong(ask, f"écrivez un jour dans les {FARTHEST_MONTHS} mois qui viennent")


def _farthest(at: datetime) -> str:
    return add_months(day_of(at), FARTHEST_MONTHS).isoformat()
