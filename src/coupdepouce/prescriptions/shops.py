"""The shops where a household may go with its voucher."""

from collections.abc import Sequence

from coupdepouce.partners.models import Organisation, Place
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.programmes import communes
from coupdepouce.programmes.queries import nearest_places
from coupdepouce.visits.queries import receiving

NEAR = 3


def shops_for(prescription: Prescription) -> Sequence[Organisation]:
    """Give the shops where the household may take an appointment: the one suggested, or near."""
    if prescription.suggested_shop is not None:
        return [prescription.suggested_shop]
    code = prescription.household.commune_code
    # A commune that was joined to another since: its code is no longer in the list.
    near = (
        nearest_places(commune_code=code, kind=Place.Kind.SHOP, limit=NEAR)
        if communes.exists(code)
        else []
    )
    places = [one.place.pk for one in near]
    return list(Organisation.objects.filter(place__in=places, is_active=True).order_by("pk"))


def is_received(prescription: Prescription) -> bool:
    """Say whether one of these shops receives by appointment."""
    # Where no shop does, none is looked for near.
    return receiving().exists() and receiving(shops_for(prescription)).exists()
