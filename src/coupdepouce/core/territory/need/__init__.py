"""Households in need in each commune, by small-area estimation, and what the estimates are worth.

`need_of(tables, chance)` estimates for every commune of metropolitan France; `for_level(need,
codes)` adds the communes of each larger place up, with intervals.
"""

from coupdepouce.core.territory.need.estimate import METHOD, need_of
from coupdepouce.core.territory.need.model import Count, Need, for_level

__all__ = ["METHOD", "Count", "Need", "for_level", "need_of"]
