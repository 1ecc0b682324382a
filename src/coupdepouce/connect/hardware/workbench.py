"""eReuse Workbench: its own list of components (11, 12), or the outputs it gathered (2024)."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from coupdepouce.connect.hardware.disks import LARGEST, missing_of, size_in_bytes
from coupdepouce.connect.hardware.found import Findings, Found, memory, named, plain
from coupdepouce.connect.hardware.hwinfo import monitor_of
from coupdepouce.connect.hardware.lshw import read_lshw
from coupdepouce.connect.hardware.nodes import Tree
from coupdepouce.connect.hardware.shapes import chassis_of, form_of, screen_of
from coupdepouce.connect.hardware.smart import with_smart
from coupdepouce.connect.hardware.wireless import NAMED_WIFI
from coupdepouce.core.equipment.hardware import Disk, DiskType, Screen

BYTES_IN_MB = 10**6
KINDS = {"HardDrive": DiskType.HDD, "SolidStateDrive": DiskType.SSD}
NAMED_NVME = re.compile(r"nvme", re.IGNORECASE)


def read_workbench(snapshot: Tree) -> Findings | None:
    """Read a snapshot; None when it holds neither components nor an output we know."""
    outputs = [part for key in ("data", "debug") if isinstance(part := snapshot.get(key), Mapping)]
    findings = _components(snapshot)
    for output in outputs:
        gathered = _outputs(output)
        if gathered is not None:
            findings = findings.or_else(gathered) if findings else gathered
    return findings


def _outputs(output: Tree) -> Findings | None:
    tree = output.get("lshw")
    if isinstance(tree, str):
        try:
            tree = json.loads(tree)
        except (ValueError, RecursionError):
            return None
    if isinstance(tree, list):
        tree = next((one for one in tree if isinstance(one, Mapping)), None)
    if not isinstance(tree, Mapping):
        return None
    findings = with_smart(read_lshw(tree), tree=tree, reports=output.get("smart"))
    lit = monitor_of(output.get("hwinfo"))
    # The monitor's own word has its size; keep lshw's when there is none.
    return findings if lit is None else replace(findings, screen=_measured(findings.screen, lit))


def _measured(seen: Found[Screen], lit: Screen) -> Found[Screen]:
    return Found(value=lit) if seen.value is not None else seen


def _components(snapshot: Tree) -> Findings | None:
    device, listed = snapshot.get("device"), snapshot.get("components")
    if not isinstance(device, Mapping) or not isinstance(listed, list):
        return None
    parts = [part for part in listed if isinstance(part, Mapping)]
    # "Netbook" is Workbench's word for any portable: its `type` is the one to trust.
    chassis = chassis_of(plain(device.get("type")), plain(device.get("chassis")))
    processors = _of(parts, "Processor")
    return Findings(
        brand=named(device.get("manufacturer"), label="la marque"),
        model=named(device.get("model"), label="le modèle"),
        form=form_of(chassis),
        serial=named(device.get("serialNumber"), label="le numéro de série"),
        processor=named(processors[0].get("model") if processors else "", label="le processeur"),
        ram_mib=_memory(_of(parts, "RamModule")),
        disks=_disks(_of(parts, *KINDS)),
        screen=screen_of(_display(_of(parts, "Display")), chassis.value),
        wifi=_wifi(_of(parts, "NetworkAdapter")),
    )


def _of(parts: Sequence[Tree], *kinds: str) -> list[Tree]:
    return [part for part in parts if part.get("type") in kinds]


def number(value: object) -> float | None:
    """Keep a number that can be a size."""
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < LARGEST
    return float(value) if fits else None  # type: ignore[arg-type]


def _memory(modules: list[Tree]) -> Found[int]:
    sizes = [number(module.get("size")) for module in modules]
    known = [size for size in sizes if size is not None]
    if not known or len(known) < len(sizes):
        return Found(why="Le fichier ne donne pas la taille de la mémoire.")
    return memory(sum(known))


def _disks(drives: list[Tree]) -> Found[tuple[Disk, ...]]:
    if not drives:
        return Found(why="Le fichier ne montre aucun disque : dites s’il y en a un.")
    disks = tuple(_disk(drive) for drive in drives)
    why = " ".join(_missing(drives, disks))
    return Found(value=disks, why=why)


def _disk(drive: Tree) -> Disk:
    size = number(drive.get("size"))
    nvme = NAMED_NVME.search(f"{drive.get('interface')} {drive.get('model')}")
    return Disk(
        type=DiskType.NVME if nvme else KINDS[str(drive.get("type"))],
        size_bytes=size_in_bytes(size * BYTES_IN_MB) if size else None,
    )


def _missing(drives: list[Tree], disks: tuple[Disk, ...]) -> Iterator[str]:
    for drive, disk in zip(drives, disks, strict=True):
        yield from missing_of(disk, name=plain(drive.get("model")) or "sans nom")


def _display(displays: list[Tree]) -> Screen | None:
    if not displays:
        return None
    told = displays[0]
    width, height = (number(told.get(f"resolution{side}")) for side in ("Width", "Height"))
    inches = number(told.get("size"))
    return Screen(
        inches=round(inches, 1) if inches else None,
        width=int(width) if width else None,
        height=int(height) if height else None,
    )


def _wifi(cards: list[Tree]) -> Found[bool]:
    if not cards:
        return Found(why="Le fichier ne montre aucune carte réseau.")
    if any(card.get("wireless") is True for card in cards):
        return Found(value=True)
    for card in cards:
        model = plain(card.get("model"))
        if NAMED_WIFI.search(model):
            sentence = f"Le fichier se contredit : la carte « {model} » y est notée sans wifi."
            return Found(why=sentence)
    silent = any(card.get("wireless") is not False for card in cards)
    return Found(why="Le fichier ne dit pas s’il y a le wifi.") if silent else Found(value=False)
