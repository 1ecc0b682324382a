"""Everything a household may read is in every language, the sentences of the core included."""

import re

import polib
import pytest
from django.conf import settings
from django.test import override_settings

from coupdepouce.connect.catalogues import compile_catalogues, languages_in
from coupdepouce.core import languages
from coupdepouce.insight.wording import household_sentences, standing_of, standings
from tests.apps import cases

LATE = 0.3
CODES = [language.code for language in languages.known_languages()[1:]]


@pytest.fixture(scope="module")
def found():
    """Set every catalogue beside the French texts."""
    return {language.code: standing for language, standing in standings().items()}


def test_a_household_reads_everything_in_english(found):
    assert list(found["en"].missing) == []


@pytest.mark.parametrize("code", CODES)
def test_a_household_reads_nearly_everything_in_its_language(found, code):
    # Who adds a sentence writes its English; the other languages follow, and their page says so.
    assert len(found[code].missing) <= LATE * found[code].sentences, list(found[code].missing)


@pytest.mark.parametrize("code", CODES)
def test_no_value_and_no_tag_is_lost(found, code):
    assert list(found[code].broken) == []


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_keeps_nothing_that_is_no_longer_said(found, code):
    assert [entry.french for entry in found[code].left_over] == []


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_says_nothing_twice(code):
    path = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po"
    sentences = [entry.msgid for entry in polib.pofile(str(path))]

    assert len(sentences) == len(set(sentences))


def test_arabic_is_written_in_arabic(found):
    letters = re.compile("[\u0600-\u06ff]")
    catalogue = polib.pofile(str(settings.LOCALE_PATHS[0] / "ar" / "LC_MESSAGES" / "django.po"))
    said = {entry.msgid: entry.msgstr for entry in catalogue}
    values = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]+>")

    texts = [one.text for one in household_sentences()]
    words = [
        text for text in texts if text in said and re.search("[a-zé]{2}", values.sub("", text))
    ]
    assert [text for text in words if not letters.search(said[text])] == []


@pytest.fixture
def breton(tmp_path, monkeypatch):
    """Add a language: one file, nothing else."""
    source = settings.LOCALE_PATHS[0] / "en" / "LC_MESSAGES" / "django.po"
    path = tmp_path / "br" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    text = source.read_text().replace("X-Name: English", "X-Name: Brezhoneg")
    path.write_text(text.replace('msgstr "Need help"', 'msgstr "Skoazell"'))
    compile_catalogues(folder=tmp_path)
    monkeypatch.setattr(languages, "_KNOWN", dict(languages._KNOWN))
    languages.learn(languages_in(tmp_path))
    spoken = [(one.code, one.name) for one in languages.known_languages()]
    with override_settings(LOCALE_PATHS=[tmp_path], LANGUAGES=spoken):
        yield languages.language_of("br")


def test_a_language_added_by_its_file_is_offered_and_shown(breton, client, db):
    cases.programme()

    page = client.get("/aide/", {"langue": "br"}).content.decode()

    assert '<html lang="br" dir="ltr"' in page
    assert "<h1>Skoazell</h1>" in page
    assert standing_of(breton).translated > 600
