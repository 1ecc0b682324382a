"""Lists of places and outlines of the made-up country, as their publishers would write them."""

import gzip
import json

import polars as pl

from coupdepouce.connect.territory import kept_need, stored
from coupdepouce.connect.territory.optional import OUTLINES
from coupdepouce.core.territory.data.lists import (
    AIDANTS_CONNECT,
    COUNSELLORS,
    FRANCE_SERVICES,
    LIBRARIES,
)
from coupdepouce.core.territory.data.model import Level
from tests.connect.test_territory import published_in
from tests.core.territory.small_country import COMMUNES
from tests.core.territory.small_country import text as written

POSTCODES = {code: code for code in COMMUNES} | {"04001": "04000|04001", "04002": "04000"}
CODES = {
    Level.REGION: ("93", "84"),
    Level.DEPARTMENT: ("04", "69"),
    Level.EPCI: tuple(f"20000000{n}" for n in (1, 2, 3)),
    Level.COMMUNE: tuple(COMMUNES),
}
DAYS = FRANCE_SERVICES.days
ROWS = {
    FRANCE_SERVICES: [
        {"id_fs": "1", "insee_com": "04001", "latitude": "45.0", "longitude": "5.0",
         "h_lundi": "09:00 - 12:30 / 14:00 - 17:00", "h_mardi": "09:00 - 12:00"},
        {"id_fs": "2", "insee_com": "69381", "latitude": "45.0", "longitude": "5.0"},
        {"id_fs": "3", "insee_com": "99999", "latitude": "45.0", "longitude": "5.0"},
    ],
    COUNSELLORS: [
        {"id": "a", "code_postal": "04000", "latitude": "45.2", "longitude": "5.2",
         "nb_aidants": "2"},
        {"id": "b", "code_postal": "69123", "latitude": "", "longitude": "", "nb_aidants": "1"},
        {"id": "c", "code_postal": "75000", "latitude": "", "longitude": "", "nb_aidants": "1"},
    ],
    AIDANTS_CONNECT: [
        {"Data pass ID": "7", "Code postal": "4000", "Nombre d'agents formés": "5"},
        {"Data pass ID": "7", "Code postal": "4000", "Nombre d'agents formés": "5"},
        {"Data pass ID": "", "Code postal": "69001", "Nombre d'agents formés": "3"},
        {"Data pass ID": "", "Code postal": "69001", "Nombre d'agents formés": "4"},
    ],
    LIBRARIES: [
        {"code_bib": "b1", "INSEE": "04901", "latitude": "", "longitude": "",
         "amplitude_horaire": "12.5", "type_adresse": "Bibliothèque ouverte au public"},
        {"code_bib": "b2", "INSEE": "04001", "latitude": "", "longitude": "",
         "amplitude_horaire": "8", "type_adresse": "Adresse administrative"},
    ],
}  # fmt: skip


def country_in(path):
    """Load the made-up country with its lists and outlines; give the folder of the data."""
    published = published_in(path)
    spread(published)
    write_lists(published)
    write_outlines(published)
    stored.load(published, path / "data" / "territory")
    return path / "data"


def add_twins(folder):
    """Give each commune of the tables two twins: pairs of areas ask for more than five."""
    for name in ("commune-places.parquet", kept_need.FILE):
        path = folder / name
        once = pl.read_parquet(path)
        pl.concat(
            once.with_columns((pl.col("code") + twin).alias("code")) for twin in ("", "B", "C")
        ).write_parquet(path)


def write_lists(folder):
    """Write every list."""
    for one, rows in ROWS.items():
        whole = [dict.fromkeys(one.columns, "") | row for row in rows]
        (folder / one.file).write_bytes(gzip.compress(written(whole).encode(), 1))


def write_outlines(folder):
    """Write the outlines of every level: squares in a row."""
    for one in OUTLINES:
        features = [
            {"type": "Feature", "properties": {one.code: code}, "geometry": _square(at)}
            for at, code in enumerate(CODES[one.level])
        ]
        content = json.dumps({"type": "FeatureCollection", "features": features})
        (folder / one.file).write_bytes(gzip.compress(content.encode(), 1))


def spread(folder):
    """Give each commune its own point and postcodes: the bare country has all in one place."""
    path = folder / "communes_2026.csv.gz"
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    names = [*lines[0].split(","), "codes_postaux"]
    rows = [dict(zip(names, line.split(","), strict=False)) for line in lines[1:]]
    for at, row in enumerate(rows):
        row |= {"lat": f"{45 + at / 10}", "lon": f"{5 + at / 10}"}
        row["codes_postaux"] = POSTCODES[row["code_insee"]]
    path.write_bytes(gzip.compress(written(rows).encode(), 1))


def more_epci(folder, count=4):
    """Add as many EPCI as told to the tables loaded, each of one commune, like « EPCI 2 »."""
    copies = {"commune": ("04003", 4101), "epci": ("200000002", 200000101)}
    for level, (code, first) in copies.items():
        for kind in ("places", "figures"):
            path = folder / f"{level}-{kind}.parquet"
            table = pl.read_parquet(path)
            like = table.filter(pl.col("code") == code)
            fresh = [
                _renamed(like, level, f"{first + n:0{len(code)}}", f"{200000101 + n}")
                for n in range(count)
            ]
            pl.concat([table, *fresh]).write_parquet(path)


def _renamed(like, level, code, epci):
    named = {"code": pl.lit(code)}
    if "name" in like.columns:
        named["name"] = pl.format("Autre {}", pl.lit(code))
    if level == "commune" and "epci" in like.columns:
        named["epci"] = pl.lit(epci)
    return like.with_columns(**named)


def _square(at):
    east = 5 + at
    ring = [[east, 45], [east + 1, 45], [east + 1, 46], [east, 46], [east, 45]]
    if at:
        hole = [[east + x, 45 + y] for x, y in ((0.4, 0.4), (0.4, 0.6), (0.6, 0.6), (0.4, 0.4))]
        return {"type": "Polygon", "coordinates": [ring, hole]}
    return {"type": "MultiPolygon", "coordinates": [[ring]]}
