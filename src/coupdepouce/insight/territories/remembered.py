"""What pages ask again and again, remembered by this process: the tables, the last rankings.

A page never estimates the need, which takes long: when it is not kept, that is a refusal.
"""

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from coupdepouce.connect.territory import kept_need, stored
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.model import Level
from coupdepouce.core.territory.siting.rehearsal import rehearse as siting
from coupdepouce.insight.territories import ranking
from coupdepouce.insight.territories.asked_sites import AskedSites
from coupdepouce.insight.territories.choices import holders
from coupdepouce.insight.territories.loading import Loaded, loaded
from coupdepouce.insight.territories.ranking import Asked, Seen
from coupdepouce.insight.territories.sites import sites

LAST = 16  # rankings: a page, its map, and the next ones of the same reader


def ready(folder: Path) -> Loaded:
    """Give what was kept, read again only when it changed.

    Raises:
        Refusal: nothing was loaded, or the need is not estimated: the command.
    """
    stored.manifest(folder)
    return _loaded(folder, kept_need.stamp(folder))


def seen(folder: Path, asked: Asked) -> Seen:
    """Rank the territories of a level.

    Raises:
        Refusal: as `ready`, or unknown level, territory or weights.
    """
    stored.manifest(folder)
    return _seen(folder, kept_need.stamp(folder), asked)


def rehearse(folder: Path) -> None:
    """Ask one question of each kind: what is compiled then is kept, and no page waits for it."""
    with suppress(Refusal):  # without lists of partners, say: the pages will say so
        data = ready(folder)
        ranking.seen(data, Asked())
        asked = AskedSites(within=next(iter(holders(data, Level.DEPARTMENT))), k=1)
        siting()
        sites(data, asked, keep_going=lambda: False)


@lru_cache(maxsize=1)
def _loaded(folder: Path, stamp: int) -> Loaded:  # noqa: ARG001 - the stamp is part of the key
    return loaded(folder)


@lru_cache(maxsize=LAST)
def _seen(folder: Path, stamp: int, asked: Asked) -> Seen:
    return ranking.seen(_loaded(folder, stamp), asked)
