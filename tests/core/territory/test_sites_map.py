"""The map of sites: what is drawn where, how large, and that it explains itself without colour."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.maps import sites_map as drawing
from coupdepouce.core.territory.maps.outlines import frame
from coupdepouce.core.territory.maps.sites_map import LARGEST, ShownSites, sites_map
from tests.core.territory.test_maps import outlines

SVG = "{http://www.w3.org/2000/svg}"
SHOWN = ShownSites(
    title="Où ouvrir dans un pays inventé", unit="Ménages pauvres", near="à moins de 10 km",
    far="plus loin", points=np.array([[47.2, 2.1], [47.3, 2.4], [47.4, 2.8]]),
    names=("Amont", "Aval <du bas>", "Loin"), need=np.array([100.0, 400.0, 25.0]),
    covered=np.array([True, True, False]), opened=np.array([[47.25, 2.2]]),
    opened_names=("Amont & Cie",), existing=np.array([[47.3, 2.5], [47.1, 2.6]]), km=10.0,
    facts=("500 ménages sur 525.", "Écart prouvé : 2 % au plus.", "Source : inventé, 2026."),
)  # fmt: skip


def drawn(shown=SHOWN):
    return ElementTree.fromstring(sites_map(shown, outlines(2)))


def groups(root, fill):
    """Give the circles of the need drawn in one manner, the legend aside."""
    layer = root.findall(f"{SVG}g")[0]
    return [circle for group in layer if group.get("fill") == fill for circle in group]


def titles(circles):
    return [one.findtext(f"{SVG}title") for one in circles]


def test_the_area_of_a_circle_is_its_need_and_the_largest_is_below():
    full = groups(drawn(), drawing.NEAR)

    radius = [float(one.get("r")) for one in full]
    assert titles(full) == [
        "Aval <du bas> : 400, à moins de 10 km", "Amont : 100, à moins de 10 km",
    ]  # fmt: skip
    assert radius == [LARGEST, LARGEST / 2]


def test_who_is_not_near_is_an_empty_circle_whatever_the_colour():
    (empty,) = [one for one in groups(drawn(), drawing.GROUND) if one.tag == f"{SVG}circle"]

    assert titles([empty]) == ["Loin : 25, plus loin"]


def test_sites_to_open_are_numbered_and_open_ones_are_squares():
    root = drawn()

    diamonds = [one for one in root.iter(f"{SVG}g") if one.findtext(f"{SVG}title")]
    assert titles(diamonds) == ["1. Amont & Cie"]
    assert diamonds[0].findtext(f"{SVG}text") == "1"
    assert len(groups(root, drawing.INK)) == 2


def test_the_ring_is_as_wide_as_what_is_near():
    root = drawn()
    (ring,) = [one for one in root.iter(f"{SVG}circle") if float(one.get("r")) > 2 * LARGEST]

    scale = frame(outlines(2), width=drawing.SIDE, height=drawing.SIDE).scale
    assert float(ring.get("r")) == pytest.approx(10_000 * scale, abs=0.1)
    assert "10 km autour" in "".join(root.itertext())


def test_the_legend_counts_and_the_foot_has_proof_and_source():
    said = " ".join(" ".join(drawn().itertext()).split())

    for words in ("Ménages pauvres", "500 à moins de 10 km", "25 plus loin", "site à ouvrir",
                  "lieu déjà ouvert", "Taille des cercles", "400", *SHOWN.facts):  # fmt: skip
        assert words in said
    assert "Carte de 1 sites à ouvrir et de 2 lieux déjà ouverts." in said


def test_what_is_not_there_is_not_in_the_legend():
    said = "".join(drawn(replace(SHOWN, km=0.0, existing=np.zeros((0, 2)))).itertext())

    assert "autour" not in said
    assert "lieu déjà ouvert" not in said


def test_on_a_map_of_many_the_least_are_left_out_and_that_is_said():
    count = drawing.MANY + 1
    chance = np.random.default_rng(1)
    need = np.full(count, 1.0)
    need[:10] = 9_000.0
    many = replace(
        SHOWN, points=np.stack([47 + chance.random(count) / 3, 2 + chance.random(count)], axis=1),
        names=("Lieu",) * count, need=need, covered=np.ones(count, bool),
    )  # fmt: skip

    root = drawn(many)

    assert len(groups(root, drawing.NEAR)) == 10
    assert "moins de 4 : pas dessiné" in "".join(root.itertext())
    few = replace(many, **{name: getattr(many, name)[:-1] for name in
                           ("points", "names", "need", "covered")})  # fmt: skip
    assert len(groups(drawn(few), drawing.NEAR)) == count - 1


def test_many_sites_are_drawn_smaller():
    sites = {"opened": np.tile(SHOWN.opened, (drawing.CROWD + 1, 1)),
             "opened_names": ("S",) * (drawing.CROWD + 1)}  # fmt: skip

    sizes = re.findall(r'text-anchor="middle" font-size="([\d.]+)"',
                       sites_map(replace(SHOWN, **sites), outlines(2)))  # fmt: skip

    assert sizes == ["6.5"] * (drawing.CROWD + 1) + ["10"]  # the legend keeps its own


def test_without_outlines_nothing_is_drawn():
    with pytest.raises(Refusal, match="contour"):
        sites_map(SHOWN, {})
