"""Versions of the texts: kept for ever, back in a click, and translations that fall behind."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings

from coupdepouce.core.messages.wording import KEYS, Words, values_in
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.letters import doubt_address
from coupdepouce.outreach.models import Message, Wording
from coupdepouce.outreach.operations import (
    Recipient,
    bring_back,
    check_wording,
    enqueue,
    enqueue_to_all,
    filled,
    forget_old,
    stop_address,
    write_wording,
)
from coupdepouce.outreach.queries import (
    budget_of,
    dearer_here,
    history,
    in_force,
    languages_of,
    longest_values,
    origin,
    standings,
)
from coupdepouce.outreach.staff_texts import STAFF_TEXTS
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.prescriptions.links import complaint_link, follow_link, trust_link
from tests.apps.build import NOW, member

pytestmark = pytest.mark.django_db
READY = "voucher_ready"
FRENCH = Words(
    sms="Coup de Pouce : bon {code}. {link}",
    subject="Votre bon est là",
    email="Bonjour,\n\nBon {code}",
)
ENGLISH = Words(
    sms="Coup de Pouce: voucher {code} {link}", subject="Your voucher", email="Hello, {code}"
)


@pytest.fixture
def manager():
    return member(Role.PROGRAMME_MANAGER)


def written(words, by, *, language="fr", at=NOW, **more):
    return write_wording(template=READY, language=language, words=words, by=by, at=at, **more)


def sent(number=1, *, language="fr", channel="sms"):
    enqueue(
        once=f"envoi:{number}",
        template=READY,
        to=Recipient(channel=channel, address="0639980123", language=language),
        context={
            "code": "AB2",
            "last_day": "28/09/2027",
            "link": "https://x.example/",
            "who_helps": "Qui vous suit : Structure fictive.",
        },
        about="",
        at=NOW,
    )
    return Message.objects.get(once=f"envoi:{number}")


def test_each_of_several_people_is_told_once_whoever_comes_or_goes():
    for addresses in (["un@x.example", "deux@x.example"], ["deux@x.example", "Trois@x.example"],
                      ["trois@x.example"] * 2):  # fmt: skip
        enqueue_to_all(
            addresses,
            once="allowance:2026-11-01:100",
            template="allowance",
            context=dict.fromkeys(STAFF_TEXTS["allowance"].keys, "x"),
            about="",
            at=NOW,
        )

    told = [one.recipient for one in Message.objects.order_by("pk")]
    assert told == ["un@x.example", "deux@x.example", "Trois@x.example"]


def test_the_longest_subject_still_fits_once_a_prescriber_must_say_it():
    enqueue(
        once="relayed",
        template="to_tell",
        to=Recipient(channel="email", address="prescripteur@exemple.invalid"),
        context={"title": "Un mot " * 27, "news": "Bonjour", "link": "https://x.example/"},
        about="",
        at=NOW,
    )
    subject = Message.objects.get().subject

    assert subject.startswith("À dire à la personne : Un mot ")
    assert subject.endswith(" mot…")
    assert len(subject) <= Message._meta.get_field("subject").max_length


@pytest.mark.parametrize("template", [*TEXTS, *STAFF_TEXTS])
def test_every_text_of_ours_says_declared_values_only(template):
    text = TEXTS.get(template) or STAFF_TEXTS[template]

    for one in (text.sms, text.subject, text.email):
        assert set(values_in(one)) <= set(text.keys) <= KEYS.keys()


LONG_SITE = "https://coup-de-pouce.un-departement.exemple.invalid"


@pytest.mark.parametrize(
    ("site", "budget", "dearer"), [("https://exemple.invalid", 1, False), (LONG_SITE, 2, True)]
)
def test_a_text_is_measured_with_the_address_of_this_site(settings, site, budget, dearer):
    settings.SITE_URL = site

    assert budget_of("line_late", "fr") == budget
    assert (("line_late", "fr") in dearer_here()) is dearer


def test_an_sms_that_only_a_short_address_would_hold_is_refused(settings):
    words = replace(FRENCH, sms="Coup de Pouce : " + "a" * 84 + " {link}", email="Bonjour")
    settings.SITE_URL = "https://exemple.invalid"
    check_wording(template="accepted", language="fr", words=words)
    settings.SITE_URL = LONG_SITE

    with pytest.raises(Refusal, match="ce texte prend 2 SMS"):
        check_wording(template="accepted", language="fr", words=words)


def test_the_link_measured_is_the_one_that_leaves():
    links = {"complaint_answered": complaint_link(), "share_asked": trust_link()}

    for template in TEXTS:
        assert longest_values(template)["link"] == links.get(template, follow_link())


@pytest.mark.parametrize("template", TEXTS)
def test_no_sms_of_ours_says_a_value_that_nothing_bounds(template):
    assert not any(KEYS[name].is_long for name in values_in(TEXTS[template].sms))


def test_without_a_version_the_text_is_ours():
    message = sent()

    assert message.wording is None
    assert message.text.startswith("Coup de Pouce : votre bon AB2 est pret.")
    assert in_force(READY, "fr").number == 0


def test_a_message_keeps_the_version_it_was_made_from(manager):
    first = written(FRENCH, manager)
    before = sent()
    second = written(replace(FRENCH, sms="Coup de Pouce : le bon {code} : {link}"), manager)
    after = sent(2)

    assert (before.wording, before.text) == (first, "Coup de Pouce : bon AB2. https://x.example/")
    assert (after.wording, after.text) == (
        second,
        "Coup de Pouce : le bon AB2 : https://x.example/",
    )
    assert [one.number for one in history(READY, "fr")] == [2, 1]
    assert (first.written_by, first.written_at, len(first.digest)) == (manager, NOW, 64)


def test_what_others_read_meanwhile_may_change_alone(manager):
    written(FRENCH, manager)
    written(FRENCH, manager, meanwhile="french")
    written(FRENCH, manager, meanwhile="french")

    assert [one.meanwhile for one in history(READY, "fr")] == ["french", "origin"]
    assert in_force(READY, "en").words == FRENCH


def test_an_email_keeps_our_signature(manager):
    written(FRENCH, manager)

    text = sent(channel="email").text

    assert text.endswith(
        "Qui vous suit : Structure fictive.\n"
        f"Votre demande, pas à pas : {follow_link()}\n"
        f"Coup de Pouce\nUn doute sur ce message ? {doubt_address()}\n"
        f"Ne plus recevoir ces messages : {stop_address(Message.objects.get().key)}"
    )


@pytest.mark.parametrize("template", TEXTS)
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_an_email_gives_one_address_to_go_to_and_the_right_one(template, language):
    path = TEXTS[template].path
    values = longest_values(template) | {"stop": stop_address("x")}

    _, text = filled(template, "email", in_force(template, language), values)

    assert re.findall(r"https?://\S+", text) == [
        f"{settings.SITE_URL}{path}", doubt_address(), values["stop"],
    ]  # fmt: skip


def test_an_email_whose_new_text_says_the_address_does_not_say_it_again(manager):
    written(replace(FRENCH, email="Bonjour,\n\nVotre bon : {link}"), manager)

    text = sent(channel="email").text

    assert text.count("https://x.example/") == 1
    assert follow_link() not in text


def test_back_to_an_earlier_version_then_to_ours(manager):
    written(FRENCH, manager)
    written(replace(FRENCH, sms="Coup de Pouce : deuxieme {code} {link}"), manager)

    bring_back(template=READY, language="fr", number=1, by=manager, at=NOW)
    first = in_force(READY, "fr")
    bring_back(template=READY, language="fr", number=0, by=manager, at=NOW)
    ours = in_force(READY, "fr")

    assert (first.number, first.words) == (1, FRENCH)
    assert (ours.number, ours.words) == (0, origin(READY, "fr"))
    assert Wording.objects.count() == 4


def test_a_version_that_today_s_rules_refuse_does_not_come_back(manager):
    old = written(FRENCH, manager)
    used = written(replace(FRENCH, subject="Votre bon est prêt"), manager)
    Wording.objects.filter(pk=old.pk).update(sms="Votre bon est pret")

    with pytest.raises(Refusal, match="Commencez par « Coup de Pouce »"):
        bring_back(template=READY, language="fr", number=1, by=manager, at=NOW)
    assert in_force(READY, "fr").wording == used


def test_the_same_words_again_change_nothing(manager):
    assert written(FRENCH, manager) == written(FRENCH, manager, at=NOW + timedelta(hours=1))


def test_a_version_that_brings_back_is_not_brought_back(manager):
    written(FRENCH, manager)
    bring_back(template=READY, language="fr", number=0, by=manager, at=NOW)

    with pytest.raises(Refusal, match="Cette version n’existe pas"):
        bring_back(template=READY, language="fr", number=2, by=manager, at=NOW)


def test_only_the_programme_manager_writes():
    with pytest.raises(Refusal) as refused:
        written(FRENCH, member(Role.PARTNER_MANAGER))

    assert refused.value.code == "not_your_text"
    assert not Wording.objects.exists()


@pytest.mark.parametrize(("meanwhile", "language"), [("origin", "en"), ("french", "fr")])
def test_when_the_french_changes_its_translations_are_out_of_step(manager, meanwhile, language):
    written(FRENCH, manager, meanwhile=meanwhile)

    used = in_force(READY, "en")
    message = sent(language="en")

    assert (used.is_out_of_step, used.language, message.language) == (True, language, language)
    assert used.words == (FRENCH if language == "fr" else origin(READY, "en"))


def test_a_translation_is_used_as_long_as_the_french_is_the_same(manager):
    written(FRENCH, manager)
    written(ENGLISH, manager, language="en")
    in_step = in_force(READY, "en")
    written(replace(FRENCH, subject="Un bon"), manager)
    behind = in_force(READY, "en")
    bring_back(template=READY, language="fr", number=1, by=manager, at=NOW)
    again = in_force(READY, "en")

    assert (in_step.words, in_step.is_out_of_step) == (ENGLISH, False)
    assert (behind.words, behind.is_out_of_step) == (origin(READY, "en"), True)
    assert (again.words, again.is_out_of_step) == (ENGLISH, False)


def test_back_to_our_french_a_translation_of_another_is_out_of_step(manager):
    written(FRENCH, manager)
    written(ENGLISH, manager, language="en")
    bring_back(template=READY, language="fr", number=0, by=manager, at=NOW)

    used = in_force(READY, "en")

    assert (used.words, used.is_out_of_step) == (origin(READY, "en"), True)


def test_one_translation_does_not_touch_the_others(manager):
    written(ENGLISH, manager, language="en")

    assert in_force(READY, "en").words == ENGLISH
    assert not in_force(READY, "ar").is_out_of_step
    assert in_force("accepted", "en").number == 0


@pytest.mark.parametrize(
    ("language", "words", "code"),
    [
        ("fr", replace(FRENCH, sms="{appointment}"), "text_value"),
        ("fr", replace(FRENCH, sms="a" * 161), "text_budget"),
        ("xx", FRENCH, "not_found"),
        ("fr", replace(FRENCH, email="Bonjour \N{PARTY POPPER}"), "text_not_printed"),
        ("fr", replace(FRENCH, subject="Votre bon \N{PARTY POPPER}"), "text_not_printed"),
        ("fr", replace(FRENCH, sms="Bon {code}. {link}"), "text_name"),
        ("fr", replace(FRENCH, sms="Coup de Pouce : {link}"), "text_lost_value"),
        ("en", replace(ENGLISH, sms="Coup de Pouce: {code}"), "text_lost_value"),
    ],
)
def test_what_is_refused_is_not_written(manager, language, words, code):
    with pytest.raises(Refusal) as refused:
        written(words, manager, language=language)

    assert refused.value.code == code
    assert not Wording.objects.exists()


def test_people_at_work_read_french_by_email(manager):
    words = replace(FRENCH, sms="", email="Du nouveau : {link}", subject="Nouvelle")
    write_wording(template="outcome", language="fr", words=words, by=manager, at=NOW)

    assert languages_of("outcome") == ["fr"]
    assert in_force("outcome", "fr").words == words


def test_all_the_texts_are_read_at_once(manager, django_assert_num_queries):
    written(FRENCH, manager)

    with django_assert_num_queries(1):
        found = standings()

    assert found[READY]["fr"].number == 1
    assert found[READY]["en"].is_out_of_step
    assert not found["accepted"]["en"].is_out_of_step


def test_a_message_emptied_keeps_its_version(manager):
    row = written(FRENCH, manager)
    Message.objects.filter(pk=sent().pk).update(state="sent", sent_at=NOW, next_try_at=None)

    forget_old(before=NOW + timedelta(days=1))

    assert (Message.objects.get().wording, Message.objects.get().text) == (row, "")
