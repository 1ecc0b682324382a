"""How a text looks to who receives it, and what its SMS costs in signs."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from coupdepouce.core.languages import FRENCH
from coupdepouce.core.messages.gsm import Length, measure
from coupdepouce.core.messages.wording import KEYS, Key, Words, length_of
from coupdepouce.outreach.operations import filled, stop_address
from coupdepouce.outreach.queries import InForce, budget_of, longest_values
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.prescriptions.previews import Values
from coupdepouce.web.steering.easy import remarks

SHOWN = 8


def preview(template: str, used: InForce, *, short: Values, full: Values) -> Mapping[str, Any]:
    """Give a text as it is received, by SMS and by e-mail."""
    _, sms = filled(template, "sms", used, short.values)
    said = {**full.values, "stop": stop_address("…")}
    subject, email = filled(template, "email", used, said)
    examples = [KEYS[name].label for name in full.examples]
    return {
        "language": used.language,
        "sms": sms,
        "count": counted(measure(sms)) if sms else "",
        "longest": _longest(template, used) if sms else "",
        "subject": subject,
        "email": email,
        "examples": f"Exemples, faute de mieux : {', '.join(examples)}." if examples else "",
        "remarks": _remarks(used.words) if used.language == FRENCH.code else [],
        "is_household": template in TEXTS,
    }


def counted(length: Length) -> SafeString:
    """Say how many signs and SMS a text takes, and what made it dearer."""
    # Each sign stands apart: an Arabic one would turn the sentence around it.
    signs = format_html_join(" ", "<bdi>{}</bdi>", ((one,) for one in length.outside[:SHOWN]))
    dear = format_html(" à cause de {}", signs) if length.outside else ""
    return format_html(
        "{} signes sur {}{} : {} SMS.", length.places, length.room, dear, length.parts
    )


def _longest(template: str, used: InForce) -> str:
    budget = budget_of(template, used.language)
    longest = length_of(used.words.sms, longest_values(template))
    return (
        f"Avec les valeurs les plus longues : {longest.places} signes, {longest.parts} SMS. "
        f"Le budget est de {budget} SMS."
    )


def _remarks(words: Words) -> list[str]:
    return remarks(words.sms, words.subject, words.email)


def keys_of(keys: tuple[str, ...]) -> list[Mapping[str, str]]:
    """Give the values that a text may say, for the page where it is written."""
    return [{"name": f"{{{key}}}", "value": _label(KEYS[key])} for key in keys]


def _label(key: Key) -> str:
    return f"{key.label} (pas dans un SMS)" if key.is_long else key.label
