"""The key against the double click: what is sent twice with it is done once."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

STALE = "Rechargez la page : elle a déjà servi."


# What a field says of its limits, instead of the framework's own sentences.
LIMITS = {
    "min_value": gettext_lazy("Écrivez au moins %(limit_value)s."),
    "max_value": gettext_lazy("Écrivez au plus %(limit_value)s."),
    "max_length": gettext_lazy("C’est trop long\u00a0: au plus %(limit_value)s signes."),
    "max_decimal_places": gettext_lazy("Écrivez au plus %(max)s chiffres après la virgule."),
}


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
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={"required": STALE, "invalid": STALE},
    )
