"""Short codes, texts with their link, two texts drawn and compared without looking too soon."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coupdepouce.core.campaigns.codes import CODES, EXAMPLE, LENGTH, code_of, grouped, read_code
from coupdepouce.core.campaigns.verdict import UNSURE, judge, not_yet
from coupdepouce.core.campaigns.waves import (
    A,
    B,
    Channel,
    Draw,
    Plan,
    check_plan,
    check_text,
    measured,
    missing,
    reading_day,
    split,
    written,
)
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.stats.comparison import Share

DAY = date(2026, 12, 1)
LAST = date(2027, 1, 31)


@given(st.integers(0, CODES - 1))
def test_a_code_is_read_as_it_is_written(number):
    code = code_of(number)

    assert len(code) == LENGTH
    assert not set(code) & set("ILOU")
    assert read_code(grouped(code).lower()) == code


@given(st.integers(0, CODES - 1), st.integers(0, LENGTH - 1), st.integers(1, 31))
def test_one_wrong_sign_is_the_code_of_nothing(number, place, shift):
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    code = code_of(number)
    wrong = alphabet[(alphabet.index(code[place]) + shift) % len(alphabet)]

    with pytest.raises(Refusal, match="d’aucune annonce"):
        read_code(code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize("text", ["", "K7M2", "K7M2QX4PP", "K7M2QX4É", "../../etc"])
def test_anything_else_is_the_code_of_nothing(text):
    with pytest.raises(Refusal, match="d’aucune annonce"):
        read_code(text)


@pytest.mark.parametrize(
    ("text", "channel", "code"),
    [
        ("Coup de Pouce : voyez {link}.", Channel.SMS, ""),
        ("Voyez {link}.", Channel.SMS, "text_name"),
        ("Voyez {link}.", Channel.MAILING, ""),
        ("", Channel.POSTER, ""),
        ("Voyez {link}.", Channel.POSTER, ""),
        ("", Channel.SMS, "text_link"),
        ("Sans lien.", Channel.MAILING, "text_link"),
        ("Bonjour {name}, {link}", Channel.MAILING, "text_link"),
        ("Un { seul {link}", Channel.LETTER, "text_braces"),
        ("{link}" + "x" * 2000, Channel.LETTER, "text_long"),
    ],
)
def test_a_text_has_its_link_and_an_sms_our_name(text, channel, code):
    if not code:
        check_text(text, channel=channel, field="text_a")
        return
    with pytest.raises(Refusal) as refused:
        check_text(text, channel=channel, field="text_a")

    assert (refused.value.code, refused.value.data["field"]) == (code, "text_a")


def test_a_text_is_written_and_measured_with_its_link():
    link = f"https://aide.example/c/{EXAMPLE}"

    assert written("Voyez {link}", link=link) == f"Voyez {link}"
    assert measured("{link}" + "x" * (160 - len(link)), link=link).parts == 1
    assert measured("{link}" + "x" * (161 - len(link)), link=link).parts == 2


@pytest.mark.parametrize(
    ("usual", "gap", "is_right"),
    [(5, 3, True), (1, 1, True), (98, 1, True), (0, 3, False), (98, 2, False), (5, 0, False)],
)
def test_a_plan_that_can_be_counted(usual, gap, is_right):
    plan = Plan(usual=usual, gap=gap)
    if is_right:
        assert check_plan(plan).needed > 0
        return
    with pytest.raises(Refusal, match="entre 1 et 99"):
        check_plan(plan)


@given(st.integers(0, 1000), st.integers(1, 300), st.integers(0, 10**6))
def test_letters_are_drawn_half_and_half_and_the_seed_draws_the_same(first, count, seed):
    ranks = range(first, first + count)
    drawn = split(ranks, seed=seed)

    assert drawn == split(list(reversed(ranks)), seed=seed)
    versions = list(drawn.values())
    assert 0 <= versions.count(A) - versions.count(B) <= 1


def test_the_draw_is_not_the_order_of_the_list():
    drawn = split(range(1, 1001), seed=7)
    first_half = [drawn[rank] for rank in range(1, 501)]

    assert drawn != split(range(1, 1001), seed=8)
    assert 200 < first_half.count(A) < 300


READING = """
case                                    | draws           | read on    | missing
nothing drawn: after the last day       |                 | 2027-02-01 | 100
one short: after the last day           | 2026-12-01 99   | 2027-02-01 | 1
as planned: once the letters are old    | 2026-12-01 100  | 2026-12-29 | 0
in two lots: the second one counts      | 2026-12-01 60 2026-12-10 40 | 2027-01-07 | 0
so late that the last day comes first   | 2027-01-20 100  | 2027-02-01 | 0
"""
LINES = [[cell.strip() for cell in line.split("|")] for line in READING.strip().splitlines()[1:]]


@pytest.mark.parametrize(("case", "draws", "day", "lacks"), LINES, ids=[row[0] for row in LINES])
def test_the_day_on_which_a_comparison_is_read(case, draws, day, lacks):
    words = draws.split()
    lots = [
        Draw(day=date.fromisoformat(one), fewest=int(count))
        for one, count in zip(words[::2], words[1::2], strict=True)
    ]

    assert reading_day(lots, needed=100, last_day=LAST) == date.fromisoformat(day)
    assert missing(lots, needed=100) == int(lacks)


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ((80, 1000), (50, 1000), "Le texte A amène plus de monde."),
        ((50, 1000), (80, 1000), "Le texte B amène plus de monde."),
        ((55, 1000), (50, 1000), UNSURE),
        ((0, 1000), (0, 1000), UNSURE),
        ((4, 1000), (80, 1000), f"{UNSURE} Un des deux comptes est trop petit pour être montré."),
    ],
)
def test_what_a_comparison_says(first, second, sentence):
    shares = [Share(count=count, total=total) for count, total in (first, second)]
    found = judge(*shares, needed=1000)

    assert found.sentence == sentence
    assert (found.gap is None) == ("trop petit" in sentence)
    assert not found.is_short


def test_fewer_letters_than_planned_is_said():
    share = Share(count=80, total=999)

    assert judge(share, Share(count=80, total=1000), needed=1000).is_short


def test_without_letters_there_is_nothing_to_compare():
    assert "rien à comparer" in judge(None, None, needed=10).sentence


def test_before_its_day_it_says_what_is_missing():
    assert not_yet(missing=12, day=DAY).sentence == (
        "Il manque 12 lettres pour chaque texte. Le résultat se lit à partir du 01/12/2026."
    )
    assert not_yet(missing=0, day=DAY).sentence == "Le résultat se lit à partir du 01/12/2026."
