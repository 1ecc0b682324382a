"""What the components need and a template cannot say: shapes, groups, projections."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import segno
from django.forms.renderers import TemplatesSetting

CODE_GROUPS = (3, 3, 4)
MAP_WIDTH, MAP_HEIGHT, PIN = 360, 240, 13
KM_PER_DEGREE = 111.195
NARROWEST_RING, EDGE = 44, 20
LABEL = 26  # half the width of the longest distance
TURNS = tuple(turn for step in range(15, 180, 15) for turn in (step, -step))
RINGS_KM = (0.25, 0.5, 1, 2, 5, 10, 20, 50, 100)


class Renderer(TemplatesSetting):
    """Render every form with our own field: label above, hint, error, then the input."""

    form_template_name = "ui/fields.html"
    field_template_name = "ui/field.html"


def code_groups(code: str, /) -> list[str]:
    """Cut a voucher code where a person pauses when reading it aloud."""
    bare = "".join(code.split()).replace("-", "")
    groups, start = [], 0
    for size in CODE_GROUPS:
        groups.append(bare[start : start + size])
        start += size
    return [group for group in [*groups, bare[start:]] if group]


def qr_svg(text: str, /) -> str:
    """Draw a QR code as inline SVG; the style sheet adds the quiet zone that readers need."""
    drawn: str = segno.make(text, error="m", micro=False).svg_inline(
        omitsize=True, border=0, svgclass="qr", lineclass=None
    )
    return drawn


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A numbered place on the small map, in the map's own units."""

    number: int
    x: int
    y: int

    @property
    def baseline(self) -> int:
        """Give the height at which the digit looks centred in its disc."""
        return self.y + 5


@dataclass(frozen=True, kw_only=True)
class Ring:
    """A circle that says how far its points are."""

    km: float
    radius: int
    x: int  # where the distance is written: on the circle itself, away from the places
    y: int


@dataclass(frozen=True, kw_only=True)
class SmallMap:
    """A map drawn on the server: rings of distance around a point, numbered places."""

    pins: Sequence[Pin]
    rings: Sequence[Ring]
    legend: str = ""
    width: int = field(default=MAP_WIDTH)
    height: int = field(default=MAP_HEIGHT)
    x: int = field(default=MAP_WIDTH // 2)
    y: int = field(default=MAP_HEIGHT // 2)


def small_map(
    *,
    here: tuple[float, float],
    places: Sequence[tuple[float, float] | None],
    legend: str = "",
    first: int = 1,
) -> SmallMap:
    """Draw places around a point; each position is (latitude, longitude) in degrees.

    A place whose position is not known keeps its number, and is not drawn.
    """
    numbers = [number for number, place in enumerate(places, start=first) if place]
    flat = [_offset_km(here, place) for place in places if place]
    farthest = max((max(abs(x) / MAP_WIDTH, abs(y) / MAP_HEIGHT) for x, y in flat), default=0)
    per_km = 0.38 / max(farthest, 0.4 / MAP_HEIGHT)
    pins: list[Pin] = []
    for number, (x, y) in zip(numbers, flat, strict=True):
        spot = (round(MAP_WIDTH / 2 + x * per_km), round(MAP_HEIGHT / 2 - y * per_km))
        pins.append(_free_pin(number, spot, pins))
    return SmallMap(pins=tuple(pins), rings=_rings(per_km, pins), legend=legend)


def _offset_km(here: tuple[float, float], there: tuple[float, float]) -> tuple[float, float]:
    """Give how far east and north a place is: at this scale the earth is flat."""
    east = (there[1] - here[1]) * KM_PER_DEGREE * math.cos(math.radians(here[0]))
    return east, (there[0] - here[0]) * KM_PER_DEGREE


def _free_pin(number: int, spot: tuple[int, int], taken: Sequence[Pin]) -> Pin:
    """Move a pin to the side until its digit can be read."""
    x, y = spot
    aside = 2 * PIN if x < MAP_WIDTH / 2 else -2 * PIN
    while any(math.hypot(x - pin.x, y - pin.y) < 2 * PIN for pin in taken):
        x += aside
    return Pin(number=number, x=x, y=y)


def _rings(per_km: float, pins: Sequence[Pin]) -> tuple[Ring, ...]:
    """Choose at most three round distances that fit in the map, as the mark has three arcs."""
    fit = [km for km in RINGS_KM if NARROWEST_RING <= km * per_km <= MAP_WIDTH / 2 - EDGE]
    rings: list[Ring] = []
    for km in fit[-3:]:
        radius = round(km * per_km)
        x, y = _free_spot(radius, [(pin.x, pin.y) for pin in pins], [(r.x, r.y) for r in rings])
        rings.append(Ring(km=km, radius=radius, x=x, y=y))
    return tuple(rings)


def _free_spot(
    radius: int, pins: Sequence[tuple[int, int]], written: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Go round a circle from the left until a distance can be written there."""
    spots = [
        (
            round(MAP_WIDTH / 2 - radius * math.cos(math.radians(turn))),
            round(MAP_HEIGHT / 2 - radius * math.sin(math.radians(turn))) + 4,
        )
        for turn in (0, 180, *TURNS)
    ]
    inside = [
        (x, y) for x, y in spots if LABEL <= x <= MAP_WIDTH - LABEL and PIN <= y <= MAP_HEIGHT - PIN
    ]
    for x, y in inside:
        clear = all(abs(x - px) > LABEL + PIN or abs(y - 4 - py) > 2 * PIN - 4 for px, py in pins)
        if clear and all(abs(x - wx) > 2 * LABEL or abs(y - wy) > PIN for wx, wy in written):
            return x, y
    return (inside or spots)[0]
