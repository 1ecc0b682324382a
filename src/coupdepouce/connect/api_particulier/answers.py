"""From an HTTP answer to a verdict: one row per documented answer, nothing of the person kept."""

import json
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from http import HTTPStatus

from coupdepouce.connect.api_particulier.parameters import Endpoint
from coupdepouce.core.calendar import in_words

LARGEST_BODY = 256 * 1024
PROVIDERS = ("CNAF", "MSA")


class ProofVerdict(StrEnum):
    """What the body that holds the file says; only the first two decide anything."""

    HELD = "held"
    NOT_HELD = "not_held"
    DOUBT = "doubt"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One documented answer: what it means and what to do about it."""

    verdict: ProofVerdict
    code: str
    sentence: str
    retry: bool = False


@dataclass(frozen=True, kw_only=True)
class ProofAnswer:
    """The verdict and its day; neither the quotient nor anything of the person."""

    verdict: ProofVerdict
    code: str
    sentence: str
    on: date
    provider: str | None = None
    retry: bool = False


def _held(code: str, sentence: str) -> Row:
    return Row(verdict=ProofVerdict.HELD, code=code, sentence=sentence)


def _not_held(code: str, sentence: str) -> Row:
    return Row(verdict=ProofVerdict.NOT_HELD, code=code, sentence=sentence)


def _doubt(code: str, sentence: str) -> Row:
    return Row(verdict=ProofVerdict.DOUBT, code=code, sentence=sentence)


def _closed(code: str, sentence: str) -> Row:
    sentence = f"{sentence} En attendant, regardez vous-même le justificatif."
    return Row(verdict=ProofVerdict.UNAVAILABLE, code=code, sentence=sentence)


def _down(code: str, sentence: str) -> Row:
    sentence = f"{sentence} Réessayez plus tard, ou regardez vous-même le justificatif."
    return Row(verdict=ProofVerdict.UNAVAILABLE, code=code, sentence=sentence, retry=True)


UNDER = _held(
    "quotient_at_or_under_ceiling",
    "Le quotient familial ne dépasse pas le plafond du programme.",
)
OVER = _not_held(
    "quotient_over_ceiling",
    "Le quotient familial dépasse le plafond. Regardez si la personne a une allocation "
    "qui ouvre le droit.",
)
ZERO = _doubt(
    "quotient_zero_doubt",
    "Le quotient familial est à zéro : cela ne prouve rien. "
    "Regardez une allocation, ou la situation avec la personne.",
)
NOT_FOUND = _doubt(
    "file_not_found",
    "Aucun dossier n’est trouvé à ce nom. Ce n’est pas un refus. "
    "Demandez une attestation, ou choisissez une autre voie.",
)
RIGHTS = {
    Endpoint.RSA: "au revenu de solidarité active (RSA)",
    Endpoint.AAH: "à l’allocation aux adultes handicapés (AAH)",
    Endpoint.C2S: "à la complémentaire santé solidaire (C2S)",
}
UNEXPECTED = _closed(
    "unexpected_answer",
    "L’API Particulier a envoyé une réponse illisible. Vérifiez l’adresse du service.",
)
UNREACHABLE = _down("unreachable", "L’API Particulier ne répond pas.")
TOO_SLOW = _down("no_answer_in_time", "L’API Particulier met trop de temps à répondre.")

_TOKEN_REFUSED = _closed(
    "token_refused",
    "Le jeton de l’API Particulier n’est pas valable. "
    "Prévenez le responsable de votre structure pour qu’il le corrige.",
)
_RIGHTS_MISSING = _closed(
    "rights_insufficient",
    "Votre habilitation ne couvre pas cette question. "
    "Prévenez le responsable de votre structure pour qu’il la complète.",
)
_CONFLICT = _down("same_request_running", "La même demande est déjà en cours pour cette personne.")
_IDENTITY = _closed(
    "identity_not_accepted",
    "L’identité n’est pas acceptée. Vérifiez l’orthographe des noms, la date, le sexe "
    "et le lieu de naissance.",
)
_TOO_MANY = _down("too_many_requests", "Trop de demandes partent en même temps.")
_PROVIDER = _down("provider_error", "La caisse a envoyé une réponse que l’API ne comprend pas.")
_SLOW_PROVIDER = _down("provider_timeout", "La caisse met trop de temps à répondre.")

# The contract's answers, the same for the four endpoints: (status, code) of openapi.yaml v3.0.0.
ERRORS = {
    (401, "00101"): _TOKEN_REFUSED,
    (401, "00103"): _closed(
        "token_expired",
        "Le jeton de l’API Particulier a expiré. "
        "Prévenez le responsable de votre structure pour qu’il en demande un autre.",
    ),
    (401, "00105"): _closed(
        "token_blacklisted",
        "Le jeton de l’API Particulier est bloqué, sans doute parce qu’il a été divulgué. "
        "Prévenez tout de suite le responsable de votre structure.",
    ),
    (403, "00100"): _RIGHTS_MISSING,
    (404, "10003"): NOT_FOUND,
    (404, "23003"): NOT_FOUND,
    (404, "35003"): NOT_FOUND,
    (404, "37003"): NOT_FOUND,
    (404, "40003"): NOT_FOUND,
    (409, "00015"): _CONFLICT,
    (422, "00203"): _closed(
        "recipient_missing",
        "Le SIRET de votre structure manque ou n’est pas valable. "
        "Prévenez le responsable de votre structure pour qu’il le corrige.",
    ),
    (422, "00366"): _IDENTITY,
    (429, "00429"): _TOO_MANY,
    (502, "37999"): _PROVIDER,
    (504, "00501"): _down("network_error", "L’API Particulier ne joint pas la caisse."),
    (504, "37001"): _down("provider_unavailable", "Le service de la caisse est arrêté."),
    (504, "37002"): _SLOW_PROVIDER,
    (504, "37004"): _down("provider_not_reached", "L’API Particulier ne trouve pas la caisse."),
    (504, "37008"): _down("provider_busy", "La caisse reçoit trop de demandes."),
}
# A code we do not know, or a gateway that answers without one: the status is enough.
BY_STATUS = {
    401: _TOKEN_REFUSED,
    403: _RIGHTS_MISSING,
    409: _CONFLICT,
    422: _IDENTITY,
    429: _TOO_MANY,
    500: _PROVIDER,
    502: _PROVIDER,
    503: UNREACHABLE,
    504: _SLOW_PROVIDER,
}


def read_answer(
    endpoint: Endpoint, status: int, body: bytes, *, ceiling: int, on: date
) -> ProofAnswer:
    """Turn an answer of the service into a verdict; what it cannot read is `unavailable`."""
    content = _content(body)
    if status != HTTPStatus.OK:
        return answer(_error_row(status, content), on=on)
    data = content.get("data") if content else None
    if not isinstance(data, dict):
        return answer(UNEXPECTED, on=on)
    if endpoint is Endpoint.QUOTIENT_FAMILIAL:
        return _read_quotient(data.get("quotient_familial"), ceiling=ceiling, on=on)
    return answer(_right_row(data, RIGHTS[endpoint], on), on=on)


def answer(row: Row, *, on: date) -> ProofAnswer:
    """Date a row."""
    return ProofAnswer(
        verdict=row.verdict, code=row.code, sentence=row.sentence, on=on, retry=row.retry
    )


def _content(body: bytes) -> dict[str, object] | None:
    if len(body) > LARGEST_BODY:
        return None
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _error_row(status: int, content: dict[str, object] | None) -> Row:
    if row := ERRORS.get((status, _error_code(content or {}))):
        return row
    # A 404 that is not even JSON comes from a wrong address, not from a fund without a file.
    if status == HTTPStatus.NOT_FOUND and content is not None:
        return NOT_FOUND
    return BY_STATUS.get(status, UNEXPECTED)


def _error_code(content: dict[str, object]) -> str:
    errors = content.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    return str(first.get("code") or "") if isinstance(first, dict) else ""


def _read_quotient(quotient: object, *, ceiling: int, on: date) -> ProofAnswer:
    value = quotient.get("valeur") if isinstance(quotient, dict) else None
    # bool is an int for Python, not for the contract.
    if not isinstance(quotient, dict) or type(value) is not int or value < 0:
        return answer(UNEXPECTED, on=on)
    provider = quotient.get("fournisseur")
    row = ZERO if value == 0 else UNDER if value <= ceiling else OVER
    return replace(answer(row, on=on), provider=provider if provider in PROVIDERS else None)


def _right_row(data: dict[str, object], right: str, on: date) -> Row:
    held, since = data.get("est_beneficiaire"), data.get("date_debut_droit")
    if held is False:
        sentence = f"Cette personne n’a pas droit {right}. Regardez son quotient familial."
        return _not_held("status_not_held", sentence)
    try:
        start = date.fromisoformat(since) if isinstance(since, str) else None
    except ValueError:
        return UNEXPECTED
    if held is not True or (since is not None and start is None):
        return UNEXPECTED
    if start and start > on:
        sentence = (
            f"Le droit {right} commence le {in_words(start)}. "
            "Revenez à cette date, ou choisissez une autre voie."
        )
        return _not_held("right_not_started", sentence)
    return _held("status_held", f"Cette personne a droit {right}.")
