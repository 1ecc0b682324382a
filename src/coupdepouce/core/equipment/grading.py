"""The category a machine is worth: three scores, their weights, and the reason of each."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from coupdepouce.core.equipment.hardware import (
    BYTES_IN_GB,
    MIB_IN_GIB,
    Disk,
    DiskType,
    Hardware,
    ram_in_words,
)  # fmt: skip
from coupdepouce.core.programme.equipment import Band, Category, Grading

PARTS = {"ram": "mémoire", "processor": "processeur", "disk": "disque"}


@dataclass(frozen=True, kw_only=True)
class Score:
    """What one part brings; `points` is None when a person has to say what it is."""

    part: str
    points: int | None
    why: str

    @property
    def label(self) -> str:
        """Name the part as a person does."""
        return PARTS[self.part]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The category that the tables propose, and why; a person decides."""

    scores: tuple[Score, ...]
    total: int | None
    category: Category | None
    why: str


def propose(machine: Hardware, grading: Grading) -> Proposal:
    """Propose the category of a machine: nothing is guessed, what is not known is asked."""
    scores = (_ram(machine, grading), _processor(machine, grading), _disk(machine, grading))
    points = [score.points for score in scores]
    known = [one for one in points if one is not None]
    if len(known) < len(points):
        unknown = ", ".join(score.label for score in scores if score.points is None)
        why = f"Pas de proposition : on ne connaît pas assez bien {unknown}."
        return Proposal(scores=scores, total=None, category=None, why=why)
    total = sum(known)
    category = next((one for one in grading.categories if total >= one.at_least), None)
    return Proposal(scores=scores, total=total, category=category, why=_why(total, category))


def _why(total: int, category: Category | None) -> str:
    if category is None:
        return f"Total {total} : sous la dernière catégorie."
    return f"Total {total} : catégorie {category.id}, à partir de {category.at_least}."


def _ram(machine: Hardware, grading: Grading) -> Score:
    if machine.ram_mib is None:
        return Score(part="ram", points=None, why="La mémoire n’est pas connue.")
    # Half a gigabyte more is more: the band is compared in the machine's own unit.
    points = _banded(machine.ram_mib, grading.ram_gib, unit=MIB_IN_GIB)
    words = ram_in_words(machine.ram_mib)
    return Score(part="ram", points=points * grading.weights.ram, why=f"{words} de mémoire.")


def _processor(machine: Hardware, grading: Grading) -> Score:
    if not machine.processor:
        return Score(part="processor", points=None, why="Le processeur n’est pas connu.")
    # A space on each side: "[!0-9]*" then also fits a name that ends there.
    name = f" {machine.processor.casefold()} "
    for row in grading.processors:
        if fnmatchcase(name, row.pattern.casefold()):
            points = row.score * grading.weights.processor
            return Score(part="processor", points=points, why=f"{row.name}.")
    why = f"« {machine.processor} » n’est pas dans la table du programme."
    return Score(part="processor", points=None, why=why)


def _disk(machine: Hardware, grading: Grading) -> Score:
    if machine.disks is None:
        return Score(part="disk", points=None, why="Le disque n’est pas connu.")
    if not machine.disks:
        return Score(part="disk", points=0, why="Aucun disque.")
    scored = [(_disk_points(disk, grading), disk) for disk in machine.disks]
    known = [(points, disk) for points, disk in scored if points is not None]
    if len(known) < len(scored):
        why = "Le type ou la taille d’un disque n’est pas connu."
        return Score(part="disk", points=None, why=why)
    # The best disk counts: a second one never makes a machine worse.
    points, best = max(known, key=lambda one: one[0])
    return Score(part="disk", points=points, why=f"{best.in_words()}.")


def _disk_points(disk: Disk, grading: Grading) -> int | None:
    if disk.type is DiskType.UNKNOWN or disk.size_bytes is None:
        return None
    kind: int = getattr(grading.disk_types, disk.type.value)
    size = _banded(disk.size_bytes, grading.disk_gb, unit=BYTES_IN_GB)
    return (kind + size) * grading.weights.disk


def _banded(amount: int, bands: tuple[Band, ...], *, unit: int) -> int:
    reached = [band.score for band in bands if amount >= band.at_least * unit]
    return reached[-1] if reached else 0
