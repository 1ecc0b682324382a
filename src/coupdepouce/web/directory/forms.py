"""What a person asks of the directory."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coupdepouce.core.directory.said import Sort
from coupdepouce.partners.places.finding import Wanted
from coupdepouce.web.directory.words import choices
from coupdepouce.web.public.forms import CommuneForm

ALL = "tout"  # the choice that asks nothing
REACHES = (("5", "5 km"), ("10", "10 km"), ("30", "30 km"))
USUAL = {"sorte": ALL, "km": "10", "service": ALL, "acces": ALL, "parle": ALL}
KINDS = (
    (ALL, _("Un lieu d’aide ou une boutique")),
    ("place", _("Un lieu d’aide")),
    ("shop", _("Une boutique")),
)


class DirectoryForm(CommuneForm):
    """Where, and what for; only the commune must be said."""

    sorte = forms.ChoiceField(label=_("Que cherchez-vous ?"), choices=KINDS)
    km = forms.ChoiceField(label=_("Jusqu’à quelle distance ?"), choices=REACHES)
    ouvert = forms.BooleanField(label=_("Ouvert maintenant"), required=False)
    service = forms.ChoiceField(
        label=_("Pour quoi faire ?"),
        choices=lambda: [(ALL, gettext("Peu importe")), *choices(Sort.SERVICE)],
    )
    acces = forms.ChoiceField(
        label=_("Quel accueil ?"),
        choices=lambda: [(ALL, gettext("Peu importe")), *choices(Sort.ACCESS)],
    )
    parle = forms.ChoiceField(
        label=_("Dans quelle langue ?"),
        choices=lambda: [(ALL, gettext("Peu importe")), *choices(Sort.LANGUAGE)],
    )

    def __init__(self, typed: Mapping[str, str] | None) -> None:
        super().__init__(None if typed is None else {**USUAL, **typed}, initial=USUAL)

    @property
    def choices(self) -> list[forms.BoundField]:
        """Give the fields beyond the commune, folded away until one is used."""
        return [field for field in self if field.name != "ville"]

    @property
    def has_choices(self) -> bool:
        """Say whether more than the commune was asked, so that the choices stay open."""
        wanted = self.wanted
        return bool(wanted.codes or wanted.kind or wanted.open_only)

    @property
    def wanted(self) -> Wanted:
        """Give what is asked; a choice that does not exist asks nothing."""
        self.is_valid()
        given = self.cleaned_data if self.is_bound else {}
        said = {name: "" if text == ALL else text for name, text in given.items()}
        return Wanted(
            reach_km=float(said.get("km") or USUAL["km"]),
            kind=said.get("sorte", ""),
            service=said.get("service", ""),
            access=said.get("acces", ""),
            language=said.get("parle", ""),
            open_only=bool(said.get("ouvert")),
        )
