"""The ten questions: our own words, one scale, compared only when answered twice."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.skills import AREAS, LEVELS, QUESTIONS, UNSAID, Area, compare, read_skills
from coupdepouce.web import icons

TABLE = """
case                          | before | after | moved
better                        | 1      | 3     | 2
the same                      | 2      | 2     | 0
harder than it seemed         | 3      | 1     | -2
from nothing                  | 0      | 1     | 1
not said before               | ?      | 3     | left out
not said after                | 1      | ?     | left out
never said                    | ?      | ?     | left out
"""
ROWS = [[cell.strip() for cell in row.split("|")] for row in TABLE.strip().splitlines()[1:]]


def level(text: str) -> int | None:
    return None if text == "?" else int(text)


@pytest.mark.parametrize(("case", "before", "after", "moved"), ROWS, ids=[row[0] for row in ROWS])
def test_a_question_is_compared_only_when_answered_twice(case, before, after, moved):
    found = compare(before={"mail": level(before)}, after={"mail": level(after)})

    assert [one.change for one in found.movements] == ([] if moved == "left out" else [int(moved)])
    assert found.left_out == 10 - len(found.movements)


def test_there_are_two_questions_for_each_of_the_five_areas():
    assert Counter(question.area for question in QUESTIONS) == dict.fromkeys(AREAS, 2)
    assert len({question.code for question in QUESTIONS}) == 10


def test_each_question_and_each_level_has_its_picture():
    assert all(one.icon in icons.SHAPES for one in (*QUESTIONS, *LEVELS))
    assert [level.value for level in LEVELS] == [0, 1, 2, 3]


@pytest.mark.parametrize("text", [*(one.sentence for one in QUESTIONS), UNSAID])
def test_the_words_are_easy_to_hear(text):
    assert len(text.split()) <= 12
    assert not any(hard in text.lower() for hard in ("numérique", "compétence", "fichier", "url"))


@given(st.dictionaries(st.sampled_from([one.code for one in QUESTIONS]),
                       st.sampled_from(["", "unsaid", "0", "1", "2", "3"])))  # fmt: skip
def test_whatever_is_ticked_ten_questions_are_kept(ticked):
    read = read_skills(ticked)

    assert set(read) == {one.code for one in QUESTIONS}
    for code, said in ticked.items():
        assert read[code] == (int(said) if said.isdecimal() else None)


@pytest.mark.parametrize("given", [{"mail": "4"}, {"mail": "-1"}, {"mail": "oui"}, {"income": "0"}])
def test_an_answer_that_does_not_exist_is_refused(given):
    with pytest.raises(Refusal) as caught:
        read_skills(given)

    assert caught.value.code == "skills_wrong"


def test_the_three_ways_are_told_apart():
    found = compare(
        before={"search": 1, "mail": 2, "scam": 3, "stuck": None},
        after={"search": 2, "mail": 2, "scam": 1, "stuck": 3},
    )

    assert [one.question.code for one in found.gained] == ["search"]
    assert [one.question.code for one in found.kept] == ["mail"]
    assert [one.question.code for one in found.lost] == ["scam"]
    assert [one.question.code for one in found.of(Area.SAFETY)] == ["scam"]
    assert found.left_out == 7
