"""How it looks: contrast, weight, no inline code, every component shown in every language."""

import gzip
import re
from datetime import UTC, date, datetime, time
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import polib
import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from coupdepouce.web import catalogues, gallery, icons, ui
from coupdepouce.web.templatetags import ui as tags
from tests.web.prototypes import pages

WEB = Path(ui.__file__).parent
LOCALE = WEB.parent / "locale"
CSS = (WEB / "static" / "coupdepouce.css").read_text()
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
NARROW, NO_BREAK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"

PAIRS = """
ink          paper        14
ink          surface      14
ink-soft     paper        7
ink-soft     surface      7
primary      paper        7
primary      surface      7
on-primary   primary      7
on-primary   primary-dark 7
primary      primary-soft 4.5
primary-dark primary-soft 7
ink          primary-soft 7
ink          glow         4.5
ink          yes-soft     7
ink          wait-soft    7
ink          no-soft      7
yes          paper        4.5
wait         paper        4.5
no           paper        4.5
yes          yes-soft     4.5
wait         wait-soft    4.5
no           no-soft      4.5
no           surface      4.5
edge         paper        3
edge         surface      3
"""


def _themes() -> dict[str, dict[str, str]]:
    """Read the tokens of each theme; a theme says only what it changes."""
    blocks = re.findall(r"(?:^|\n)\s*(:root|\.staff) \{\n(.*?)\}", CSS, re.S)
    light, more, dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", body))
        for selector, body in blocks
        if "--paper" in body
    )
    return {"light": light, "more contrast": light | more, "staff, dark": light | dark}


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Give the ratio of WCAG 2.2 between two colours."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _render(template: str, language: str = "fr", **context: object) -> str:
    catalogues.compile_catalogues(folder=LOCALE)
    with translation.override(language):
        return render_to_string(template, context, request=RequestFactory().get("/"))


def _text(html: str) -> str:
    return " ".join(re.sub(r"<(svg|head).*?</\1>|<[^>]+>", " ", html, flags=re.S).split())


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "more contrast", "staff, dark"])
@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_every_pair_of_colours_can_be_read(theme, pair):
    ink, ground, least = pair.split()
    tokens = _themes()[theme]

    found = contrast(tokens[ink], tokens[ground])

    assert found >= float(least)


def test_a_theme_that_asks_for_more_contrast_never_gives_less():
    light, more = _themes()["light"], _themes()["more contrast"]

    for ink, ground, _least in map(str.split, PAIRS.strip().splitlines()):
        if (ink, ground) == ("ink", "glow"):
            continue
        assert contrast(more[ink], more[ground]) >= contrast(light[ink], light[ground])


def test_colours_come_from_the_tokens():
    rules = re.sub(r"(:root|\.staff) \{\n.*?\}", "", CSS, flags=re.S)

    used = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", rules))

    assert used <= {"#FFFFFF", "#000000"}  # paper, and what a scanner needs


def test_the_gallery_shows_every_token():
    assert set(gallery.TOKENS) == set(_themes()["light"]) - {"on-primary"}


@pytest.mark.parametrize(
    ("name", "most"), [("coupdepouce.css", 6000), ("coupdepouce.js", 2500), ("icons.svg", 2500)]
)
def test_static_files_stay_light(name, most):
    assert len(gzip.compress((WEB / "static" / name).read_bytes())) <= most


def test_the_first_page_fits_in_one_round_trip():
    template, context = pages()["home"]
    parts = [_render(template, **context).encode()]
    parts += [(WEB / "static" / n).read_bytes() for n in ("coupdepouce.css", "coupdepouce.js")]

    assert sum(len(gzip.compress(part)) for part in parts) <= 14_000


def test_the_mark_is_small_and_has_one_stroke():
    mark = re.search("<svg.*</svg>", _render("ui/mark.html"), re.S)

    assert mark
    assert len(mark[0].encode()) < 500
    assert mark[0].count("<path") == 1
    assert 'fill="none"' in mark[0]
    assert len((WEB / "static" / "favicon.svg").read_bytes()) < 500


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_a_template_is_short_and_has_no_inline_code(path):
    text = path.read_text()

    assert len(text.splitlines()) <= 120
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_every_component_is_in_the_gallery():
    drawn = {path.stem for path in (WEB / "templates" / "ui").glob("[!_]*.html")} - {"gallery"}

    assert drawn == set(gallery.samples())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_gallery_can_be_seen(language, rf):
    with translation.override(language):
        page = gallery.gallery(rf.get("/")).content.decode()

    assert page.count("<h1") == 1
    assert "style=" not in page
    for name in gallery.samples():
        assert f"ui/{name}.html" in page


class _Outline(HTMLParser):
    """Collects headings and ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.ids += [value for name, value in attrs if name == "id" and value]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", pages())
def test_a_page_has_one_title_and_no_double_id(name, language):
    template, context = pages()[name]
    outline = _Outline()

    outline.feed(_render(template, language, **context))

    assert outline.levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(outline.levels))
    assert len(outline.ids) == len(set(outline.ids))


def test_a_refusal_is_never_bare():
    template, context = pages()["no"]

    said = _text(_render(template, **context))

    for words in ("Pourquoi", "peut changer la réponse", "Qui d’autre", "pas d’accord"):
        assert words in said


def test_i_do_not_know_is_always_among_the_answers():
    for name in ("question", "question-typed"):
        template, context = pages()[name]

        assert "Je ne sais pas" in _text(_render(template, **context))


def test_a_price_nobody_confirmed_is_not_printed():
    template, context = pages()["voucher"]
    unconfirmed = {key: value for key, value in context.items() if key != "price"}

    assert "19,99" in _render(template, **context)
    assert "€" not in _render(template, **unconfirmed)


def test_the_voucher_holds_the_code_and_its_last_day_in_words():
    template, context = pages()["voucher"]

    said = _render(template, **context)

    assert "<span>K7M</span><span>WQ2</span><span>X9TP</span>" in said
    assert "jeudi 18 février 2027" in said


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
def test_a_household_reads_it_in_english_too(sentence):
    catalogue = polib.pofile(str(LOCALE / "en" / "LC_MESSAGES" / "django.po"))
    entry = catalogue.find(sentence)

    assert entry is not None
    assert entry.msgstr
    assert set(re.findall(r"%\(\w+\)s", sentence)) == set(re.findall(r"%\(\w+\)s", entry.msgstr))


@pytest.mark.parametrize("sentence", _sentences())
def test_a_household_reads_short_sentences_well_set(sentence):
    bare = re.sub(r"<[^>]+>", "", sentence)

    assert all(len(part.split()) <= 20 for part in re.split(r"(?<=[.?!]) ", bare))
    assert not re.search(r"'| [?!:;]|simple|il suffit|éligib", bare.lower())


def test_a_page_in_english_holds_no_french_of_ours():
    template, context = pages()["follow"]

    said = _text(_render(template, "en", **context))

    assert "See where I stand" in said
    assert "Suivre" not in said


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
