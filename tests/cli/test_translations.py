"""`coupdepouce translations`: where each language stands, and who has read it."""

import json

import polib
import pytest
from django.conf import settings

from coupdepouce.connect.catalogues import NAME
from coupdepouce.insight.wording import household_sentences
from tests.words_cases import breton


@pytest.fixture
def lagging(tmp_path):
    """Add a language that lacks a sentence."""
    with breton(tmp_path, changes={"Retour": None}) as language:
        yield language


def test_each_language_is_summed_up_and_its_gaps_named(coupdepouce, lagging):
    done = coupdepouce("translations")

    total = len(household_sentences())
    assert done.code == 0
    assert f"Brezhoneg (br) : {total - 1} phrases sur {total}" in done.out
    assert "- manque : 'Retour'" in done.out


def test_the_same_is_given_as_data(coupdepouce, lagging):
    done = coupdepouce("translations", "--json")

    said = json.loads(done.out)["br"]
    assert said["name"] == "Brezhoneg"
    assert said["missing"] == [{"french": "Retour", "where": "ui/back.html"}]
    assert (said["changed"], said["broken"], said["left_over"]) == ([], [], [])
    assert len(said["unread"]) == said["translated"] == said["sentences"] - 1


def test_a_reader_is_written_beside_each_sentence(coupdepouce, lagging):
    done = coupdepouce("translations", "read", "br", "--by", "Nolwenn E.")

    entries = polib.pofile(str(settings.LOCALE_PATHS[0] / "br" / NAME))
    assert done.code == 0
    assert "Nolwenn E." in done.out
    assert all("Relu par Nolwenn E. le " in one.tcomment for one in entries if one.msgstr)
    assert json.loads(coupdepouce("translations", "--json").out)["br"]["unread"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [(("xx", "--by", "Nolwenn E."), "« xx » n’a pas de catalogue"), (("br", "--by", " "), "--by")],
    ids=["no such language", "nobody"],
)
def test_nothing_is_written_without_a_language_and_a_reader(coupdepouce, lagging, words, said):
    done = coupdepouce("translations", "read", *words)

    assert done.code == 3
    assert said in done.err
