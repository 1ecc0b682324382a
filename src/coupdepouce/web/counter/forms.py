"""What is typed at the counter."""

from django import forms


class CodeForm(forms.Form):
    """The code of a voucher, typed or scanned."""

    code = forms.CharField(
        label="Code du bon",
        help_text="10 lettres et chiffres. Les espaces ne comptent pas.",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
