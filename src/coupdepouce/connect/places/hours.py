"""France Services' seven columns of hours, turned into OpenStreetMap's syntax."""

import re
from collections.abc import Sequence
from itertools import groupby

from coupdepouce.core.directory.hours import DAYS

_SPAN = r"(?:[01]?\d|2[0-4]):[0-5]\d\s*-\s*(?:[01]?\d|2[0-4]):[0-5]\d"
_DAY_OF_FRANCE_SERVICES = re.compile(r"(\d\d:\d\d) - (\d\d:\d\d)")


def read_day(text: str) -> str:
    """Turn "09:00 - 12:00 / 13:30 - 17:00" into "09:00-12:00,13:30-17:00".

    Raises:
        ValueError: it is written otherwise, or an end comes before its start.
    """
    spans = []
    for part in text.split("/"):
        # Half of a day left empty in the form of France Services.
        if part.strip() == "00:00 - 00:00":
            continue
        found = _DAY_OF_FRANCE_SERVICES.fullmatch(part.strip())
        if not found or not re.fullmatch(_SPAN, part.strip()) or found[1] >= found[2]:
            raise ValueError("not hours of one day")
        spans.append(f"{found[1]}-{found[2]}")
    return ",".join(spans)


def week(days: Sequence[str]) -> str:
    """Write a week from Monday, days with the same hours together: "Mo-Fr 09:00-12:00"."""
    rules = []
    for hours, same in groupby(zip(DAYS, days, strict=False), key=lambda pair: pair[1]):
        names = [name for name, _ in same]
        if hours:
            span = names[0] if len(names) == 1 else f"{names[0]}-{names[-1]}"
            rules.append(f"{span} {hours}")
    return "; ".join(rules)
