"""Shares compared, against figures that were published."""

import pytest

from coupdepouce.core.stats.comparison import Share, difference, sample_size, wilson


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
