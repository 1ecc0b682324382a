"""The forms of the line's pages."""

from datetime import date, datetime
from typing import Any

from django import forms

from coupdepouce.core.journey.answers import DAY_FORMATS
from coupdepouce.core.line.causes import CAUSES, OUTCOMES, OWNER_NAMES, OWNERS
from coupdepouce.core.line.orders import as_one
from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions.line_view import Contract
from coupdepouce.web.once import OnceForm
from coupdepouce.web.prescribing.fields import DayField, EurosField, WordedForm, plain

LONGEST = 2000
BIGGEST_FILE = 20 * 1024 * 1024
# A bill carries a day: typed whole, its month is what is kept.
MONTHS = ("%m/%Y", "%m%Y", "%m %Y", "%Y-%m", *DAY_FORMATS)


def _text(label: str, *, needed: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=needed,
        max_length=LONGEST,
        help_text="Ni revenu, ni santé, ni pièce jointe : seulement ce qui aide à débloquer.",
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        error_messages={"required": "Écrivez votre message."},
    )


class OpenForm(WordedForm):
    """What keeps a line from going on."""

    cause = forms.ChoiceField(
        label="Qu’est-ce qui bloque ?",
        choices=[(cause.code, cause.label) for cause in CAUSES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce qui bloque."},
    )
    text = _text("Ce qu’il faut savoir", needed=False)


class MessageForm(WordedForm):
    """A message of the thread."""

    text = _text("Votre message", needed=True)


class HandOverForm(WordedForm):
    """Whose turn it is."""

    to = forms.ChoiceField(
        label="À qui est-ce de jouer ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez à qui confier le dossier."},
    )
    text = _text("Ce que vous lui demandez", needed=False)

    def __init__(self, data: Any = None, *, owner: str, has_shop: bool) -> None:
        super().__init__(data)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (role.value, OWNER_NAMES[role].capitalize())
            for role in OWNERS
            if role != owner and (has_shop or role is not OWNERS[1])
        ]


class CloseForm(WordedForm):
    """How it ends."""

    outcome = forms.ChoiceField(
        label="Comment cela finit-il ?",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez comment cela finit."},
    )
    text = _text("Un mot pour les autres", needed=False)


class ContractForm(WordedForm):
    """The contract a household has today."""

    monthly_cost = EurosField(label="Prix par mois", required=False, widget=plain())
    ends_on = DayField(
        label="Libre de partir sans frais le",
        required=False,
        help_text="Laissez vide s’il n’y a pas d’engagement.",
    )
    exit_fee = EurosField(
        label="Frais pour partir avant",
        required=False,
        help_text="0 s’il n’y en a pas. Laissez vide si personne ne le sait.",
        widget=plain(),
    )
    has_mobile = forms.BooleanField(label="Ce prix comprend un mobile", required=False)
    has_tv = forms.BooleanField(label="Ce prix comprend la télévision", required=False)

    @property
    def contract(self) -> Contract:
        """Give what was noted."""
        data = self.cleaned_data
        return Contract(**{name: data[name] for name in data if name != "once"})


class BillForm(WordedForm):
    """The amount of one month; the bill is looked at, never kept."""

    month = forms.CharField(
        label="Mois de la facture",
        help_text="Par exemple : 11/2026",
        widget=plain(inputmode="numeric"),
        error_messages={"required": "Écrivez le mois."},
    )
    amount = EurosField(
        label="Montant payé pour la ligne",
        help_text="Le montant seul. La facture n’est ni copiée ni gardée.",
        widget=plain(),
        error_messages={"required": "Écrivez le montant."},
    )

    def clean_month(self) -> date:
        """Read "11/2026", "2026-11" or the day of the bill, "25/11/2026"."""
        for pattern in MONTHS:
            try:
                found = datetime.strptime(str(self.cleaned_data["month"]).strip(), pattern)
            except ValueError:
                continue
            if 2000 <= found.year <= 2100:  # noqa: PLR2004
                return found.date().replace(day=1)
        raise forms.ValidationError("Écrivez un mois comme 11/2026.")


class OrderNumberForm(WordedForm):
    """The order number as the contract says it."""

    order_number = forms.CharField(
        label="Numéro de commande de l’opérateur",
        help_text="Il est écrit sur le contrat.",
        max_length=60,
        widget=plain(),
        error_messages={"required": "Écrivez le numéro.", "max_length": "Au plus 60 caractères."},
    )

    exchange = forms.BooleanField(
        label="Les deux numéros sont inversés : les échanger",
        help_text="L’autre dossier prend le numéro de celui-ci.",
        required=False,
    )

    def __init__(self, data: Any = None, *, order_number: str, has_twin: bool) -> None:
        super().__init__(data, initial={"order_number": order_number})
        if not has_twin:
            del self.fields["exchange"]

    def clean_order_number(self) -> str:
        """Refuse a sign that nobody sees: the number would never be found again."""
        number = as_one(self.cleaned_data["order_number"])
        if not number.isprintable():
            raise forms.ValidationError("Écrivez-le sans signe invisible.")
        return number


class OperatorFileForm(OnceForm):
    """The operator's file, shown before anything is written."""

    file = forms.FileField(
        label="Fichier de l’opérateur",
        help_text="CSV : order_number, status, date, puis cut_on, reason et appointment_at.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )

    def clean_file(self) -> Any:
        """Refuse a file too heavy for a page."""
        file = self.cleaned_data["file"]
        if file.size > BIGGEST_FILE:
            raise forms.ValidationError(
                "Ce fichier dépasse 20 Mo : lancez « coupdepouce import line-status »."
            )
        return file


def refused(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal beside the field it is about."""
    field = str(refusal.data.get("field", ""))
    form.add_error(field if field in form.fields else None, refusal.sentence)
