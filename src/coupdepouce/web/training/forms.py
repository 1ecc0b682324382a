"""Forms of the workshops."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.skills import LEVELS, QUESTIONS, UNSAID, How
from coupdepouce.training.needs import NEEDS
from coupdepouce.web.numbers import check_year
from coupdepouce.web.once import OnceForm
from coupdepouce.web.steps import refuse
from coupdepouce.web.training.shown import STATES

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership, Organisation
    from coupdepouce.training.models import Session, Workshop

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
HOURS = ["%H:%M", "%Hh%M", "%H h %M", "%Hh", "%H h"]
MOST_CLOSED = 60
HOWS = [
    (How.WITH_HELP, _("Quelqu’un a lu et coché avec moi")),
    (How.ALONE, _("J’ai lu et coché sans aide")),
    (How.PAPER, _("Sur papier, recopié ici")),
]


class PlaceForm(OnceForm):
    """Where a session is, for how many, with whom."""

    room = forms.CharField(
        label="Salle", max_length=80, required=False, help_text="Vide si c’est à distance."
    )
    remote_link = forms.URLField(
        label="Lien, si c’est à distance",
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text="Seules les personnes inscrites le voient.",
    )
    capacity = forms.IntegerField(label="Nombre de places", min_value=1, max_value=200, initial=8)
    trainer = forms.ChoiceField(label="Qui anime", required=False)
    step_free = forms.BooleanField(label="Accès sans marche", required=False)
    child_care = forms.BooleanField(label="Garde d’enfant possible", required=False)
    sure = forms.CharField(
        label="Je confirme", required=False, max_length=16, widget=forms.HiddenInput
    )

    def __init__(
        self, data: Any = None, *, trainers: Iterable["Membership"], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.trainers = {str(one.pk): one for one in trainers}
        people = [(pk, str(one.user)) for pk, one in self.trainers.items()]
        self.fields["trainer"].choices = [("", "À décider"), *people]  # type: ignore[attr-defined]

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal; what is only doubtful is ticked and sent again, with its own mark."""
        if mark := refusal.data.get("mark"):
            self.data = {name: said for name, said in self.data.items() if name != "sure"}
            self.fields["sure"].widget = forms.CheckboxInput(attrs={"value": mark})
        refuse(self, refusal)


class WhenField(forms.DateField):
    """A day as a person writes it."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            input_formats=DAYS,
            validators=[check_year],
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={"invalid": "Écrivez un jour comme 04/12/2026."},
            **given,
        )


class HourField(forms.TimeField):
    """An hour as a person writes it."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            input_formats=HOURS,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={"invalid": "Écrivez une heure comme 14:30."},
            **given,
        )


class SeriesForm(PlaceForm):
    """A session, or several that come back."""

    shop = forms.ChoiceField(label="Boutique")
    workshop = forms.ChoiceField(label="Atelier")
    first = WhenField(label="Premier jour", help_text="Par exemple : 04/12/2026")
    begins = HourField(label="Heure de début", help_text="Par exemple : 14:30")
    every_weeks = forms.TypedChoiceField(
        label="Revient",
        coerce=int,
        choices=[(0, "Une seule fois"), (1, "Chaque semaine"), (2, "Toutes les deux semaines")],
        widget=forms.RadioSelect,
        initial=0,
    )
    until = WhenField(label="Jusqu’au", required=False, help_text="Le dernier jour possible.")
    closed = forms.CharField(
        label="Jours fermés à sauter",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Un jour par ligne : jours fériés, congés. Les jours où la boutique est "
        "toujours fermée sont sautés d’eux-mêmes.",
    )
    field_order = (
        "shop", "workshop", "first", "begins", "every_weeks", "until", "closed", "room",
        "remote_link", "capacity", "trainer", "step_free", "child_care", "sure", "once",
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        shops: Sequence["Organisation"],
        workshops: Sequence["Workshop"],
        trainers: Iterable["Membership"],
    ) -> None:
        super().__init__(data, trainers=trainers)
        self.shops = {str(one.pk): one for one in shops}
        self.workshops = {str(one.pk): one for one in workshops}
        self.fields["shop"].choices = [(pk, one.name) for pk, one in self.shops.items()]  # type: ignore[attr-defined]
        self.fields["workshop"].choices = [  # type: ignore[attr-defined]
            (pk, one.title) for pk, one in self.workshops.items()
        ]
        if len(self.shops) == 1:
            self.fields["shop"].initial = next(iter(self.shops))
            self.fields["shop"].widget = forms.HiddenInput()

    def clean_closed(self) -> frozenset[date]:
        """Read one day a line."""
        days = [text for text in self.cleaned_data["closed"].replace(",", "\n").split() if text]
        if len(days) > MOST_CLOSED:
            raise forms.ValidationError(f"Écrivez au plus {MOST_CLOSED} jours.")
        return frozenset(WhenField().clean(text) for text in days)


class ChangeForm(PlaceForm):
    """A session already written: its day, its hours, its place."""

    first = WhenField(label="Jour")
    begins = HourField(label="Heure de début")
    minutes = forms.IntegerField(label="Durée en minutes", min_value=15, max_value=480)
    field_order = ("first", "begins", "minutes")

    @staticmethod
    def of(session: "Session") -> dict[str, Any]:
        """Give what the form shows of a session."""
        local = session.starts_at.astimezone(PARIS)
        return {
            "first": f"{local:%d/%m/%Y}",
            "begins": f"{local:%H:%M}",
            "minutes": round((session.ends_at - session.starts_at).total_seconds() / 60),
            "room": session.room,
            "remote_link": session.remote_link,
            "capacity": session.capacity,
            "trainer": session.trainer_id or "",
            "step_free": session.step_free,
            "child_care": session.child_care,
        }


class CancelForm(OnceForm):
    """Why a session is cancelled: what people read."""

    why = forms.CharField(
        label="Pourquoi ?",
        max_length=120,
        help_text="Par exemple : « la salle est fermée ce jour-là ». Les inscrits le liront.",
    )


class ReportForm(OnceForm):
    """The trainer's few words."""

    done = forms.CharField(
        label="Ce qu’on a fait",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ne nommez personne.",
    )
    next_time = forms.CharField(
        label="Pour la prochaine fois",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NeedsForm(OnceForm):
    """What a person needs to come and to follow: asked once."""

    needs = forms.MultipleChoiceField(
        label="Pour venir et suivre l’atelier, la personne a besoin de quelque chose ?",
        choices=[(need.code, need.asked) for need in NEEDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Cochez ce que la personne dit. Rien à cocher est une réponse.",
    )


class AnonymousForm(OnceForm):
    """How many came without a file."""

    anonymous = forms.IntegerField(
        label="Venus sans dossier", min_value=0, max_value=200, widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off"}
        ),
    )  # fmt: skip


class CopyForm(OnceForm):
    """A paper list typed in: one answer a line."""

    anonymous = forms.IntegerField(
        label="Venus sans dossier", min_value=0, max_value=200, required=False
    )

    def __init__(self, data: Any = None, *, lines: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(data)
        choices = [(code, STATES[code][1]) for code in ("attended", "absent", "excused")]
        self.lines = [f"p{key}" for key, _, _ in lines]
        for key, name, state in lines:
            self.fields[f"p{key}"] = forms.ChoiceField(
                label=name,
                choices=choices,
                widget=forms.RadioSelect,
                required=False,
                initial=state,
            )
        self.order_fields([*self.lines, "anonymous", "once"])

    @property
    def marks(self) -> dict[str, str]:
        """Give what was ticked, by the key of each line."""
        return {name[1:]: self.cleaned_data[name] for name in self.lines}


class SkillsForm(OnceForm):
    """The ten questions."""

    how = forms.ChoiceField(
        label=_("Comment avez-vous répondu ?"),
        choices=HOWS,
        widget=forms.RadioSelect,
        initial=How.WITH_HELP,
    )

    def __init__(self, data: Any = None, *, said: dict[str, int | None] | None = None) -> None:
        super().__init__(data)
        scale = [(str(level.value), gettext(level.label)) for level in LEVELS]
        for question in QUESTIONS:
            value = (said or {}).get(question.code)
            self.fields[question.code] = forms.ChoiceField(
                label=gettext(question.sentence),
                choices=[*scale, ("unsaid", gettext(UNSAID))],
                widget=forms.RadioSelect,
                required=False,
                initial="unsaid" if value is None and said else value,
            )

    @property
    def given(self) -> dict[str, str]:
        """Give what was ticked, question by question."""
        return {question.code: self.cleaned_data[question.code] for question in QUESTIONS}
