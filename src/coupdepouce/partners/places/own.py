"""The place where a partner receives: the one a list already gives, else one of ours."""

from datetime import date, datetime

from django.db.models import QuerySet

from coupdepouce.core.calendar import day_of
from coupdepouce.core.directory.twins import folded
from coupdepouce.partners.importing import digest_of
from coupdepouce.partners.models import Organisation, Place
from coupdepouce.partners.places.pairing import let_go

OURS = "coup-de-pouce"  # the source of the places that no list published


def settle(organisation: Organisation, /, *, commune_name: str, at: datetime) -> Place:
    """Give a partner its place: the one of its number or of its address, else one of ours."""
    if place := _listed(organisation):
        return receive_at(organisation, place, at=at)
    return receive_at_own(organisation, commune_name=commune_name, at=at)


def receive_at_own(organisation: Organisation, /, *, commune_name: str, at: datetime) -> Place:
    """Write down that a partner receives at its own address, whatever the lists give."""
    own = _ours(organisation, commune_name=commune_name, on=day_of(at))
    return receive_at(organisation, own, at=at)


def receive_at(organisation: Organisation, place: Place, /, *, at: datetime) -> Place:
    """Write down that a partner receives at a place."""
    organisation.place = place
    organisation.save(update_fields=["place"])
    # The one made before, when nobody receives there any more.
    _shut(Place.objects.filter(source=OURS, source_id=str(organisation.pk)), at=at)
    return place


def leave(organisation: Organisation, /, *, at: datetime) -> None:
    """Show no more the place of ours of a partner that closed, unless another receives there."""
    _shut(Place.objects.filter(organisations=organisation, source=OURS), at=at)


def come_back(organisation: Organisation, /) -> None:
    """Show again the place of ours of a partner that opens again."""
    own = Place.objects.filter(organisations=organisation, source=OURS)
    Place.objects.filter(pk__in=own.values("pk")).update(is_open=True)


def _shut(places: QuerySet[Place], *, at: datetime) -> None:
    left = list(places.exclude(organisations__is_active=True).values_list("pk", flat=True))
    Place.objects.filter(pk__in=left).update(is_open=False)
    let_go(left, at=at)


def places_in_town(organisation: Organisation, /) -> QuerySet[Place]:
    """Give the listed places of help of a partner's commune; none when nobody wrote it."""
    town = organisation.commune_code or (
        organisation.place.commune_code if organisation.place else ""
    )
    return _listed_places(organisation).filter(commune_code=town or None)


def _listed(organisation: Organisation, /) -> Place | None:
    town = organisation.commune_code or None
    in_town = list(_listed_places(organisation).filter(commune_code=town))
    # One number is written at up to ten doors of the list: the address then tells them apart.
    numbered = [one for one in in_town if one.siret and one.siret == organisation.siret]
    door = folded(organisation.address)
    there = [one for one in in_town if door and folded(one.address) == door]
    both = [one for one in numbered if one in there]
    # Two leave a doubt: neither is taken.
    return next((found[0] for found in (numbered, both, there) if len(found) == 1), None)


def _listed_places(organisation: Organisation, /) -> QuerySet[Place]:
    shown = Place.objects.filter(kind=Place.Kind.PLACE, is_open=True, same_as__isnull=True)
    return shown.exclude(source=OURS, source_id=str(organisation.pk)).order_by("name", "pk")


def _ours(organisation: Organisation, /, *, commune_name: str, on: date) -> Place:
    # No point is invented: the directory counts it as near inside its commune.
    said = {
        "kind": Place.Kind.PLACE,
        "name": organisation.name,
        "address": organisation.address,
        "postcode": organisation.postcode,
        "commune_code": organisation.commune_code,
        "commune_name": commune_name,
        "siret": organisation.siret,
        "updated_on": on,
        "is_open": True,
        "reviewed_on": None,
    }
    place, _ = Place.objects.update_or_create(
        source=OURS, source_id=str(organisation.pk), defaults=said
    )
    place.digest = digest_of(place)
    place.save(update_fields=["digest"])
    return place
