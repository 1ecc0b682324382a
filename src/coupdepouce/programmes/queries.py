"""Reads about programmes: the version in force, its figures, the territory's points and zones."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db.models import Q

from coupdepouce.core.languages import Language, known_languages
from coupdepouce.core.programme import Figure, Programme, parse
from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.nearest import Around, NearPlace, nearest
from coupdepouce.programmes import communes
from coupdepouce.programmes.communes import Commune
from coupdepouce.programmes.models import (
    CommunePoint,
    FigureConfirmation,
    PriorityZone,
    ProgrammeVersion,
)


@lru_cache(maxsize=64)
def _parsed(content_hash: str) -> Programme:
    # A hash stands for one text for ever, so the parsed programme never goes stale.
    version = ProgrammeVersion.objects.filter(content_hash=content_hash).only("text")[0]
    return parse(version.text)


def programme_of(version: ProgrammeVersion) -> Programme:
    """Give the programme as it was written in one version."""
    return _parsed(version.content_hash)


def current_programme(programme_id: str | None = None) -> tuple[ProgrammeVersion, Programme]:
    """Give the version in force and its programme; by default, the programme of this site.

    Raises:
        Refusal: no file of that programme was loaded.
    """
    name = programme_id or settings.PROGRAMME
    version = ProgrammeVersion.objects.filter(programme=name, is_current=True).defer("text").first()
    if version is None:
        raise Refusal(
            "programme_not_loaded",
            f"Le programme « {name} » n’est pas chargé : "
            "lancez « coupdepouce import programme FICHIER ».",
            programme=name,
        )
    return version, programme_of(version)


def offered_languages(*, of: Programme | None = None) -> tuple[Language, ...]:
    """Give the languages of the programme that have their catalogue, French first.

    `of` is the programme in force; a caller that has read it already saves a query.
    """
    programme = of or current_programme()[1]
    return tuple(one for one in known_languages() if one.code in programme.languages)


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """A figure as the programme manager sees it, with the word that confirms it if any."""

    path: str
    figure: Figure
    confirmation: FigureConfirmation | None
    market: str = ""  # whose price it is, for a price of the market

    @property
    def is_printable(self) -> bool:
        """Say whether a household may read it."""
        return self.figure.verified or self.confirmation is not None


def figures(programme_id: str | None = None) -> list[FigureRow]:
    """Give every figure of the programme in force, in the order of the file."""
    version, programme = current_programme(programme_id)
    words = {
        (word.path, word.value): word
        for word in FigureConfirmation.objects.filter(programme=version.programme)
    }
    return [
        FigureRow(
            path=path,
            figure=figure,
            confirmation=words.get((path, str(figure.value))),
            market=_market(programme, path),
        )
        for path, figure in programme.figures()
    ]


def _market(programme: Programme, path: str) -> str:
    table, _, rest = path.partition(".")
    return programme.market[int(rest.split(".")[0])].name if table == "market" else ""


def figure(path: str) -> FigureRow:
    """Give one figure of the programme in force.

    Raises:
        Refusal: the programme has no figure at this path.
    """
    for row in figures():
        if row.path == path:
            return row
    raise Refusal("not_found", f"Le chiffre « {path} » n’est pas au programme : voyez la liste.")


def printable_figures(*, of: Programme | None = None) -> frozenset[str]:
    """Give the paths of the figures a household may read: verified, or confirmed at this value.

    `of` is the programme in force; a caller that has read it already saves a query.
    """
    programme = of or current_programme()[1]
    words = FigureConfirmation.objects.filter(programme=programme.id)
    confirmed = set(words.values_list("path", "value"))
    return frozenset(
        path
        for path, figure in programme.figures()
        if figure.verified or (path, str(figure.value)) in confirmed
    )


def versions(programme_id: str | None = None) -> list[ProgrammeVersion]:
    """Give the versions of a programme that were ever in force, the newest first."""
    found = ProgrammeVersion.objects.filter(programme=programme_id or settings.PROGRAMME)
    return list(found.order_by("-loaded_at", "-pk").defer("text"))


def zones(*, text: str = "") -> list[PriorityZone]:
    """Give the priority neighbourhoods whose code, name or department matches."""
    wanted = Q(code__istartswith=text) | Q(name__icontains=text) | Q(department=text)
    return list(PriorityZone.objects.filter(wanted) if text else PriorityZone.objects.all())


def point_of(commune_code: str) -> tuple[float, float] | None:
    """Give the latitude and longitude of a commune, or None when they were never imported."""
    points = CommunePoint.objects.filter(code=commune_code)
    return points.values_list("latitude", "longitude").first()


def points() -> dict[str, tuple[float, float]]:
    """Give the points of every commune that has one."""
    rows = CommunePoint.objects.values_list("code", "latitude", "longitude")
    return {code: (latitude, longitude) for code, latitude, longitude in rows.iterator()}


def zones_of(commune_code: str) -> list[PriorityZone]:
    """Give the priority neighbourhoods of a commune."""
    return list(PriorityZone.objects.filter(communes__contains=commune_code))


def nearest_places(*, commune_code: str, kind: str, limit: int = 3) -> list[NearPlace]:
    """Give the open places of a kind nearest to a commune, with the distance when it is known.

    Without the commune's point: same commune, then same grouping, then same department, then
    same region, the largest communes first.

    Raises:
        Refusal: the commune does not exist.
    """
    home = communes.commune(commune_code)
    around = Around(
        commune_code=home.code, point=point_of(home.code), rank=lambda code: _rank(home, code)
    )
    return nearest(around=around, kind=kind, limit=limit)


def _rank(home: Commune, code: str) -> tuple[int, int] | None:
    if not communes.exists(code):
        return None
    other = communes.commune(code)
    shared = (
        other.code == home.code,
        bool(home.epci) and other.epci == home.epci,
        other.department == home.department,
        other.region == home.region,
    )
    return (shared.index(True), -(other.population or 0)) if any(shared) else None


def count_points() -> int:
    """Count the communes whose point is known."""
    return CommunePoint.objects.count()
