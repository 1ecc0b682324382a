"""What is typed at the counter."""

from django import forms

from coupdepouce.core.voucher_seal import LONGEST


class CodeForm(forms.Form):
    """The code of a voucher, typed or scanned."""

    code = forms.CharField(
        label="Code du bon",
        help_text="10 lettres et chiffres. Les espaces ne comptent pas.",
        max_length=LONGEST,  # a scanner types the whole text of the QR
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
