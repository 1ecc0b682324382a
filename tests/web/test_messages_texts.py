"""The programme manager's pages of texts: read, try, look, write, come back."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.roles import Role
from coupdepouce.outreach.models import Wording
from coupdepouce.outreach.queries import in_force
from tests.apps import cases
from tests.apps.build import member

READY = "voucher_ready"
TYPED = {
    "once": "7a1f7a5e-93d4-4e53-a1c8-3c6f6a0f4a11",
    "sms": "Coup de Pouce : votre bon {code} vous attend. {link}",
    "subject": "Votre bon est là",
    "email": "Bonjour,\r\n\r\nVotre bon {code} est là.",
    "meanwhile": "french",
}


@pytest.fixture
def manager():
    cases.programme()
    return member(Role.PROGRAMME_MANAGER)


@pytest.fixture
def desk(manager):
    client = Client()
    client.force_login(manager.user)
    return client


def at(name, *args):
    return reverse(f"messages:{name}", args=args)


def test_every_text_is_listed_with_its_version(desk):
    page = desk.get(at("texts")).content.decode()

    assert "Votre bon est prêt" in page
    assert "Votre compte Coup de Pouce" in page
    assert "D’origine" in page
    assert "À traduire" not in page


def test_a_text_is_tried_on_a_real_request_and_the_visit_is_written(desk):
    prescription = cases.brought_to("issue")
    voucher = prescription.vouchers.get()

    page = desk.get(at("text", READY, "fr"), {"dossier": str(prescription.reference)})

    assert f"{voucher.code[:3]} {voucher.code[3:6]} {voucher.code[6:]}" in page.content.decode()
    assert "Exemples, faute de mieux" not in page.content.decode()
    assert AccessLog.objects.filter(about=f"prescription:{prescription.reference}").exists()


def test_without_a_request_the_values_are_examples_and_say_so(desk):
    page = desk.get(at("text", READY, "fr")).content.decode()

    assert "AB2 C3D E4FG" in page
    assert "Exemples, faute de mieux" in page
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("reference", ["x", "7a1f7a5e-93d4-4e53-a1c8-3c6f6a0f4a11"])
def test_a_request_that_is_not_there_leaves_the_examples(desk, reference):
    page = desk.get(at("text", READY, "fr"), {"dossier": reference})

    assert "AB2 C3D E4FG" in page.content.decode()


def test_a_version_is_looked_at_before_it_is_used(desk):
    looked = desk.post(at("write", READY, "fr"), TYPED | {"look": "1"})
    nothing = Wording.objects.count()
    kept = desk.post(at("write", READY, "fr"), TYPED | {"keep": "1"})
    page = desk.get(at("text", READY, "fr")).content.decode()

    assert "Coup de Pouce : votre bon AB2 C3D E4FG vous attend." in looked.content.decode()
    assert "81 signes sur 160 : 1 SMS." in looked.content.decode()
    assert (nothing, kept.status_code) == (0, 302)
    assert in_force(READY, "fr").words.email == "Bonjour,\n\nVotre bon {code} est là."
    assert "Version 1" in page
    assert "En usage" in page


def test_of_two_tabs_the_second_reads_what_the_first_wrote(desk):
    then = desk.get(at("write", READY, "fr")).context["form"]["read"].value()
    desk.post(at("write", READY, "fr"), TYPED | {"keep": "1", "read": then})
    mine = TYPED | {"keep": "1", "read": then, "subject": "Le mien"}

    refused = desk.post(at("write", READY, "fr"), mine)
    page, form = refused.content.decode(), refused.context["form"]
    again = desk.post(at("write", READY, "fr"), mine | {"read": form["read"].value()})

    assert (then, refused.status_code, form["read"].value()) == (0, 422, "1")
    assert "Ce texte a changé depuis" in page
    assert "Le texte en usage maintenant" in page
    assert "Votre bon est là" in page
    assert form["subject"].value() == "Le mien"
    assert again.status_code == 302
    assert in_force(READY, "fr").words.subject == "Le mien"


def test_a_text_over_its_budget_is_refused_beside_its_field(desk):
    answer = desk.post(at("write", READY, "fr"), TYPED | {"sms": "ê" * 71, "keep": "1"})

    assert answer.status_code == 422
    assert "ce texte prend 2 SMS ; le budget est de un SMS" in answer.content.decode()
    assert not Wording.objects.exists()


def test_a_language_that_did_not_follow_is_said(desk):
    desk.post(at("write", READY, "fr"), TYPED | {"keep": "1"})

    listed = desk.get(at("texts")).content.decode()
    page = desk.get(at("text", READY, "en")).content.decode()

    assert "À traduire" in listed
    assert "Cette langue n’a pas suivi." in page
    assert "il part en français" in page


def test_what_the_other_languages_read_is_asked_as_it_was_answered(desk):
    def chosen():
        page = desk.get(at("write", READY, "fr")).context["form"]
        return page["meanwhile"].value()

    before = chosen()
    desk.post(at("write", READY, "fr"), TYPED | {"keep": "1"})

    assert (before, chosen()) == ("origin", "french")


def test_the_french_is_shown_beside_its_translation(desk):
    page = desk.get(at("write", READY, "ar")).content.decode()

    assert "Le texte français d’aujourd’hui" in page
    assert 'dir="rtl"' in page
    assert "Que lisent les autres langues" not in page


def test_in_arabic_each_line_of_the_preview_finds_its_direction(desk):
    page = desk.get(at("text", READY, "ar"))
    shown = page.context["shown"]

    lines = [line for line in (*shown["sms"].splitlines(), *shown["email"].splitlines()) if line]
    assert page.content.decode().count('<p dir="auto">') == len(lines) + 1  # and the subject
    assert re.search("à cause de <bdi>[^<]</bdi> <bdi>", shown["count"])


def test_back_to_ours_in_one_click(desk):
    desk.post(at("write", READY, "fr"), TYPED | {"keep": "1"})

    asked = desk.get(at("back", READY, "fr", 0)).content.decode()
    desk.post(at("back", READY, "fr", 0), {"once": TYPED["once"]})

    assert "Votre bon est prêt" in asked
    assert in_force(READY, "fr").number == 0
    assert "Retour à : d’origine" in desk.get(at("text", READY, "fr")).content.decode()


def test_the_form_says_what_is_added_to_an_email_and_when(desk):
    page = desk.get(at("write", READY, "fr")).content.decode()
    ends = ("qui aide la personne", "sauf si votre texte dit {link}", "pour n’en plus recevoir")

    assert all(piece in page for piece in ends)


def test_a_text_at_work_has_no_sms_and_one_language(desk):
    page = desk.get(at("write", "outcome", "fr")).content.decode()
    kept = desk.post(
        at("write", "outcome", "fr"),
        {"once": TYPED["once"], "subject": "Nouvelle", "email": "Voir {link}", "keep": "1"},
    )

    assert 'name="sms"' not in page
    assert kept.status_code == 302
    assert in_force("outcome", "fr").words.subject == "Nouvelle"
    assert desk.get(at("text", "outcome", "en")).status_code == 404


@pytest.mark.parametrize(
    "address",
    [("text", "rien", "fr"), ("text", READY, "xx"), ("write", "rien", "fr"),
     ("back", READY, "fr", 9), ("back", "rien", "fr", 0)],
)  # fmt: skip
def test_what_is_not_there_is_not_found(desk, address):
    assert desk.get(at(*address)).status_code == 404


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.PARTNER_MANAGER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("address", [("texts",), ("text", READY, "fr"), ("write", READY, "fr")])
def test_texts_are_the_programme_managers(manager, role, address):
    client = Client()
    client.force_login(member(role).user)

    assert client.get(at(*address)).status_code == 403
