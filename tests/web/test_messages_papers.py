"""What goes on paper: batches of letters, posters, the card, and the demonstration's letters."""

import pytest
from django.test import Client
from django.urls import reverse

from coupdepouce.core.messages.hours import next_post
from coupdepouce.core.roles import Role
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.sending import send_due
from tests.apps import cases
from tests.apps.build import NOW, member


def signed_in(role):
    client = Client()
    client.force_login(member(role).user)
    return client


@pytest.fixture
def desk():
    cases.programme()
    return signed_in(Role.PROGRAMME_MANAGER)


def at(name, *args):
    return reverse(f"messages:{name}", args=args)


def test_a_batch_is_shown_then_taken_with_its_list(desk, settings, tmp_path):
    settings.LETTER_URL = f"folder:{tmp_path}"
    cases.brought_to("issue", preference="letter")
    before = desk.get(at("papers")).content.decode()
    send_due(at=next_post(NOW))
    name = Message.objects.get(channel="letter").reference

    after = desk.get(at("papers")).content.decode()
    pdf = desk.get(at("batch", name, "pdf"))
    listed = desk.get(at("batch", name, "csv"))

    assert "En attente : 1." in before
    assert "Aucun lot." in before
    assert name in after
    assert (pdf["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")
    assert str(Message.objects.get(channel="letter").key) in listed.content.decode()


def test_letters_that_left_their_batch_are_counted(desk, settings, tmp_path):
    settings.LETTER_URL = f"folder:{tmp_path}"
    for number in (1, 2):
        cases.brought_to("issue", preference="letter", number=number)
    lost = Message.objects.filter(channel="letter").first()
    lost.text = "李明"
    lost.save()
    before = desk.get(at("papers")).content.decode()
    send_due(at=next_post(NOW))

    after = desk.get(at("papers")).content.decode()

    assert "ne s’impriment pas" not in before
    assert "Lettres qui ne s’impriment pas : 1." in after
    assert "1 lettre, prêt le" in after


@pytest.mark.parametrize("asked", [("lettres-x", "pdf"), ("sms", "toml")])
def test_only_a_batch_is_taken_from_the_folder(desk, settings, tmp_path, asked):
    settings.LETTER_URL = f"folder:{tmp_path}"
    (tmp_path / "sms.toml").write_text("secret")

    assert desk.get(at("batch", *asked)).status_code == 404


def test_without_a_folder_the_page_says_whom_to_ask(desk):
    assert "COUPDEPOUCE_LETTER_URL" in desk.get(at("papers")).content.decode()


@pytest.mark.parametrize(("language", "status"), [("fr", 200), ("ar", 200), ("xx", 404)])
def test_posters_are_in_the_languages_of_the_programme(desk, language, status):
    assert desk.get(at("poster", language)).status_code == status


def test_the_card_is_for_the_shops_too(desk):
    shop = signed_in(Role.SHOP_ADVISOR)

    pdf, page = shop.get(at("card")), shop.get(reverse("counter:card"))

    assert pdf.content.startswith(b"%PDF")
    assert at("card") in page.content.decode()
    assert desk.get(at("card")).status_code == 200


@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 404)])
def test_the_mailbox_shows_the_letters_of_the_demonstration(settings, demo, status):
    settings.DEMO = demo
    cases.programme()
    cases.brought_to("issue", preference="letter")
    letter = Message.objects.get(channel="letter")
    client = signed_in(Role.ADMINISTRATOR)

    page = client.get(reverse("steering:mailbox"))
    pdf = client.get(at("letter", letter.pk))

    assert (page.status_code, pdf.status_code) == (status, status)
    assert (at("letter", letter.pk) in page.content.decode()) is demo


def test_a_text_is_not_a_letter(settings):
    settings.DEMO = True
    cases.programme()
    cases.brought_to("issue", preference="sms", phone="0639980123")
    message = Message.objects.get(channel="sms")

    assert signed_in(Role.ADMINISTRATOR).get(at("letter", message.pk)).status_code == 404


@pytest.mark.parametrize("name", ["papers", "poster"])
def test_papers_are_the_programme_managers(name):
    cases.programme()

    answer = signed_in(Role.PRESCRIBER).get(at(name, *(["fr"] if name == "poster" else [])))

    assert answer.status_code == 403
