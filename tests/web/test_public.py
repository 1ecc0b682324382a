"""The check without a name."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coupdepouce.core.roles import Role
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import confirm_figure, load_programme
from coupdepouce.web.public.answers import Answers, read_token
from coupdepouce.web.public.hours import hours_in_words
from tests.apps import cases
from tests.apps.build import NOW, member

CEILING = "eligibility.quotient_familial.ceiling"


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


def said(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def heading(answer) -> str:
    return re.sub(r"\s+", " ", re.search(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.S)[1])


def choose(client, answer, words):
    """Follow the answer of a question that has these words."""
    found = re.findall(
        r'class="answer[^"]*" href="([^"]+)">(.*?)</a>', answer.content.decode(), re.S
    )
    links = {re.sub(r"(?:<[^>]+>|\s)+", " ", text).strip(): href for href, text in found}
    return client.get(links[words].replace("&amp;", "&"))


def ask(client, commune="59350"):
    return client.get(f"/verifier/?commune={commune}")


def type_quotient(client, answer, number):
    typed = choose(client, choose(client, answer, "Aucune de ces aides"), KNOWN)
    token = re.search(r'name="r" value="([^"]+)"', typed.content.decode())[1]
    return client.post("/verifier/", {"r": token, "quotient": number}, follow=True)


KNOWN = "Je connais mon quotient familial"


def test_the_shortest_way_is_one_answer_outside_and_two_inside(client):
    outside = client.get("/verifier/", {"ville": "Nice"}, follow=True)
    inside = choose(client, ask(client), "Le RSA")

    assert heading(outside) == "Aujourd’hui, ce prix ne vous est pas ouvert."
    assert heading(inside) == "Vous y avez droit."


def search(client, text):
    return client.get("/verifier/", {"ville": text}, follow=True)


def test_a_former_commune_is_proposed_as_the_part_of_a_town_that_it_is(client):
    listed = search(client, "Lomme")

    assert heading(listed) == "Laquelle est la vôtre ?"
    assert "Lomme (Lille)" in listed.content.decode()
    chosen = choose(client, listed, "Lomme (Lille) Nord")
    assert heading(chosen) == heading(search(client, "59000 Lille"))


def test_the_start_of_a_name_is_never_taken_for_it(client):
    listed = search(client, "Lomme")
    again = choose(client, listed, "Ma commune n’est pas dans la liste")

    assert heading(listed) == "Laquelle est la vôtre ?"
    assert "Lommerange" in said(listed)
    assert "Question 1 sur" not in said(listed)
    assert "Essayez le code postal" in said(again)
    for page in (listed, again):
        assert heading(choose(client, page, "Je ne sais pas")) == "Avez-vous une de ces aides ?"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("59999", "Nous ne connaissons pas ce code postal."),
        ("zzzz", "Aucune commune n’a ce nom."),
    ],
)
def test_what_is_not_found_says_what_to_write(client, text, sentence):
    answer = search(client, text)

    assert answer.status_code == 422
    assert sentence in said(answer)


def test_a_slip_is_suggested(client):
    listed = search(client, "lile")

    assert heading(listed) == "Vouliez-vous dire…"
    assert heading(choose(client, listed, "Lille Nord")) == "Avez-vous une de ces aides ?"


def test_a_no_for_the_place_names_it_and_can_be_changed(client):
    answer = search(client, "Nice")

    assert "Cette réponse est pour Nice (Alpes-Maritimes)." in said(answer)
    link = re.search(r'href="([^"]+)">Changer de commune', answer.content.decode())[1]
    assert heading(client.get(link)) == "Dans quelle commune habitez-vous ?"


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("1", "Vous y avez droit."),
        ("699", "Vous y avez droit."),
        ("700", "Vous y avez droit."),
        ("701", "Aujourd’hui, ce prix ne vous est pas ouvert."),
        ("1 200 €", "Aujourd’hui, ce prix ne vous est pas ouvert."),
        ("0", "Il faut un papier à jour."),
    ],
)
def test_a_typed_quotient_is_judged_and_never_in_the_address(client, number, answer):
    result = type_quotient(client, ask(client), number)

    assert heading(result) == answer
    assert "quotient" not in result.request["QUERY_STRING"]
    assert "no-store" in result["Cache-Control"]


@pytest.mark.parametrize("number", ["", "abc", "-5", "512,50", "100001"])
def test_a_quotient_that_is_no_number_is_explained(client, number):
    result = type_quotient(client, ask(client), number)

    assert result.status_code == 422
    assert heading(result) == "Quel est votre quotient familial ?"


def test_a_figure_nobody_verified_is_not_printed_before_it_is_confirmed(client):
    before = [ask(client), type_quotient(client, ask(client), "512")]
    manager = member(Role.PROGRAMME_MANAGER)

    confirm_figure(path=CEILING, by=manager, at=NOW)
    asked = choose(client, ask(client), "Aucune de ces aides")

    assert not any("700" in said(page) or "3 mois" in said(page) for page in before)
    assert heading(asked) == "Votre quotient familial est-il de 700 ou moins ?"
    yes = choose(client, asked, "Oui, 700 ou moins")
    no = choose(client, asked, "Non, plus de 700")
    assert "Votre quotient familial est de 700 ou moins." in said(yes)
    assert "Votre quotient familial est de plus de 700." in said(no)


@pytest.mark.parametrize(
    ("pays", "sentence"),
    [
        ("34,99", "Aujourd’hui vous payez 34,99 €. Vous gardez 15 € par mois"),
        ("19,99", "C’est ce que vous payez aujourd’hui"),
        ("15", "Cette ligne coûte 4,99 € de plus par mois"),
        ("0", "Vous ne payez rien aujourd’hui. Comparez avant de changer."),
    ],
)
def test_the_saving_is_said_against_what_is_paid_today(client, pays, sentence):
    page = choose(client, ask(client), "Le RSA").content.decode()
    token = re.search(r'name="r" value="([^"]+)"', page)[1]

    result = client.post("/verifier/", {"r": token, "pays_now": pays}, follow=True)
    link = re.search(r'href="([^"]+)">Changer ce montant', result.content.decode())[1]

    assert sentence in said(result)
    assert 'name="pays_now"' in client.get(link).content.decode()


def test_nothing_is_written_anywhere(client):
    ask(client)

    with CaptureQueriesContext(
        connection,
    ) as seen:
        type_quotient(client, ask(client), "512")

    assert all(query["sql"].startswith("SELECT") for query in seen)
    assert not client.cookies


def test_an_address_that_was_cut_says_to_start_again(client):
    token = Answers().adding("commune", "59350").token()

    for broken in (token[:-4], "x", token[::-1]):
        answer = client.get("/verifier/", {"r": broken})
        assert answer.status_code == 409
        assert "Recommencez les questions" in said(answer)


def test_answers_come_back_as_they_were_given():
    answers = (
        Answers().adding("commune", None).adding("statuses", []).adding("quotient_familial", 54321)
    )

    assert read_token(answers.paying(3499).token()) == answers.paying(3499)
    assert read_token(answers.before().token()) == answers.before()
    assert "54321" not in answers.token()


def test_an_answer_given_again_starts_from_there():
    answers = Answers().adding("commune", "59350").adding("statuses", ["rsa"])

    assert answers.adding("commune", "59512").given == (("commune", "59512"),)


def test_an_unknown_commune_is_refused_with_a_remedy(client):
    answer = ask(client, "99999")

    assert answer.status_code == 409
    assert "vérifiez-le" in said(answer)


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("/", "public, max-age=300"),
        ("/verifier/", "public, max-age=300"),
        ("/verifier/?commune=59350", "private, no-store"),
        ("/suivre/", "private, no-store"),
        ("/?langue=en", "private, max-age=300"),
    ],
)
def test_what_is_about_nobody_is_shared_and_the_rest_is_not_kept(client, path, header):
    answer = client.get(path)

    assert answer["Cache-Control"] == header
    assert {"Cookie", "Accept-Language"} <= set(answer["Vary"].split(", "))


def test_the_language_is_asked_by_the_address_then_remembered(client):
    assert heading(client.get("/", {"langue": "en"})) == "Internet at home, at a low price"
    assert heading(client.get("/")) == "Internet at home, at a low price"
    assert heading(client.get("/", {"langue": "fr"})).startswith("Internet à la maison")
    assert heading(client.get("/", {"langue": "xx"})).startswith("Internet à la maison")


def test_search_engines_find_each_language_of_a_page_without_answers(client):
    link = '<link rel="alternate" hreflang="en" href="http://testserver/?langue=en">'

    assert link in client.get("/").content.decode()
    assert "hreflang" not in ask(client).content.decode().split("</head>")[0]


@pytest.mark.parametrize("opens", ["2019-03-01", "2030-01-01"], ids=["elsewhere", "not open"])
def test_where_the_offer_does_not_exist_nobody_is_said_to_ask_for_it(client, opens):
    text = default_text().replace("2019-03-01", opens)
    load_programme(text=text, at=NOW)

    text = said(search(client, "Nice" if opens < "2020" else "Lille"))

    assert "Il existe d’autres aides Votre mairie peut vous parler d’autres aides." in text
    for promise in ("Un travailleur social", "revoir avec vos papiers", "regarder avec vous"):
        assert promise not in text


def test_what_was_given_is_not_asked_again(client):
    text = said(type_quotient(client, ask(client), "0"))

    assert "Demandez un papier à jour à la CAF ou à la MSA." in text
    assert "Ce qu’il reste à savoir" not in text


@pytest.mark.parametrize(
    ("missing", "question"),
    [
        ("Votre commune", "Dans quelle commune habitez-vous ?"),
        ("Votre quotient familial", "Connaissez-vous votre quotient familial ?"),
    ],
)
def test_what_is_left_to_know_is_a_way_to_answer(client, missing, question):
    unknown = "Je ne sais pas"
    first = choose(client, client.get("/verifier/"), unknown)
    result = choose(client, choose(client, first, "Aucune de ces aides"), unknown)

    assert heading(result) == "Il manque une réponse."
    assert heading(choose(client, result, missing)) == question


def test_a_no_says_apart_what_can_change_it(client):
    text = said(type_quotient(client, ask(client), "1200"))

    why, change = text.split("Ce qui peut changer la réponse")
    assert "Votre quotient familial est de 1200. Il dépasse la limite." in why
    assert "demandez un nouveau calcul à la CAF" in change


def test_the_first_page_asks_little_of_the_database(client, django_assert_num_queries):
    client.get("/")

    with django_assert_num_queries(2):
        client.get("/")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Mo-Fr 09:00-12:00,13:30-17:00", "Du lundi au vendredi : 9 h à 12 h, 13 h 30 à 17 h"),
        ("Sa 09:00-12:00", "Samedi : 9 h à 12 h"),
        (
            "Mo,We 09:00-12:00; Sa 10:00-11:00",
            "Lundi, mercredi : 9 h à 12 h ; samedi : 10 h à 11 h",
        ),
        ("", ""),
        ("24/7", ""),
        ("Mo-Fr 09:00-12:00; PH off", ""),
        ("Mo 17:00-09:00", ""),
        ("Mo 09:00-25:00", ""),
    ],
)
def test_hours_are_said_simply_or_left_out(written, words):
    assert hours_in_words(written).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/verifier/", {"ville": ""}),
        ("/verifier/", {"ville": "x" * 61}),
        ("/suivre/", {"code": "", "birth_year": ""}),
        ("/suivre/", {"code": "x" * 41, "birth_year": "1"}),
    ],
)
def test_what_is_wrong_is_said_in_our_words(client, path, typed):
    send = client.get if path == "/verifier/" else client.post

    text = said(send(path, typed))

    assert "À corriger" in text
    assert "obligatoire" not in text
    assert "Assurez-vous" not in text
