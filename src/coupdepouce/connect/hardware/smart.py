"""What `smartctl` adds to lshw: whether a disk turns."""

from collections.abc import Mapping
from dataclasses import replace

from coupdepouce.connect.hardware.disks import disks_of
from coupdepouce.connect.hardware.found import Findings
from coupdepouce.connect.hardware.nodes import Tree, walk
from coupdepouce.core.equipment.hardware import DiskType


def with_smart(findings: Findings, *, tree: Tree, reports: object) -> Findings:
    """Give the type of the disks that lshw left unknown and SMART knows, by their device."""
    kinds = dict(_kinds(reports))
    return replace(findings, disks=disks_of(walk(tree), kinds=kinds)) if kinds else findings


def _kinds(reports: object) -> list[tuple[str, DiskType]]:
    told = [one for one in reports if isinstance(one, Mapping)] if isinstance(reports, list) else []
    return [(device, kind) for one in told for device, kind in [_kind(one)] if kind is not None]


def _kind(report: Tree) -> tuple[str, DiskType | None]:
    device = report.get("device")
    if not isinstance(device, Mapping):
        return "", None
    name, protocol = str(device.get("name")), str(device.get("protocol")).casefold()
    turns = report.get("rotation_rate")
    if protocol == "nvme":
        return name, DiskType.NVME
    # smartctl writes 0 for "Solid State Device", a speed for a disk that turns.
    if not isinstance(turns, int) or isinstance(turns, bool):
        return name, None
    return name, DiskType.HDD if turns else DiskType.SSD
