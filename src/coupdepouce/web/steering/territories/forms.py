"""What is asked of territories, by plain addresses: a level, where, and what weighs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from coupdepouce.core.territory.data.lists import LISTS
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.experiment.plan import Design
from coupdepouce.core.territory.ranking.said import number
from coupdepouce.insight.territories.asked_sites import AskedSites
from coupdepouce.insight.territories.choices import CRITERIA, holders
from coupdepouce.insight.territories.experiment import (
    LEAST_MONTHS,
    MOST_MONTHS,
    AskedExperiment,
)
from coupdepouce.insight.territories.loading import Loaded
from coupdepouce.insight.territories.maps import SCORE
from coupdepouce.insight.territories.ranking import Asked
from coupdepouce.web.prescribing.fields import DayField

LEVELS = ((Level.REGION, "Régions"), (Level.DEPARTMENT, "Départements"), (Level.EPCI, "EPCI"))
DESIGNS = (
    (Design.STEPPED, "Ouverture par étapes"), (Design.PAIRED, "Paires, le sort choisit"),
    (Design.MATCHED, "Zones semblables ailleurs"),
)  # fmt: skip
FIRST = ("", "Choisissez")
FRANCE = ("", "France métropolitaine")
# Places that hold no two territories of the level.
TOO_SMALL = {
    Level.REGION: ("region", "department"), Level.DEPARTMENT: ("department",), Level.EPCI: (),
}  # fmt: skip
WHOLE, NEAR = 100.0, 0.1  # per cent


def places(data: Loaded, *, first: tuple[str, str]) -> Sequence[tuple[str, Any]]:
    """Give the choice of where: regions, then departments."""
    return (
        first,
        ("Régions", list(holders(data, Level.REGION).items())),
        ("Départements", list(holders(data, Level.DEPARTMENT).items())),
    )


class WeightField(forms.FloatField):
    """A weight in per cent, with a comma or a point."""

    def __init__(self, *, label: str) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 5})
        super().__init__(
            label=label, min_value=0, max_value=WHOLE, required=False, localize=True, widget=widget,
            error_messages={"invalid": "Écrivez un nombre, comme 25."},
        )  # fmt: skip


class TerritoriesForm(forms.Form):
    """Which territories, and where."""

    weightings: Mapping[str, str] = {"": "Poids des critères"}  # titles, by prefix
    level = forms.ChoiceField(label="Comparer", choices=LEVELS, required=False)
    within = forms.ChoiceField(label="Où", required=False)

    def __init__(self, sent: Mapping[str, str], *, data: Loaded) -> None:
        super().__init__(sent)
        self.fields["within"].choices = places(data, first=FRANCE)  # type: ignore[attr-defined]
        for name in self.weightings:
            for one in CRITERIA:
                self.fields[f"{name}{one.name}"] = WeightField(label=one.label)

    def clean(self) -> dict[str, Any]:
        """Refuse a level that the place does not hold, and weights that are not a whole."""
        found = super().clean() or {}
        level, within = Level(found.get("level") or Level.REGION), found.get("within", "")
        found["level"] = level
        if level is Level.EPCI and not within:
            self.add_error("within", "Choisissez une région ou un département pour voir ses EPCI.")
        if within and within.partition(":")[0] in TOO_SMALL[level]:
            self.add_error("level", "Ce lieu n’en contient pas plusieurs : choisissez plus petit.")
        for name in self.weightings:
            if not self.errors and len(self._given(name)) > 0:
                self._check_sum(name)
        return found

    def _given(self, name: str) -> dict[str, float]:
        found = {one.name: self.cleaned_data.get(f"{name}{one.name}") for one in CRITERIA}
        return {key: weight for key, weight in found.items() if weight is not None}

    def _check_sum(self, name: str) -> None:
        total = sum(self._given(name).values())
        if abs(total - WHOLE) > NEAR:
            self.add_error(
                None,
                f"{self.weightings[name]} : {number(total, 1)} % en tout, il faut 100 %. "
                "Videz toutes les cases pour des poids égaux.",
            )

    @property
    def first(self) -> Sequence[forms.BoundField]:
        """Give the fields that are not weights."""
        return [one for one in self if not isinstance(one.field, WeightField)]

    @property
    def weights(self) -> Sequence[Mapping[str, Any]]:
        """Give each set of weights: its title, whether it is unfolded, its fields, their sum."""
        return [
            {
                "title": f"{title}, en %",
                "open": bool(self.errors or len(self.weightings) > 1 or self._given(name)),
                "fields": [self[f"{name}{one.name}"] for one in CRITERIA],
                "total": self._total(name),
            }
            for name, title in self.weightings.items()
        ]

    def _total(self, name: str) -> str:
        given = self._given(name)
        if not given:
            return f"Aujourd’hui : {number(WHOLE / len(CRITERIA), 1)} % chacun."
        return f"Somme : {number(sum(given.values()), 1)} %."

    def asked(self, name: str = "") -> Asked:
        """Give the question; no weight at all means equal ones, an empty one among others 0."""
        given = self._given(name)
        total = sum(given.values())
        weights = {key: weight / total for key, weight in given.items()} if given else None
        return Asked(
            level=self.cleaned_data["level"], within=self.cleaned_data["within"], weights=weights
        )


class RankingForm(TerritoriesForm):
    """The ranking, and what its map shows."""

    show = forms.ChoiceField(
        label="Sur la carte", required=False,
        choices=((SCORE, "Score"), *((one.name, one.label) for one in CRITERIA)),
    )  # fmt: skip


class ScenariosForm(TerritoriesForm):
    """Two sets of weights for the same territories."""

    weightings: Mapping[str, str] = {"a_": "Scénario A", "b_": "Scénario B"}


class SitesForm(forms.Form):
    """How many sites, and where."""

    within = forms.ChoiceField(label="Où")
    k = forms.IntegerField(label="Sites à ouvrir", min_value=1, max_value=200, initial=10)
    km = forms.FloatField(label="Desservi à moins de (km)", min_value=1, max_value=100, initial=15,
                          localize=True)  # fmt: skip
    existing = forms.ChoiceField(
        label="Déjà ouverts", required=False,
        choices=(("", "Aucun"), *((one.kind, one.label.capitalize()) for one in LISTS)),
    )  # fmt: skip
    floor = forms.FloatField(label="Part à couvrir dans chaque département, en %", min_value=0,
                             max_value=100, required=False, localize=True)  # fmt: skip

    def __init__(self, sent: Mapping[str, str] | None, *, data: Loaded) -> None:
        super().__init__(sent)
        self.fields["within"].choices = places(data, first=FIRST)  # type: ignore[attr-defined]

    def asked(self) -> AskedSites:
        """Give the question."""
        told = self.cleaned_data
        return AskedSites(
            within=told["within"], k=told["k"], said_km=told["km"], existing=told["existing"],
            floor=(told["floor"] or 0) / WHOLE,
        )  # fmt: skip


class ExperimentForm(forms.Form):
    """What is to be judged, and what is assumed."""

    within = forms.ChoiceField(label="Où")
    start = DayField(label="Première ouverture", help_text="Par exemple 01/03/2027.")
    design = forms.ChoiceField(label="Comparaison", choices=DESIGNS, initial=Design.STEPPED)
    steps = forms.IntegerField(label="Étapes", min_value=2, max_value=12, initial=4)
    months = forms.IntegerField(label="Mois entre deux étapes, ou avant l’enquête",
                                min_value=LEAST_MONTHS, max_value=MOST_MONTHS,
                                initial=3)  # fmt: skip
    households = forms.IntegerField(label="Ménages interrogés par zone et enquête", min_value=10,
                                    max_value=5000, initial=100)  # fmt: skip
    icc = forms.FloatField(label="Corrélation dans une zone, supposée", min_value=0, max_value=1,
                           initial=0.02, localize=True)  # fmt: skip
    outcome = forms.CharField(label="Critère principal, sinon la ligne internet", required=False,
                              max_length=120)  # fmt: skip
    share = forms.FloatField(label="Sa part au départ, en %, sinon estimée", required=False,
                             min_value=1, max_value=99, localize=True)  # fmt: skip

    def __init__(self, sent: Mapping[str, str] | None, *, data: Loaded) -> None:
        super().__init__(sent)
        self.fields["within"].choices = places(data, first=FIRST)  # type: ignore[attr-defined]

    def asked(self) -> AskedExperiment:
        """Give the question."""
        told = dict(self.cleaned_data)
        design, share = Design(told.pop("design")), told.pop("share")
        before = None if share is None else share / WHOLE
        return AskedExperiment(design=design, share=before, **told)
