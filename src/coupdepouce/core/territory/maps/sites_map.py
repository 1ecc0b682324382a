"""A map of sites: who is near one, who is not, what is open and what to open, with the proof.

Circles have the area of the need they stand for. Shapes tell what colours tell, so that a print in
grey reads the same: a full circle is near a site and an empty one is not, a square is open already,
a numbered diamond is to open. Nothing needs a script.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.territory.maps.choropleth import INK, LINE, PAPER, SOFT
from coupdepouce.core.territory.maps.lambert import lambert93
from coupdepouce.core.territory.maps.outlines import Frame, Outlines, frame, path
from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking.said import number

GROUND, NEAR, FAR, OPENED = "#FFFFFF", "#2C7877", "#A4262C", "#F7C873"
SIDE, MARGIN, LEGEND, LEAST_HEIGHT = 560.0, 20.0, 220.0, 360.0
TITLE, LINES = 60, 22.0  # letters of a line of the title, and its height
LETTER, FOOT = 6.5, 15.0  # width of a letter of the foot, about, and the height of its lines
LARGEST, SMALL, LEAST = 24.0, 3.0, 0.5  # radius of a circle
FAR_LINE = 1.2
MANY = 5_000  # circles, from which the least are left out
NAMED = 150  # circles, largest first, that say their name and figure when pointed at
DIAMOND, SQUARE = 10.0, 5.0
CROWD = 30  # sites to open, from which they are drawn smaller
ROW = 26.0  # of the legend
SCALE = (1.0, 0.25, 0.05)  # of the largest need: the circles of the legend


@dataclass(frozen=True, kw_only=True)
class ShownSites:
    """What the map shows, and the words around it."""

    title: str
    unit: str  # what a circle counts
    near: str  # how far is near, in words
    far: str  # and the others
    points: Floats  # (n, 2) of the need
    names: tuple[str, ...]
    need: Floats  # (n,)
    covered: NDArray[np.bool_]
    opened: Floats  # (k, 2), in the order of their numbers
    opened_names: tuple[str, ...]
    existing: Floats  # (e, 2)
    km: float  # of the circle around each site to open, 0: none
    facts: tuple[str, ...]  # what it is worth, the gap, the sources


def sites_map(shown: ShownSites, outlines: Outlines) -> str:
    """Draw the map as one SVG document.

    Raises:
        Refusal: `no_outlines`.
    """
    where = frame(outlines, width=SIDE, height=SIDE)
    width = where.width + LEGEND + 3 * MARGIN
    titles = wrap(shown.title, TITLE)
    head = MARGIN + LINES * len(titles)
    top = head + max(where.height, LEAST_HEIGHT) + 2 * MARGIN
    foot = [line for fact in shown.facts for line in wrap(fact, int((width - MARGIN) / LETTER))]
    height = top + FOOT * len(foot)
    drawn = (
        f'<g transform="translate({MARGIN:.0f},{head + MARGIN / 2:.0f})">',
        *_ground(outlines, where),
        *_rings(shown, where),
        *_circles(shown, where),
        *_existing(shown, where),
        *_opened(shown, where),
        "</g>",
    )
    return "\n".join((
        *_opening(shown, width, height),
        *(_text(MARGIN, MARGIN + 8 + LINES * at, line, 18, 600) for at, line in enumerate(titles)),
        *drawn,
        *_legend(shown, where.width + 2 * MARGIN, head + MARGIN / 2),
        *(_text(MARGIN, top + FOOT * at, line, 11, fill=SOFT) for at, line in enumerate(foot)),
        "</svg>\n",
    ))  # fmt: skip


def _opening(shown: ShownSites, width: float, height: float) -> Sequence[str]:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"',
        'role="img" font-family="system-ui, sans-serif" aria-labelledby="map-title map-text">',
        f'<title id="map-title">{escape(shown.title)}</title>',
        f'<desc id="map-text">{escape(" ".join((_counted(shown), *shown.facts)))}</desc>',
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
    )


def _counted(shown: ShownSites) -> str:
    opened, existing = len(shown.opened), len(shown.existing)
    return f"Carte de {opened} sites à ouvrir et de {existing} lieux déjà ouverts."


def _ground(outlines: Outlines, where: Frame) -> Iterator[str]:
    yield f'<g fill="{GROUND}" stroke="{LINE}" stroke-width="0.6" fill-rule="evenodd">'
    yield from (f'<path d="{path(rings, where)}"/>' for rings in outlines.values())
    yield "</g>"


def _placed(points: Floats, where: Frame) -> Floats:
    east, north = lambert93(points[:, 0], points[:, 1])
    return np.stack([(east - where.west) * where.scale, (where.top - north) * where.scale], axis=1)


def _radius(need: Floats | float, shown: ShownSites) -> Floats:
    return np.asarray(LARGEST * np.sqrt(np.asarray(need) / _most(shown)), np.float64)


def _most(shown: ShownSites) -> float:
    return max(float(shown.need.max(initial=0.0)), 1.0)


def _least(shown: ShownSites) -> float:
    """Give the need under which a circle is not drawn: on a map of many it would be noise."""
    return _most(shown) * (LEAST / LARGEST) ** 2 if len(shown.need) > MANY else 0.0


def _rings(shown: ShownSites, where: Frame) -> Iterator[str]:
    """Draw how far is near around each site to open, where that is a circle."""
    if shown.km:
        around = f"{1_000 * shown.km * where.scale:.1f}"
        yield f'<g fill="none" stroke="{SOFT}" stroke-width="0.8" stroke-dasharray="4 3">'
        for x, y in _placed(shown.opened, where):
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{around}"/>'
        yield "</g>"


def _circles(shown: ShownSites, where: Frame) -> Iterator[str]:
    """Draw the need, largest first, so that none hides a smaller one."""
    spots, radius = _placed(shown.points, where), _radius(shown.need, shown)
    order = np.argsort(-shown.need, kind="stable")
    named, drawn = set(order[:NAMED].tolist()), shown.need[order] >= _least(shown)
    small = (radius < SMALL)[order]
    for which, style, line in (
        (~shown.covered[order] & ~small, _FAR, FAR_LINE),
        (~shown.covered[order] & small, _FAR_SMALL, FAR_LINE / 2),
        (shown.covered[order], _NEAR, 0.0),
    ):
        yield f"<g {style}>"
        for row in order[which & drawn].tolist():
            (x, y), r = spots[row], max(radius[row] - line / 2, LEAST)
            circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"'
            title = f"<title>{_hover(shown, row)}</title>" if row in named else ""
            yield f"{circle}>{title}</circle>" if title else f"{circle}/>"
        yield "</g>"


_NEAR = f'fill="{NEAR}" fill-opacity="0.8" stroke="{PAPER}" stroke-width="0.4"'
_FAR = f'fill="{GROUND}" fill-opacity="0.7" stroke="{FAR}" stroke-width="{FAR_LINE}"'
_FAR_SMALL = f'fill="{GROUND}" stroke="{FAR}" stroke-width="{FAR_LINE / 2}"'


def _hover(shown: ShownSites, row: int) -> str:
    near = shown.near if shown.covered[row] else shown.far
    return escape(f"{shown.names[row]} : {number(float(shown.need[row]))}, {near}")


def _existing(shown: ShownSites, where: Frame) -> Iterator[str]:
    if len(shown.existing):
        yield f'<g fill="{INK}" stroke="{PAPER}" stroke-width="0.6">'
        yield from (_square(x, y) for x, y in _placed(shown.existing, where))
        yield "</g>"


def _square(x: float, y: float) -> str:
    at = f'x="{x - SQUARE / 2:.1f}" y="{y - SQUARE / 2:.1f}"'
    return f'<rect {at} width="{SQUARE:g}" height="{SQUARE:g}"/>'


def _opened(shown: ShownSites, where: Frame) -> Iterator[str]:
    drawn = _diamond if len(shown.opened) <= CROWD else _small_diamond
    spots = zip(_placed(shown.opened, where), shown.opened_names, strict=True)
    for at, ((x, y), name) in enumerate(spots, start=1):
        yield f"<g><title>{at}. {escape(name)}</title>{drawn(x, y, str(at))}</g>"


def _diamond(x: float, y: float, said: str, d: float = DIAMOND) -> str:
    shape = f"M{x:.1f},{y - d:.1f}l{d:g},{d:g} {-d:g},{d:g} {-d:g},{-d:g}z"
    style = f'text-anchor="middle" font-size="{d:g}" font-weight="700" fill="{INK}"'
    return (
        f'<path d="{shape}" fill="{OPENED}" stroke="{INK}" stroke-width="{d / 7:.1f}"/>'
        f'<text x="{x:.1f}" y="{y + d / 3:.1f}" {style}>{said}</text>'
    )


def _small_diamond(x: float, y: float, said: str) -> str:
    return _diamond(x, y, said, 6.5)


def _legend(shown: ShownSites, left: float, top: float) -> Iterator[str]:
    total = (shown.need[shown.covered].sum(), shown.need[~shown.covered].sum())
    rows: list[tuple[str, tuple[str, ...]]] = [
        (f"<circle r='8' {_NEAR}/>", (f"{number(float(total[0]))}", shown.near)),
        (f"<circle r='8' {_FAR}/>", (f"{number(float(total[1]))}", shown.far)),
        (_diamond(0, 0, "1"), ("site à ouvrir", "numéro : voir la liste")),
    ]
    if len(shown.existing):
        rows.append((f'<g fill="{INK}">{_square(0, 0)}</g>', ("lieu déjà ouvert",)))
    if shown.km:
        ring = f'<circle r="9" fill="none" stroke="{SOFT}" stroke-dasharray="4 3"/>'
        rows.append((ring, (f"{shown.km:g} km autour".replace(".", ","), "d’un site à ouvrir")))
    yield '<g id="legend" aria-label="Légende">'
    yield _text(left, top + 12, shown.unit, 13, 600)
    y = top + ROW + 8
    for mark, words in rows:
        yield f'<g transform="translate({left + 11:.0f},{y:.0f})">{mark}</g>'
        yield from (_text(left + 30, y + 4 + 15 * at, one, 13) for at, one in enumerate(words))
        y += ROW + 15 * (len(words) - 1)
    yield from _scale(shown, left, y)
    yield "</g>"


def _scale(shown: ShownSites, left: float, top: float) -> Iterator[str]:
    """Draw circles of round figures, beside what they count."""
    yield _text(left, top + 12, "Taille des cercles", 13, 600)
    y = top + 20
    for share in SCALE:
        need = _round(share * _most(shown))
        r = float(_radius(need, shown))
        y += r + 4
        yield f'<circle cx="{left + LARGEST:.0f}" cy="{y:.1f}" r="{r:.1f}" {_NEAR}/>'
        yield _text(left + 2 * LARGEST + 10, y + 4, number(need), 13)
        y += r + 4
    if least := _least(shown):
        yield _text(left, y + 14, f"moins de {number(least)} : pas dessiné", 13)


def _round(need: float) -> float:
    """Give the first figure of a number, and zeros."""
    size = 10 ** np.floor(np.log10(max(need, 1.0)))
    return float(max(np.floor(need / size) * size, 1.0))


def _text(x: float, y: float, text: str, size: int, weight: int = 400, *, fill: str = INK) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" '
        f'fill="{fill}">{escape(text)}</text>'
    )
