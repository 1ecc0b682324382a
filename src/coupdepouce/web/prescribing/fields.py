"""Fields that read what a person types fast: days without slashes, amounts with a comma."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from coupdepouce.core import money
from coupdepouce.web.numbers import check_year
from coupdepouce.web.once import OnceForm
from coupdepouce.web.prescribing import words

# 27031985 is the fastest way to type a day; two-digit years are refused: 30 is not 2030.
DAY_FORMATS = ("%d/%m/%Y", "%d%m%Y", "%d %m %Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


MOST_PAID = 100_000_00


class DayField(forms.DateField):
    """A day typed as text: no calendar to click through."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("error_messages", {})
        given["error_messages"].setdefault("invalid", "Écrivez un jour comme 27/03/1985.")
        super().__init__(input_formats=DAY_FORMATS, validators=[check_year], **given)
        self.widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"})

    def prepare_value(self, value: Any) -> Any:
        """Show a day as it is typed."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


class EurosField(forms.CharField):
    """An amount in euros, kept in cents."""

    def clean(self, value: Any) -> int | None:
        """Read "34,99", "34.99 €" or "35"."""
        text = str(super().clean(value)).replace("€", "").replace(" ", "")
        if not text:
            return None
        try:
            amount = money.cents(text)
        except ValueError:
            amount = -1
        if not 0 <= amount <= MOST_PAID:
            raise forms.ValidationError("Écrivez un montant comme 34,99.")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Show cents as euros."""
        return f"{value / 100:.2f}".replace(".", ",") if isinstance(value, int) else value


class LinesField(forms.CharField):
    """A text of several lines; a browser ends each with two signs, and an SMS pays for both."""

    def to_python(self, value: Any) -> str:
        """Give it with one kind of line break."""
        return str(super().to_python(value)).replace("\r\n", "\n")


def ticks(**given: Any) -> forms.MultipleChoiceField:
    """Give a list of boxes to tick."""
    return forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, required=given.pop("required", False), **given
    )


def plain(**attrs: str) -> forms.TextInput:
    """Give a text input that the shared computer does not remember for the next person."""
    return forms.TextInput(attrs={"autocomplete": "off", **attrs})


class WordedForm(OnceForm):
    """A form whose errors say what to write."""

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for name, field in self.fields.items():
            field.error_messages |= _errors(name, field)


def _errors(name: str, field: forms.Field) -> Mapping[str, str]:
    """Give what a field says instead of the framework's own sentences."""
    said = {"invalid_choice": "Choisissez dans la liste."} | words.ERRORS.get(name, {})
    if isinstance(field, forms.IntegerField):
        said = {
            "invalid": "Écrivez un nombre entier.",
            "max_value": f"Au plus {field.max_value}.",
        } | said
    if (longest := getattr(field, "max_length", None)) is not None:
        said["max_length"] = f"Écrivez au plus {longest} signes."
    return said
