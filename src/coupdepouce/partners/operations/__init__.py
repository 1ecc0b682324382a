"""Writes of `partners`: each one transaction; what it refuses, it says what to do about."""

from coupdepouce.partners.operations.connections import (
    connect_proof,
    disconnect_proof,
    make_api_key,
    revoke_api_key,
)
from coupdepouce.partners.operations.people import (
    checked_siret,
    close_membership,
    create_organisation,
    open_account,
    roles_given,
    switch_membership,
)

__all__ = [
    "checked_siret",
    "close_membership",
    "connect_proof",
    "create_organisation",
    "disconnect_proof",
    "make_api_key",
    "open_account",
    "revoke_api_key",
    "roles_given",
    "switch_membership",
]
