"""The hint of a commune at the counter: what may reach an address, and what is offered there."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coupdepouce.core.money import NO_BREAK_SPACE
from coupdepouce.prescriptions.availability import availability_of

if TYPE_CHECKING:
    from coupdepouce.prescriptions.availability import Availability, Network
    from coupdepouce.prescriptions.models import Prescription

TO_CONFIRM = "offre et prix à confirmer avec l’opérateur"
NOT_HERE = "pas possible à cette adresse"
ASKS = frozenset({"wanted", "not_available"})


def hint(prescription: "Prescription") -> Mapping[str, Any]:
    """Give what the page of a voucher says while nobody asked the operator; nothing after."""
    if prescription.state != "accepted" or prescription.line_state not in ASKS:
        return {}
    found = availability_of(prescription)
    return {
        "lines": [_said(network, found) for network in found.networks],
        "source": f"Source : {found.source}, {found.read_on}." if found.source else "",
        "facts": [{"name": one.label, "value": _offer(one)} for one in found.networks],
    }


def _said(network: "Network", found: "Availability") -> str:
    if network.per_thousand is None:
        return ""
    share = percent(network.per_thousand)
    return f"{network.label} : {share} des logements et locaux de {found.town}."


def percent(per_thousand: int) -> str:
    """Write a share as a person reads it: "92,4 %", "100 %"."""
    whole, rest = divmod(per_thousand, 10)
    return f"{whole}{f',{rest}' if rest else ''}{NO_BREAK_SPACE}%"


def _offer(network: "Network") -> str:
    if network.is_out:
        return NOT_HERE
    if network.price is None:
        return TO_CONFIRM
    doubt = "" if network.is_sure else " (à vérifier : ne l’annoncez pas encore)"
    return f"{network.offer}, {network.price.in_words()} par mois{doubt}"
