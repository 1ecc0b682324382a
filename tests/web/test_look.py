"""How it looks: contrast, weight, no inline code, every component shown in every language."""

import gzip
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from coupdepouce.connect import catalogues
from coupdepouce.web import gallery, ui
from tests.apps import cases
from tests.web.prototypes import pages

WEB = Path(ui.__file__).parent
LOCALE = WEB.parent / "locale"
CSS = "".join((WEB / "static" / f"{name}.css").read_text() for name in ("coupdepouce", "staff"))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))

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
    ("name", "most"),
    [
        ("coupdepouce.css", 5000),
        ("staff.css", 2200),
        ("coupdepouce.js", 700),
        ("listen.js", 900),
        ("staff.js", 1700),
        ("icons.svg", 2500),
    ],
)
def test_static_files_stay_light(name, most):
    assert len(gzip.compress((WEB / "static" / name).read_bytes())) <= most


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


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_gallery_can_be_seen(language, rf, db):
    cases.programme()  # it says which languages are offered
    with translation.override(language):
        page = gallery.gallery(rf.get("/")).content.decode()

    assert page.count("<h1") == 1
    assert "style=" not in page
    for name in gallery.samples():
        assert f"ui/{name}.html" in page


def test_the_gallery_is_open_and_is_no_answer_of_a_search_engine(client):
    answer = client.get("/composants/")

    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"


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


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
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
    unconfirmed = context | {"sheet": replace(context["sheet"], price=None)}

    assert "19,99" in _render(template, **context)
    assert "€" not in _render(template, **unconfirmed)


def test_the_voucher_holds_the_code_and_its_last_day_in_words():
    template, context = pages()["voucher"]

    said = _render(template, **context)

    assert "<span>K7M</span><span>WQ2</span><span>X9TP</span>" in said
    assert "jeudi 18 février 2027" in said


def test_a_page_in_english_holds_no_french_of_ours():
    template, context = pages()["follow"]

    said = _text(_render(template, "en", **context))

    assert "See where I stand" in said
    assert "Suivre" not in said
