"""A choropleth that carries all it needs: title, legend in words, source, year, uncertainty.

Colours go from light to dark with the figure, so that a print in grey reads the same; the lines
between areas are drawn, so that two areas of one class stay apart. Hatching says that the interval
of a figure is wide. Each area has a `title`, shown on hover and read aloud; nothing needs a script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from textwrap import wrap

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.territory.maps.outlines import Frame, Outlines, frame, middle, path
from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking.said import number, with_unit

# From the paper to the primary of the house; a test measures that each step is darker.
SHADES = ("#E3EFEC", "#A9CFCB", "#69A6A3", "#2C7877", "#063F40")
UNKNOWN, LINE, INK, SOFT, PAPER = "#FFFFFF", "#4A5160", "#1F2430", "#4A5160", "#FFFBF5"
CLASSES = 5
SIDE, HEAD, MARGIN = 560.0, 70.0, 20.0
LEGEND, LEAST_HEIGHT = 190.0, 330.0
WIDE = 2  # classes between the ends of an interval, from which it is hatched
FEW = 25  # areas, up to which each carries its figure
MANY = 500  # areas, from which lines are thinner
LETTERS = 62  # of a line of the head
LETTER = 6.5  # width of one of the foot, about


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a map shows: a figure of each area with its interval, and the words around it."""

    title: str
    unit: str
    digits: int
    codes: tuple[str, ...]
    names: tuple[str, ...]
    values: Floats  # NaN: not known
    low: Floats
    high: Floats
    source: str  # with the year
    notes: tuple[str, ...] = ()  # said on hover, one an area, after its figure


def classes(values: Floats, *, count: int = CLASSES) -> Floats:
    """Give the inner limits of classes that hold as many areas each (quantiles), each once."""
    known = values[np.isfinite(values)]
    if len(known) < 2:  # noqa: PLR2004 - nothing to divide
        return np.zeros(0)
    inner = np.quantile(known, np.linspace(0, 1, count + 1)[1:-1])
    limits = np.unique(inner)
    return np.asarray(limits[(limits > known.min()) & (limits <= known.max())])


def _apart(limits: Floats, shown: Shown) -> Floats:
    """Keep the limits that the legend can tell apart."""
    last, kept = number(float(np.nanmin(shown.values)), shown.digits) if len(limits) else "", []
    for one in limits:
        if (said := number(float(one), shown.digits)) != last:
            last = said
            kept.append(float(one))
    return np.array(kept)


def choropleth(shown: Shown, outlines: Outlines) -> str:
    """Draw the map as one SVG document.

    Raises:
        Refusal: `no_outlines`.
    """
    where = frame(
        {code: outlines[code] for code in shown.codes if code in outlines}, width=SIDE, height=SIDE
    )
    limits = _apart(classes(shown.values), shown)
    width = where.width + LEGEND + 3 * MARGIN
    top = max(where.height + HEAD + MARGIN, LEAST_HEIGHT) + 16
    said = wrap(f"Source : {shown.source}.", int(width / LETTER))
    source = [
        _text(MARGIN, top + 14 * at, line, size=11, fill=SOFT) for at, line in enumerate(said)
    ]
    opening = (
        f'<g transform="translate({MARGIN:.0f},{HEAD:.0f})" stroke="{LINE}" '
        f'stroke-width="{0.4 if len(shown.codes) < MANY else 0.15}" '
        'stroke-linejoin="round" fill-rule="evenodd">'
    )
    areas = [*_areas(shown, outlines, where, limits), *_labels(shown, outlines, where)]
    legend = _legend(shown, limits, where.width + 2 * MARGIN)
    head = _opening(shown, width, top + 14 * len(said))
    return "\n".join((*head, opening, *areas, "</g>", *legend, *source, "</svg>\n"))


def _opening(shown: Shown, width: float, height: float) -> Sequence[str]:
    box = f"0 0 {width:.0f} {height:.0f}"
    lines = enumerate(wrap(shown.title, LETTERS)[:2])
    head = (_text(MARGIN, 28 + 22 * at, line, size=18, weight=600) for at, line in lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img"',
        'font-family="system-ui, sans-serif" aria-labelledby="map-title map-text">',
        f'<title id="map-title">{escape(shown.title)}</title>',
        f'<desc id="map-text">{escape(_in_words(shown))}</desc>',
        '<defs><pattern id="unsure" width="6" height="6" patternUnits="userSpaceOnUse"',
        f'patternTransform="rotate(45)"><path d="M0,0V6" stroke="{INK}" stroke-width="1.6"/>',
        f'<path d="M2,0V6" stroke="{PAPER}" stroke-width="1.2"/></pattern></defs>',
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        *head,
    )


def _in_words(shown: Shown) -> str:
    known = np.flatnonzero(np.isfinite(shown.values))
    if not len(known):
        return "Aucun chiffre n’est connu."
    most = known[np.argmax(shown.values[known])]
    least = known[np.argmin(shown.values[known])]
    return (
        f"Carte de {len(shown.codes)} territoires. Le plus haut : {_said(shown, most)}. "
        f"Le plus bas : {_said(shown, least)}."
    )


def _said(shown: Shown, row: int | np.intp) -> str:
    figure = with_unit(float(shown.values[row]), shown.unit, shown.digits)
    return f"{shown.names[row]}, {figure}"


def _areas(shown: Shown, outlines: Outlines, where: Frame, limits: Floats) -> Sequence[str]:
    found = []
    hatched = unsure(shown, limits)
    for row, code in enumerate(shown.codes):
        drawn = path(outlines.get(code, ()), where)
        if not drawn:
            continue
        title = escape(_hover(shown, row))
        fill = _shade(float(shown.values[row]), limits)
        over = f'<path d="{drawn}" fill="url(#unsure)" fill-opacity="0.55"/>'
        found.append(
            f'<g><title>{title}</title><path d="{drawn}" fill="{fill}"/>'
            f"{over if hatched[row] else ''}</g>"
        )
    return found


def _labels(shown: Shown, outlines: Outlines, where: Frame) -> Sequence[str]:
    """Write its figure on each area, when they are few."""
    if len(shown.codes) > FEW:
        return ()
    style = f'font-size="13" font-weight="600" text-anchor="middle" fill="{INK}"'
    return [
        f'<text x="{x:.0f}" y="{y:.0f}" {style} stroke="{PAPER}" stroke-width="3" '
        f'paint-order="stroke">{number(float(value), shown.digits)}</text>'
        for code, value in zip(shown.codes, shown.values, strict=True)
        if code in outlines and np.isfinite(value)
        for x, y in (middle(outlines[code], where),)
    ]


def unsure(shown: Shown, limits: Floats) -> NDArray[np.bool_]:
    """Say of each area whether the ends of its interval are two classes apart or more."""
    ends = [np.searchsorted(limits, one, side="right") for one in (shown.low, shown.high)]
    return np.asarray(np.isfinite(shown.values) & (ends[1] - ends[0] >= WIDE))


def _hover(shown: Shown, row: int) -> str:
    low, high = (number(float(one[row]), shown.digits) for one in (shown.low, shown.high))
    margin = f" (de {low} à {high})" if low != high else ""
    note = f" {shown.notes[row]}" if shown.notes else ""
    return f"{_said(shown, row)}{margin}.{note}"


def _shade(value: float, limits: Floats) -> str:
    if not np.isfinite(value):
        return UNKNOWN
    at = int(np.searchsorted(limits, value, side="right"))
    last = max(len(limits), 1)
    return SHADES[round(at * (CLASSES - 1) / last)]


def _legend(shown: Shown, limits: Floats, left: float) -> Sequence[str]:
    ends = _ends(shown, limits)
    unit = shown.unit or "nombre"
    rows = [
        (_swatch(left, at, _shade(low, limits)), f"de {_end(shown, low)} à {_end(shown, high)}")
        for at, (low, high) in enumerate(ends)
    ]
    if unsure(shown, limits).any():
        at = len(rows)
        middle = SHADES[CLASSES // 2]
        swatch = _swatch(left, at, middle) + _swatch(left, at, "url(#unsure)", opacity=0.55)
        rows.append((swatch, "incertain : l’intervalle"))
        rows += [("", "à 90 % couvre"), ("", f"au moins {WIDE + 1} classes")]
    if not np.isfinite(shown.values).all():
        rows.append((_swatch(left, len(rows), UNKNOWN), "non connu"))
    return [
        '<g id="legend" aria-label="Légende">',
        _text(left, HEAD + 14, unit[:1].upper() + unit[1:], size=13, weight=600),
        *(
            swatch + _text(left + 30, HEAD + 39 + 24 * at, text, size=13)
            for at, (swatch, text) in enumerate(rows)
        ),
        "</g>",
    ]


def _ends(shown: Shown, limits: Floats) -> Sequence[tuple[float, float]]:
    known = shown.values[np.isfinite(shown.values)]
    if not len(known):
        return ()
    return list(pairwise([float(known.min()), *map(float, limits), float(known.max())]))


def _end(shown: Shown, value: float) -> str:
    return number(value, shown.digits)


def _swatch(left: float, at: int, fill: str, *, opacity: float = 1.0) -> str:
    return (
        f'<rect x="{left:.0f}" y="{HEAD + 26 + 24 * at:.0f}" width="22" height="16" '
        f'fill="{fill}" fill-opacity="{opacity}" stroke="{SOFT}" stroke-width="0.6"/>'
    )


def _text(x: float, y: float, text: str, *, size: int, weight: int = 400, fill: str = INK) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" '
        f'fill="{fill}">{escape(text)}</text>'
    )
