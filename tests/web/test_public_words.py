"""Everything a household may read is in every language, the sentences of the core included."""

import re

import polib
import pytest
from django.conf import settings

from coupdepouce.core import languages
from coupdepouce.core.programme import content_hash, parse
from coupdepouce.core.refusal import Refusal
from coupdepouce.insight.wording import household_sentences, standing_of, standings
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.models import ProgrammeVersion
from coupdepouce.programmes.operations import load_programme
from tests.apps import cases
from tests.apps.build import NOW
from tests.words_cases import breton

LATE = 0.02
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


PROGRAMME = default_text()
IN_BRETON = PROGRAMME.replace('"en", "ar"]', '"en", "ar", "br"]').replace(
    "[texts.household.en]",
    '[texts.household.br]\nname = "Taol"\npitch = "…"\n\n[texts.household.en]',
)


def in_force(text: str) -> None:
    """Put a programme in force as if its languages had been checked."""
    ProgrammeVersion.objects.all().delete()
    ProgrammeVersion.objects.create(
        programme="coup-de-pouce",
        content_hash=content_hash(text),
        text=text,
        loaded_at=NOW,
        is_current=True,
    )


@pytest.mark.django_db
def test_a_language_added_by_its_file_is_offered_and_shown(client, tmp_path):
    in_force(IN_BRETON)
    with breton(tmp_path, changes={"Besoin d’aide": "Skoazell"}) as language:
        page = client.get("/aide/", {"langue": "br"}).content.decode()
        home = client.get("/aide/", {"langue": "fr"}).content.decode()
        translated = standing_of(language).translated

    assert '<html lang="br" dir="ltr"' in page
    assert "<h1>Skoazell</h1>" in page
    assert "Brezhoneg</a>" in home
    assert translated > 600


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{"langue": "ar"}, {}], ids=["in the address", "by the browser"])
def test_a_programme_offers_its_own_languages_only(client, asked):
    in_force(PROGRAMME.replace('["fr", "en", "ar"]', '["fr", "en"]'))

    page = client.get("/aide/", asked, headers={"accept-language": "ar"}).content.decode()

    assert '<html lang="fr" dir="ltr"' in page
    assert "English</a>" in page
    assert "العربية" not in page


@pytest.mark.django_db
def test_a_language_of_the_browser_that_the_programme_has_is_taken(client):
    cases.programme()

    page = client.get("/aide/", headers={"accept-language": "ar"}).content.decode()

    assert '<html lang="ar" dir="rtl"' in page


@pytest.mark.django_db
def test_a_programme_that_names_a_language_without_a_file_is_refused():
    with pytest.raises(Refusal) as refused:
        load_programme(text=IN_BRETON, at=NOW)

    (problem,) = refused.value.data["problems"]
    assert (problem["key"], problem["line"]) == (
        "languages.3",
        IN_BRETON[: IN_BRETON.index("languages = [")].count("\n") + 1,
    )
    assert problem["sentence"] == (
        "« br » n’a pas de catalogue : ajoutez locale/br/LC_MESSAGES/django.po, "
        "ou retirez cette langue."
    )
    assert parse(IN_BRETON).languages == ("fr", "en", "ar", "br")  # one loaded long ago is read
