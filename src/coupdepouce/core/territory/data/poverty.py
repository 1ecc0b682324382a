"""The poverty rate of the communes too small to have one published, marked as estimated.

Learnt from the communes where it is published: its logit against the median standard of living.
Then moved, department by department, so that all its people together have the published rate.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coupdepouce.core.territory.data.model import Confidence

Floats = NDArray[np.float64]
STEPS = 60
WIDEST = 6.0  # of a logit: a department cannot need more
LEAST, MOST = 0.01, 0.60  # rates between which a department's remainder is believed
LEAST_LEARNT = 30
FOLDS = 5


def estimated(communes: pl.DataFrame, departments: pl.DataFrame) -> pl.DataFrame:
    """Give `code` and `value` for the communes whose rate alone is hidden.

    `communes` has code, department, persons, median, rate; `departments` code and rate.
    """
    usable = communes.filter(pl.col("persons") > 0, pl.col("median") > 0)
    known = usable.filter(pl.col("rate").is_not_null())
    asked = usable.filter(pl.col("rate").is_null())
    if known.height < LEAST_LEARNT or not asked.height:
        return pl.DataFrame(schema={"code": pl.String, "value": pl.Float64})
    first = _logit_by_income(known, asked["median"].to_numpy())
    remainder = _remainder(usable, departments)
    group = asked.select("department").join(remainder, on="department", how="left")
    target = group["target"].to_numpy().astype(float)
    moved = first + _shift(first, asked["persons"].to_numpy(), asked["department"], target)
    return asked.select("code").with_columns(value=pl.Series(100 * _share(moved)))


def _logit_by_income(known: pl.DataFrame, medians: Floats) -> Floats:
    rate = np.clip(known["rate"].to_numpy() / 100, 0.005, 0.995)
    weight = np.sqrt(known["persons"].to_numpy())
    learnt = known["median"].to_numpy()
    terms, asked = _terms(learnt), np.clip(medians, learnt.min(), learnt.max())
    fit, *_ = np.linalg.lstsq(
        terms * weight[:, None], np.log(rate / (1 - rate)) * weight, rcond=None
    )
    return np.asarray(_terms(asked) @ fit, dtype=np.float64)


def _terms(medians: Floats) -> Floats:
    x = np.log(medians / 22_000.0)
    return np.stack([np.ones_like(x), x, x * x], axis=1)


def _remainder(usable: pl.DataFrame, departments: pl.DataFrame) -> pl.DataFrame:
    """Give the rate that is left for the communes without one, where it can be believed."""
    persons, rate = pl.col("persons"), pl.col("rate")
    sums = usable.group_by("department").agg(
        everybody=persons.sum(),
        poor=(persons * rate / 100).sum(),
        left=persons.filter(rate.is_null()).sum(),
    )
    whole = departments.select(department="code", whole=pl.col("rate") / 100)
    target = (pl.col("whole") * pl.col("everybody") - pl.col("poor")) / pl.col("left")
    told = sums.join(whole, on="department").with_columns(target=target)
    return told.filter(pl.col("target").is_between(LEAST, MOST)).select("department", "target")


def _shift(first: Floats, persons: Floats, department: pl.Series, target: Floats) -> Floats:
    """Find by halving the move of each department's logits; none where nothing is published."""
    names, group = np.unique(department.to_numpy().astype(str), return_inverse=True)
    mass = np.bincount(group, persons)
    low, high = np.full(len(names), -WIDEST), np.full(len(names), WIDEST)
    goal = np.full(len(names), np.nan)
    goal[group] = target
    for _ in range(STEPS):
        middle = (low + high) / 2
        reached = np.bincount(group, persons * _share(first + middle[group])) / mass
        high = np.where(reached > goal, middle, high)
        low = np.where(reached > goal, low, middle)
    return np.where(np.isnan(goal), 0.0, (low + high) / 2)[group]


def _share(logit: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logit)), dtype=np.float64)


def filled(figures: pl.DataFrame, values: pl.DataFrame, figure: str) -> pl.DataFrame:
    """Write estimates over the hidden rows of a figure, and mark them."""
    joined = figures.join(values.rename({"value": "guess"}), on="code", how="left")
    here = (pl.col("figure") == figure) & (pl.col("confidence") == Confidence.HIDDEN.value)
    here &= pl.col("guess").is_not_null()
    mark = pl.lit(Confidence.ESTIMATED.value)
    return joined.with_columns(
        value=pl.when(here).then("guess").otherwise("value"),
        confidence=pl.when(here).then(mark).otherwise("confidence"),
    ).drop("guess")


def held_out(communes: pl.DataFrame, departments: pl.DataFrame) -> pl.DataFrame:
    """Estimate each published rate from the others, one commune in `FOLDS` hidden at a time.

    Gives code, persons, rate (published), value (estimated) and fold, in the order of codes.
    """
    told = communes.filter(pl.col("rate").is_not_null(), pl.col("median").is_not_null())
    told = told.sort("code").with_row_index("rank")
    found = []
    for fold in range(FOLDS):
        out = told.filter(pl.col("rank") % FOLDS == fold)
        asked = pl.col("code").is_in(out["code"].implode())
        hidden = communes.with_columns(rate=pl.when(~asked).then("rate"))
        values = estimated(hidden, departments)
        told_of = out.join(values, on="code").with_columns(fold=pl.lit(fold))
        found.append(told_of.select("code", "persons", "rate", "value", "fold"))
    return pl.concat(found).sort("code")
