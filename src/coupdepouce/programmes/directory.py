"""The directory of places, with what the tables of communes say of each."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.models import Organisation, Place
from coupdepouce.partners.nearest import Around
from coupdepouce.partners.places.finding import Findings, Wanted, find_places
from coupdepouce.partners.places.own import places_in_town, receive_at, receive_at_own
from coupdepouce.partners.places.reviewing import CommuneFacts, Review, is_due, review
from coupdepouce.programmes import communes
from coupdepouce.programmes.commune_names import resolve
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


@dataclass(frozen=True, kw_only=True)
class Door:
    """Where a partner receives: a listed place, else an address."""

    listed: int | None = None
    address: str = ""
    postcode: str = ""
    commune_name: str = ""


@transaction.atomic
def give_place(*, organisation: Organisation, door: Door, at: datetime) -> Place:
    """Give a partner the place it receives at, chosen in its commune or made from an address.

    Raises:
        Refusal: neither a listed place nor an address in a commune that exists.
    """
    if door.listed is not None:
        chosen = places_in_town(organisation).filter(pk=door.listed).first()
        if chosen is None:
            raise Refusal("not_found", "Ce lieu n’est plus là : choisissez-en un autre.")
        return receive_at(organisation, chosen, at=at)
    code = resolve("", door.commune_name, door.postcode)
    if not code or not door.address.strip():
        raise Refusal(
            "address_missing",
            "Choisissez un lieu, ou écrivez l’adresse, le code postal et la commune.",
        )
    organisation.address, organisation.postcode = door.address.strip(), door.postcode
    organisation.commune_code = code
    organisation.save(update_fields=["address", "postcode", "commune_code"])
    return receive_at_own(organisation, commune_name=communes.commune(code).name, at=at)
