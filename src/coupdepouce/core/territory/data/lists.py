"""Published lists of places that help: one table, each place once, in a commune of today.

A list is optional: what it does not give is not counted, and whoever asks is told so. Only lists
gathered in the same manner over the whole country are here: one that a few regions keep well
would make those regions look rich (the list of data.inclusion is left out for that reason).
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.published import COMMUNES, OPEN

POSTCODES = "codes_postaux"
FAR_KM = 50.0  # from the middle of a commune: farther than the edge of any
SPAN = r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})"
PLACES = pl.Schema(
    {
        "kind": pl.String(),
        "id": pl.String(),
        "code": pl.String(),  # commune of today
        "lat": pl.Float64(),
        "lon": pl.Float64(),
        "located": pl.String(),
        "helpers": pl.Float64(),
        "hours": pl.Float64(),
    }
)


class Located(StrEnum):
    """How a place was put in its commune."""

    CODE = "code"
    POSTCODE = "postcode"  # the nearest commune of that postcode, or its most populous one


@dataclass(frozen=True, kw_only=True)
class PlaceList:
    """A published list: what each column means."""

    kind: str
    label: str  # several of them, in a sentence
    file: str
    title: str
    publisher: str
    page: str
    year: int
    licence: str = OPEN
    id: str = ""  # "": the row
    commune: str = ""
    postcode: str = ""
    point: tuple[str, ...] = ()
    helpers: str = ""
    days: tuple[str, ...] = ()  # opening hours, a column a day
    amplitude: str = ""  # hours a week
    only: tuple[str, str] = ("", "")
    repeated: bool = False  # one place may have several lines

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the columns read."""
        asked = (
            self.id, self.commune, self.postcode, *self.point, self.helpers, *self.days,
            self.amplitude, self.only[0],
        )  # fmt: skip
        return tuple(dict.fromkeys(one for one in asked if one))


ANCT = "Agence nationale de la cohésion des territoires (ANCT)"
DATA_GOUV = "https://www.data.gouv.fr"
FRANCE_SERVICES = PlaceList(
    kind="france_services", label="espaces France services", file="france_services_2024-08.csv.gz",
    title="Liste des France services", publisher=ANCT, page=DATA_GOUV, year=2024,
    id="id_fs", commune="insee_com", point=("latitude", "longitude"),
    days=tuple(f"h_{day}" for day in ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")),
)  # fmt: skip
COUNSELLORS = PlaceList(
    kind="counsellors", label="permanences de conseillers numériques",
    file="conseillers_numeriques_permanences_2022.csv.gz",
    title="Conseillers numériques, lieux de permanence", publisher=ANCT, page=DATA_GOUV, year=2022,
    id="id", postcode="code_postal", point=("latitude", "longitude"), helpers="nb_aidants",
)  # fmt: skip
# The address is the organisation's: one with several houses is counted once, at its seat. Its
# department and region are wrong where the postcode lost its zero ("2000", Laon, is said to be in
# Corsica, twice): only the postcode is read, and a number counts once.
AIDANTS_CONNECT = PlaceList(
    kind="aidants_connect", label="structures Aidants Connect",
    file="aidants_connect_structures_2022.csv.gz", title="Structures habilitées Aidants Connect",
    publisher=ANCT, page=DATA_GOUV, year=2021, id="Data pass ID", postcode="Code postal",
    helpers="Nombre d'agents formés", repeated=True,
)  # fmt: skip
LIBRARIES = PlaceList(
    kind="libraries", label="bibliothèques publiques", file="bibliotheques_publiques_2019.csv.gz",
    title="Adresses des bibliothèques publiques", publisher="Ministère de la Culture",
    page="https://data.culture.gouv.fr", year=2019, id="code_bib", commune="INSEE",
    point=("latitude", "longitude"), amplitude="amplitude_horaire",
    only=("type_adresse", "Bibliothèque ouverte au public"),
)  # fmt: skip
LISTS = (FRANCE_SERVICES, COUNSELLORS, AIDANTS_CONNECT, LIBRARIES)
SHOPS = PlaceList(
    kind="shops", label="boutiques", file="", title="Boutiques, fichier donné", publisher="vous",
    page="", year=0, id="code", commune="code_insee", point=("lat", "lon"),
)  # fmt: skip


def shops_of(file: str) -> PlaceList:
    """Describe a file of shops given by the user: code, code_insee, lat, lon."""
    return replace(SHOPS, file=file)


def postcodes(communes: pl.DataFrame) -> pl.DataFrame:
    """Give the communes of each postcode, from the file of communes as published.

    Raises:
        Refusal: `column_missing`.
    """
    _check_columns(communes, COMMUNES.file, (COMMUNES.code, POSTCODES))
    split = communes.select(code=COMMUNES.code, postcode=pl.col(POSTCODES).str.split("|"))
    return split.explode("postcode").drop_nulls()


def tidied(
    rows: pl.DataFrame, one: PlaceList, communes: pl.DataFrame, links: pl.DataFrame,
    moves: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """Give the places of a list that can be put in a commune of today.

    `communes`: the places of that level; `links`: `postcodes`; `moves`: old code, code of today.

    Raises:
        Refusal: `column_missing`, `duplicate_codes`.
    """
    _check_columns(rows, one.file, one.columns)
    if one.only[0]:
        rows = rows.filter(pl.col(one.only[0]) == one.only[1])
    named = _named(rows.with_row_index("row"), one)
    if one.repeated:
        again = (pl.col("id") != "") & ~pl.col("id").is_first_distinct()
        named = named.filter(~again)
    _check_twice(named, one)
    here = communes.select("code", "population", town_lat="lat", town_lon="lon")
    if one.commune:
        found = named.join(moves, on="old", how="inner").with_columns(
            located=pl.lit(Located.CODE.value)
        )
        found = found.join(here, on="code")
    else:
        found = _by_postcode(named, here, links)
    return found.select(
        pl.lit(one.kind).alias("kind"), "id", "code",
        pl.coalesce("lat", "town_lat").alias("lat"), pl.coalesce("lon", "town_lon").alias("lon"),
        "located", "helpers", "hours",
    ).cast(PLACES)  # fmt: skip


def _named(rows: pl.DataFrame, one: PlaceList) -> pl.DataFrame:
    none = pl.lit(None, dtype=pl.Float64)
    lat, lon = (_number(name) for name in one.point) if one.point else (none, none)
    return rows.select(
        "row",
        id=pl.col(one.id).fill_null("") if one.id else pl.col("row").cast(pl.String),
        old=pl.col(one.commune).str.strip_chars().str.zfill(5) if one.commune else pl.lit(""),
        # a spreadsheet took the first zero away
        postcode=pl.col(one.postcode).str.strip_chars().str.zfill(5) if one.postcode else None,
        lat=lat,
        lon=lon,
        helpers=_number(one.helpers) if one.helpers else none,
        hours=_hours(one),
    )


def _number(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars().str.replace(",", ".", literal=True)
    return text.cast(pl.Float64, strict=False)


def _hours(one: PlaceList) -> pl.Expr:
    """Give the hours a week; none where no day says any."""
    if one.amplitude:
        return _number(one.amplitude)
    if not one.days:
        return pl.lit(None, dtype=pl.Float64)
    total = pl.sum_horizontal(_day(name) for name in one.days)
    return pl.when(total > 0).then(total)


def _day(column: str) -> pl.Expr:
    spans = pl.col(column).fill_null("").str.extract_all(SPAN)
    inner = pl.element()

    def at(hour: int, minute: int) -> pl.Expr:
        hours = inner.str.extract(SPAN, hour).cast(pl.Float64)
        return hours + inner.str.extract(SPAN, minute).cast(pl.Float64) / 60

    return spans.list.eval((at(3, 4) - at(1, 2)).clip(0.0)).list.sum()


def _by_postcode(named: pl.DataFrame, here: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Take the nearest commune of the postcode; without a point, the most populous."""
    near = named.join(links.join(here, on="code"), on="postcode")
    north, east = pl.col("lat") - pl.col("town_lat"), pl.col("lon") - pl.col("town_lon")
    away = north**2 + (east * (pl.col("lat") * (3.141592653589793 / 180)).cos()) ** 2
    near = near.with_columns(away=away, located=pl.lit(Located.POSTCODE.value))
    order = near.sort("row", "away", "population", descending=[False, False, True], nulls_last=True)
    return order.unique("row", keep="first", maintain_order=True)


def _check_columns(rows: pl.DataFrame, file: str, columns: tuple[str, ...]) -> None:
    missing = [name for name in columns if name not in rows.columns]
    if missing:
        raise Refusal(
            "column_missing",
            f"« {file} » n’a pas la colonne « {missing[0]} » : reprenez le fichier tel que publié, "
            f"ou nommez-la ainsi. Il faut : {', '.join(columns)}.",
            file=file,
            columns=missing,
        )


def _check_twice(named: pl.DataFrame, one: PlaceList) -> None:
    if not one.id:
        return
    told = named.filter(pl.col("id") != "")
    twice = told.filter(pl.col("id").is_duplicated())["id"].unique(maintain_order=True)
    if len(twice):
        raise Refusal(
            "duplicate_codes",
            f"« {one.file} » donne plusieurs fois le code « {twice[0]} » : gardez une ligne par "
            "lieu.",
            file=one.file,
            codes=twice.to_list()[:3],
        )


def _check_near(named: pl.DataFrame, one: PlaceList, communes: pl.DataFrame) -> None:
    """Refuse a point far from its commune: a latitude and a longitude that changed places."""
    # The distances bring numba, which who only reads tables does not wait for.
    from coupdepouce.core.territory.access import distance_km  # noqa: PLC0415

    towns = communes.select("code", town_lat="lat", town_lon="lon")
    both = named.join(towns, left_on="old", right_on="code").drop_nulls(["town_lat", "town_lon"])
    ends = (both.select("lat", "lon"), both.select("town_lat", "town_lon"))
    far = both.with_columns(km=distance_km(*(end.to_numpy() for end in ends))).filter(
        pl.col("km") > FAR_KM
    )
    if far.height:
        first = far.row(0, named=True)
        raise Refusal(
            "far_from_commune",
            f"« {one.file} » : le lieu « {first['id']} » est à {first['km']:.0f} km de sa commune "
            f"« {first['old']} » ({far.height} dans ce cas). Donnez la latitude dans "
            f"« {one.point[0]} », la longitude dans « {one.point[1]} », et le bon code.",
            file=one.file,
        )


def given(rows: pl.DataFrame, one: PlaceList, communes: pl.DataFrame) -> pl.DataFrame:
    """Give the places of a user's file: each has a code, a commune of today and a point.

    Raises:
        Refusal: `column_missing`, `duplicate_codes`, `unknown_code`, `no_coordinates`,
            `far_from_commune`.
    """
    _check_columns(rows, one.file, one.columns)
    named = _named(rows.with_row_index("row"), one)
    _check_twice(named, one)
    lost = named.join(communes, left_on="old", right_on="code", how="anti")
    if lost.height:
        raise Refusal(
            "unknown_code",
            f"« {one.file} » : « {lost['old'][0]} » n’est le code d’aucune commune d’aujourd’hui. "
            f"Corrigez la colonne « {one.commune} ».",
            file=one.file,
        )
    blank = named.filter(pl.col("lat").is_null() | pl.col("lon").is_null())
    if blank.height:
        raise Refusal(
            "no_coordinates",
            f"« {one.file} » : le lieu « {blank['id'][0]} » n’a pas de coordonnées "
            f"({blank.height} dans ce cas). Remplissez « {one.point[0]} » et « {one.point[1]} », "
            "en degrés.",
            file=one.file,
        )
    _check_near(named, one, communes)
    return named.select(
        pl.lit(one.kind).alias("kind"), "id", pl.col("old").alias("code"), "lat", "lon",
        pl.lit(Located.CODE.value).alias("located"), "helpers", "hours",
    ).cast(PLACES)  # fmt: skip
