"""Money and days in the languages a household reads."""

from datetime import date, time

import pytest

from coupdepouce.core.calendar import in_words
from coupdepouce.core.languages import APART, TOGETHER, known_languages, language_of
from coupdepouce.core.money import cents, in_euros


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (0, "0 €", "€0"),
        (1999, "19,99 €", "€19.99"),
        (125_000, "1 250 €", "€1,250"),
        (-1505, "−15,05 €", "−€15.05"),
    ],
    ids=["nothing", "with cents", "thousands", "owed"],
)
def test_money_in_both_languages(amount, french, english):
    written = in_euros(amount).replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\xa0", " ")

    assert written == french
    assert in_euros(amount, language="en") == english


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 12, 1), "mardi 1er décembre 2026", "Tuesday 1 December 2026"),
        (date(2026, 12, 4), "vendredi 4 décembre 2026", "Friday 4 December 2026"),
    ],
    ids=["first of the month", "another day"],
)
def test_a_day_in_both_languages(day, french, english):
    assert in_words(day) == french
    assert in_words(day, language="en") == english
    assert in_words(day, year=False, language="en") == english.removesuffix(" 2026")


@pytest.mark.parametrize(
    ("written", "arabic"),
    [
        (in_words(date(2026, 12, 4), language="ar"), "الجمعة 4 ديسمبر 2026"),
        (in_words(date(2026, 8, 1), year=False, language="ar"), "السبت 1 أغسطس"),
        (in_euros(1999, language="ar"), "19,99\xa0يورو"),
        (in_euros(125_000, language="ar"), "1\N{NARROW NO-BREAK SPACE}250\xa0يورو"),
        (language_of("ar").write_hour(time(14, 30)), "14:30"),
        (language_of("ar").write_list(["أ", "ب"]), "أ، ب"),
    ],
    ids=["day", "first of the month", "money", "thousands", "hour", "list"],
)
def test_arabic_has_its_months_and_western_digits(written, arabic):
    assert written == arabic


@pytest.mark.parametrize(
    ("code", "shown"),
    [("fr", "12 rue A"), ("en", "12 rue A"), ("ar", f"{APART}12 rue A{TOGETHER}")],
)
def test_an_address_stays_whole_where_the_page_runs_the_other_way(code, shown):
    assert language_of(code).apart("12 rue A") == shown
    assert language_of(code).apart("") == ""


@pytest.mark.parametrize(("code", "said"), [("fr", "a, b"), ("en", "a, b"), ("ar", "a، b")])
def test_words_in_a_row_have_the_comma_of_their_language(code, said):
    assert language_of(code).write_list(["a", "", "b"]) == said


def test_an_unknown_language_is_read_in_french():
    assert language_of("xx").code == language_of(None).code == "fr"
    assert language_of("en-gb").code == "en"
    assert known_languages()[0].code == "fr"


@pytest.mark.parametrize("text", ["1e999999999", "9" * 5000, "NaN", "10000000.01", "1e20", "0.001"])
def test_an_amount_beyond_reason_is_no_amount(text):
    with pytest.raises(ValueError, match="not an amount"):
        cents(text)


def test_the_largest_amount_is_an_amount():
    assert cents("10000000") == 1_000_000_000
