"""Reads about households; every one starts from what the member may see."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import (
    Consent,
    HardshipClaim,
    Household,
    Person,
    ProofRequest,
    ProofSeen,
    RecordedVerdict,
)
from coupdepouce.partners.models import Membership

OF_OWN_ORGANISATION = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})
ORDER_OF_ROLES = tuple(Person.Role.values)


def visible_to(member: Membership) -> QuerySet[Household]:
    """Give the households whose file this member may open; a shop or an evaluator has none."""
    live = Household.objects.filter(erased_at__isnull=True, merged_into__isnull=True)
    if member.role == Role.PROGRAMME_MANAGER:
        return live
    if member.role in OF_OWN_ORGANISATION:
        return live.filter(organisation=member.organisation_id)
    return live.none()


def household(
    *, member: Membership, pk: int | None = None, reference: UUID | None = None
) -> Household:
    """Give a household by one of its two names, with its people, proofs and agreements.

    Raises:
        Refusal: not open to this member, merged, or erased.
    """
    found = (
        visible_to(member)
        .select_related("organisation")
        .prefetch_related(
            "people",
            Prefetch("proofs", ProofSeen.objects.select_related("seen_by__user").order_by("-pk")),
            Prefetch("consents", Consent.objects.order_by("-pk")),
        )
        .filter(**({"reference": reference} if reference else {"pk": pk}))
        .first()
    )
    if found is None:
        raise Refusal("not_found", "Ce ménage n’existe pas, ou n’est pas suivi par votre équipe.")
    return found


def composition(household: Household) -> list[Person]:
    """Give the people of a household, the applicant first, then by age."""
    return sorted(
        household.people.all(),
        key=lambda one: (ORDER_OF_ROLES.index(one.role), one.birth_date, one.pk),
    )


def proofs_seen(household: Household) -> list[ProofSeen]:
    """Give who saw what kind of proof and when, the newest first."""
    return list(household.proofs.select_related("seen_by__user").order_by("-seen_at", "-pk"))


def proof_requests(household: Household) -> list[ProofRequest]:
    """Give the questions to the State that wait, or that ended without an answer at once."""
    return list(household.proof_requests.order_by("-asked_at", "-pk"))


def has_consent(household: Household, purpose: str) -> bool:
    """Say whether the household's agreement holds today."""
    return household.consents.filter(purpose=purpose, withdrawn_at__isnull=True).exists()


def last_claim(household: Household) -> HardshipClaim | None:
    """Give the last claim of hardship, or None when there was none."""
    return household.hardship_claims.order_by("-pk").first()


@dataclass(frozen=True, kw_only=True)
class CurrentVerdict:
    """The last verdict, and whether it still opens the door on a day."""

    recorded: RecordedVerdict
    certain: bool


def current_verdict(household: Household, *, day: date) -> CurrentVerdict | None:
    """Give the last verdict of a household, or None when nobody judged yet."""
    recorded = household.verdicts.order_by("-pk").first()
    if recorded is None:
        return None
    in_time = recorded.certain_until is None or day < recorded.certain_until
    return CurrentVerdict(recorded=recorded, certain=recorded.certain and in_time)
