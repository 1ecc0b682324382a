"""Campaigns as pages: made, sent, counted; a short link that knows nobody."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coupdepouce.core.roles import Role
from coupdepouce.outreach.campaigns.models import Campaign, ShortCode, Tally, Wave
from coupdepouce.partners.models import Organisation
from tests.apps import cases
from tests.apps.build import member, organisation
from tests.web.desk import file_of, opened, signed_in
from tests.web.test_public import choose, heading, said

PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 9; Cubot Note) Chrome/120.0 Mobile"}
CAMPAIGN = {
    "name": "Rentrée fictive",
    "communes": "Lille, 59100",
    "sender_kind": "ccas",
    "reached": "Des familles fictives",
    "estimated": "5000",
}


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


@pytest.fixture
def desk():
    return signed_in(member(Role.PROGRAMME_MANAGER, of=organisation(Organisation.Kind.OPERATOR)))


def in_days(number):
    return f"{timezone.localdate() + timedelta(days=number):%d/%m/%Y}"


def at(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def posted(desk, address, **said):
    return desk.post(address, {"once": uuid4(), **said})


def campaign(desk, **changes):
    posted(desk, at("new"), **CAMPAIGN | changes)
    return Campaign.objects.latest("pk")


def wave(desk, one, *, channel="sms", senders=(), **changes):
    said = {
        "channel": channel,
        "starts_on": in_days(0),
        "last_day": in_days(60),
        "text_a": "Coup de Pouce : internet à petit prix : {link}",
        "senders": senders or [organisation(name="CCAS imaginaire").pk],
    }
    return posted(desk, at("new_wave", one.reference), **said | changes)


def test_a_campaign_says_plainly_whom_it_is_for(desk):
    one = campaign(desk)
    page = said(desk.get(at("campaign", one.reference)))

    for words in ("Lille, Roubaix", "CCAS ou CIAS", "Des familles fictives", "5 000 ménages"):
        assert words in page
    assert "Aucune vague." in page
    assert one.name in said(desk.get(at("home")))


WRONG = {
    "a commune that is not sure": ({"communes": "Saint"}, "n’est pas sûr"),
    "no commune": ({"communes": " , "}, "au moins une commune"),
    "nobody": ({"estimated": "0"}, "Écrivez au moins 1"),
}


@pytest.mark.parametrize(("changes", "sentence"), WRONG.values(), ids=WRONG)
def test_a_campaign_that_says_nothing_is_asked_again(desk, changes, sentence):
    answer = posted(desk, at("new"), **CAMPAIGN | changes)

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert not Campaign.objects.exists()


def test_what_a_wave_lacks_is_said_beside_its_field(desk):
    answer = wave(desk, campaign(desk), text_a="Sans lien")

    assert answer.status_code == 422
    assert "Écrivez {link} à la place du lien" in said(answer)
    assert not Wave.objects.exists()


def test_a_wave_shows_each_partner_its_link_its_text_and_its_papers(desk):
    wave(desk, campaign(desk))
    code = ShortCode.objects.get()
    shown = desk.get(at("wave", Wave.objects.get().reference))

    assert "Coup de Pouce : internet à petit prix : http" in said(shown)
    assert f"/c/{code.code}" in shown.content.decode()
    assert "1 SMS" in said(shown)
    for name, more in (("poster", ("fr",)), ("poster", ("ar",)), ("card", ())):
        paper = desk.get(at(name, code.code, *more))
        assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    assert desk.get(at("poster", code.code, "de")).status_code == 404
    assert desk.get(at("card", "RIEN")).status_code == 404


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("Coup de Pouce : faites valoir votre éligibilité. {link}", "mot difficile : « "),
        ("Coup de Pouce : venez. {link}", ""),
    ],
)
def test_a_text_of_a_wave_is_read_again_for_easy_words(desk, text, remark):
    wave(desk, campaign(desk), text_a=text)

    shown = said(desk.get(at("wave", Wave.objects.get().reference)))

    assert ("Plus facile à lire, la prochaine fois ?" in shown) == bool(remark)
    assert remark in shown


def test_a_mailing_is_drawn_once_and_taken_as_a_file(desk):
    wave(desk, campaign(desk), channel="mailing")
    one = Wave.objects.get()
    once = uuid4()
    for _ in range(2):
        posted(desk, at("draw", one.reference), count="12", once=once)
    shown = desk.get(at("wave", one.reference))
    taken = desk.get(at("letters", one.reference, once))
    lines = b"".join(taken.streaming_content).decode().strip().splitlines()

    assert "12 lettres" in said(shown)
    assert len(lines) == 13
    code = ShortCode.objects.first().code
    # Of a letter no paper is made, and nobody reads what it brought.
    assert desk.get(at("card", code)).status_code == 404
    assert code not in shown.content.decode()


def test_a_closed_campaign_takes_no_wave(desk):
    one = campaign(desk)
    assert "ne sont plus comptées" in said(desk.get(at("close", one.reference)))
    desk.post(at("close", one.reference))

    assert "Close le" in said(desk.get(at("campaign", one.reference)))
    assert "Cette campagne est close" in said(wave(desk, one))


def shared_code(desk):
    wave(desk, campaign(desk))
    return ShortCode.objects.get().code


def tally():
    return Tally.objects.values_list("arrivals", "finished").first()


def test_a_short_link_opens_the_check_and_counts_without_a_cookie(desk):
    code = shared_code(desk)
    phone = Client(**PHONE)
    arrived = phone.get(f"/c/{code.lower()}")
    first = phone.get(arrived["Location"])

    assert arrived.status_code == 302
    assert arrived["Cache-Control"] == "private, max-age=1800"
    assert not phone.cookies
    assert code not in arrived["Location"]
    assert heading(first) == "Dans quelle commune habitez-vous ?"
    assert tally() == (1, 0)


def finish(phone, address, **headers):
    answer = phone.get(address)
    token = re.search(r'name="r" value="([^"]+)"', answer.content.decode())[1]
    town = phone.get("/verifier/", {"r": token, "ville": "Lille"}, follow=True)
    found = re.search(
        r'class="answer[^"]*" href="([^"]+)">\s*(?:<[^>]+>|\s)*Le RSA', town.content.decode()
    )
    return phone.get(found[1].replace("&amp;", "&"), **headers)


def test_a_check_that_ends_is_counted_once_and_says_the_code(desk):
    code = shared_code(desk)
    phone = Client(**PHONE)
    counted = finish(phone, phone.get(f"/c/{code}")["Location"])
    result = phone.get(counted["Location"])
    again = phone.get(counted["Location"])

    assert counted.status_code == 302
    assert heading(result) == heading(again) == "Vous y avez droit."
    assert f"Dites aussi le code {code[:4]} {code[4:]} à la personne" in said(result)
    assert tally() == (1, 1)
    back = re.search(r'class="back[^"]*"[^>]*href="([^"]+)"', result.content.decode())
    once_more = choose(phone, phone.get(back[1].replace("&amp;", "&")), "Le RSA")
    assert heading(once_more) == "Vous y avez droit."
    assert tally() == (1, 1)


def test_without_a_campaign_the_answer_says_no_code_and_costs_no_turn():
    answer = choose(Client(), Client().get("/verifier/?commune=59350"), "Le RSA")

    assert answer.status_code == 200
    assert "Dites aussi le code" not in said(answer)


NOT_PEOPLE = {
    "a robot that says so": {"HTTP_USER_AGENT": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
    "a preview of a link": {"HTTP_USER_AGENT": "WhatsApp/2.23.20.0"},
    "a program": {"HTTP_USER_AGENT": "python-requests/2.32"},
    "nobody said": {"HTTP_USER_AGENT": ""},
    "a page loaded ahead": PHONE | {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
    "an older way to load ahead": PHONE | {"HTTP_PURPOSE": "prefetch"},
    "an image": PHONE | {"HTTP_SEC_FETCH_DEST": "image"},
}


@pytest.mark.parametrize("headers", NOT_PEOPLE.values(), ids=NOT_PEOPLE)
def test_what_is_not_a_person_goes_on_and_is_not_counted(desk, headers):
    answer = Client(**headers).get(f"/c/{shared_code(desk)}")

    assert answer["Location"] == "/verifier/"
    assert "no-store" in answer["Cache-Control"]
    assert tally() is None


def test_an_answer_loaded_ahead_is_not_kept_and_the_person_is_counted(desk):
    phone = Client(**PHONE)
    begun = phone.get(f"/c/{shared_code(desk)}")["Location"]

    ahead = finish(phone, begun, HTTP_SEC_PURPOSE="prefetch")
    assert "no-store" in ahead["Cache-Control"]
    assert tally() == (1, 0)

    assert "no-store" not in finish(phone, begun)["Cache-Control"]
    assert tally() == (1, 1)


def test_asking_only_for_the_head_counts_nothing(desk):
    assert Client(**PHONE).head(f"/c/{shared_code(desk)}").status_code == 302
    assert tally() is None


@pytest.mark.parametrize("code", ["K7M2QX4P", "rien", "a b", "<script>"])
def test_a_wrong_code_opens_the_check_all_the_same(code):
    answer = Client(**PHONE).get(f"/c/{code}")

    assert (answer.status_code, answer["Location"]) == (302, "/verifier/")


def test_after_the_end_the_link_still_opens_the_check(desk):
    code = shared_code(desk)
    phone = Client(**PHONE)
    begun = phone.get(f"/c/{code}")["Location"]
    desk.post(at("close", Campaign.objects.get().reference))

    assert phone.get(f"/c/{code}")["Location"] == "/verifier/"
    assert finish(phone, begun).status_code == 302
    assert tally() == (1, 0)


def test_the_prescriber_writes_the_code_that_the_household_says(desk):
    code = shared_code(desk)
    prescriber = signed_in(cases.prescriber())
    request = opened(prescriber)
    address = reverse("prescribing:came_by", args=[request.reference])
    wrong = posted(prescriber, address, code="K7M2 QX4P")
    right = posted(prescriber, address, code=f"{code[:4]} {code[4:].lower()}")

    assert wrong.status_code == 422
    assert "d’aucune annonce" in said(wrong)
    assert right.status_code == 302
    assert "Rentrée fictive, vague 1" in file_of(prescriber, request)


def test_the_form_of_a_code_has_its_key_and_says_for_whom_it_was_opened():
    prescriber = signed_in(cases.prescriber())
    address = reverse("prescribing:came_by", args=[opened(prescriber).reference])

    page = prescriber.get(address).content.decode()

    assert re.search(r'name="once" value="[0-9a-f-]{36}"', page)
    assert re.search(r'name="opened_for" value="\d+"', page)
