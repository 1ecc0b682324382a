"""The check as pages: the question that can still change the answer, or the answer."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from coupdepouce.core.eligibility import (
    Facts,
    Question,
    Verdict,
    judge,
    next_question,
    remaining_at_most,
)
from coupdepouce.core.programme import Programme
from coupdepouce.programmes import communes
from coupdepouce.programmes.communes import Commune
from coupdepouce.web.public.answers import ABOVE, AT_MOST, Answers
from coupdepouce.web.public.words import sentence

CEILING = "eligibility.quotient_familial.ceiling"


@dataclass(frozen=True, kw_only=True)
class Check:
    """The answers so far before a programme, on a day."""

    version: str  # the hash of the programme's text
    programme: Programme
    printable: frozenset[str]
    answers: Answers
    on: date

    @property
    def edition(self) -> Hashable:
        """Give what stands for all that a page without answers shows."""
        return self.version, self.printable, self.on

    def shown(self, path: str) -> bool:
        """Say whether a household may read a figure."""
        return path in self.printable

    @cached_property
    def territory(self) -> Callable[[str], bool]:
        """Give the function that knows the programme's communes."""
        return communes.within(self.programme.territory)

    @cached_property
    def facts(self) -> Facts:
        """Give what the answers say."""
        ceiling = self.programme.eligibility.quotient_familial.ceiling.value
        return self.answers.facts(on=self.on, ceiling=ceiling)

    @cached_property
    def question(self) -> Question | None:
        """Give the next question, or None when no question can change the answer."""
        return next_question(
            self.facts, self.programme, territory=self.territory, declined=self.answers.declined
        )

    @cached_property
    def verdict(self) -> Verdict:
        """Judge the answers."""
        return judge(self.facts, self.programme, territory=self.territory)

    @property
    def at(self) -> int:
        """Give the number of the question being asked."""
        return len(self.answers.given) + 1

    @property
    def most(self) -> int:
        """Give the number of questions on the longest way."""
        return len(self.answers.given) + remaining_at_most(
            self.facts, self.programme, territory=self.territory, declined=self.answers.declined
        )


def address(answers: Answers, **more: str) -> str:
    """Give the address of the check with these answers."""
    token = answers.token()
    values = ({"r": token} if token else {}) | more
    return reverse("public:check") + (f"?{urlencode(values)}" if values else "")


def back_from(check: Check) -> str:
    """Give the address of the page before: the last answer dropped, or the first page."""
    if check.answers.given:
        return address(check.answers.before())
    return reverse("public:home")


def question_page(check: Check, question: Question, *, typed: bool) -> dict[str, Any]:
    """Give what the page of a question shows; `typed`: the person chose to write a number."""
    asked = ASKED[question.asks](check, question)
    if typed:
        asked |= {"text": sentence(question.sentence), "choices": []}
    return {
        "question": asked,
        "unknown_url": address(check.answers.adding(question.asks, None)),
        "token": check.answers.token(),
        # A second screen for the same question does not count it twice.
        "at": None if typed else check.at,
        "most": check.most,
        "back_url": address(check.answers) if typed else back_from(check),
        "home_town": _home_town(check),
    }


def _home_town(check: Check) -> str:
    town = home_town(check)
    return town.name if town else ""


def home_town(check: Check) -> Commune | None:
    """Give the commune that was answered, or None when it is not known."""
    code = check.answers.value("commune")
    return communes.commune(code) if code else None


def _choice(check: Check, asks: str, value: object, label: str, hint: str = "") -> dict[str, str]:
    return {"label": label, "hint": hint, "href": address(check.answers.adding(asks, value))}


def _commune(check: Check, question: Question) -> dict[str, Any]:  # noqa: ARG001
    return {"text": sentence(question.sentence), "choices": []}


def _statuses(check: Check, question: Question) -> dict[str, Any]:
    held = [
        _choice(check, question.asks, [status], sentence(name)) for status, name in question.choices
    ]
    none = _choice(check, question.asks, [], gettext("Aucune de ces aides"))
    return {
        "text": sentence(question.sentence),
        "hint": gettext("Une seule suffit. Si vous en avez plusieurs, touchez-en une."),
        "choices": [*held, none],
    }


def _quotient(check: Check, question: Question) -> dict[str, Any]:
    hint = gettext("Il est écrit sur le papier de la CAF ou de la MSA.")
    ceiling = {"ceiling": check.programme.eligibility.quotient_familial.ceiling.value}
    if check.shown(CEILING):
        text = gettext("Votre quotient familial est-il de %(ceiling)s ou moins ?") % ceiling
        under = gettext("Oui, %(ceiling)s ou moins") % ceiling
        over = gettext("Non, plus de %(ceiling)s") % ceiling
        choices = [
            _choice(check, question.asks, AT_MOST, under),
            _choice(check, question.asks, ABOVE, over),
        ]
    else:
        text = gettext("Connaissez-vous votre quotient familial ?")
        known = {"label": gettext("Je connais mon quotient familial"), "hint": ""}
        choices = [known | {"href": address(check.answers, chiffre="1")}]
    return {"text": text, "hint": hint, "choices": choices}


ASKED: dict[str, Callable[[Check, Question], dict[str, Any]]] = {
    "commune": _commune,
    "statuses": _statuses,
    "quotient_familial": _quotient,
}
