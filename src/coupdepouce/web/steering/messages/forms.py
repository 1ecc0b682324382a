"""The forms of the messages' pages."""

from typing import Any

from django import forms

from coupdepouce.core.languages import FRENCH, language_of
from coupdepouce.core.messages.wording import LONGEST_SUBJECT, NAMES, Words
from coupdepouce.outreach.queries import MEANWHILE, InForce
from coupdepouce.web.once import OnceForm
from coupdepouce.web.prescribing.fields import LinesField

LONGEST = 4000
# What `filled` adds for a household.
ENDS = (
    "Nous ajoutons qui aide la personne. Le courriel finit par l’adresse du suivi, sauf si votre "
    "texte dit {link}, puis par celles pour vérifier le message et pour n’en plus recevoir. "
    "La lettre a un carré à scanner."
)


class WordingForm(OnceForm):
    """A new version of a text."""

    sms = LinesField(
        label=NAMES["sms"], max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    subject = forms.CharField(label=NAMES["subject"], max_length=LONGEST_SUBJECT)
    email = LinesField(
        label=NAMES["email"],
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=ENDS,
    )
    meanwhile = forms.ChoiceField(
        label="Que lisent les autres langues avant leur traduction ?",
        choices=MEANWHILE,
        widget=forms.RadioSelect,
    )

    read = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        used: InForce,
        language: str,
        is_staff: bool,
        read: int,
    ) -> None:
        super().__init__(data)
        self.fields["read"].initial = read
        words, row = used.words, used.wording
        turned = {"lang": language, "dir": "rtl" if language_of(language).right_to_left else "ltr"}
        for name in NAMES:
            self.fields[name].initial = getattr(words, name)
            self.fields[name].widget.attrs.update(turned)
        if is_staff:
            del self.fields["sms"]
            self.fields["email"].help_text = ""
        if is_staff or language != FRENCH.code:
            del self.fields["meanwhile"]
        else:
            self.fields["meanwhile"].initial = row.meanwhile if row else MEANWHILE[0][0]

    def read_again(self, number: int) -> None:
        """Keep what is typed, for somebody who has now read this version."""
        typed = {name: self.data.get(name) for name in self.data}
        self.data = {**typed, "read": str(number)}

    @property
    def words(self) -> Words:
        """Give the texts as they are typed."""
        return Words(**{name: self.cleaned_data.get(name, "") for name in NAMES})


class CaseForm(forms.Form):
    """The request on which a text is tried."""

    dossier = forms.ChoiceField(label="Essayer sur", required=False)

    def __init__(self, data: Any, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["dossier"].choices = [("", "des exemples"), *choices]  # type: ignore[attr-defined]

    @property
    def reference(self) -> str:
        """Give the request that is chosen, empty for examples."""
        return str(self.cleaned_data["dossier"]) if self.is_valid() else ""
