"""Entering a household once, and keeping what changes in its life."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.checks import checked_contact, checked_household
from coupdepouce.households.duplicates import marks_of, refuse_known
from coupdepouce.households.entries import Contact, Needs, NewHousehold
from coupdepouce.households.keys import OF_CONTACT, contact_marks, store
from coupdepouce.households.models import Consent, Household, Person
from coupdepouce.households.queries import visible_to
from coupdepouce.partners.models import Membership

ENTERED_BY = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})


def create_household(*, new: NewHousehold, by: Membership, at: datetime, once: UUID) -> Household:
    """Write a household, its people and its agreements; the same key gives the same household.

    Raises:
        Refusal: known already, here or elsewhere, a value is missing or malformed, or the
            household does not agree to be written down.
    """
    if already := _entered(once, by=by):
        return already
    if by.role not in ENTERED_BY:
        raise Refusal("not_yours", "Un prescripteur inscrit les ménages : demandez-lui.")
    checked = checked_household(new, day=day_of(at))
    refuse_known(checked, by=by)
    try:
        with transaction.atomic():
            return _written(checked, by=by, at=at, once=once)
    except IntegrityError:
        # Two at the same second: a unique mark, or the key, let only the other one through.
        if already := _entered(once, by=by):
            return already
        refuse_known(checked, by=by)
        raise


def _entered(once: UUID, *, by: Membership) -> Household | None:
    already = Household.objects.filter(reference=once).first()
    if already and already.organisation_id != by.organisation_id:
        raise Refusal("key_already_used", "Cette page a déjà servi pour autre chose. Rechargez-la.")
    return already


def _written(new: NewHousehold, *, by: Membership, at: datetime, once: UUID) -> Household:
    household = Household.objects.create(
        reference=once,
        organisation=by.organisation,
        despite=new.despite,
        created_at=at,
        last_contact_at=at,
        **asdict(new.contact),
        **asdict(new.needs),
    )
    store(household, marks_of(new))
    Person.objects.bulk_create(
        Person(
            household=household,
            role=person.role,
            first_name=person.first_name,
            last_name=person.last_name,
            birth_date=person.birth_date.isoformat(),
        )
        for person in new.people
    )
    Consent.objects.bulk_create(
        Consent(household=household, purpose=purpose, given_at=at, recorded_by=by)
        for purpose in sorted(new.consents)
    )
    return household


def locked(household_id: int, *, by: Membership, at: datetime) -> Household:
    """Lock a household that this member may write to, and note that it was in contact.

    Raises:
        Refusal: not open to this member, merged, or erased.
    """
    rows = visible_to(by).select_for_update(of=("self",)).filter(pk=household_id)
    household = rows.first()
    if household is None:
        raise Refusal("not_found", "Ce ménage n’existe pas, ou n’est pas suivi par votre équipe.")
    household.last_contact_at = max(at, household.last_contact_at)
    household.save(update_fields=["last_contact_at"])
    return household


@transaction.atomic
def update_contact(
    *, household_id: int, contact: Contact, by: Membership, at: datetime
) -> Household:
    """Keep a new address, telephone or preference, and compare by it from now on.

    Raises:
        Refusal: not open to this member, or a value is malformed.
    """
    checked = checked_contact(contact)
    household = locked(household_id, by=by, at=at)
    for name, value in asdict(checked).items():
        setattr(household, name, value)
    household.save()
    household.keys.filter(kind__in=OF_CONTACT).delete()
    store(household, contact_marks(checked))
    return household


@transaction.atomic
def update_needs(*, household_id: int, needs: Needs, by: Membership, at: datetime) -> Household:
    """Keep what the household has and lacks today.

    Raises:
        Refusal: not open to this member.
    """
    household = locked(household_id, by=by, at=at)
    for name, value in asdict(needs).items():
        setattr(household, name, value)
    household.save()
    return household


@transaction.atomic
def record_consent(*, household_id: int, purpose: str, by: Membership, at: datetime) -> Consent:
    """Keep that the household agreed; an agreement that holds already is given back.

    Raises:
        Refusal: not open to this member, or no such purpose.
    """
    household = locked(household_id, by=by, at=at)
    if purpose not in Consent.Purpose.values:
        raise Refusal("consent_unknown", "Choisissez à quoi la personne donne son accord.")
    holding = household.consents.filter(purpose=purpose, withdrawn_at__isnull=True).first()
    return holding or household.consents.create(purpose=purpose, given_at=at, recorded_by=by)


@transaction.atomic
def withdraw_consent(*, household_id: int, purpose: str, by: Membership, at: datetime) -> int:
    """Keep that the household no longer agrees; give the number of agreements ended.

    Raises:
        Refusal: not open to this member.
    """
    household = locked(household_id, by=by, at=at)
    return household.consents.filter(purpose=purpose, withdrawn_at__isnull=True).update(
        withdrawn_at=at
    )


@transaction.atomic
def withdraw_own_consent(*, household_id: int, purpose: str, at: datetime) -> int:
    """Keep that the household itself, which showed its code, no longer agrees.

    Raises:
        Refusal: the agreement is the request itself, or no such household.
    """
    if purpose == Consent.Purpose.PROGRAMME:
        raise Refusal(
            "consent_of_request",
            "Cet accord porte votre demande : arrêtez-la, ou effacez vos informations.",
        )
    household = Household.objects.select_for_update(of=("self",)).filter(pk=household_id).first()
    if household is None:
        raise Refusal("not_found", "Ce ménage n’existe pas : vérifiez son numéro.")
    return household.consents.filter(purpose=purpose, withdrawn_at__isnull=True).update(
        withdrawn_at=at
    )
