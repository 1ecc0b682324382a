"""A catalogue beside the French texts: a text that changed falls out, with its old wording."""

from coupdepouce.core.words.catalogue import Entry, compare

OLD = Entry(french="Le bon sert une fois.", text="It works once.")


def test_a_french_text_that_changed_shows_its_old_translation():
    found = compare(["Le bon sert une seule fois."], [OLD])

    (change,) = found.changed
    assert (change.french, change.before, change.text) == (
        "Le bon sert une seule fois.", OLD.french, OLD.text,
    )  # fmt: skip
    assert found.missing == ["Le bon sert une seule fois."]
    assert found.left_over == [OLD]
    assert (found.sentences, found.translated) == (1, 0)


def test_a_new_text_is_missing_and_has_no_old_one():
    found = compare(["Fermer cette page", OLD.french], [OLD])

    assert found.missing == ["Fermer cette page"]
    assert found.changed == []
    assert found.left_over == []
    assert (found.sentences, found.translated) == (2, 1)


def test_an_empty_translation_is_missing():
    assert compare(["Oui"], [Entry(french="Oui", text="")]).missing == ["Oui"]


def test_a_lost_value_or_tag_is_broken():
    kept = Entry(french="Le %(day)s, {code}, <b>x</b>", text="{code}, <b>x</b>, %(day)s")
    lost = Entry(french="Le {day}", text="On {daay}")
    twice = Entry(french="{day}", text="{day} {day}")
    bare = Entry(french="<b>x</b>", text="x")

    found = compare([one.french for one in (kept, lost, twice, bare)], [kept, lost, twice, bare])

    assert found.broken == [lost, twice, bare]


def test_what_nobody_has_read_says_so():
    read = Entry(french="Oui", text="Yes", read_by="A. B. le 2026-12-01")
    unread = Entry(french="Non", text="No")

    assert compare(["Oui", "Non"], [read, unread]).unread == [unread]
