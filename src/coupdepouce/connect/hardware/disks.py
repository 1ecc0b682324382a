"""The disks that stay in a machine: no key, no disc, no card, no disk at the end of a cable."""

import re
from collections.abc import Iterator, Mapping

from coupdepouce.connect.hardware.found import Found
from coupdepouce.connect.hardware.nodes import Node
from coupdepouce.core.equipment.hardware import Disk, DiskType

LARGEST = 10**14  # 100 TB: lshw writes 18446744073709549568 for a size it could not count
SPINS = re.compile(r"\d{4,5}rpm")
NAMED_SSD = re.compile(r"(?<![a-z])ssd(?![a-z])|solid.?state", re.IGNORECASE)
NVME_PART = re.compile(r"(/dev/)?nvme\d+n\d+")
MMC = re.compile(r"(/dev/)?mmcblk\d+")
SD_CARD = "SD Card"  # lshw tells a card apart from an eMMC chip by its register (mmc.cc)
UNREAD_TYPE = "Le fichier ne dit pas si le disque « {name} » est un disque dur ou un SSD."
UNREAD_SIZE = "Le fichier ne donne pas la taille du disque « {name} »."


def disks_of(
    nodes: list[Node], *, kinds: Mapping[str, DiskType] | None = None
) -> Found[tuple[Disk, ...]]:
    """Give the disks, and what the file does not say of each; `kinds` by device, when known."""
    found = [(node, _disk(node, kinds or {})) for node in nodes if _stays(node)]
    found += [(node, _empty_nvme(node)) for node in _nvme_without_parts(nodes, found)]
    if not found:
        # A disk behind a RAID controller is not drawn: nothing seen is not nothing there.
        return Found(why="Le fichier ne montre aucun disque : dites s’il y en a un.")
    disks = tuple(disk for _, disk in found)
    return Found(value=disks, why=" ".join(_missing(found)))


def missing_of(disk: Disk, *, name: str) -> Iterator[str]:
    """Say what is not known of a disk."""
    if disk.type is DiskType.UNKNOWN:
        yield UNREAD_TYPE.format(name=name)
    if disk.size_bytes is None:
        yield UNREAD_SIZE.format(name=name)


def size_in_bytes(value: float | None) -> int | None:
    """Keep a size that a disk can have."""
    return round(value) if value is not None and 0 < value < LARGEST else None


def device_of(node: Node) -> str:
    """Give the name by which the other tools know a disk: "/dev/sda"."""
    return next(iter(node.devices), "")


def _missing(found: list[tuple[Node, Disk]]) -> Iterator[str]:
    for node, disk in found:
        name = node.text("product") or device_of(node) or "sans nom"
        yield from missing_of(disk, name=name)


def _stays(node: Node) -> bool:
    if node.text("class") != "disk" or node.text("id").partition(":")[0] in {"cdrom", "medium"}:
        return False
    if node.can("removable") or node.text("description") == SD_CARD or _is_plugged(node):
        return False
    # An NVMe disk also appears under the names of its sensor and of its raw access.
    nvme = _is_nvme(node)
    return not nvme or any(NVME_PART.fullmatch(name) for name in node.devices)


def _is_plugged(node: Node) -> bool:
    return any(
        above.text("businfo").startswith("usb@") or above.setting("driver") == "usb-storage"
        for above in (node, *node.carriers())
    )


def _is_nvme(node: Node) -> bool:
    carrier = node.parent
    return (
        node.text("description").casefold().startswith("nvme")
        or any(NVME_PART.fullmatch(name) for name in node.devices)
        or (carrier is not None and carrier.setting("driver") == "nvme")
    )


def _disk(node: Node, kinds: Mapping[str, DiskType]) -> Disk:
    size = size_in_bytes(node.size) or size_in_bytes(_medium(node))
    read = _type(node)
    return Disk(
        type=kinds.get(device_of(node), read) if read is DiskType.UNKNOWN else read,
        size_bytes=size,
    )


def _medium(node: Node) -> int | None:
    children = node.data.get("children")
    for child in children if isinstance(children, list) else ():
        if isinstance(child, dict) and child.get("id") == "medium":
            return Node(data=child).size
    return None


def _type(node: Node) -> DiskType:
    words = f"{node.text('description')} {node.text('product')}"
    if _is_nvme(node):
        return DiskType.NVME
    if any(MMC.fullmatch(name) for name in node.devices):
        return DiskType.EMMC
    if NAMED_SSD.search(words):
        return DiskType.SSD
    spins = any(SPINS.fullmatch(name) for name in node.capabilities)
    return DiskType.HDD if spins else DiskType.UNKNOWN


def _nvme_without_parts(nodes: list[Node], found: list[tuple[Node, Disk]]) -> list[Node]:
    """Give the NVMe controllers whose disk is not drawn: an old lshw stops there."""
    drawn = {id(above.data) for node, _ in found for above in node.carriers()}
    return [
        node
        for node in nodes
        if node.text("class") == "storage" and _is_controller(node) and id(node.data) not in drawn
    ]


def _is_controller(node: Node) -> bool:
    words = node.text("description").casefold()
    return (
        node.setting("driver") == "nvme"
        or words.startswith("nvme")
        or words == "non-volatile memory controller"
    )


def _empty_nvme(node: Node) -> Disk:
    return Disk(type=DiskType.NVME, size_bytes=size_in_bytes(node.size))
