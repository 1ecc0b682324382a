"""The forms of a candidature, on both sides."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from coupdepouce.core.partners.joining_steps import Step, Words
from coupdepouce.partners.operations.joining import Details, Twin
from coupdepouce.partners.queries import PRESCRIBING_KINDS
from coupdepouce.web.prescribing.fields import WordedForm

LONGEST = 2000
ANOTHER_SITE = "other"
MINE = "Non, c’est un autre lieu"
DETAILS = (
    "name", "kind", "address", "postcode", "commune_name", "first_name", "last_name",
    "function", "email", "households_a_year",
)  # fmt: skip


def words_field(label: str, *, needed: bool) -> forms.CharField:
    """Give the field of a message of the thread."""
    return forms.CharField(
        label=label,
        required=needed,
        max_length=LONGEST,
        help_text="Ne nommez aucune personne accompagnée.",
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        error_messages={"required": "Écrivez votre message."},
    )


def public_field() -> forms.TypedChoiceField:
    """Give the field that says whether a structure's address may enter the directory."""
    return forms.TypedChoiceField(
        label="La structure reçoit-elle du public à son adresse ?",
        choices=[
            ("yes", "Oui : l’adresse entre dans l’annuaire, tout le monde la voit"),
            ("no", "Non, ou l’adresse est protégée : l’annuaire ne la montre pas"),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si la structure reçoit du public."},
    )


class SiretForm(forms.Form):
    """The number from which the register fills the rest."""

    siret = forms.CharField(
        label="SIRET de votre structure",
        max_length=20,
        help_text="14 chiffres, sur l’avis de situation de l’Insee.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Écrivez le SIRET de votre structure."},
    )


class DetailsForm(WordedForm):
    """What a structure says of itself, and who speaks for it."""

    name = forms.CharField(label="Nom de la structure", max_length=200)
    kind = forms.ChoiceField(
        label="Sorte de structure", choices=[("", "Choisissez"), *PRESCRIBING_KINDS]
    )
    address = forms.CharField(
        label="Adresse",
        max_length=250,
        help_text="L’annuaire la montre si vous y recevez du public.",
    )
    postcode = forms.RegexField(
        label="Code postal",
        regex=r"^\d{5}$",
        max_length=5,
        error_messages={"invalid": "Écrivez cinq chiffres."},
    )
    commune_name = forms.CharField(label="Commune", max_length=120)
    households_a_year = forms.IntegerField(
        label="Ménages que vous pensez orienter par an",
        required=False,
        min_value=1,
        max_value=100_000,
        help_text="Un ordre de grandeur suffit.",
    )
    first_name = forms.CharField(label="Prénom du référent", max_length=60)
    last_name = forms.CharField(label="Nom du référent", max_length=60)
    function = forms.CharField(label="Fonction", max_length=80)
    email = forms.EmailField(
        label="Adresse électronique professionnelle",
        max_length=254,
        help_text="Elle reçoit le suivi, puis ouvre le premier compte.",
    )

    @property
    def details(self) -> Details:
        """Give what the form describes; the commune's code is found from its name."""
        return Details(**{name: self.cleaned_data[name] for name in DETAILS}, commune_code="")


class JoinForm(DetailsForm):
    """A candidature: the same, the number, and what is said when the body is a partner already."""

    siret = forms.CharField(widget=forms.HiddenInput, max_length=20)
    words = words_field("Pourquoi vous voulez rejoindre le programme", needed=False)

    def __init__(
        self, data: Any = None, *, known: Mapping[str, Any], twins: Iterable[tuple[int, str]]
    ) -> None:
        super().__init__(data)
        for name, value in known.items():
            self.fields[name].initial = value
        self.ask_twin(twins)

    def ask_twin(self, twins: Iterable[tuple[int, str]], *, same_site: bool = False) -> None:
        """Ask whether it is one of the structures already there."""
        rows = [(str(pk), f"Oui, {name} : je demande un compte") for pk, name in twins]
        if not rows:
            return
        self.fields["twin"] = forms.ChoiceField(
            label="Votre structure est-elle déjà partenaire ?",
            choices=rows if same_site else [*rows, (ANOTHER_SITE, MINE)],
            widget=forms.RadioSelect,
            error_messages={"required": "Dites si c’est votre structure."},
        )
        self.order_fields(["siret", "twin"])

    @property
    def twin(self) -> Twin:
        """Give what is said of the structures already there."""
        said = self.cleaned_data.get("twin", "")
        if said == ANOTHER_SITE:
            return Twin(is_told_apart=True)
        return Twin(team_id=int(said) if said else None)


class CorrectionForm(DetailsForm):
    """The same details again, as they stand, and a message."""

    words = words_field("Votre réponse", needed=False)

    def __init__(self, data: Any = None, *, application: Any) -> None:
        super().__init__(data)
        for name in DETAILS:
            self.fields[name].initial = getattr(application, name)


class MoveForm(WordedForm):
    """What a step asks: a reason, a team, a message; all read from the step's row."""

    def __init__(
        self, data: Any = None, *, step: Step, teams: Sequence[tuple[int, str]] = ()
    ) -> None:
        super().__init__(data)
        if step.grounds:
            self.fields["ground"] = forms.ChoiceField(
                label="Pourquoi ?",
                choices=[(ground.code, ground.label) for ground in step.grounds],
                widget=forms.RadioSelect,
                error_messages={"required": "Choisissez une raison."},
            )
        if step.name == "approve":
            self.fields["receives_public"] = public_field()
        if step.name == "attach":
            self.fields["team"] = forms.TypedChoiceField(
                label="Quelle équipe ?",
                coerce=int,
                choices=teams,
                widget=forms.RadioSelect,
                error_messages={"required": "Choisissez une équipe."},
            )
        if step.words is not Words.NONE:
            self.fields["words"] = words_field("Votre message", needed=step.words is Words.NEEDED)
