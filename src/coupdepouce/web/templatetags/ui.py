"""Words and shapes for templates: `{% load ui %}`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from coupdepouce.core import calendar, money
from coupdepouce.core.languages import known_languages, language_of
from coupdepouce.households.checks import phone_in_words
from coupdepouce.web import icons, ui
from coupdepouce.web.once import once_inputs

register = template.Library()

TONES = {"success": "yes", "warning": "wait", "error": "no"}
SHAPES = {
    "yes": "check", "wait": "wait", "no": "cross",
    "done": "check", "now": "arrow", "stopped": "cross", "later": "clock",
    "empty": "paper", "loading": "wait", "error": "cross", "offline": "offline",
}  # fmt: skip


def language() -> str:
    """Give the language of the page."""
    return language_of(get_language()).code


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Copy a pictogram into the page; the words beside it carry the meaning."""
    classes = " ".join(filter(None, ("icon", size, "turns" if name in icons.TURNS else "")))
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        classes,
        mark_safe(icons.SHAPES[name]),  # noqa: S308 (our own sprite)
    )


@register.simple_tag
def once_key(key: str) -> SafeString:
    """Write the key of a form of a page at work, and for whom it was opened."""
    return once_inputs(key)


@register.simple_tag
def qr(text: str) -> SafeString:
    """Draw a QR code as inline SVG."""
    return mark_safe(ui.qr_svg(text))  # noqa: S308 (made of numbers by segno)


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[dict[str, object]]:
    """List the same page in the languages offered, as plain links: no form, no script."""
    request = context["request"]
    here = request.GET.copy()
    links = []
    for spoken in context.get("offered_languages") or known_languages():
        code = here["langue"] = spoken.code
        links.append(
            {
                "code": code,
                "name": spoken.name,
                "right_to_left": spoken.right_to_left,
                "href": f"?{here.urlencode()}",
                "current": code == language(),
                # For search engines, which are never shown a page that holds answers.
                "address": request.build_absolute_uri(f"{request.path}?langue={code}"),
            }
        )
    return links


@register.simple_tag(takes_context=True)
def component(context: Context, name: str, values: Mapping[str, Any]) -> SafeString:
    """Render a component with a dictionary as its only context: what the gallery shows."""
    engine = context.template.engine  # type: ignore[union-attr]
    return engine.get_template(f"ui/{name}.html").render(context.new(dict(values)))


@register.filter
def shape(meaning: str) -> str:
    """Give the pictogram that always stands beside a tone or a state."""
    return SHAPES.get(meaning, "info")


@register.filter
def tone(level: str) -> str:
    """Give the tone of one of Django's levels of message."""
    return TONES.get(level, "info")


@register.filter
def euros(amount: int) -> str:
    """Write cents as a person reads them."""
    return money.in_euros(amount, language=language())


@register.filter
def in_words(day: date) -> str:
    """Write a day with its year; a moment is first brought to Paris."""
    return calendar.in_words(_day(day), language=language())


@register.filter
def day_in_words(day: date) -> str:
    """Write a day without its year, when it can only be the next one."""
    return calendar.in_words(_day(day), year=False, language=language())


@register.filter
def hour(moment: time | datetime) -> str:
    """Write an hour: "14 h 30", "9 h"; in English "14:30"."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment).time()
    return language_of(language()).write_hour(moment)


@register.filter
def phone(address: str) -> str:
    """Write a telephone number as people say it; any other address as it is."""
    return phone_in_words(address) if address.startswith("+") else address


@register.filter
def thin(number: float) -> str:
    """Write a number with thin spaces (commas in English) between thousands."""
    return language_of(language()).write_number(f"{number:,}")


@register.filter
def apart(text: str) -> str:
    """Keep a name, an address or a number whole in a page that runs from right to left."""
    return language_of(language()).apart(text)


def listed(parts: Iterable[str]) -> str:
    """Write things one after the other, with the comma of the page's language."""
    return language_of(language()).write_list(parts)


@register.filter
def groups(code: str) -> list[str]:
    """Cut a voucher code into the groups a person reads."""
    return ui.code_groups(code)


def _day(day: date) -> date:
    return calendar.day_of(day) if isinstance(day, datetime) else day
