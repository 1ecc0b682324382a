"""A machine as its own file describes it: what is not said is None, and named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

MIB_IN_GIB = 1024
BYTES_IN_GB = 10**9  # disks are sold in powers of ten, memory in powers of two


class Form(StrEnum):
    """The shape of a machine, as the law's price caps tell them apart."""

    LAPTOP = "laptop"
    DESKTOP = "desktop"
    TABLET = "tablet"
    SMARTPHONE = "smartphone"


class DiskType(StrEnum):
    """How a disk keeps what is written, from the slowest to the fastest; or not known."""

    HDD = "hdd"
    EMMC = "emmc"
    SSD = "ssd"
    NVME = "nvme"
    UNKNOWN = "unknown"


FORMS: Mapping[Form, str] = {
    Form.LAPTOP: "ordinateur portable",
    Form.DESKTOP: "ordinateur fixe",
    Form.TABLET: "tablette",
    Form.SMARTPHONE: "téléphone",
}
DISK_TYPES: Mapping[DiskType, str] = {
    DiskType.HDD: "disque dur",
    DiskType.EMMC: "mémoire eMMC",
    DiskType.SSD: "SSD",
    DiskType.NVME: "SSD NVMe",
    DiskType.UNKNOWN: "disque de type inconnu",
}
FIELDS: Mapping[str, str] = {
    "brand": "marque",
    "model": "modèle",
    "form": "forme",
    "serial": "numéro de série",
    "processor": "processeur",
    "ram_mib": "mémoire",
    "disks": "disques",
    "screen": "écran",
    "wifi": "wifi",
}


@dataclass(frozen=True, kw_only=True)
class Disk:
    """A disk that stays in the machine."""

    type: DiskType
    size_bytes: int | None

    def in_words(self) -> str:
        """Write the disk as a person reads it: "SSD 240 Go"."""
        if self.size_bytes is None:
            return f"{DISK_TYPES[self.type]}, taille inconnue"
        return f"{DISK_TYPES[self.type]} {round(self.size_bytes / BYTES_IN_GB)} Go"


@dataclass(frozen=True, kw_only=True)
class Screen:
    """The screen that is part of the machine."""

    inches: float | None = None
    width: int | None = None
    height: int | None = None

    def in_words(self) -> str:
        """Write the screen as a person reads it: "15,5 pouces, 1366 × 768"."""
        size = f"{self.inches:.1f} pouces".replace(".", ",") if self.inches else ""
        points = f"{self.width} × {self.height}" if self.width and self.height else ""
        return ", ".join(part for part in (size, points) if part)


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A field that the file does not give, and the sentence that says so."""

    field: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Hardware:
    """A machine: only what its file says."""

    brand: str | None = None
    model: str | None = None
    form: Form | None = None
    serial: str | None = None
    processor: str | None = None
    ram_mib: int | None = None
    disks: tuple[Disk, ...] | None = None  # empty: the machine has none
    screen: Screen | None = None
    wifi: bool | None = None
    unread: tuple[Unread, ...] = ()

    def in_words(self) -> Iterator[tuple[str, str, str]]:
        """Give each field: its name, its French name, its value in words, empty if not read."""
        for name, label in FIELDS.items():
            yield name, label, _in_words(name, getattr(self, name))


def ram_in_words(mib: int) -> str:
    """Write memory as a person reads it: "8 Go", "3,8 Go"."""
    gib = mib / MIB_IN_GIB
    return f"{gib:.1f}".removesuffix(".0").replace(".", ",") + " Go"


def _in_words(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Form):
        return FORMS[value]
    if isinstance(value, Screen):
        return value.in_words()
    if isinstance(value, tuple):
        return " ; ".join(disk.in_words() for disk in value) or "aucun"
    return ram_in_words(value) if name == "ram_mib" and isinstance(value, int) else str(value)
