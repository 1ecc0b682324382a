"""Shares compared, and small counts hidden: against published figures, and against an attacker."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coupdepouce.core.stats.comparison import Share, difference, sample_size, wilson
from coupdepouce.core.stats.disclosure import FEWEST, HIDDEN, SMALL, protect


@pytest.mark.parametrize(
    ("usual", "wanted", "needed"),
    [(0.5, 0.6, 388), (0.10, 0.15, 686), (0.15, 0.10, 686), (0.05, 0.08, 1059)],
)
def test_how_many_letters_each_text_needs(usual, wanted, needed):
    assert sample_size(usual=usual, wanted=wanted) == needed


@pytest.mark.parametrize("shares", [(0, 0.1), (0.1, 1), (0.1, 0.1)])
def test_shares_that_nothing_can_tell_apart_are_our_mistake(shares):
    with pytest.raises(ValueError, match="two different shares"):
        sample_size(usual=shares[0], wanted=shares[1])


# The examples of Newcombe's two papers of 1998, as they are printed there.
@pytest.mark.parametrize(
    ("count", "total", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)]
)
def test_the_interval_of_a_share(count, total, low, high):
    found = wilson(Share(count=count, total=total))

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference(first, second, low, high):
    found = difference(
        Share(count=first[0], total=first[1]), Share(count=second[0], total=second[1])
    )

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(("count", "total"), [(1, 0), (0, 0), (3, 2), (-1, 5)])
def test_a_share_counts_some_of_at_least_one(count, total):
    with pytest.raises(ValueError, match="at least one"):
        Share(count=count, total=total)


TABLE = """
case                                         | counts    | shown                    | total
nothing is small                             | 5 9 0     | 5 9 0                    | 14
nought is nobody                             | 0 0       | 0 0                      | 0
one is small, the next one hides with it     | 3 6 40    | moins-de-5 masqué 40     | 49
the smallest that leaves room is taken       | 1 7 8 40  | moins-de-5 7 masqué 40   | 56
five beside one would tell: the total hides  | 1 5       | moins-de-5 5             | masqué
two small and nothing to hide them with      | 3 4 0     | moins-de-5 moins-de-5 0  | masqué
a total that is small itself                 | 1 2 0     | moins-de-5 moins-de-5 0  | moins-de-5
alone and small                              | 4         | moins-de-5               | moins-de-5
alone and large enough                       | 5         | 5                        | 5
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]


def said(value):
    return str(value).replace(" ", "-")


@pytest.mark.parametrize(("case", "counts", "shown", "total"), ROWS, ids=[row[0] for row in ROWS])
def test_what_is_hidden(case, counts, shown, total):
    found = protect([int(count) for count in counts.split()])

    assert [said(one) for one in found.counts] == shown.split()
    assert said(found.total) == total


def possible(found):
    """Give every value that whoever reads the table can still believe of each hidden place."""
    known = sum(one for one in found.counts if isinstance(one, int))
    hidden = [one for one in found.counts if not isinstance(one, int)]
    for values in product(range(1, found.total + 1), repeat=len(hidden) - 1):
        all_of_them = (*values, found.total - known - sum(values))
        fits = [
            (one < FEWEST) == (word == SMALL) for one, word in zip(all_of_them, hidden, strict=True)
        ]
        if all(fits) and all_of_them[-1] > 0:
            yield all_of_them


@given(st.lists(st.integers(0, 12), min_size=1, max_size=3))
def test_no_subtraction_gives_a_small_count_back(counts):
    found = protect(counts)
    if not isinstance(found.total, int):
        return
    hidden = [one for one in found.counts if not isinstance(one, int)]

    for place, word in enumerate(hidden):
        if word == SMALL:
            assert {values[place] for values in possible(found)} == {1, 2, 3, 4}


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_a_count_is_shown_as_it_is_or_not_at_all(counts):
    found = protect(counts)

    for count, read in zip(counts, found.counts, strict=True):
        assert read == count if isinstance(read, int) else read in {SMALL, HIDDEN}
        assert not (isinstance(read, int) and 0 < read < FEWEST)
    assert not (isinstance(found.total, int) and found.total != sum(counts))
