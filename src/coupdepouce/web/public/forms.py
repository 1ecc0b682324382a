"""The few things a household types."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coupdepouce.core.money import cents
from coupdepouce.web.numbers import whole

SPACES = re.compile(r"[\s€\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")
MOST_QUOTIENT = 100_000
MOST_PAID = 1_000_00
NUMERIC = {"inputmode": "decimal", "autocomplete": "off"}


class CommuneForm(forms.Form):
    """Where the household lives, by postcode or by name."""

    ville = forms.CharField(
        label=_("Code postal ou nom de la commune"),
        help_text=_("Par exemple : 59000, ou Lille"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )


class QuotientForm(forms.Form):
    """The number on the paper of the CAF, typed only by who chose to."""

    quotient = forms.CharField(
        label=_("Votre quotient familial"),
        help_text=_("Un nombre en euros, sans les centimes. Par exemple : 512"),
        widget=forms.TextInput(attrs=NUMERIC),
    )

    def clean_quotient(self) -> int:
        """Read a number as people write it."""
        text = SPACES.sub("", self.cleaned_data["quotient"])
        quotient = whole(text, default=-1)
        if not 0 <= quotient <= MOST_QUOTIENT:
            raise forms.ValidationError(
                _("Écrivez un nombre sans les centimes, par exemple 512."), code="number"
            )
        return quotient


class PaysForm(forms.Form):
    """What the household pays today."""

    pays_now = forms.CharField(
        label=_("Combien payez-vous aujourd’hui par mois ?"),
        help_text=_("Pour internet à la maison, en euros. Par exemple : 34,99"),
        widget=forms.TextInput(attrs=NUMERIC),
    )

    def clean_pays_now(self) -> int:
        """Read an amount as people write it."""
        try:
            amount = cents(SPACES.sub("", self.cleaned_data["pays_now"]))
        except ValueError:
            amount = -1
        if not 0 <= amount <= MOST_PAID:
            raise forms.ValidationError(
                _("Écrivez un montant en euros, par exemple 34,99."), code="amount"
            )
        return amount


class FollowForm(forms.Form):
    """The key of one's own request: the code of the voucher and the year of birth."""

    code = forms.CharField(
        label=_("Code du bon"),
        help_text=_("10 lettres et chiffres, en haut du bon."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    birth_year = forms.RegexField(
        r"^\s*[0-9]{4}\s*$",
        label=_("Votre année de naissance"),
        help_text=_("Par exemple : 1985"),
        error_messages={"invalid": _("Écrivez les 4 chiffres de l’année, par exemple 1985.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"}),
    )


class WithdrawForm(forms.Form):
    """Why the household stops; the list is the step's own."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("Pourquoi ?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, reasons: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
