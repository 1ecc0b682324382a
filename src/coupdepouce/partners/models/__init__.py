"""Tables of `partners`: organisations and their people, and how they join and stay."""

from coupdepouce.partners.models.agreements import Acceptance, Agreement, Quota, QuotaGrant
from coupdepouce.partners.models.briefings import BriefingAttempt
from coupdepouce.partners.models.closings import Closing
from coupdepouce.partners.models.joining import Application, ApplicationEvent, Establishment
from coupdepouce.partners.models.organisations import (
    PRESCRIBERS,
    ApiKey,
    Membership,
    Organisation,
    Place,
    ProofConnection,
)
from coupdepouce.partners.models.pairs import PairDecision, PlacePair

__all__ = [
    "PRESCRIBERS",
    "Acceptance",
    "Agreement",
    "ApiKey",
    "Application",
    "ApplicationEvent",
    "BriefingAttempt",
    "Closing",
    "Establishment",
    "Membership",
    "Organisation",
    "PairDecision",
    "Place",
    "PlacePair",
    "ProofConnection",
    "Quota",
    "QuotaGrant",
]
