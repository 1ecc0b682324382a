"""The forms of a shared follow-up, for staff."""

from django import forms

from coupdepouce.web.prescribing.fields import WordedForm, plain


class NameForm(forms.Form):
    """The name of an organisation, or a piece of it."""

    q = forms.CharField(
        label="Nom de la structure",
        max_length=80,
        help_text="Quelques lettres de chaque mot.",
        error_messages={"required": "Écrivez quelques lettres de son nom."},
        widget=plain(),
    )


class AskForm(WordedForm):
    """The full name and the birth date that the search box held."""

    typed = forms.CharField(max_length=200)


class AgreeForm(WordedForm):
    """The consent of a household that is there."""

    agrees = forms.BooleanField(
        label="La personne est devant moi, je lui ai lu ce qui est partagé, et elle est d’accord",
        error_messages={"required": "Sans son accord, rien n’est partagé."},
    )
