"""What a household writes when it contests or complains: a reason, its words, where to answer."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coupdepouce.core.recourse.reasons import REASONS
from coupdepouce.prescriptions.complaints import Told
from coupdepouce.web.public.forms import REASON, HouseholdForm

LONGEST = 2000
WORDS = _("Écrivez quelques mots.")
RECEIPT = _("Écrivez le code de votre réclamation : 10 lettres et chiffres.")
WAY = _("Choisissez comment lire notre réponse.")
TOO_LONG = _("C’est trop long. Écrivez au plus 2000 signes.")
CHANNELS = (
    ("none", _("Avec un code, sur ce site. Je ne laisse pas de contact")),
    ("sms", _("Par SMS")),
    ("email", _("Par courriel")),
)


def reasons() -> list[tuple[str, str]]:
    """Give the reasons in the household's own words."""
    return [(reason.code, gettext(reason.told)) for reason in REASONS]


def _words(label: Any, *, hint: Any, needed: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=needed,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        error_messages={"required": WORDS, "max_length": TOO_LONG},
    )


class ComplaintForm(HouseholdForm):
    """What is wrong; without a file, also where to answer."""

    reason = forms.ChoiceField(
        label=_("Que s’est-il passé ?"),
        widget=forms.RadioSelect,
        error_messages={"required": REASON, "invalid_choice": REASON},
    )
    text = _words(
        _("Racontez avec vos mots"),
        hint=_("Pas besoin de nom, de revenu ou de papier."),
        needed=True,
    )
    channel = forms.ChoiceField(
        label=_("Comment lire notre réponse ?"),
        choices=CHANNELS,
        widget=forms.RadioSelect,
        error_messages={"required": WAY, "invalid_choice": WAY},
    )
    address = forms.CharField(
        label=_("Votre numéro, ou votre adresse de courriel"),
        help_text=_("Seulement si vous avez choisi SMS ou courriel."),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, has_file: bool) -> None:
        super().__init__(data)
        self.fields["reason"].choices = reasons()  # type: ignore[attr-defined]
        if has_file:
            del self.fields["channel"], self.fields["address"]

    @property
    def told(self) -> Told:
        """Give what was said, and in which language the answer is read."""
        said = self.cleaned_data
        return Told(
            reason=said["reason"],
            text=said["text"],
            channel=said.get("channel", "none"),
            address=said.get("address", ""),
            language=(get_language() or "fr").split("-")[0],
        )


class ReceiptForm(forms.Form):
    """The code of a receipt."""

    code = forms.CharField(
        label=_("Code de votre réclamation"),
        help_text=_("10 lettres et chiffres."),
        max_length=40,
        error_messages={"required": RECEIPT, "max_length": RECEIPT},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class StepForm(HouseholdForm):
    """A step of the household, with a word if it wants."""

    text = _words(
        _("Voulez-vous ajouter quelque chose ?"), hint=_("Ce n’est pas obligatoire."), needed=False
    )


class ActForm(HouseholdForm):
    """An act that asks nothing more."""


class UnderstoodForm(HouseholdForm):
    """An act that cannot be undone."""

    understood = forms.BooleanField(
        label=_("J’ai compris : mes informations sont effacées pour toujours"),
        error_messages={"required": _("Cochez la case, ou revenez sans rien changer.")},
    )
