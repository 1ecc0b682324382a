"""The address by which a structure follows its candidature without an account: signed, dated."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing

from coupdepouce.core.refusal import Refusal

SALT = "coupdepouce.application-link"


def application_token(reference: UUID) -> str:
    """Give the signed end of the address."""
    return signing.dumps(str(reference), salt=SALT)


def application_link(reference: UUID) -> str:
    """Give the whole address, for a message."""
    return f"{settings.SITE_URL}/partenaires/candidature/{application_token(reference)}/"


def read_application_token(token: str, *, days: int) -> UUID:
    """Give the reference that a signed link names.

    Raises:
        Refusal: not one of ours, or too old.
    """
    try:
        return UUID(signing.loads(token, salt=SALT, max_age=timedelta(days=days)))
    except signing.SignatureExpired:
        raise Refusal(
            "link_expired",
            f"Ce lien a plus de {days} jours. Ouvrez celui du dernier courriel reçu.",
        ) from None
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        raise Refusal(
            "link_wrong", "Ce lien n’est pas complet. Copiez-le en entier depuis le courriel."
        ) from None
