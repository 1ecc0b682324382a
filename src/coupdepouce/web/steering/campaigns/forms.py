"""The forms of campaigns."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from coupdepouce.core.campaigns.waves import CHANNELS, LONGEST_TEXT, MOST_DRAWN, Plan
from coupdepouce.core.messages.wording import BEGINS
from coupdepouce.outreach.campaigns.operations import NewCampaign, NewWave
from coupdepouce.partners.queries import PRESCRIBING_KINDS
from coupdepouce.programmes.commune_search import How, find
from coupdepouce.web.prescribing.fields import DayField, WordedForm, ticks

if TYPE_CHECKING:
    from coupdepouce.partners.models import Organisation

MOST_PEOPLE = 10_000_000


class CampaignForm(WordedForm):
    """A campaign: its name, and its audience said plainly."""

    name = forms.CharField(label="Nom", max_length=80)
    communes = forms.CharField(
        label="Communes",
        max_length=LONGEST_TEXT,
        help_text="Leurs noms ou leurs codes postaux, séparés par des virgules.",
    )
    sender_kind = forms.ChoiceField(label="Qui envoie", choices=PRESCRIBING_KINDS)
    reached = forms.CharField(
        label="Qui est touché",
        max_length=200,
        help_text="En mots simples. Par exemple : les familles au quotient de 700 ou moins.",
    )
    estimated = forms.IntegerField(
        label="Combien de ménages, à peu près", min_value=1, max_value=MOST_PEOPLE
    )

    def __init__(self, data: Any = None, *, territory: Callable[[str], bool]) -> None:
        super().__init__(data)
        self._territory = territory

    def clean_communes(self) -> tuple[str, ...]:
        """Find each commune; one that is not sure is asked again."""
        codes = []
        for name in filter(None, map(str.strip, self.cleaned_data["communes"].split(","))):
            found = find(name, first=self._territory)
            if found.how is not How.SURE:
                raise forms.ValidationError(
                    f"« {name} » n’est pas sûr : ajoutez son code postal, comme « Lens 62300 »."
                )
            codes.append(found.communes[0].code)
        if not codes:
            raise forms.ValidationError("Écrivez au moins une commune.")
        return tuple(dict.fromkeys(codes))

    @property
    def campaign(self) -> NewCampaign:
        """Give the campaign as the inside reads it."""
        said = self.cleaned_data
        names = ("name", "communes", "sender_kind", "reached", "estimated")
        return NewCampaign(**{name: said[name] for name in names})


def text(label: str, hint: str) -> forms.CharField:
    """Give the field of a text, whose link has its place."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        help_text=f"Écrivez {{link}} là où le lien va. {hint}",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def percent(label: str, hint: str = "") -> forms.IntegerField:
    """Give the field of a number of a hundred, that only a comparison needs."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=98,
        help_text=f"Seulement pour comparer. {hint}".strip(),
    )


class WaveForm(WordedForm):
    """A wave: its channel, its days, who sends it, a text or two."""

    channel = forms.ChoiceField(
        label="Comment", choices=[(one.value, name.capitalize()) for one, name in CHANNELS.items()]
    )
    starts_on = DayField(label="Premier jour", help_text="Comme 01/12/2026.")
    last_day = DayField(label="Dernier jour", help_text="Ensuite, la vague est finie.")
    senders = ticks(label="Qui envoie ou affiche", required=True)
    text_a = text("Texte", f"Un SMS commence par « {BEGINS} ». Vide pour une affiche.")
    text_b = text("Second texte, pour comparer", "Vide : rien n’est comparé.")
    usual = percent("Sur 100 lettres, combien amènent quelqu’un d’habitude")
    gap = percent(
        "Combien de plus vaut la peine d’être vu", "De 5 à 8 lettres sur 100 : écrivez 3."
    )

    def __init__(self, data: Any = None, *, partners: "Sequence[Organisation]") -> None:
        super().__init__(data)
        choices = [(str(one.pk), one.name) for one in partners]
        self.fields["senders"].choices = choices  # type: ignore[attr-defined]

    @property
    def wave(self) -> NewWave:
        """Give the wave as the inside reads it."""
        said = self.cleaned_data
        usual, gap = said["usual"], said["gap"]
        return NewWave(
            senders=tuple(int(pk) for pk in said["senders"]),
            plan=Plan(usual=usual, gap=gap) if usual and gap else None,
            **{
                name: said[name]
                for name in ("channel", "starts_on", "last_day", "text_a", "text_b")
            },
        )


class DrawForm(WordedForm):
    """How many letters a data holder asks for."""

    count = forms.IntegerField(
        label="Nombre de lettres ou de SMS",
        min_value=1,
        max_value=MOST_DRAWN,
        help_text="Une ligne par personne de sa liste. Nous ne voyons jamais la liste.",
    )


class CopiesForm(WordedForm):
    """How many an organisation says it sent."""

    copies = forms.IntegerField(label="Nombre envoyé", min_value=1, max_value=MOST_PEOPLE)


class SpotForm(WordedForm):
    """Where one more poster hangs."""

    spot = forms.CharField(
        label="Où elle est", max_length=60, help_text="Comme « salle d’attente »."
    )
