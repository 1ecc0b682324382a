"""The key against the double click: what is sent twice with it is done once."""

from contextvars import ContextVar
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

STALE = "Rechargez la page : elle a déjà servi."


# What a field says of its limits, instead of the framework's own sentences.
LIMITS = {
    "min_value": gettext_lazy("Écrivez au moins %(limit_value)s."),
    "max_value": gettext_lazy("Écrivez au plus %(limit_value)s."),
    "max_length": gettext_lazy("C’est trop long. Écrivez au plus %(limit_value)s signes."),
    "max_decimal_places": gettext_lazy("Écrivez au plus %(max)s chiffres après la virgule."),
}


# The membership that the page is made for: a form says for whom it was opened, beside its key.
ACTING: ContextVar[int | None] = ContextVar("acting", default=None)
OPENED_FOR, RESUME = "opened_for", "resume"


def once_inputs(key: UUID | str) -> SafeString:
    """Write the key of a form, and for whom it was opened."""
    written = format_html('<input type="hidden" name="once" value="{}">', key)
    if (acting := ACTING.get()) is None:
        return written
    return format_html('{}<input type="hidden" name="{}" value="{}">', written, OPENED_FOR, acting)


class OnceInput(forms.HiddenInput):
    """The key, hidden."""

    def render(  # the signature is the framework's
        self,
        name: str,  # noqa: ARG002
        value: Any,
        attrs: Any = None,  # noqa: ARG002
        renderer: Any = None,  # noqa: ARG002
    ) -> SafeString:
        """Write it without an id: no label goes with it."""
        return once_inputs(value)


class OurWordsForm(forms.Form):
    """A form whose limits are said in our words, those of fields added on the way too."""

    def full_clean(self) -> None:
        """Check what was typed."""
        for field in self.fields.values():
            field.error_messages = {**LIMITS, **field.error_messages}
        super().full_clean()


class OnceForm(OurWordsForm):
    """A form that changes something, with its key."""

    once = forms.UUIDField(
        widget=OnceInput,
        initial=uuid4,
        error_messages={"required": STALE, "invalid": STALE},
    )
