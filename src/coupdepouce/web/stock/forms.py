"""What is typed or scanned about machines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from coupdepouce.web.once import OnceForm, OurWordsForm
from coupdepouce.web.stock.words import called

if TYPE_CHECKING:
    from coupdepouce.equipment.models import Computer
    from coupdepouce.partners.models import Organisation

LONGEST = 20_000
# A scanner types the serial, then the Enter key: one line each, without anything to install.
HINT = "Scannez les machines l’une après l’autre, ou tapez un numéro par ligne."


def serials_field(label: str, *, needed: bool = True) -> forms.CharField:
    """Give the field into which serials are scanned."""
    return forms.CharField(
        label=label,
        help_text=HINT,
        max_length=LONGEST,
        required=needed,
        error_messages={"required": "Scannez au moins une machine, ou tapez son numéro."},
        widget=forms.Textarea(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class ParcelForm(OnceForm):
    """A parcel to send: where, and what is in it."""

    to = forms.TypedChoiceField(
        label="Pour qui ?",
        coerce=int,
        error_messages={"required": "Choisissez où part le colis."},
    )
    chosen = forms.MultipleChoiceField(
        label="Machines attendues ailleurs",
        help_text="Cochez celles que vous mettez dans le colis.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Une de ces machines n’est plus à envoyer : relisez la liste."
        },
    )
    serials = serials_field("Autres machines dans le colis", needed=False)

    def __init__(
        self,
        data: Any = None,
        *,
        places: Sequence["Organisation"],
        awaited: Sequence["Computer"],
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial)
        choices = [("", "Choisir"), *((one.pk, one.name) for one in places)]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        if not awaited:
            del self.fields["chosen"]
            self.fields["serials"].label = "Machines dans le colis"
            return
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (one.serial, f"{one.reserved_shop} : {called(one)}") for one in awaited
        ]

    @property
    def all_serials(self) -> str:
        """Give what was ticked and what was scanned, one a line."""
        given = self.cleaned_data
        return "\n".join((*given.get("chosen", ()), given["serials"]))


class ReceiveForm(OurWordsForm):
    """A parcel opened: what was really in it."""

    serials = serials_field("Machines trouvées dans le colis", needed=False)
    empty = forms.BooleanField(
        label="Le colis est vide", required=False, help_text="Toutes les machines manquent."
    )

    def clean(self) -> dict[str, Any]:
        """Refuse an empty answer: nothing scanned is not nothing found."""
        found = super().clean() or {}
        if not found.get("serials") and not found.get("empty") and not self.errors:
            self.add_error("serials", "Scannez ce qui est dans le colis, ou cochez « vide ».")
        return found


class ScanForm(OurWordsForm):
    """Machines seen during a count."""

    serials = serials_field("Machines vues")


class ClosingForm(OurWordsForm):
    """A count that saw nothing: somebody says that there is nothing to see."""

    none_is_there = forms.BooleanField(
        label="J’ai cherché : aucune machine n’est là. Toutes sont notées manquantes.",
        required=False,
    )


class ThresholdForm(OurWordsForm):
    """The threshold of one shop; nothing gives it back the programme's."""

    minimum = forms.IntegerField(
        label="Seuil de cette boutique",
        required=False,
        help_text="Laissez vide pour reprendre celui du programme.",
        error_messages={"invalid": "Écrivez un nombre entier."},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
