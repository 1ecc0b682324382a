"""The fields of the counter that are not typed as text: a serial scanned, a signature drawn."""

from collections.abc import Mapping
from typing import Any

from django import forms

from coupdepouce.core.journey.answers import REFUSED_TO_SIGN

SERIAL = {
    "class": "serial", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
}  # fmt: skip


class SignatureInput(forms.Widget):
    """Strokes drawn on a sheet, or a box ticked by who saw that the person does not sign."""

    template_name = "ui/signature.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template what was drawn already: an error elsewhere loses no signature."""
        context = super().get_context(name, value, attrs)
        is_refused = value == REFUSED_TO_SIGN
        context["widget"] |= {
            "strokes": "" if is_refused else value or "",
            "is_refused": is_refused,
        }
        return context

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: Any,  # noqa: ARG002 - Django's own signature
        name: str,
    ) -> str:
        """Read the box first: who refuses has drawn nothing that counts."""
        return REFUSED_TO_SIGN if data.get(f"{name}_refused") else str(data.get(name) or "")
