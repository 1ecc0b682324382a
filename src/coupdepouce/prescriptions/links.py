"""Addresses written in messages; a shop's link is signed, and lasts as the programme says."""

from datetime import timedelta

from django.conf import settings
from django.core import signing

from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.letters import follow_address

SALT = "coupdepouce.shop-link"


def follow_link() -> str:
    """Give the address where a household follows its request: no code, no name in it."""
    return follow_address()


def prescription_path(reference: object) -> str:
    """Give where the site shows a prescription to staff."""
    return f"/prescriptions/{reference}/"


def prescription_link(reference: object) -> str:
    """Give the address of a prescription for staff, for a message."""
    return f"{settings.SITE_URL}{prescription_path(reference)}"


def counter_link() -> str:
    """Give the address of the counter, for a message to a shop."""
    return f"{settings.SITE_URL}/boutique/"


def voucher_link(reference: object) -> str:
    """Give the address of a voucher at the counter, for a message to a shop."""
    return f"{settings.SITE_URL}/boutique/bon/{reference}/"


def case_link(reference: object) -> str:
    """Give the address of a stuck case for staff, for a message."""
    return f"{settings.SITE_URL}/lignes/bloquees/{reference}/"


def complaint_link() -> str:
    """Give the address where a household reads the answer to a complaint: no code in it."""
    return f"{settings.SITE_URL}/suivre/reclamation/"


def trust_link() -> str:
    """Give the address where a household says who may follow its request: no code in it."""
    return f"{settings.SITE_URL}/suivre/qui-voit/"


def complaint_staff_link(reference: object) -> str:
    """Give the address of a complaint for staff, for a message."""
    return f"{settings.SITE_URL}/reclamations/{reference}/"


def line_link(reference: object) -> str:
    """Give the address of a household's line for staff, for a message."""
    return f"{settings.SITE_URL}{prescription_path(reference)}ligne/"


def shop_link(*, prescription_id: int, shop_id: int) -> str:
    """Give the address by which a shop answers without an account."""
    token = signing.dumps([prescription_id, shop_id], salt=SALT)
    return f"{settings.SITE_URL}/reponse/{token}/"


def read_shop_link(token: str, *, days: int) -> tuple[int, int]:
    """Give the prescription and the shop of a signed link.

    Raises:
        Refusal: not one of ours, or too old.
    """
    try:
        prescription_id, shop_id = signing.loads(token, salt=SALT, max_age=timedelta(days=days))
    except signing.SignatureExpired:
        raise Refusal(
            "link_expired",
            f"Ce lien a plus de {days} jours. Demandez au prescripteur d’en envoyer un autre.",
        ) from None
    except (signing.BadSignature, ValueError, TypeError):
        raise Refusal(
            "link_wrong", "Ce lien n’est pas complet. Copiez-le en entier depuis le message."
        ) from None
    return int(prescription_id), int(shop_id)
