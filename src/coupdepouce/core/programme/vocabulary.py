"""The statuses and proofs everybody knows; a programme chooses among them."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["rsa", "aah", "aspa", "ass", "c2s", "boursier", "prime_activite", "asf"]
ProofKind = Literal["attestation_qf", "attestation_droits", "api_particulier"]

STATUSES: dict[str, str] = {
    "rsa": "le RSA",
    "aah": "l’AAH",
    "aspa": "l’ASPA (le minimum vieillesse)",
    "ass": "l’ASS",
    "c2s": "la complémentaire santé solidaire",
    "boursier": "une bourse d’études",
    "prime_activite": "la prime d’activité",
    "asf": "l’allocation de soutien familial",
}


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A kind of proof: what it is called, and whether a person can bring it."""

    label: str
    is_brought: bool


PROOFS: dict[str, Proof] = {
    "attestation_qf": Proof(
        label="le papier de la CAF ou de la MSA avec votre quotient familial", is_brought=True
    ),
    "attestation_droits": Proof(label="le papier qui montre votre aide", is_brought=True),
    # An answer between two administrations: nobody can bring it.
    "api_particulier": Proof(label="la réponse de l’administration", is_brought=False),
}
