"""What is typed at the workshop."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from coupdepouce.core.equipment.checks import FAULT, OK, checks_of
from coupdepouce.core.equipment.evidence import LARGEST
from coupdepouce.web.once import OnceForm
from coupdepouce.web.prescribing.fields import DayField, EurosField

MOST_MACHINES = 10_000
BIGGEST_FILE = 8 * 1024 * 1024
GRADES = (
    ("A", "A : rien à signaler"),
    ("B", "B : un défaut léger"),
    ("C", "C : des défauts qui se voient"),
)
METHODS = (
    ("Écriture sur tout le disque", "Écriture sur tout le disque"),
    ("Commande d’effacement du disque", "Commande d’effacement du disque"),
    ("Effacement de la clé de chiffrement", "Effacement de la clé de chiffrement"),
    ("Destruction du disque, remplacé", "Destruction du disque, remplacé"),
)
TYPED = {"autocomplete": "off", "spellcheck": "false"}


def count(label: str, *, least: int = 0, **given: Any) -> forms.IntegerField:
    """Give a number of machines, typed."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=MOST_MACHINES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", **TYPED}),
        error_messages={"required": "Écrivez un nombre.", "invalid": "Écrivez un nombre entier."},
        **given,
    )


class LotForm(OnceForm):
    """A lot that a donor announces."""

    donor = forms.CharField(
        label="Qui donne ?",
        max_length=200,
        error_messages={"required": "Écrivez le nom du donneur."},
        widget=forms.TextInput(attrs=TYPED),
    )
    is_public_body = forms.TypedChoiceField(
        label="Est-ce un organisme public ?",
        choices=[("yes", "Oui : État, collectivité, hôpital, école"), ("no", "Non")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="La loi plafonne le prix de ce qu’il donne.",
        error_messages={"required": "Répondez : le prix en dépend."},
    )
    announced_count = count("Machines annoncées", least=1)
    announced_on = DayField(label="Annoncé le", error_messages={"required": "Écrivez un jour."})


class ReceiveForm(OnceForm):
    """What came of a lot."""

    received_count = count("Machines arrivées", help_text="Comptez, même si rien n’est entré ici.")
    received_on = DayField(label="Arrivées le", error_messages={"required": "Écrivez un jour."})


class CloseForm(OnceForm):
    """Why what came is not what was announced."""

    note = forms.CharField(
        label="Ce qui explique la différence",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SheetForm(OnceForm):
    """A table of machines, shown before anything is written."""

    file = forms.FileField(
        label="Tableau",
        help_text="Un CSV, une ligne par machine. Excel convient.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )

    def clean_file(self) -> Any:
        """Refuse a file too heavy for a page."""
        return light(self.cleaned_data["file"], most=BIGGEST_FILE)


def light(file: Any, *, most: int) -> Any:
    """Let a file through when it is light enough.

    Raises:
        ValidationError: it is not.
    """
    if file is not None and file.size > most:
        raise forms.ValidationError(f"Ce fichier dépasse {most // 1024 // 1024} Mo.")
    return file


class TestsForm(OnceForm):
    """What was tried on a machine: a box ticked is a thing that works."""

    works = forms.MultipleChoiceField(
        label="Ce qui marche",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ne cochez que ce que vous avez essayé.",
    )
    note = forms.CharField(
        label="Ce qui ne marche pas",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, form: str, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.checks = checks_of(form)
        self.fields["works"].choices = [  # type: ignore[attr-defined]
            (one.name, one.label if one.is_needed else f"{one.label} (si vous voulez)")
            for one in self.checks
        ]

    @property
    def results(self) -> Mapping[str, str]:
        """Give what came out of each test."""
        ticked = self.cleaned_data["works"]
        return {one.name: OK if one.name in ticked else FAULT for one in self.checks}


class ErasureForm(OnceForm):
    """The evidence of an erasure; the certificate is optional, ours is made from this."""

    method = forms.ChoiceField(
        label="Comment ?",
        choices=METHODS,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment le disque a été effacé."},
    )
    tool = forms.CharField(
        label="Outil et version",
        max_length=80,
        error_messages={"required": "Écrivez l’outil qui a effacé."},
        widget=forms.TextInput(attrs=TYPED),
    )
    standard = forms.CharField(
        label="Norme suivie",
        max_length=80,
        required=False,
        help_text="Telle que l’outil l’écrit. Laissez vide s’il n’en dit rien.",
        widget=forms.TextInput(attrs=TYPED),
    )
    done_on = DayField(label="Effacé le", error_messages={"required": "Écrivez un jour."})
    done_by = forms.CharField(
        label="Effacé par",
        max_length=120,
        error_messages={"required": "Écrivez qui a effacé."},
        widget=forms.TextInput(attrs=TYPED),
    )
    is_by_donor = forms.BooleanField(
        label="Effacé par le donneur, avant l’arrivée",
        required=False,
        help_text="Joignez alors son certificat.",
    )
    certificate = forms.FileField(
        label="Certificat de l’outil",
        required=False,
        help_text="PDF ou photo. Sans fichier, nous faisons le certificat.",
        error_messages={"empty": "Ce fichier est vide."},
    )

    def clean_certificate(self) -> Any:
        """Refuse a file too heavy to be kept."""
        return light(self.cleaned_data["certificate"], most=LARGEST)


class GradesForm(OnceForm):
    """What a person decides: the rules only proposed."""

    functional = forms.ChoiceField(
        label="Ce qui marche", choices=GRADES, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez A, B ou C."},
    )  # fmt: skip
    cosmetic = forms.ChoiceField(
        label="Ce qui se voit", choices=GRADES, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez A, B ou C."},
    )  # fmt: skip
    category = forms.CharField(
        label="Catégorie",
        max_length=20,
        error_messages={"required": "Donnez une catégorie."},
        widget=forms.TextInput(attrs=TYPED),
    )
    price = EurosField(
        label="Prix",
        max_length=12,
        error_messages={"required": "Donnez un prix, 0 pour un don."},
        widget=forms.TextInput(attrs={"inputmode": "decimal", **TYPED}),
    )

    def __init__(
        self, data: Any = None, *, categories: Sequence[str], cap: str = "", initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        if categories:
            self.fields["category"] = forms.ChoiceField(
                label="Catégorie",
                choices=[(one, one) for one in categories],
                widget=forms.RadioSelect,
                error_messages={"required": "Choisissez une catégorie."},
            )
            self.order_fields(["once", "functional", "cosmetic", "category", "price"])
        self.fields["price"].help_text = cap
