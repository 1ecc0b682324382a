"""The few things a household types."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coupdepouce.core.money import cents
from coupdepouce.web.numbers import whole
from coupdepouce.web.once import OnceForm

SPACES = re.compile(r"[\s€\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")
MOST_QUOTIENT = 100_000
MOST_PAID = 1_000_00
NUMBER = _("Écrivez un nombre sans les centimes, par exemple 512.")
AMOUNT = _("Écrivez un montant en euros, par exemple 34,99.")
CODE = _("Écrivez le code de votre bon : 10 lettres et chiffres.")
YEAR = _("Écrivez les 4 chiffres de l’année, par exemple 1985.")
REASON = _("Choisissez une raison dans la liste.")
AGAIN = _("Cette page n’est pas complète. Revenez à votre demande, puis recommencez.")
NUMERIC = {"inputmode": "decimal", "autocomplete": "off"}


class CommuneForm(forms.Form):
    """Where the household lives, by postcode or by name."""

    ville = forms.CharField(
        label=_("Code postal ou nom de la commune"),
        help_text=_("Par exemple : 59000, ou Lille"),
        max_length=60,
        error_messages={
            "required": _("Écrivez votre code postal, ou le nom de votre commune."),
            "max_length": _("C’est trop long. Écrivez le nom de votre commune, et rien d’autre."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )


class QuotientForm(forms.Form):
    """The number on the paper of the CAF, typed only by who chose to."""

    quotient = forms.CharField(
        label=_("Votre quotient familial"),
        help_text=_("Un nombre en euros, sans les centimes. Par exemple : 512"),
        error_messages={"required": NUMBER},
        widget=forms.TextInput(attrs=NUMERIC),
    )

    def clean_quotient(self) -> int:
        """Read a number as people write it."""
        text = SPACES.sub("", self.cleaned_data["quotient"])
        quotient = whole(text, default=-1)
        if not 0 <= quotient <= MOST_QUOTIENT:
            raise forms.ValidationError(NUMBER, code="number")
        return quotient


class PaysForm(forms.Form):
    """What the household pays today."""

    pays_now = forms.CharField(
        label=_("Combien payez-vous aujourd’hui par mois ?"),
        help_text=_("Pour internet à la maison, en euros. Par exemple : 34,99"),
        error_messages={"required": AMOUNT},
        widget=forms.TextInput(attrs=NUMERIC),
    )

    def clean_pays_now(self) -> int:
        """Read an amount as people write it."""
        try:
            amount = cents(SPACES.sub("", self.cleaned_data["pays_now"]))
        except ValueError:
            amount = -1
        if not 0 <= amount <= MOST_PAID:
            raise forms.ValidationError(AMOUNT, code="amount")
        return amount


class FollowForm(forms.Form):
    """The key of one's own request: the code of the voucher and the year of birth."""

    code = forms.CharField(
        label=_("Code du bon"),
        help_text=_("10 lettres et chiffres, en haut du bon."),
        max_length=40,
        error_messages={"required": CODE, "max_length": CODE},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    birth_year = forms.RegexField(
        r"^\s*[0-9]{4}\s*$",
        label=_("Votre année de naissance"),
        help_text=_("Par exemple : 1985"),
        error_messages={"required": YEAR, "invalid": YEAR},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"}),
    )


class HouseholdForm(OnceForm):
    """A form of the follow-up: what to do when its key is gone is said to a household."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].error_messages |= {"required": AGAIN, "invalid": AGAIN}


class WithdrawForm(HouseholdForm):
    """Why the household stops; the list is the step's own."""

    reason = forms.ChoiceField(
        label=_("Pourquoi ?"),
        widget=forms.RadioSelect,
        error_messages={"required": REASON, "invalid_choice": REASON},
    )

    def __init__(self, *args: Any, reasons: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]


class PartnerForm(forms.Form):
    """The name of an organisation, or a piece of it."""

    q = forms.CharField(
        label=_("Nom de la structure"),
        help_text=_("Quelques lettres de son nom."),
        max_length=80,
        error_messages={"required": _("Écrivez quelques lettres de son nom.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
