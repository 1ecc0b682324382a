"""Fields that say who a household is and how to reach it, typed once and corrected later."""

from typing import Any

from django import forms

from coupdepouce.core.household.identity import words as bare_words
from coupdepouce.core.languages import FRENCH
from coupdepouce.core.refusal import Refusal
from coupdepouce.households.checks import e164
from coupdepouce.households.operations import DESPITE
from coupdepouce.programmes import communes
from coupdepouce.programmes.queries import offered_languages
from coupdepouce.web.prescribing import words
from coupdepouce.web.prescribing.fields import DayField, WordedForm, plain, ticks

PREFERENCES = (
    ("sms", "Par SMS"),
    ("email", "Par courriel"),
    ("letter", "Par lettre"),
    ("prescriber", "Par moi : je la préviens"),
)


class IdentityFields(WordedForm):
    """Who asks, where the household lives and how many it is."""

    first_name = forms.CharField(label="Prénom", max_length=60, widget=plain())
    last_name = forms.CharField(label="Nom", max_length=60, widget=plain())
    birth_date = DayField(label="Date de naissance", help_text="Par exemple : 27/03/1985")
    postcode = forms.RegexField(
        "^[0-9]{5}$",
        label="Code postal",
        error_messages={"invalid": "Le code postal compte cinq chiffres."},
        widget=plain(inputmode="numeric", **{"data-communes": "#communes"}),
    )
    commune = forms.CharField(
        label="Commune",
        required=False,
        help_text="Laissez vide : le code postal suffit presque toujours.",
        widget=plain(list="communes"),
    )
    adults = forms.IntegerField(
        label="Adultes", min_value=1, max_value=20, widget=plain(inputmode="numeric")
    )
    children = forms.IntegerField(
        label="Enfants", min_value=0, max_value=20, widget=plain(inputmode="numeric")
    )
    # Only shown once a likeness was read: not one of the twenty.
    despite = forms.ChoiceField(
        label="Continuer quand même, parce que :",
        required=False,
        choices=list(DESPITE.items()),
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        self.may_go_on = bool(data and data.get("despite"))
        self.known_reference = ""

    def clean(self) -> dict[str, Any]:
        """Find the commune, and keep what the other fields check."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("postcode"):
            self._find_commune(data)
        return data

    def _find_commune(self, data: dict[str, Any]) -> None:
        found = communes.communes_at(data["postcode"])
        # A postcode corrected alone leaves the commune of before in its field.
        is_stale = "postcode" in self.changed_data and "commune" not in self.changed_data
        typed = "" if is_stale else data.get("commune", "")
        same = [one for one in found if typed in {"", one.code} or _alike(typed, one.name)]
        if len(same) == 1:
            data["commune"] = same[0].code
            return
        if not found:
            self.add_error("postcode", "Aucune commune n’a ce code postal : vérifiez-le.")
            return
        # The same field comes back as a list: nothing else is asked again.
        names = [(one.code, one.name) for one in found]
        self["commune"].help_text = ""
        self.fields["commune"].widget = forms.Select(choices=[("", "Choisissez"), *names])
        self.add_error("commune", f"Choisissez parmi les {len(found)} communes de ce code postal.")


class ContactFields(WordedForm):
    """How to reach the household, and what it agrees to."""

    address = forms.CharField(
        label="Adresse",
        max_length=120,
        required=False,
        help_text="Numéro, rue, étage ou porte.",
        widget=plain(),
    )
    phone = forms.CharField(label="Téléphone", required=False, widget=plain(inputmode="tel"))
    email = forms.EmailField(
        label="Courriel",
        required=False,
        error_messages={"invalid": "Écrivez une adresse comme nom@exemple.fr."},
        widget=plain(inputmode="email"),
    )
    preference = forms.ChoiceField(
        label="Comment la prévenir ?", choices=PREFERENCES, initial="prescriber"
    )
    language = forms.ChoiceField(
        label="Langue de ses papiers et de ses messages",
        required=False,
        choices=lambda: [(one.code, one.name) for one in offered_languages()],
        initial=FRENCH.code,
    )
    consents = ticks(label="Ce que la personne accepte", choices=list(words.CONSENTS.items()))

    def clean_language(self) -> str:
        """Keep what is known when nothing was chosen."""
        known: str = self.initial.get("language", FRENCH.code)
        return self.cleaned_data["language"] or known

    def clean_phone(self) -> str:
        """Refuse a number that cannot exist with the other faults, not one page later."""
        try:
            return e164(self.cleaned_data["phone"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None

    def clean(self) -> dict[str, Any]:
        """Refuse news by a means that the household did not agree to."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        by_us = data.get("preference") not in {None, "prescriber"}
        if by_us and "contact" not in data.get("consents", ["contact"]):
            self.add_error("preference", words.NO_NEWS)
        return data


def _alike(typed: str, name: str) -> bool:
    return bare_words(typed) == bare_words(name)
