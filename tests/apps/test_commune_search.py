"""A commune is found as people write it, and never taken for another."""

import pytest

from coupdepouce.core.programme import Place
from coupdepouce.programmes import communes
from coupdepouce.programmes.commune_search import MOST_GUESSED, MOST_SHOWN, How, find

OURS = communes.within([Place(level="region", code="32")])


def names(text: str, how: How) -> list[str]:
    found = find(text, first=OURS)
    assert found.how is how
    return [commune.name for commune in found.communes]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("lille", "Lille", id="no capital"),
        pytest.param("BETHUNE", "Béthune", id="no accent"),
        pytest.param("villeneuve d ascq", "Villeneuve-d'Ascq", id="no hyphen, no apostrophe"),
        pytest.param("st quentin", "Saint-Quentin", id="St for Saint"),
        pytest.param("oeuf en ternois", "Œuf-en-Ternois", id="no ligature"),
        pytest.param("  tourcoing ", "Tourcoing", id="spaces around"),
        pytest.param("Ham", "Ham", id="a whole name before a longer one"),
        pytest.param("Nice", "Nice", id="elsewhere, and nothing of ours begins so"),
        pytest.param("59000", "Lille", id="a postcode of one commune"),
        pytest.param("59 000", "Lille", id="a postcode cut in two"),
        pytest.param("59000 Lille", "Lille", id="postcode and name"),
        pytest.param("Lille 59000", "Lille", id="name and postcode"),
        pytest.param("Lille (59)", "Lille", id="name and department"),
        pytest.param("Ajaccio 2a", "Ajaccio", id="name and department of Corsica"),
    ],
)
def test_a_whole_name_or_a_postcode_of_one_commune_is_sure(text, name):
    assert names(text, How.SURE) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Lomme", "Lommerange", id="the start of one name only"),
        pytest.param("touquet", "Le Touquet-Paris-Plage", id="no article"),
        pytest.param("ste genevieve", "Sainte-Geneviève", id="Ste for Sainte"),
        pytest.param("5928", "Armentières", id="the start of a postcode"),
        pytest.param("59", "Lille", id="a department"),
        pytest.param("02400", "Château-Thierry", id="a postcode of several communes"),
        pytest.param("Lille 62000", "Arras", id="name and postcode that disagree"),
        pytest.param("59033 Lille cedex", "Lille", id="a postcode of no commune"),
        pytest.param("59160 Lomme", "Lille", id="a former commune with its postcode"),
        pytest.param("lomme", "Lille", id="a former commune"),
        pytest.param("Hellemmes", "Lille", id="the start of a former commune"),
        pytest.param("Paris 12e", "Paris", id="a district"),
    ],
)
def test_what_may_be_another_is_shown_to_choose(text, name):
    assert name in names(text, How.CHOICE)


@pytest.mark.parametrize("text", ["lile", "tourcong", "Aras", "vileneuve dascq", "lile 59"])
def test_a_slip_is_read_through_and_only_suggested(text):
    found = find(text, first=OURS)

    assert found.how is How.CLOSE
    assert found.communes[0].name in {"Lille", "Tourcoing", "Arras", "Villeneuve-d'Ascq"}
    assert len(found.communes) <= MOST_GUESSED


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("", How.NO_NAME),
        ("  ", How.NO_NAME),
        ("-", How.NO_NAME),
        ("zzzz", How.NO_NAME),
        ("00000", How.NO_POSTCODE),
        ("59999", How.NO_POSTCODE),
    ],
)
def test_nothing_is_found_for_nothing(text, how):
    assert names(text, how) == []


def test_ours_come_first_then_the_most_inhabited_and_the_list_is_short():
    found = find("saint", first=OURS).communes

    ranks = [(not OURS(one.code), -one.population) for one in found]
    assert ranks == sorted(ranks)
    assert len(found) == MOST_SHOWN


def test_every_commune_of_a_postcode_is_listed():
    assert len(names("02160", How.CHOICE)) == len(communes.communes_at("02160")) > MOST_SHOWN


def test_a_whole_name_elsewhere_is_not_sure_while_one_of_ours_begins_so():
    both = names("Villers", How.CHOICE)

    assert OURS(find("Villers", first=OURS).communes[0].code)
    assert "Villers" not in both[:1]


@pytest.mark.parametrize(
    ("text", "said"),
    [("Lomme", "Lomme"), ("59160 Lomme", "Lomme"), ("hellemmes lille", "Hellemmes-Lille")],
)
def test_a_commune_that_became_a_part_of_another_leads_to_it_first(text, said):
    found = find(text, first=OURS)

    assert found.communes[0].name == "Lille"
    assert found.former == {"59350": said} | found.former


@pytest.mark.parametrize("text", ["Lille", "59000", "59160", "Lille 59000"])
def test_a_commune_of_today_is_said_under_its_own_name(text):
    found = find(text, first=OURS)

    assert found.communes[0].name == "Lille"
    assert "59350" not in found.former


def test_a_commune_is_listed_once_whatever_its_former_names():
    codes = [one.code for one in find("annecy", first=OURS).communes]

    assert len(codes) == len(set(codes))


def test_a_slip_in_a_former_name_is_read_through():
    found = find("hellemes lille", first=OURS)

    assert (found.how, found.communes[0].name) == (How.CLOSE, "Lille")
