"""The criteria of the programme: the need there is, and who is there to meet it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.ground import Areas, Placed
from coupdepouce.core.territory.data.lists import (
    AIDANTS_CONNECT,
    COUNSELLORS,
    FRANCE_SERVICES,
    LISTS,
    SHOPS,
)
from coupdepouce.core.territory.need import Count, Need
from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking import capacity
from coupdepouce.core.territory.ranking.criteria import Compared, Criterion, Measured, Side

PER_POOR = "pour 10 000 ménages pauvres"
ESTIMATE = "estimation d’après Insee, Filosofi 2021, et CRÉDOC, Baromètre du numérique 2022"
POVERTY = Criterion(name="poverty", label="Ménages pauvres", unit="%", side=Side.NEED)
# A pilot must reach enough households: without it the smallest region, served best, comes first.
SIZE = Criterion(name="size", label="Nombre de ménages pauvres", unit="", side=Side.NEED, digits=0)
NO_LINE = Criterion(name="no_line", label="Ménages sans ligne internet à la maison", unit="%",
                    side=Side.NEED)  # fmt: skip
FAR = Criterion(name="far", label="Ménages éloignés du numérique", unit="%", side=Side.NEED)
PARTNERS = Criterion(name="partners", label="Partenaires possibles", unit=PER_POOR,
                     side=Side.CAPACITY)  # fmt: skip
HELPERS = Criterion(name="helpers", label="Aidants formés à moins de 15 km", unit=PER_POOR,
                    side=Side.CAPACITY)  # fmt: skip
DISTANCE = Criterion(name="distance", label="Distance au partenaire le plus proche", unit="km",
                     side=Side.CAPACITY, more=False)  # fmt: skip
SHOP = Criterion(name="shops", label="Boutiques", unit=PER_POOR, side=Side.CAPACITY, digits=2)
SHOP_KM = Criterion(name="shop_km", label="Distance à la boutique la plus proche", unit="km",
                    side=Side.CAPACITY, more=False)  # fmt: skip
# Libraries are three times as many as all the others: they would be the score on their own.
PARTNER_KINDS = (FRANCE_SERVICES.kind, COUNSELLORS.kind, AIDANTS_CONNECT.kind)


@dataclass(frozen=True, kw_only=True)
class Households:
    """The need of each area and of each commune of the country, in the order of the areas."""

    households: Count
    poor: Count
    no_line: Count
    far: Count
    poor_of_commune: Floats  # NaN: not estimated


def households_of(need: Need, where: Areas) -> Households:
    """Bring the need of communes to the areas."""
    at = {code: row for row, code in enumerate(where.communes)}
    rows = np.array([at[str(code)] for code in need.codes])
    group = where.row_of[rows].astype(np.intp)
    poor = np.full(len(where.communes), np.nan)
    poor[rows] = need.poor.value
    counts = {
        name: _within(getattr(need, name), group, len(where.codes))
        for name in ("households", "poor", "no_line", "far")
    }
    return Households(**counts, poor_of_commune=poor)


def _within(count: Count, group: NDArray[np.intp], areas: int) -> Count:
    """Add up by area; an area where no commune is estimated has no figure."""
    empty = np.bincount(group[group >= 0], minlength=areas) == 0
    if not empty.any():
        return count.within(group, areas)
    numbered = np.cumsum(~empty) - 1
    inner = np.where(group >= 0, numbered[group], -1)
    found = count.within(inner, int((~empty).sum()))
    out = {"value": np.full(areas, np.nan), "low": np.full(areas, np.nan),
           "high": np.full(areas, np.nan)}  # fmt: skip
    draws = np.full((areas, found.draws.shape[1]), np.nan, np.float32)
    for name, blank in out.items():
        blank[~empty] = getattr(found, name)
    draws[~empty] = found.draws
    return replace(found, **out, draws=draws)


def compared(where: Areas, need: Need, places: Mapping[str, Placed]) -> Compared:
    """Measure every criterion that the data loaded allow.

    Raises:
        Refusal: `lists_missing`, no list of partners was loaded.
    """
    partners = partners_of(places)
    here = households_of(need, where)
    measured = [
        _share(POVERTY, here.poor, here.households),
        Measured(criterion=SIZE, values=here.poor.value, draws=_floats(here.poor), source=ESTIMATE),
        _share(NO_LINE, here.no_line, here.households),
        _share(FAR, here.far, here.households),
        *_offered(where, partners, here),
    ]
    if SHOPS.kind in places:
        shops = [places[SHOPS.kind]]
        measured += [_density(SHOP, where, shops, here), _away(SHOP_KM, where, shops, here)]
    return Compared(codes=where.codes, names=where.names, measured=tuple(measured))


def partners_of(places: Mapping[str, Placed]) -> list[Placed]:
    """Give the places whose people help with digital things.

    Raises:
        Refusal: `lists_missing`.
    """
    found = [places[kind] for kind in PARTNER_KINDS if kind in places]
    if not found:
        raise Refusal("lists_missing", _missing())
    return found


def _floats(count: Count) -> Floats:
    return count.draws.astype(np.float64)


def _served(poor: Count) -> Floats:
    """Give the poor households that an offer is for: in no draw fewer than one, if one is told.

    By chance a hamlet has none: its partners for 10,000 poor households would have no end.
    """
    return np.maximum(_floats(poor), np.minimum(poor.value, 1.0)[:, None])


def _share(criterion: Criterion, part: Count, whole: Count) -> Measured:
    return Measured(
        criterion=criterion,
        values=100 * part.value / whole.value,
        draws=100 * _floats(part) / _floats(whole),
        source=ESTIMATE,
    )


def _offered(
    where: Areas, partners: Sequence[Placed], here: Households
) -> tuple[Measured, Measured, Measured]:
    poor = np.nan_to_num(here.poor_of_commune)
    helping = [one for one in partners if np.isfinite(one.helpers).any()] or list(partners)
    supply = np.concatenate([np.nan_to_num(one.helpers) for one in helping])
    values = capacity.reach(where, helping, poor, supply)
    # the poor households around are as uncertain as those of the area
    draws = values[:, None] * (here.poor.value[:, None] / _served(here.poor))
    helpers = Measured(criterion=HELPERS, values=values, draws=draws, source=_said(helping))
    return (
        _density(PARTNERS, where, partners, here),
        helpers,
        _away(DISTANCE, where, partners, here),
    )


def _density(
    criterion: Criterion, where: Areas, kinds: Sequence[Placed], here: Households
) -> Measured:
    offered = capacity.capacity(where, kinds, here.poor.value)
    draws = capacity.PER * offered.places[:, None] / _served(here.poor)
    return Measured(criterion=criterion, values=offered.per_poor, draws=draws, source=_said(kinds))


def _away(
    criterion: Criterion, where: Areas, kinds: Sequence[Placed], here: Households
) -> Measured:
    values = capacity.distance(where, kinds, here.poor_of_commune)
    draws = np.repeat(values[:, None], here.poor.draws.shape[1], axis=1)
    return Measured(criterion=criterion, values=values, draws=draws, source=_said(kinds))


def _said(kinds: Sequence[Placed]) -> str:
    known = {one.kind: one for one in (*LISTS, SHOPS)}
    told = [known[one.kind] for one in kinds]
    return ", ".join(f"{one.label} {one.year}" if one.year else one.title for one in told)


def _missing() -> str:
    lines = "\n".join(f"- {one.file} : {one.publisher}, « {one.title} », {one.page}"
                      for one in LISTS if one.kind in PARTNER_KINDS)  # fmt: skip
    return (
        f"Aucune liste de partenaires n’est chargée. Il en faut une au moins :\n{lines}\n"
        "Mettez-la dans le dossier des données, puis lancez « coupdepouce data load DOSSIER »."
    )
