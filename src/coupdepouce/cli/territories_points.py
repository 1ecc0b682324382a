"""`coupdepouce territories points`: what to give a router, to have a file of times."""

import csv
import sys

from coupdepouce.cli import territories_options as options
from coupdepouce.cli.territories import loaded, talk

POINTS_HELP = """Donner les points à mettre dans un calculateur de trajets (CSV).

« origin » : le milieu d’une commune où vivent des ménages pauvres. « place » : un lieu, ou le
milieu d’une commune où l’on pourrait ouvrir. Les codes sont ceux de « --times ».

Exemple : coupdepouce territories points --within region:32 > points.csv
"""
COLUMNS = ("role", "code", "name", "lat", "lon")


def points(*, within: options.Within = "", shops: options.Shops = "") -> None:
    """Write the points.

    Raises:
        Refusal: data not loaded, unknown territory, a file that is not one of shops.
    """
    data = loaded(shops)
    from coupdepouce.insight.territories.points import points as listing  # noqa: PLC0415  an extra

    rows = listing(data, within)
    told = csv.writer(sys.stdout, lineterminator="\n")
    told.writerow(COLUMNS)
    for one in rows:
        told.writerow((one.role, one.code, one.name, f"{one.lat:.5f}", f"{one.lon:.5f}"))
    talk((f"{len(rows)} points. Le fichier de temps : origin_code,place_id,mode,minutes.",))
