"""How long an SMS is, and what a text may say."""

import pytest

from coupdepouce.core.messages.gsm import measure
from coupdepouce.core.messages.wording import (
    KEYS,
    Words,
    check,
    digest,
    length_of,
    subject_of,
    values_in,
)
from coupdepouce.core.refusal import Refusal

GRIN = "\N{GRINNING FACE}"
LENGTHS = [
    ("", 0, 1, 160),
    ("a" * 160, 160, 1, 160),
    ("a" * 161, 161, 2, 306),
    ("a" * 306, 306, 2, 306),
    ("a" * 307, 307, 3, 459),
    ("€" * 80, 160, 1, 160),
    ("€" * 81, 163, 2, 306),  # 76 to a part of 153: the escape is not cut from its sign
    ("a" * 152 + "€" * 5, 163, 2, 306),
    ("ê" * 70, 70, 1, 70),
    ("ê" * 71, 71, 2, 134),
    ("ê" * 134, 134, 2, 134),
    ("ê" * 135, 135, 3, 201),
    (GRIN * 35, 70, 1, 70),
    (GRIN * 36, 73, 2, 134),  # 33 to a part of 67: a pair is not cut
    ("é€" * 53, 159, 1, 160),
    ("Pret ’", 6, 1, 70),
]


@pytest.mark.parametrize(("text", "places", "parts", "room"), LENGTHS)
def test_the_length_of_an_sms(text, places, parts, room):
    found = measure(text)

    assert (found.places, found.parts, found.room) == (places, parts, room)
    assert found.left == room - places


def test_the_signs_that_make_a_text_dearer_are_named():
    assert measure("Prêt à l’heure").outside == ("ê", "’")
    assert measure("Prèt a l'heure [€]").outside == ()


@pytest.mark.parametrize("sms", ["Bon {code} ici", "Bon ici {code}", "Bon \n\n\nici", "Bon ici "])
def test_an_sms_is_counted_as_it_leaves_without_the_room_of_an_empty_value(sms):
    assert length_of(sms, {"code": ""}).places == len("Bon ici") + sms.count("\n\n")


def words(**said):
    return Words(
        **{
            "sms": "Coup de Pouce : lisez {link}",
            "subject": "Une nouvelle",
            "email": "Bonjour",
            **said,
        }
    )


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"sms": "Lisez {code}"}, "text_value", "sms"),
        ({"email": "Bonjour {nom}"}, "text_value", "email"),
        ({"email": "Bonjour {"}, "text_braces", "email"),
        ({"email": "Bonjour {}"}, "text_braces", "email"),
        ({"email": "{link.__class__}"}, "text_braces", "email"),
        ({"email": "{link!r}"}, "text_braces", "email"),
        ({"email": "{link:>9}"}, "text_braces", "email"),
        ({"email": "{link[0]}"}, "text_braces", "email"),
        ({"sms": "Coup de Pouce : {{link}}"}, "text_braces", "sms"),
        ({"sms": "Coup de Pouce : fini }}"}, "text_braces", "sms"),
        ({"sms": "Lisez {link}"}, "text_name", "sms"),
        ({"sms": "Coup de Pouce : lisez."}, "text_lost_value", "sms"),
        ({"email": " \n"}, "text_empty", "email"),
        ({"sms": ""}, "text_empty", "sms"),
        ({"subject": "Deux\nlignes"}, "text_subject", "subject"),
        ({"subject": "a" * 201}, "text_subject", "subject"),
        ({"sms": "a" * 161}, "text_budget", "sms"),
        ({"sms": "a" * 125 + "{link}"}, "text_budget", "sms"),
        ({"sms": "ê" * 71}, "text_budget", "sms"),
    ],
)
def test_what_a_text_may_not_say(said, code, field):
    with pytest.raises(Refusal) as refused:
        check(words(**said), keys=("link",), parts=1, origin="{link}")

    assert (refused.value.code, refused.value.data["field"]) == (code, field)


def test_what_a_text_may_say():
    check(words(), keys=("link",), parts=1, origin="{link}")
    check(words(sms="Coup de Pouce" + "ê" * 71), keys=("link",), parts=2)
    check(words(sms=""), keys=("link",), parts=0)


def test_the_refusal_of_a_dear_text_names_its_signs():
    with pytest.raises(Refusal, match="sans eux : ê ’"):
        check(words(sms="ê’" * 36), keys=("link",), parts=1)


@pytest.mark.parametrize("key", [name for name, key in KEYS.items() if key.is_long])
def test_a_value_that_nothing_bounds_is_said_by_email(key):
    with pytest.raises(Refusal, match="dans le courriel, pas dans le SMS") as refused:
        check(words(sms=f"Voici {{{key}}}"), keys=(key,), parts=1)
    check(words(email=f"Voici {{{key}}}"), keys=("link", key), parts=1)

    assert (refused.value.code, refused.value.data["field"]) == ("text_long_value", "sms")


def test_the_longest_values_are_those_given():
    check(
        words(sms="Coup de Pouce" + "a" * 107 + "{link}"),
        keys=("link",),
        parts=1,
        longest={"link": "a" * 40},
    )
    with pytest.raises(Refusal, match="ce texte prend 2 SMS"):
        check(
            words(sms="Coup de Pouce" + "a" * 107 + "{link}"),
            keys=("link",),
            parts=1,
            longest={"link": "a" * 41},
        )


SUBJECTS = {
    "as written": ("À dire : {title}", "Votre bon", "À dire : Votre bon"),
    "as long as it can be": ("{title}", "a" * 200, "a" * 200),
    "cut after a word": ("À dire : {title}", f"{'a' * 180} {'b' * 18}", f"À dire : {'a' * 180}…"),
    "one word alone": ("{title}", "a" * 201, "a" * 199 + "…"),
    "on one line": ("À dire : {title}", "Votre\r\nbon", "À dire : Votre bon"),
}


@pytest.mark.parametrize(("subject", "title", "said"), SUBJECTS.values(), ids=SUBJECTS)
def test_a_subject_keeps_to_its_length_whatever_its_values(subject, title, said):
    assert subject_of(subject, {"title": title}) == said


def test_values_are_names():
    assert list(values_in("{link} et {code}")) == ["link", "code"]


def test_each_wording_has_its_fingerprint():
    assert digest(words()) == digest(words())
    assert len({digest(words()), digest(words(sms="Li")), digest(words(subject="Bonjour"))}) == 3
