"""The library's forms in our words: no placeholder, no link inside a hint."""

from typing import Any

from allauth.account import forms


class LoginForm(forms.LoginForm):
    """An address and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, login="Adresse électronique", password="Mot de passe")  # noqa: S106


class ResetPasswordForm(forms.ResetPasswordForm):
    """An address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, email="Adresse électronique")


class ResetPasswordKeyForm(forms.ResetPasswordKeyForm):
    """A password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password1="Mot de passe", password2="Le même, encore une fois")


def _say(form: Any, **labels: str) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)
