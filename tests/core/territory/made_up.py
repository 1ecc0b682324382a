"""Made-up territories with known answers."""

import numpy as np

from coupdepouce.core.territory.ranking.criteria import Compared, Criterion, Measured, Side


def compared(columns, *, error=0.0, draws=200, seed=7):
    """Compare made-up territories: {criterion: (side, more is better, figures)}."""
    chance = np.random.default_rng(seed)
    measured = []
    for name, (side, more, values) in columns.items():
        figures = np.array(values, float)
        noise = error * chance.standard_normal((len(figures), draws))
        measured.append(
            Measured(
                criterion=Criterion(name=name, label=name, unit="%", side=Side(side), more=more),
                values=figures, draws=figures[:, None] + noise, source="inventé",
            )
        )  # fmt: skip
    count = len(measured[0].values)
    codes = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:count])
    return Compared(codes=codes, names=tuple(f"Pays {c}" for c in codes), measured=tuple(measured))


def of_array(values, *, sides=None):
    """Compare rows of an array, more being better everywhere."""
    table = np.asarray(values, float)
    sides = sides or ["need"] * table.shape[1]
    return compared({f"c{i}": (sides[i], True, table[:, i]) for i in range(table.shape[1])})
