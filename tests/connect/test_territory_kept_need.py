"""The need, kept once: read again equal, and only when this version of the method made it."""

import numpy as np
import pytest

from coupdepouce.connect.territory import kept_need
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.need import METHOD, Count, Need
from coupdepouce.core.territory.need.model import COUNTS


def made(seed):
    """Make a need of three places."""
    chance = np.random.default_rng(seed)
    counts = {
        name: Count.of(chance.random(3), chance.random((3, 20)).astype(np.float32))
        for name in COUNTS
    }
    return Need(codes=np.array(["01001", "01002", "2A004"]), **counts)


def test_it_is_kept_and_read_again_equal(tmp_path):
    first = made(1)
    kept_need.keep(first, tmp_path)

    again = kept_need.read(tmp_path)

    assert again.codes.tolist() == first.codes.tolist()
    for name in COUNTS:
        for part in kept_need.PARTS:
            ours, theirs = (getattr(getattr(one, name), part) for one in (first, again))
            assert np.array_equal(ours, theirs)
            assert ours.dtype == theirs.dtype
    assert [one.name for one in tmp_path.iterdir()] == [kept_need.FILE]


@pytest.mark.parametrize("old", ["need-draws.parquet", f"need-draws-{METHOD - 1}.parquet"])
def test_draws_of_another_method_are_never_read_and_go_when_new_ones_are_kept(tmp_path, old):
    kept_need.keep(made(1), tmp_path)
    (tmp_path / kept_need.FILE).rename(tmp_path / old)

    for ask in (kept_need.read, kept_need.stamp):
        with pytest.raises(Refusal, match="coupdepouce data need"):
            ask(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [old]

    kept_need.keep(made(2), tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [kept_need.FILE]
