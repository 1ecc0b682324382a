"""A machine as a person types it, or as its file filled it: the same form."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

from coupdepouce.core.equipment.hardware import (
    BYTES_IN_GB,
    DISK_TYPES,
    FIELDS,
    FORMS,
    MIB_IN_GIB,
    Form,
    Hardware,
)
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.serial import read_serial
from coupdepouce.equipment.operations.intake import NewMachine
from coupdepouce.web.once import OnceForm
from coupdepouce.web.refurbishing.forms import BIGGEST_FILE, TYPED, light

if TYPE_CHECKING:
    from coupdepouce.equipment.models import Computer

NONE = "none"
KINDS = [("", "Je ne sais pas"), *((kind.value, label) for kind, label in DISK_TYPES.items()
         if kind.value != "unknown"), (NONE, "aucun disque")]  # fmt: skip
ANOTHER = [("", "aucun autre"), *KINDS[1:-1], ("unknown", "type inconnu")]
OTHERS = {"second": "Second disque", "third": "Troisième disque", "fourth": "Quatrième disque"}
SLOTS = ("first", *OTHERS)
TOO_MANY = "Le fichier montre {many} disques, la fiche en garde {kept} : retirez les autres."
ALSO = {Form.DESKTOP: " ou tout-en-un"}  # as the sheet reads it
MOST_RAM_GIB, MOST_DISK_GB = 1024, 100_000
LONGEST_SAID = 4000
# The fields of the form, by the field of the machine they answer.
ANSWERS = {
    "brand": "brand", "model": "model", "processor": "processor", "ram_mib": "ram_gib",
    "disks": "first_kind", "screen": "screen", "wifi": "wifi", "serial": "serial", "form": "form",
}  # fmt: skip


def text(label: str, length: int, **given: Any) -> forms.CharField:
    """Give a line of text that a file may not fill."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=given.pop("required", False),
        widget=forms.TextInput(attrs=TYPED),
        **given,
    )


def number(label: str, most: int, *, digits: int) -> forms.DecimalField:
    """Give a number with a comma or a point."""
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        decimal_places=digits,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", **TYPED}),
        error_messages={"invalid": "Écrivez un nombre."},
    )


class MachineForm(OnceForm):
    """What a machine is; a field left empty is not known, and is named as such."""

    file = forms.FileField(
        label="Fichier de la machine",
        required=False,
        help_text="Celui de « sudo lshw -json > machine.json », ou d’eReuse Workbench.",
        error_messages={"empty": "Ce fichier est vide : relancez la commande."},
    )
    said = forms.CharField(required=False, max_length=LONGEST_SAID, widget=forms.HiddenInput)
    serial = text(
        "Numéro de série", 60, required=True, error_messages={"required": "Recopiez l’étiquette."}
    )
    form = forms.ChoiceField(
        label="Forme",
        choices=[(form.value, f"{label}{ALSO.get(form, '')}") for form, label in FORMS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si c’est un portable ou un fixe."},
    )
    brand = text("Marque", 80)
    model = text("Modèle", 120)
    processor = text("Processeur", 120)
    ram_gib = number("Mémoire, en Go", MOST_RAM_GIB, digits=2)
    first_kind = forms.ChoiceField(label="Disque", choices=KINDS, required=False)
    first_gb = number("Taille du disque, en Go", MOST_DISK_GB, digits=2)
    screen = text("Écran", 60, help_text="Pouces et points : 15,6 pouces, 1366 × 768.")
    wifi = forms.ChoiceField(
        label="Wifi",
        choices=[("", "Je ne sais pas"), ("yes", "oui"), ("no", "non")],
        required=False,
    )

    def __init__(self, data: Any = None, files: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        for slot, label in OTHERS.items():
            self.fields[f"{slot}_kind"] = forms.ChoiceField(
                label=label, choices=ANOTHER, required=False
            )
            size = f"Taille du {label.lower()}, en Go"
            self.fields[f"{slot}_gb"] = number(size, MOST_DISK_GB, digits=2)
        for name, sentence in self._said().items():
            self.fields[ANSWERS[name]].help_text = sentence

    def other_disks(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Give the rows of the other disks: those that are filled, and one to fill."""
        pairs = [(self[f"{slot}_kind"], self[f"{slot}_gb"]) for slot in OTHERS]
        filled = [at for at, (kind, size) in enumerate(pairs) if kind.value() or size.value()]
        return pairs[: max(filled, default=-1) + 2]

    def clean_file(self) -> Any:
        """Refuse a file too heavy for a page."""
        return light(self.cleaned_data["file"], most=BIGGEST_FILE)

    def clean_serial(self) -> str:
        """Write the serial as every scanner reads it."""
        try:
            return read_serial(self.cleaned_data["serial"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None

    def machine(self) -> NewMachine:
        """Give the machine that the form describes, with what is still not known of it."""
        given = self.cleaned_data
        ram, wifi = given["ram_gib"], given["wifi"]
        disks = [disk for slot in SLOTS if (disk := self._disk(slot)) is not None]
        return NewMachine(
            form=given["form"],
            serial=given["serial"],
            brand=given["brand"],
            model=given["model"],
            processor=given["processor"],
            ram_mib=round(ram * MIB_IN_GIB) or None if ram else None,
            disks=disks,
            screen=given["screen"],
            has_wifi={"yes": True, "no": False}.get(wifi),
            unread=list(self._unread(disks)),
        )

    def _disk(self, slot: str) -> dict[str, object] | None:
        kind, size = self.cleaned_data[f"{slot}_kind"], self.cleaned_data[f"{slot}_gb"]
        if kind == NONE or not (kind or size):
            return None
        return {
            "kind": kind or "unknown",
            "bytes": round(size * BYTES_IN_GB) if size else None,
        }

    def _unread(self, disks: list[dict[str, object]]) -> list[dict[str, str]]:
        given, said = self.cleaned_data, self._said()
        whole = bool(disks) and all(one["kind"] != "unknown" and one["bytes"] for one in disks)
        known = {name: bool(given[field]) for name, field in ANSWERS.items()}
        known["disks"] = given["first_kind"] == NONE or whole
        # lshw gives the points, and the points alone are half of a screen.
        known["screen"] = "pouce" in given["screen"].casefold()
        return [
            {"field": name, "sentence": said.get(name) or f"Pas encore connu : {label}."}
            for name, label in FIELDS.items()
            if not known[name]
        ]

    def _said(self) -> Mapping[str, str]:
        """Give the sentences of the file; what is not one of ours is dropped."""
        written = self.data.get("said") if self.is_bound else self.initial.get("said")
        try:
            told = json.loads(str(written or "{}"))
        except (ValueError, RecursionError):
            return {}
        if not isinstance(told, dict):
            return {}
        return {name: one for name, one in told.items() if name in FIELDS and isinstance(one, str)}


def filled(hardware: Hardware) -> dict[str, Any]:
    """Give what a file fills of the form; the rest stays as it was typed."""
    found: dict[str, Any] = {
        "serial": hardware.serial,
        "form": hardware.form.value if hardware.form else None,
        "brand": hardware.brand,
        "model": hardware.model,
        "processor": hardware.processor,
        "ram_gib": _decimal(hardware.ram_mib, MIB_IN_GIB),
        "screen": hardware.screen.in_words() if hardware.screen else None,
        "wifi": _wifi(hardware.wifi),
    }
    for slot, disk in zip(SLOTS, hardware.disks or (), strict=False):
        found[f"{slot}_kind"] = _kind(slot, disk.type.value)
        found[f"{slot}_gb"] = _decimal(disk.size_bytes, BYTES_IN_GB)
    sentences = {one.field: one.sentence for one in hardware.unread}
    many = len(hardware.disks or ())
    if many > len(SLOTS):
        sentences["disks"] = TOO_MANY.format(many=many, kept=len(SLOTS))
    return {
        **{name: value for name, value in found.items() if value is not None},
        "said": json.dumps(sentences, ensure_ascii=False),
    }


def typed(computer: "Computer") -> dict[str, Any]:
    """Give a machine as it was entered, to correct it."""
    found: dict[str, Any] = {
        name: getattr(computer, name)
        for name in ("serial", "form", "brand", "model", "processor", "screen")
    }
    found["ram_gib"] = _decimal(computer.ram_mib, MIB_IN_GIB)
    found["wifi"] = _wifi(computer.has_wifi)
    unread = {one["field"]: one["sentence"] for one in computer.unread}
    if not computer.disks and "disks" not in unread:
        found["first_kind"] = NONE
    for slot, disk in zip(SLOTS, computer.disks, strict=False):
        found[f"{slot}_kind"] = _kind(slot, disk["kind"])
        found[f"{slot}_gb"] = _decimal(disk["bytes"], BYTES_IN_GB)
    return {**found, "said": json.dumps(unread, ensure_ascii=False)}


def _wifi(has_wifi: bool | None) -> str | None:  # noqa: FBT001  a field of three values
    return None if has_wifi is None else ("yes" if has_wifi else "no")


def _kind(slot: str, kind: str) -> str:
    # The first disk has "I do not know"; another one has to be told from none at all.
    return "" if slot == SLOTS[0] and kind == "unknown" else kind


def _decimal(amount: int | None, unit: int) -> Decimal | None:
    if not amount:
        return None
    return (Decimal(amount) / unit).quantize(Decimal("0.01")).normalize() + 0
