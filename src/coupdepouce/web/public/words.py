"""Sentences of the core, said in the language of the page."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext

from coupdepouce.core.eligibility import Reason
from coupdepouce.core.programme.vocabulary import PROOFS, STATUSES
from coupdepouce.web.templatetags.ui import in_words

_SAID: dict[str, Callable[[Any], str]] = {
    "day": in_words,
    "status": lambda status: gettext(STATUSES[status]),
    "proof": lambda kind: gettext(PROOFS[kind].label),
}


def reason_in_words(reason: Reason, *, shown: Callable[[str], bool]) -> str:
    """Write a reason, without the figures that may not be shown."""
    values = {name: _SAID.get(name, str)(value) for name, value in reason.values.items()}
    return gettext(reason.template(shown=shown)) % values


def sentence(text: str) -> str:
    """Translate a sentence that the core holds, and give it a capital."""
    said = gettext(text)
    return said[:1].upper() + said[1:]
