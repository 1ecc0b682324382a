"""Small counts hidden: the table, then every reading a patient subtraction could make."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coupdepouce.core.stats.disclosure import hidden, in_words, is_small, total_in_words

TABLE = """
case                             | counts   | shown                             | total
nothing small                    | 5 12 0   | 5, 12, 0                          | 17
nothing at all                   | 0 0      | 0, 0                              | 0
one: the next smallest covers it | 4 12 30  | moins de 5, caché, 30             | 46
two cover each other             | 2 3 30   | moins de 5, moins de 5, 30        | 35
two ones, found by their sum     | 1 1 9 30 | moins de 5, moins de 5, caché, 30 | 41
two fours too                    | 4 4 9 30 | moins de 5, moins de 5, caché, 30 | 47
a cover at its least is none     | 1 5 30   | moins de 5, caché, caché          | caché
two equal covers: both hidden    | 3 5 5 9  | moins de 5, caché, caché, 9       | 22
nothing above the covers         | 3 5 5    | moins de 5, caché, caché          | caché
alone: the total goes with it    | 3 0      | moins de 5, caché                 | moins de 5
two fours, nothing to cover      | 4 4 0    | moins de 5, moins de 5, caché     | caché
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]


@pytest.mark.parametrize(("case", "counts", "shown", "total"), ROWS, ids=[row[0] for row in ROWS])
def test_small_counts_are_hidden_and_covered(case, counts, shown, total):
    given_counts = {number: int(count) for number, count in enumerate(counts.split())}

    assert total_in_words(given_counts) == total, case
    assert ", ".join(in_words(given_counts).values()) == shown


@given(st.lists(st.integers(0, 14), min_size=1, max_size=5))
def test_no_subtraction_gives_a_hidden_count(counts):
    named = dict(enumerate(counts))
    kept = hidden(named)
    assert {key for key, count in named.items() if is_small(count)} <= kept
    if not kept or kept == set(named):
        return

    total = sum(named[key] for key in kept)
    # A cover is the smallest of the larger counts: it lies under every one that is shown.
    most = min((named[key] for key in named if key not in kept and named[key] >= 5), default=total)
    ranges = [range(1, 5) if is_small(named[key]) else range(5, most + 1) for key in kept]
    possible = [found for found in product(*ranges) if sum(found) == total]
    for values in zip(*possible, strict=True):
        assert len(set(values)) > 1
