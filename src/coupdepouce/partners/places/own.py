"""The place where a partner receives: the one a list already gives, else one of ours."""

from datetime import date

from django.db.models import QuerySet

from coupdepouce.core.directory.twins import folded
from coupdepouce.partners.importing import digest_of
from coupdepouce.partners.models import Organisation, Place

OURS = "coup-de-pouce"  # the source of the places that no list published


def settle(organisation: Organisation, /, *, commune_name: str, on: date) -> Place:
    """Give a partner its place: the one of its number or of its address, else a new one."""
    place = known_place(organisation) or _new(organisation, commune_name=commune_name, on=on)
    organisation.place = place
    organisation.save(update_fields=["place"])
    return place


def known_place(organisation: Organisation, /) -> Place | None:
    """Give the listed place of a partner; two at one address leave a doubt, so none of them."""
    if organisation.siret and (same := shown_places().filter(siret=organisation.siret).first()):
        return same
    door = folded(organisation.address)
    in_town = shown_places().filter(commune_code=organisation.commune_code or None)
    there = [one for one in in_town if door and folded(one.address) == door]
    return there[0] if len(there) == 1 else None


def shown_places() -> QuerySet[Place]:
    """Give the open places of help that stand for themselves in the directory."""
    return Place.objects.filter(
        kind=Place.Kind.PLACE, is_open=True, same_as__isnull=True
    ).order_by("name", "pk")


def _new(organisation: Organisation, /, *, commune_name: str, on: date) -> Place:
    # No point is invented: the directory counts it as near inside its commune.
    place = Place(
        source=OURS,
        source_id=str(organisation.pk),
        kind=Place.Kind.PLACE,
        name=organisation.name,
        address=organisation.address,
        postcode=organisation.postcode,
        commune_code=organisation.commune_code,
        commune_name=commune_name,
        siret=organisation.siret,
        updated_on=on,
    )
    place.digest = digest_of(place)
    place.save()
    return place
