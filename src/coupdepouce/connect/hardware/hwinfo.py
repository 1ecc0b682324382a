"""The one thing lshw does not know and `hwinfo` does: the size of the screen."""

import re

from coupdepouce.core.equipment.hardware import Screen

MM_IN_INCH = 25.4
MONITOR = "Hardware Class: monitor"
POINTS = re.compile(r"^  Resolution: (\d{3,5})x(\d{3,5})@", re.MULTILINE)
SIZE = re.compile(r"^  Size: (\d{2,4})x(\d{2,4}) mm", re.MULTILINE)


def monitor_of(text: object) -> Screen | None:
    """Give the first screen that hwinfo describes with its points or its size."""
    if not isinstance(text, str):
        return None
    for block in text.split("\n\n"):
        if MONITOR in block and (screen := _screen(block)) is not None:
            return screen
    return None


def _screen(block: str) -> Screen | None:
    points, size = POINTS.search(block), SIZE.search(block)
    if size is None:
        return None
    diagonal = (int(size[1]) ** 2 + int(size[2]) ** 2) ** 0.5 / MM_IN_INCH
    return Screen(
        inches=round(diagonal, 1),
        width=int(points[1]) if points else None,
        height=int(points[2]) if points else None,
    )
