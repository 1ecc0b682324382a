"""The forms of those who steer."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from coupdepouce.core.journey.model import Part
from coupdepouce.core.journey.states import STATES
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.insight.access import Kept
from coupdepouce.partners.queries import KINDS
from coupdepouce.prescriptions.lists import Filter
from coupdepouce.programmes import communes
from coupdepouce.web.numbers import check_year
from coupdepouce.web.once import OnceForm, OurWordsForm

ANY = ("", "Tous")
WAITERS = (Role.PRESCRIBER, Role.PARTNER_MANAGER, Role.HOUSEHOLD, Role.SHOP_ADVISOR)
BIGGEST_FILE = 20 * 1024 * 1024


def states(part: Part) -> list[tuple[str, str]]:
    """Give the states of a part, for a choice."""
    return [ANY, *((state.name, state.staff) for state in STATES if state.part is part)]


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal in the form it answers."""
    form.add_error(None, refusal.sentence)


class FilterForm(forms.Form):
    """What the list of prescriptions keeps."""

    state = forms.ChoiceField(
        label="État", choices=lambda: states(Part.PRESCRIPTION), required=False
    )
    line = forms.ChoiceField(label="Ligne", choices=lambda: states(Part.LINE), required=False)
    waits = forms.ChoiceField(
        label="Qui doit agir",
        choices=[ANY, *((role.value, NAMES[role].capitalize()) for role in WAITERS)],
        required=False,
    )
    partner = forms.TypedChoiceField(
        label="Partenaire", coerce=int, empty_value=None, required=False
    )
    department = forms.RegexField(
        label="Département",
        regex=r"^(\d\d|2[AB]|97\d)$",
        required=False,
        error_messages={"invalid": "Écrivez un numéro comme 59."},
    )
    stuck = forms.BooleanField(label="Bloquées seulement", required=False)

    def __init__(self, data: Any, *, partners: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["partner"].choices = [ANY, *partners]  # type: ignore[attr-defined]

    def clean_department(self) -> str:
        """Refuse the number of no department."""
        code = str(self.cleaned_data["department"])
        try:
            if code:
                communes.department(code)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        return code

    @property
    def kept(self) -> Filter:
        """Give the filter; a field that is wrong keeps all, and its error is shown."""
        self.is_valid()
        said = self.cleaned_data
        return Filter(
            state=said.get("state", ""),
            line_state=said.get("line", ""),
            waits_for=said.get("waits", ""),
            organisation=said.get("partner"),
            department=said.get("department", ""),
            overdue=said.get("stuck", False),
        )


class SearchForm(OurWordsForm):
    """One field that looks everywhere."""

    q = forms.CharField(label="Chercher", required=False, max_length=80)

    @property
    def text(self) -> str:
        """Give what is looked for, empty for all."""
        return str(self.cleaned_data["q"]) if self.is_valid() else ""


class AccountForm(OnceForm):
    """A person who will act for an organisation."""

    first_name = forms.CharField(label="Prénom", max_length=60)
    last_name = forms.CharField(label="Nom", max_length=60)
    email = forms.EmailField(
        label="Adresse électronique", max_length=254, help_text="Elle sert à se connecter."
    )
    role = forms.ChoiceField(label="Rôle", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, roles: Sequence[Role]) -> None:
        super().__init__(data)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, NAMES[role].capitalize()) for role in roles
        ]


class OrganisationForm(OnceForm):
    """A partner, a shop or the operator."""

    name = forms.CharField(label="Nom", max_length=200)
    kind = forms.ChoiceField(label="Sorte", choices=KINDS)
    siret = forms.CharField(
        label="SIRET", required=False, help_text="14 chiffres, sur l’avis de situation."
    )
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        required=False,
        help_text="Une boutique sans compte y reçoit ses liens.",
    )


class ConnectionForm(OnceForm):
    """A public body's habilitation to API Particulier; the token is never shown again."""

    url = forms.CharField(
        label="Adresse du service",
        max_length=200,
        initial="https://particulier.api.gouv.fr",
    )
    token = forms.CharField(
        label="Jeton",
        max_length=4000,
        help_text="Gardé chiffré, jamais montré : après une erreur, collez-le de nouveau.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    recipient = forms.CharField(
        label="SIRET de l’organisme qui reçoit la réponse",
        max_length=20,
        help_text="14 chiffres, ceux de l’habilitation.",
    )

    def __init__(self, data: Any = None, *, siret: str) -> None:
        super().__init__(data)
        self.fields["recipient"].initial = siret

    @property
    def said(self) -> dict[str, str]:
        """Give the connection the form describes."""
        return {name: self.cleaned_data[name] for name in ("url", "token", "recipient")}


class KeyForm(OnceForm):
    """A key for a partner's software."""

    label = forms.CharField(
        label="Nom du logiciel", max_length=80, help_text="Pour reconnaître la clé dans la liste."
    )


class PlacesForm(OnceForm):
    """A file of places, shown before anything is written."""

    file = forms.FileField(
        label="Fichier",
        help_text="CSV ou JSON, compressé ou non : médiation numérique, data·inclusion, boutiques.",
    )

    def clean_file(self) -> Any:
        """Refuse a file too heavy for a page."""
        file = self.cleaned_data["file"]
        if file.size > BIGGEST_FILE:
            raise forms.ValidationError(
                "Ce fichier dépasse 20 Mo : lancez « coupdepouce import places »."
            )
        return file


NO_REFERENCE = "Ce n’est pas une référence : recopiez celle du dossier, en entier."


class MergeForm(OurWordsForm):
    """Two prescriptions, by their references."""

    kept = forms.UUIDField(
        label="Dossier à garder",
        help_text="La référence écrite sur le dossier ou dans l’export.",
        error_messages={"invalid": NO_REFERENCE},
    )
    absorbed = forms.UUIDField(
        label="Dossier à réunir au premier", error_messages={"invalid": NO_REFERENCE}
    )


class AccessForm(OurWordsForm):
    """What the page of the access log keeps."""

    person = forms.CharField(label="Personne", required=False, max_length=80)
    about = forms.CharField(label="Référence", required=False, max_length=80)
    first = forms.DateField(label="Du", required=False, validators=[check_year])
    last = forms.DateField(label="Au", required=False, validators=[check_year])
    impersonated = forms.BooleanField(label="À la place d’une autre", required=False)

    @property
    def kept(self) -> Kept:
        """Give the filter; a field that is wrong keeps all, and its error is shown."""
        self.is_valid()
        return Kept(**self.cleaned_data)
