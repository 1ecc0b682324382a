"""Maps: the projection of IGN, an SVG that explains itself, colours that survive a grey print."""

import itertools
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.maps import choropleth as drawing
from coupdepouce.core.territory.maps.choropleth import SHADES, Shown, choropleth, classes, unsure
from coupdepouce.core.territory.maps.lambert import lambert93
from coupdepouce.core.territory.maps.outlines import Ring, frame, middle, path

SVG = "{http://www.w3.org/2000/svg}"
ROW = (47.0, 47.0, 47.5, 47.5, 47.0)


def square(at):
    """Give a square of half a degree, `at` half degrees to the east."""
    east = 2.0 + at * 0.5 + np.array([0, 0.5, 0.5, 0, 0])
    return Ring(north=np.array(ROW), east=east)


def shown(values, *, margin=0.0, names=None, unit="%", digits=1):
    """Give a made-up figure of a row of squares."""
    figures = np.array(values, float)
    codes = tuple(f"{n:02}" for n in range(len(figures)))
    return Shown(
        title="Ménages d’un pays inventé", unit=unit, digits=digits, codes=codes,
        names=tuple(names or (f"Pays {code}" for code in codes)), values=figures,
        low=figures - margin, high=figures + margin, source="inventé, 2026",
    )  # fmt: skip


def outlines(count):
    """Give a row of squares."""
    return {f"{n:02}": (square(n),) for n in range(count)}


# The origin is in the definition of EPSG 2154; the scale on the parallels is 1 by construction.
def test_the_origin_of_lambert_93_is_where_the_decree_puts_it():
    east, north = lambert93(np.array([46.5]), np.array([3.0]))

    assert (east[0], north[0]) == pytest.approx((700_000, 6_600_000), abs=1e-6)


@pytest.mark.parametrize("parallel", [44.0, 49.0])
def test_lengths_are_true_on_the_two_parallels(parallel):
    step = 1e-4
    east, north = lambert93(np.full(2, parallel), np.array([5.0, 5.0 + step]))
    drawn = np.hypot(*(np.diff(one)[0] for one in (east, north)))
    sine = np.sin(np.radians(parallel))
    eccentricity = 2 / 298.257222101 - 1 / 298.257222101**2
    radius = 6_378_137 * np.cos(np.radians(parallel)) / np.sqrt(1 - eccentricity * sine**2)

    assert drawn == pytest.approx(radius * np.radians(step), rel=1e-6)


@pytest.mark.parametrize("north", [42.0, 46.5, 51.0])
def test_angles_are_kept(north):
    step, here = 1e-5, (np.full(3, north), np.full(3, 7.0))
    here[0][1] += step
    here[1][2] += step / np.cos(np.radians(north))
    east, up = lambert93(*here)
    points = np.stack([east, up], axis=1)
    one, other = points[1] - points[0], points[2] - points[0]

    assert one @ other == pytest.approx(0, abs=1e-2)
    assert np.hypot(*one) == pytest.approx(np.hypot(*other), rel=0.01)


def test_the_map_is_well_formed_and_each_area_has_its_title():
    names = ["L’Île & l’Aval", "<Amont>", 'Le "Bourg"', "Ville", "Réunie", "Vide"]
    drawn = choropleth(shown([1, 2, 3, 4, 5, np.nan], names=names), outlines(6))

    root = ElementTree.fromstring(drawn)

    titles = [one.text for one in root.iterfind(f"{SVG}g/{SVG}g/{SVG}title")]
    assert titles == [
        *(f"{name}, {n},0\N{NARROW NO-BREAK SPACE}%." for n, name in enumerate(names[:5], 1)),
        "Vide, non connu.",
    ]
    assert root.find(f"{SVG}title").text == "Ménages d’un pays inventé"
    assert "Le plus haut : Réunie, 5,0" in root.find(f"{SVG}desc").text
    assert "<script" not in drawn


def test_the_legend_says_unit_classes_what_is_unknown_and_the_source():
    drawn = choropleth(shown([1, 2, 3, 4, 5, np.nan]), outlines(6))

    root = ElementTree.fromstring(drawn)
    legend = root.find(f"{SVG}g[@id='legend']")
    said = [one.text for one in legend.iter(f"{SVG}text")]

    assert (said[0], said[-1]) == ("%", "non connu")
    assert said[1].startswith("de 1,0 à")
    assert len(list(legend.iter(f"{SVG}rect"))) == len(said) - 1
    assert "Source : inventé, 2026." in [one.text for one in root.iter(f"{SVG}text")]


def test_only_wide_intervals_are_hatched_and_the_legend_says_so():
    sure, wide = shown([1, 2, 3, 4, 5]), shown([1, 2, 3, 4, 5], margin=2.0)

    assert "incertain" not in choropleth(sure, outlines(5))
    assert choropleth(wide, outlines(5)).count('fill="url(#unsure)"') == 6  # five and the legend
    assert "au moins 3 classes" in choropleth(wide, outlines(5))
    assert unsure(shown([1, 2, 3, 4, 5], margin=0.1), classes(sure.values)).sum() == 0


def test_classes_hold_as_many_areas_each():
    limits = classes(np.arange(100.0))

    assert len(limits) == 4
    held = np.bincount(np.searchsorted(limits, np.arange(100.0), side="right"))
    assert held.tolist() == [20] * 5


@pytest.mark.parametrize("values", [[3, 3, 3], [1, 3], [np.nan, 2.0], [np.nan, np.nan]])
def test_few_or_equal_figures_are_drawn_too(values):
    drawn = choropleth(shown(values), outlines(len(values)))

    assert ElementTree.fromstring(drawn) is not None


def luminance(colour):
    """Give the relative luminance of WCAG 2."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(parts <= 0.03928, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def test_each_shade_is_clearly_darker_than_the_one_before():
    light = [luminance(one) + 0.05 for one in SHADES]

    assert all(one / other >= 1.4 for one, other in itertools.pairwise(light))
    paper = luminance(drawing.PAPER) + 0.05
    assert paper / (luminance(drawing.LINE) + 0.05) >= 3  # the edge of an area, whatever its shade


def test_a_path_is_short_and_drops_what_is_too_small():
    where = frame(outlines(2), width=500, height=500)

    assert re.fullmatch(r"M-?[\d.]+,-?[\d.]+l(-?[\d.]+,-?[\d.]+ ?)+z", path((square(0),), where))
    tiny = Ring(north=np.array([47, 47, 47.00001, 47]), east=np.array([2, 2.00001, 2, 2]))
    assert path((tiny,), where) == ""


def test_a_map_of_nothing_is_refused():
    with pytest.raises(Refusal, match="contour"):
        choropleth(shown([1.0]), {})


def test_a_hole_is_not_filled():
    drawn = choropleth(shown([1, 2]), {"00": (square(0), square(0)), "01": (square(1),)})

    assert 'fill-rule="evenodd"' in drawn


def test_a_long_title_takes_two_lines():
    long = Shown(**(vars(shown([1, 2])) | {"title": "Ménages " * 12 + "ici"}))

    lines = list(ElementTree.fromstring(choropleth(long, outlines(2))).iter(f"{SVG}text"))

    assert [one.get("font-size") for one in lines].count("18") == 2


def test_a_long_source_is_written_whole_below_the_map():
    source = "listes de lieux publiées, " * 12 + "2024"
    drawn = choropleth(Shown(**(vars(shown([1, 2])) | {"source": source})), outlines(2))

    root = ElementTree.fromstring(drawn)
    foot = [one for one in root.iterfind(f"{SVG}text") if one.get("font-size") == "11"]
    assert len(foot) > 2
    assert " ".join(one.text for one in foot) == f"Source : {source}."
    assert max(float(one.get("y")) for one in foot) < float(root.get("viewBox").split()[3])


def test_few_areas_carry_their_figure_in_their_middle():
    where = frame(outlines(3), width=560, height=560)
    root = ElementTree.fromstring(choropleth(shown([1, 2, np.nan]), outlines(3)))

    labels = root.findall(f"{SVG}g/{SVG}text[@text-anchor='middle']")
    assert [one.text for one in labels] == ["1,0", "2,0"]
    x, y = middle((square(0), square(0)), where)
    assert (float(labels[0].get("x")), float(labels[0].get("y"))) == pytest.approx((x, y), abs=1)
    corners = where.placed(square(0))
    assert corners[:, 0].min() < x < corners[:, 0].max()
    assert "text-anchor" not in choropleth(shown(range(30)), outlines(30))


def test_limits_that_read_the_same_are_one():
    close = shown([33.1, 33.2, 33.3, 40, 75], digits=0)

    root = ElementTree.fromstring(choropleth(close, outlines(5)))
    legend = [one.text for one in root.find(f"{SVG}g[@id='legend']").iter(f"{SVG}text")]
    assert not any(one in {"de 33 à 33"} for one in legend)
