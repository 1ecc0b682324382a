"""How it speaks: sentences, figures, codes and the small map."""

import re
from datetime import UTC, date, datetime, time
from itertools import product
from pathlib import Path

import pytest
from django.utils import translation

from coupdepouce.web import icons, ui
from coupdepouce.web.templatetags import ui as tags

WEB = Path(ui.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
NARROW, NO_BREAK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def _sentences() -> list[str]:
    """Read the French sentences of the templates, as gettext does."""
    found = []
    for path in TEMPLATES:
        text = path.read_text()
        found += re.findall(r'\{% translate "([^"]+)"|_\("([^"]+)"\)', text)
        blocks = re.findall(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", text, re.S)
        found += [
            (re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", " ".join(b.split(" "))), "") for b in blocks
        ]
    return sorted({re.sub(r"\n\s*", "", one or other) for one, other in found})


@pytest.mark.parametrize("sentence", _sentences())
def test_a_household_reads_short_sentences_well_set(sentence):
    bare = re.sub(r"<[^>]+>", "", sentence)

    assert all(len(part.split()) <= 20 for part in re.split(r"(?<=[.?!]) ", bare))
    assert not re.search(r"'| [?!:;]|simple|il suffit|éligib", bare.lower())


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("K7MWQ2X9TP", ["K7M", "WQ2", "X9TP"]),
        ("K7M WQ2-X9TP", ["K7M", "WQ2", "X9TP"]),
        ("K7MWQ2X9TPAB", ["K7M", "WQ2", "X9TP", "AB"]),
        ("K7", ["K7"]),
        ("", []),
    ],
)
def test_a_code_is_cut_where_a_person_pauses(code, read):
    assert ui.code_groups(code) == read


def test_a_qr_code_carries_no_style():
    drawn = ui.qr_svg("K7MWQ2X9TP")

    assert drawn.startswith("<svg")
    assert "viewBox" in drawn
    assert "style" not in drawn


@pytest.mark.parametrize(
    "places",
    [
        [(50.004, 3.008), (49.991, 2.994), (50.012, 3.021)],
        [(50.0, 3.0)],
        [(50.001, 3.001)] * 3,
        [(50.3, 3.0), (50.0, 3.00001), (49.9, 2.0)],
        [],
    ],
    ids=["around", "here", "same spot", "far", "none"],
)
def test_every_place_stays_on_the_map_and_can_be_read(places):
    drawn = ui.small_map(here=(50.0, 3.0), places=places)

    assert [pin.number for pin in drawn.pins] == list(range(1, len(places) + 1))
    for pin in drawn.pins:
        assert ui.PIN <= pin.x <= ui.MAP_WIDTH - ui.PIN
        assert ui.PIN <= pin.y <= ui.MAP_HEIGHT - ui.PIN
    spots = {(pin.x, pin.y) for pin in drawn.pins}
    assert len(spots) == len(places)
    assert all(ring.radius < ui.MAP_WIDTH / 2 for ring in drawn.rings)
    for ring, pin in product(drawn.rings, drawn.pins):
        beside = abs(ring.x - pin.x) > ui.LABEL + ui.PIN
        assert beside or abs(ring.y - 4 - pin.y) > ui.PIN + 6


def test_north_is_up_and_east_is_right():
    north, east = ui.small_map(here=(50.0, 3.0), places=[(50.02, 3.0), (50.0, 3.03)]).pins

    assert (north.x, east.y) == (ui.MAP_WIDTH // 2, ui.MAP_HEIGHT // 2)
    assert north.y < ui.MAP_HEIGHT // 2
    assert east.x > ui.MAP_WIDTH // 2


def test_a_distance_on_the_map_is_true():
    drawn = ui.small_map(here=(50.0, 3.0), places=[(50.0 + 1 / ui.KM_PER_DEGREE, 3.0)])
    ring = next(ring for ring in drawn.rings if ring.km == 1)

    assert ui.MAP_HEIGHT // 2 - drawn.pins[0].y == pytest.approx(ring.radius, abs=1)


@pytest.mark.parametrize(
    ("write", "value", "french", "english"),
    [
        (tags.euros, 1999, f"19,99{NO_BREAK}€", "€19.99"),
        (tags.in_words, date(2026, 12, 4), "vendredi 4 décembre 2026", "Friday 4 December 2026"),
        (tags.day_in_words, date(2026, 12, 1), "mardi 1er décembre", "Tuesday 1 December"),
        (tags.hour, time(14, 30), f"14{NO_BREAK}h{NO_BREAK}30", "14:30"),
        (tags.hour, time(9), f"9{NO_BREAK}h", "09:00"),
        (tags.thin, 1250, f"1{NARROW}250", "1,250"),
        (tags.thin, 0.8, "0,8", "0.8"),
    ],
    ids=["money", "day", "next day", "half past", "sharp", "thousands", "decimals"],
)
def test_figures_are_written_as_they_are_said(write, value, french, english):
    with translation.override("fr"):
        assert write(value) == french
    with translation.override("en-gb"):
        assert write(value) == english


def test_a_moment_is_written_as_in_paris():
    late = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)

    with translation.override("fr"):
        assert tags.in_words(late) == "vendredi 4 décembre 2026"
        assert tags.hour(late) == f"0{NO_BREAK}h{NO_BREAK}30"


def test_every_tone_and_state_has_a_pictogram():
    assert set(tags.SHAPES.values()) <= set(icons.SHAPES)
    assert len({tags.SHAPES[tone] for tone in ("yes", "wait", "no")}) == 3
