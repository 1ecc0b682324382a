"""The answers of the check, carried by the address in one sealed piece.

Nothing is stored, and nothing shows: an address ends in histories and logs, a quotient must not.
Going back is dropping the last answer.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from coupdepouce.accounts.sealing import seal, unseal
from coupdepouce.core.eligibility import Facts, LineToday
from coupdepouce.core.refusal import Refusal

# When the ceiling may be shown, the household says on which side it is, never the number.
AT_MOST, ABOVE = "at_most", "above"


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What was answered, in order; a value that is None is "I don't know"."""

    given: tuple[tuple[str, Any], ...] = ()
    line: LineToday | None = None
    came_by: str = ""  # the code of the campaign that led here
    is_counted: bool = False  # among the checks of that campaign that came to an answer

    def adding(self, asks: str, value: object) -> "Answers":
        """Give the answers with one more; the same question answered again starts from there."""
        names = [name for name, _ in self.given]
        kept = self.given[: names.index(asks)] if asks in names else self.given
        return replace(self, given=(*kept, (asks, value)))

    def paying(self, monthly_cost: int | None) -> "Answers":
        """Give the answers with the line of today: its cost in cents, None when there is none."""
        line = LineToday(has=monthly_cost is not None, monthly_cost=monthly_cost)
        return replace(self, line=line)

    def uncompared(self) -> "Answers":
        """Give the answers without the line of today."""
        return replace(self, line=None)

    def without(self, asks: str) -> "Answers":
        """Give the answers as if a question had never been asked."""
        return replace(self, given=tuple(one for one in self.given if one[0] != asks), line=None)

    def restarting(self) -> "Answers":
        """Give no answer at all, come by the same way."""
        return replace(self, given=(), line=None)

    def counted(self) -> "Answers":
        """Give the answers of a check that its campaign has counted."""
        return replace(self, is_counted=True)

    def before(self) -> "Answers":
        """Give the answers without the last one."""
        return replace(self, given=self.given[:-1], line=None)

    def value(self, asks: str) -> Any:
        """Give an answer, or None when it is not known."""
        return dict(self.given).get(asks)

    @property
    def declined(self) -> frozenset[str]:
        """Give the questions answered by "I don't know"."""
        return frozenset(asks for asks, value in self.given if value is None)

    def facts(self, *, on: date, ceiling: int) -> Facts:
        """Give what the answers say; a side of the ceiling becomes the number next to it."""
        statuses = self.value("statuses")
        quotient = self.value("quotient_familial")
        sides = {AT_MOST: ceiling, ABOVE: ceiling + 1}
        return Facts(
            on=on,
            commune=self.value("commune"),
            statuses=None if statuses is None else frozenset(statuses),
            quotient_familial=sides.get(quotient, quotient),
            line=self.line,
        )

    def token(self) -> str:
        """Write the answers for an address; nothing when nothing was answered."""
        if not (self.given or self.came_by):
            return ""
        line = self.line and [self.line.has, self.line.monthly_cost]
        way = [self.came_by, self.is_counted] if self.came_by else []
        return seal(json.dumps([self.given, line, *way], separators=(",", ":"))).rstrip("=")


def read_token(token: str) -> Answers:
    """Read the answers of an address.

    Raises:
        Refusal: the address was cut or changed.
    """
    if not token:
        return Answers()
    try:
        given, line, *way = json.loads(unseal(token + "=" * (-len(token) % 4)))
    except (Refusal, ValueError, TypeError):
        raise Refusal(
            "answers_unreadable", "Cette adresse n’est pas complète. Recommencez les questions."
        ) from None
    return Answers(
        given=tuple((asks, cast("Any", value)) for asks, value in given),
        line=LineToday(has=line[0], monthly_cost=line[1]) if line else None,
        **dict(zip(("came_by", "is_counted"), way, strict=False)),
    )
