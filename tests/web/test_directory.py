"""The directory: what the public reads of places, and what the programme manager mends."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from coupdepouce.core.directory import hours
from coupdepouce.core.directory.said import SAYINGS
from coupdepouce.core.roles import Role
from coupdepouce.partners.importing import import_places
from coupdepouce.partners.models import Place, PlacePair
from coupdepouce.programmes.commune_names import resolve
from coupdepouce.programmes.models import CommunePoint
from coupdepouce.web.directory import words
from tests.apps import cases
from tests.apps.build import member
from tests.apps.test_partners_places import ROUBAIX, ROW
from tests.web.desk import signed_in

LIST = "/lieux/"
ALWAYS = replace(ROW, name="Toujours ouvert", opening_hours="24/7", source_id="toujours")


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()
    CommunePoint.objects.create(code=ROUBAIX, latitude=50.69, longitude=3.17)


def bring_in(*rows):
    import_places(rows=rows, commune_of=resolve)


def read(path, **asked):
    return Client().get(path, asked)


def text_of(answer):
    return answer.content.decode()


def test_before_a_commune_is_given_the_page_asks_for_it():
    answer = read(LIST)

    assert answer.status_code == 200
    assert "Donnez votre commune." in text_of(answer)
    assert "error" not in text_of(answer)


@pytest.mark.parametrize("asked", [{"ville": "59100"}, {"ville": "Roubaix"}, {"commune": ROUBAIX}])
def test_a_commune_shows_its_places_on_a_map(asked):
    bring_in(ALWAYS)

    page = text_of(read(LIST, **asked))

    assert "Où aller près de Roubaix" in page
    assert ">Toujours ouvert</a>" in page
    assert "Ouvert" in page
    assert '<svg class="map"' in page


def test_choices_are_kept_by_the_way_to_the_next_page_and_to_farther_places():
    bring_in(*(replace(ALWAYS, source_id=str(number)) for number in range(12)))

    first = text_of(read(LIST, ville="59100", ouvert="on"))
    second = text_of(read(LIST, ville="59100", ouvert="on", page="2"))

    assert "12 lieux à 10 km au plus." in first
    assert "?ville=59100&amp;ouvert=on&amp;page=2" in first
    assert 'start="11"' in second
    none = text_of(read(LIST, ville="59100", ouvert="on", sorte="shop"))
    assert "Aucun lieu ne répond à tout cela." in none
    assert "?ville=59100&amp;ouvert=on&amp;sorte=shop&amp;km=30" in none


WRONG = [
    ("nothing written", {"ville": ""}, "Écrivez votre code postal"),
    ("a postcode that is not one", {"ville": "99999"}, "Nous ne connaissons pas ce code postal"),
    ("a name nobody has", {"ville": "Zzyzx"}, "Aucune commune n’a ce nom"),
    ("a choice that does not exist", {"ville": "59100", "service": "voler"}, "voler"),
]


@pytest.mark.parametrize(
    ("asked", "sentence"), [pytest.param(*row, id=case) for case, *row in WRONG]
)
def test_what_cannot_be_read_is_said(asked, sentence):
    answer = read(LIST, **asked)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_several_communes_are_shown_to_choose_and_the_choices_follow():
    page = text_of(read(LIST, ville="59152", ouvert="on"))

    assert "Laquelle est la vôtre" in page
    assert "?ouvert=on&amp;commune=59" in page


def test_an_unknown_commune_or_place_is_a_sentence():
    assert read(LIST, commune="00000").status_code in {404, 409}
    assert read("/lieux/12345/").status_code == 404


def test_a_page_says_all_that_is_known_of_a_shop():
    shop = replace(
        ROW,
        kind="shop",
        name="Boutique fictive",
        opening_hours="Mo-Fr 09:00-12:00",
        services=("Ligne internet",),
        access=("Plain-pied", "Anglais", "Gratuit"),
    )
    bring_in(shop)

    page = text_of(read(f"/lieux/{Place.objects.get().pk}/"))

    said = ["Boutique", "Boutique fictive", "adresse fictive, 59100 ROUBAIX", "Ligne internet"]
    said += [
        "Entrée sans marche",
        "Anglais",
        "C’est gratuit",
        "Du lundi au vendredi",
        "aujourd’hui",
    ]
    assert [words for words in said if words not in page] == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [("le mardi matin", "le mardi matin"), ("", "Le lieu ne dit pas ses horaires.")],
)
def test_hours_nobody_can_read_are_shown_as_written(written, sentence):
    bring_in(replace(ROW, original={"horaires": written}))

    assert sentence in text_of(read(f"/lieux/{Place.objects.get().pk}/"))


def test_a_merged_place_leads_to_the_one_shown():
    bring_in(ROW, replace(ROW, source_id="2"))
    kept, merged = Place.objects.order_by("pk")
    Place.objects.filter(pk=merged.pk).update(same_as=kept)

    assert read(f"/lieux/{merged.pk}/").headers["Location"] == f"/lieux/{kept.pk}/"


def test_what_a_list_wrote_is_text_and_never_code():
    bring_in(replace(ROW, name="<script>x</script>", original={"horaires": "<b>lundi</b>"}))

    page = text_of(read(f"/lieux/{Place.objects.get().pk}/"))

    assert "<script>x" not in page
    assert "<b>lundi" not in page


STATES = [
    ("open", "Mo-Su 08:00-18:00", "Ouvert jusqu’à 18 h"),
    ("open for days", "24/7", "Ouvert"),
    ("opens today", "Mo-Su 15:00-18:30", "Fermé, ouvre à 15 h"),
    ("opens tomorrow", "Th 09:30-12:00", "Fermé, ouvre demain à 9 h 30"),
    ("opens on Monday", "Mo 09:00-12:00", "Fermé, ouvre lundi à 9 h"),
    ("opens in a season", "Jul-Aug 10:00-18:00", "Fermé"),
    ("with a word", 'Mo-Su 08:00-18:00 "sur rendez-vous"', "Ouvert jusqu’à 18 h (sur rendez-vous)"),
]


@pytest.mark.parametrize(
    ("written", "sentence"), [pytest.param(*row, id=case) for case, *row in STATES]
)
def test_open_or_not_in_words(written, sentence):
    at = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # a Wednesday, 10 h in Paris

    with translation.override("fr"):
        state = words.state(hours.now(written, at=at), at=at)

    assert state["state"].replace("\N{NO-BREAK SPACE}", " ") == sentence


def test_every_saying_has_its_words():
    assert set(words.WORDS) == {one.code for one in SAYINGS}


def test_the_home_leads_to_the_places():
    assert f'href="{LIST}"' in text_of(read("/"))


def test_the_page_of_partners_leads_to_the_quality_and_the_pairs():
    page = text_of(signed_in(member(Role.PROGRAMME_MANAGER)).get(reverse("steering:organisations")))

    assert reverse("directory:quality") in page
    assert reverse("directory:pairs") in page


def test_the_manager_reviews_the_places_and_reads_what_to_mend_first():
    bring_in(replace(ROW, services=()))
    client = signed_in(member(Role.PROGRAMME_MANAGER))
    assert "pas encore été relus" in text_of(client.get(reverse("directory:quality")))

    answer = client.post(reverse("directory:review"), follow=True)

    page = text_of(answer)
    assert "Lieux relus : 1." in page
    assert "Il ne dit pas ce qu’on y trouve." in page
    assert "Demandez ses horaires." in page
    chosen = text_of(client.get(reverse("directory:quality"), {"manque": "services"}))
    assert "Revoir tous les lieux" in chosen
    assert client.get(reverse("directory:quality"), {"manque": "beauté"}).status_code == 409


def test_the_manager_merges_two_records_and_takes_it_back():
    bring_in(ROW, replace(ROW, source="autre"))
    client = signed_in(member(Role.PROGRAMME_MANAGER))
    client.post(reverse("directory:review"), {"pairs": "1"})
    pair = PlacePair.objects.get()
    address = reverse("directory:pair", args=[pair.pk])
    assert "Lieu fictif (autre)" in text_of(client.get(reverse("directory:pairs")))

    done = client.post(address, {"kept": str(pair.one_id)}, follow=True)

    assert "Un seul lieu est affiché." in text_of(done)
    assert "Réunis (1)" in text_of(client.get(reverse("directory:pairs"), {"reponse": "same"}))
    assert "reste affiché" in text_of(client.get(address))
    late = client.post(address, {"different": "1"})
    assert late.status_code == 409
    assert "a déjà répondu « un seul lieu »" in text_of(late)
    assert 'name="seen" value="1"' in late.content.decode()
    client.post(address, {"back": "1", "seen": "1"})
    assert Place.objects.filter(same_as__isnull=False).count() == 0


def test_an_answer_that_cannot_be_taken_says_why_and_shows_both_again():
    bring_in(ROW, replace(ROW, source="autre"))
    client = signed_in(member(Role.PROGRAMME_MANAGER))
    client.post(reverse("directory:review"))
    address = reverse("directory:pair", args=[PlacePair.objects.get().pk])

    answer = client.post(address, {"kept": "999"})

    assert answer.status_code == 409
    assert "Choisissez lequel des deux lieux reste affiché." in text_of(answer)
