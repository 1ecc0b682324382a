"""The need, kept once: read again equal, and made again when its tables are."""

import numpy as np

from coupdepouce.connect.territory import kept_need
from coupdepouce.core.territory.need import Count, Need
from coupdepouce.core.territory.need.model import COUNTS


def made(seed):
    """Make a need of three places."""
    chance = np.random.default_rng(seed)
    counts = {
        name: Count.of(chance.random(3), chance.random((3, 20)).astype(np.float32))
        for name in COUNTS
    }
    return Need(codes=np.array(["01001", "01002", "2A004"]), **counts)


def test_it_is_made_once_and_read_again_equal(tmp_path):
    first = kept_need.need(tmp_path, lambda: made(1))

    again = kept_need.need(tmp_path, lambda: made(2))

    assert again.codes.tolist() == first.codes.tolist()
    for name in COUNTS:
        for part in kept_need.PARTS:
            ours, theirs = (getattr(getattr(one, name), part) for one in (first, again))
            assert np.array_equal(ours, theirs)
            assert ours.dtype == theirs.dtype
    assert [one.name for one in tmp_path.iterdir()] == [kept_need.FILE]


def test_it_is_made_where_nothing_may_be_written(tmp_path):
    gone = tmp_path / "gone"

    assert kept_need.need(gone, lambda: made(1)).codes.tolist() == made(1).codes.tolist()
