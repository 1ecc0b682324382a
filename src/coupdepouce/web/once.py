"""The key against the double click: what is sent twice with it is done once."""

from uuid import uuid4

from django import forms

STALE = "Rechargez la page : elle a déjà servi."


class OnceForm(forms.Form):
    """A form that changes something, with its key."""

    once = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={"required": STALE, "invalid": STALE},
    )
