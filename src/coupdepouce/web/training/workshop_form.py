"""The form of a workshop: what households read of it, in each language of the programme."""

from typing import Any

from django import forms

from coupdepouce.core.languages import FRENCH
from coupdepouce.programmes.queries import offered_languages
from coupdepouce.training.operations import WorkshopText
from coupdepouce.training.queries import Workshop
from coupdepouce.web.once import OurWordsForm


class WorkshopForm(OurWordsForm):
    """A workshop of the catalogue."""

    title = forms.CharField(label="Titre", max_length=80)
    theme = forms.ChoiceField(label="Thème", choices=Workshop.Theme.choices)
    level = forms.ChoiceField(label="Niveau", choices=Workshop.Level.choices)
    minutes = forms.IntegerField(label="Durée en minutes", min_value=15, max_value=480)
    material = forms.ChoiceField(label="Matériel", choices=Workshop.Material.choices)
    text = forms.CharField(
        label="Ce que la personne lit",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Des mots faciles, une idée par phrase : ce qu’on fait ensemble.",
    )
    is_offered = forms.BooleanField(label="Proposé aux boutiques", required=False, initial=True)

    def __init__(self, data: Any = None, *, workshop: Workshop | None = None) -> None:
        known = {name: getattr(workshop, name) for name in self.base_fields} if workshop else {}
        super().__init__(data, initial=known)
        self.kept = workshop.translations if workshop else {}
        self.languages = [one for one in offered_languages() if one.code != FRENCH.code]
        for one in self.languages:
            words = self.kept.get(one.code, {})
            direction = {"lang": one.code, "dir": "rtl" if one.right_to_left else "ltr"}
            self.fields[f"title_{one.code}"] = forms.CharField(
                label=f"Titre en {one.name}",
                max_length=80,
                required=False,
                initial=words.get("title", ""),
                widget=forms.TextInput(attrs=direction),
            )
            self.fields[f"text_{one.code}"] = forms.CharField(
                label=f"Le même texte en {one.name}",
                max_length=400,
                required=False,
                initial=words.get("text", ""),
                widget=forms.Textarea(attrs={"rows": 3, **direction}),
            )

    @property
    def said(self) -> WorkshopText:
        """Give the workshop as it was written; a language no longer offered keeps its words."""
        data = self.cleaned_data
        now = {
            one.code: {name: data[f"{name}_{one.code}"] for name in ("title", "text")}
            for one in self.languages
        }
        own = {name: data[name] for name in self.base_fields}
        translations = {
            code: words for code, words in (self.kept | now).items() if any(words.values())
        }
        return WorkshopText(**own, translations=translations)
