"""Correcting how to reach a household, and what it agrees to."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coupdepouce.households import operations
from coupdepouce.households.operations import Contact

if TYPE_CHECKING:
    from coupdepouce.households.models import Household
    from coupdepouce.partners.models import Membership


def initial(household: "Household") -> Mapping[str, Any]:
    """Give what the form starts from."""
    return {
        "address": household.address,
        "phone": household.phone,
        "email": household.email,
        "preference": household.preference,
        "consents": sorted(_agreed(household)),
    }


def _agreed(household: "Household") -> set[str]:
    return {one.purpose for one in household.consents.all() if one.withdrawn_at is None}


def keep(
    household: "Household", data: Mapping[str, Any], *, by: "Membership", at: datetime
) -> None:
    """Keep the contact and the agreements as the form gives them.

    Raises:
        Refusal: a value is malformed; then no agreement changes either.
    """
    contact = Contact(
        commune_code=household.commune_code,
        postcode=household.postcode,
        is_shared_address=household.is_shared_address,
        language=household.language,
        **{name: data[name] for name in ("address", "phone", "email", "preference")},
    )
    operations.update_contact(household_id=household.pk, contact=contact, by=by, at=at)
    before, now = _agreed(household), set(data["consents"])
    pk = household.pk
    for purpose in sorted(now - before):
        operations.record_consent(household_id=pk, purpose=purpose, by=by, at=at)
    for purpose in sorted(before - now):
        operations.withdraw_consent(household_id=pk, purpose=purpose, by=by, at=at)
