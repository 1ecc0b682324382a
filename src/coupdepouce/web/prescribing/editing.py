"""Correcting a household: all of it on a draft, afterwards how to reach it and its agreements."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from coupdepouce.households import operations
from coupdepouce.households.checks import phone_in_words
from coupdepouce.households.operations import Contact, Identity
from coupdepouce.prescriptions.correcting import correct
from coupdepouce.programmes import communes
from coupdepouce.web.prescribing.identity import ContactFields, IdentityFields

if TYPE_CHECKING:
    from coupdepouce.households.models import Household
    from coupdepouce.partners.models import Membership
    from coupdepouce.prescriptions.queries import File


class CorrectionForm(ContactFields, IdentityFields):
    """All that a typing mistake may have spoiled."""

    field_order = (
        "first_name", "last_name", "birth_date", "adults", "children", "address", "postcode",
        "commune",
    )  # fmt: skip


def correction(file: "File", household: "Household", data: Any) -> ContactFields:
    """Give the form of what may still be corrected, filled with what is known."""
    known = {
        "address": household.address,
        "phone": phone_in_words(household.phone),
        "email": household.email,
        "preference": household.preference,
        "language": household.language,
        "consents": sorted(_agreed(household)),
    }
    if file.applicant is None or file.prescription.state != "draft":
        return ContactFields(data, initial=known)
    who = {
        "first_name": file.applicant.first_name,
        "last_name": file.applicant.last_name,
        "birth_date": date.fromisoformat(file.applicant.birth_date),
        "adults": household.adults,
        "children": household.children,
        "postcode": household.postcode,
        "commune": communes.commune(household.commune_code).name,
    }
    form = CorrectionForm(data, initial=known | who)
    for name in ("adults", "children"):
        # Nobody said how many they are: a misspelt name is corrected all the same.
        form.fields[name].required = who[name] is not None
    return form


def _agreed(household: "Household") -> set[str]:
    return {one.purpose for one in household.consents.all() if one.withdrawn_at is None}


def keep(
    file: "File",
    household: "Household",
    form: ContactFields,
    *,
    by: "Membership",
    at: datetime,
) -> bool:
    """Keep what the form gives; say whether the paper has to be noted again.

    Raises:
        Refusal: a value is malformed; then no agreement changes either.
    """
    data = form.cleaned_data
    if isinstance(form, CorrectionForm):
        again = _correct(file, household, data, by=by, at=at)
    else:
        contact = _contact(household, data)
        operations.update_contact(household_id=household.pk, contact=contact, by=by, at=at)
        again = False
    _keep_agreements(household, set(data["consents"]), by=by, at=at)
    return again


def _correct(
    file: "File",
    household: "Household",
    data: Mapping[str, Any],
    *,
    by: "Membership",
    at: datetime,
) -> bool:
    names = ("first_name", "last_name", "birth_date", "adults", "children", "despite")
    before = file.prescription.verdict_id
    corrected = correct(
        prescription=file.prescription,
        identity=Identity(**{name: data[name] for name in names}),
        contact=_contact(household, data, commune_code=data["commune"], postcode=data["postcode"]),
        by=by,
        at=at,
        once=data["once"],
    )
    verdict = corrected.verdict
    return verdict is not None and verdict.pk != before and verdict.answer == "not_yet"


def _contact(household: "Household", data: Mapping[str, Any], **moved: str) -> Contact:
    where = {"commune_code": household.commune_code, "postcode": household.postcode}
    return Contact(
        is_shared_address=household.is_shared_address or data.get("despite") == "shelter",
        **{name: data[name] for name in ("address", "phone", "email", "preference", "language")},
        **where | moved,
    )


def _keep_agreements(
    household: "Household", now: set[str], *, by: "Membership", at: datetime
) -> None:
    before, pk = _agreed(household), household.pk
    for purpose in sorted(now - before):
        operations.record_consent(household_id=pk, purpose=purpose, by=by, at=at)
    for purpose in sorted(before - now):
        operations.withdraw_consent(household_id=pk, purpose=purpose, by=by, at=at)
