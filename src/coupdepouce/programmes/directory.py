"""The directory of places, with what the tables of communes say of each."""

from datetime import date, datetime

from coupdepouce.core.calendar import day_of
from coupdepouce.partners.nearest import Around
from coupdepouce.partners.places.finding import Findings, Wanted, find_places
from coupdepouce.partners.places.reviewing import CommuneFacts, Review, is_due, review
from coupdepouce.programmes import communes
from coupdepouce.programmes.queries import point_of, points


def places_around(
    *, commune_code: str, wanted: Wanted, at: datetime, start: int, size: int
) -> Findings:
    """Give the places around a commune that answer what a person asks, nearest first.

    Raises:
        Refusal: the commune does not exist.
    """
    home = communes.commune(commune_code)
    around = Around(commune_code=home.code, point=point_of(home.code), rank=lambda _: None)
    return find_places(around=around, wanted=wanted, at=at, start=start, size=size)


def review_new(*, at: datetime) -> int:
    """Review the directory if an import brought or changed a place since; give how many it read."""
    return review_places(on=day_of(at)).judged if is_due() else 0


def review_places(*, on: date) -> Review:
    """Judge every place of the directory again, and look for places written twice."""
    known = points()

    def facts(code: str) -> CommuneFacts:
        if not communes.exists(code):
            return CommuneFacts()
        postcodes = frozenset(communes.commune(code).postcodes)
        return CommuneFacts(postcodes=postcodes, point=known.get(code))

    return review(on=on, commune=facts)
