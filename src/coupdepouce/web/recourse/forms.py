"""The forms of complaints, for staff: entered for a household, answered in easy words."""

from typing import Any

from django import forms

from coupdepouce.core.languages import FRENCH, language_of
from coupdepouce.core.recourse.reasons import OUTCOMES, REASONS
from coupdepouce.core.recourse.steps import Step
from coupdepouce.prescriptions.complaints import Told
from coupdepouce.programmes.queries import offered_languages
from coupdepouce.recourse.operations import Said
from coupdepouce.web.prescribing.fields import DayField, WordedForm, plain

LONGEST = 2000
CHANNELS = (
    ("none", "Avec un code, sur le site"),
    ("sms", "Par SMS"),
    ("email", "Par courriel"),
)
EASY = "Des phrases courtes, « vous », le présent. Ni revenu, ni santé."


def _words(label: str, *, hint: str = EASY, needed: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=needed,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        error_messages={"required": "Écrivez quelques mots."},
    )


class EntryForm(WordedForm):
    """What a household says, entered by somebody else."""

    reason = forms.ChoiceField(
        label="Que s’est-il passé ?",
        choices=[(reason.code, reason.label) for reason in REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une raison."},
    )
    text = _words("Ce que dit la personne", hint="Avec ses mots. Ni revenu, ni santé.")
    received_on = DayField(
        label="Écrit sur papier le",
        required=False,
        help_text="Laissez vide si la personne vous le dit. Le délai part de ce jour.",
    )
    channel = forms.ChoiceField(
        label="Comment lira-t-elle la réponse ?",
        choices=CHANNELS,
        initial="none",
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label="Numéro ou adresse électronique", required=False, max_length=254, widget=plain()
    )
    language = forms.ChoiceField(
        label="Langue de la réponse",
        choices=lambda: [(one.code, one.name) for one in offered_languages()],
        initial=FRENCH.code,
    )

    def __init__(self, data: Any = None, *, has_file: bool) -> None:
        super().__init__(data)
        if has_file:
            for name in ("channel", "address", "language"):
                del self.fields[name]

    @property
    def told(self) -> Told:
        """Give what was said."""
        said = self.cleaned_data
        return Told(**{name: said[name] for name in said if name != "once"})


class StepForm(WordedForm):
    """What a step of a complaint takes: an outcome and words, or a word for the next person."""

    def __init__(self, data: Any = None, *, step: Step, language: str) -> None:
        super().__init__(data)
        if not step.answers:
            self.fields["text"] = _words("Un mot pour la suite", hint="", needed=False)
            return
        self.fields["outcome"] = forms.ChoiceField(
            label="Que répondez-vous ?",
            choices=[(one.code, one.label) for one in OUTCOMES],
            widget=forms.RadioSelect,
            error_messages={"required": "Choisissez ce que vous répondez."},
        )
        self.fields["text"] = _words("Votre réponse, que la personne lira")
        if language != FRENCH.code:
            name = language_of(language).name
            self.fields["own_text"] = _words(f"La même réponse dans la langue du ménage : {name}")

    @property
    def said(self) -> Said:
        """Give what was written."""
        given = self.cleaned_data
        return Said(**{name: given.get(name, "") for name in ("outcome", "text", "own_text")})
