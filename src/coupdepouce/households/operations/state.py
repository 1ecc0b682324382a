"""Asking the State: a yes or no from the body that knows, and nothing kept but the proof's date.

No network call is made inside a transaction: a slow service never holds a lock.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid5

from django.db import DatabaseError, transaction

from coupdepouce.connect.api_particulier.answers import ProofAnswer, ProofVerdict
from coupdepouce.connect.api_particulier.client import Client
from coupdepouce.connect.api_particulier.identity import read_identity
from coupdepouce.connect.api_particulier.pace import SlidingLimiter
from coupdepouce.connect.api_particulier.parameters import Endpoint
from coupdepouce.connect.clock import running_from
from coupdepouce.core.calendar import day_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.households import queries
from coupdepouce.households.entries import Figures, Proof
from coupdepouce.households.models import Consent, Household, ProofRequest
from coupdepouce.households.operations.deciding import Decision, decide, keep_proof
from coupdepouce.households.operations.entering import locked
from coupdepouce.partners.models import Membership, ProofConnection
from coupdepouce.partners.queries import live_memberships, proof_connection
from coupdepouce.programmes.queries import current_programme

logger = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
MOST_ATTEMPTS = len(WAITS) + 1
STATUS_OF = {Endpoint.RSA: "rsa", Endpoint.AAH: "aah", Endpoint.C2S: "c2s"}
PACE = SlidingLimiter()  # one a process; the service's own limit stands behind it


@dataclass(frozen=True, kw_only=True)
class StateAnswer:
    """What the State said, in a sentence, and what followed from it."""

    verdict: str
    code: str
    sentence: str
    decision: Decision | None = None  # when the right is held
    next_try_at: datetime | None = None  # when the worker asks again


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question about one household, and who asks it."""

    household_id: int
    endpoint: Endpoint
    identity: Mapping[str, object] = field(repr=False)
    by: Membership
    once: UUID


def ask_state(
    *,
    household_id: int,
    endpoint: str,
    identity: Mapping[str, object],
    by: Membership,
    at: datetime,
    once: UUID,
) -> StateAnswer:
    """Ask whether the household holds a right; held, it becomes a proof and a verdict at once.

    Raises:
        Refusal: not a public body, not connected, no agreement, or a malformed identity.
    """
    question = Question(
        household_id=household_id, endpoint=_endpoint(endpoint), identity=identity, by=by, once=once
    )
    connection = _allowed(question)
    return _noted(_answered(question, connection, at=at), question, at=at)


def _endpoint(name: str) -> Endpoint:
    if name not in set(Endpoint):
        raise Refusal("endpoint_unknown", f"Choisissez parmi : {', '.join(Endpoint)}.")
    return Endpoint(name)


def _allowed(question: Question) -> ProofConnection:
    """Give the connection to ask by; asked again before each try, for agreements end."""
    household = queries.household(member=question.by, pk=question.household_id)
    connection = _connection(question.by)
    if not queries.has_consent(household, Consent.Purpose.CHECK):
        raise Refusal(
            "consent_missing",
            "Demandez l’accord de la personne pour interroger l’administration, puis notez-le.",
        )
    return connection


def _connection(by: Membership) -> ProofConnection:
    if by not in live_memberships(by.user):
        raise Refusal("not_yours", "Ce compte est fermé : demandez à une personne de l’équipe.")
    if not by.organisation.is_public_body:
        raise Refusal(
            "not_a_public_body",
            "Seul un organisme public interroge l’administration : regardez un justificatif.",
        )
    connection = proof_connection(by.organisation_id)
    if connection is None:
        raise Refusal(
            "not_connected",
            "Votre structure n’est pas reliée à l’API Particulier : regardez un justificatif.",
        )
    return connection


def _answered(question: Question, connection: ProofConnection, *, at: datetime) -> ProofAnswer:
    """Call the service: the only function here that leaves this machine."""
    _, programme = current_programme()
    ceiling = programme.eligibility.quotient_familial.ceiling.value
    person = read_identity(question.identity)
    with Client(
        url=connection.url, token=connection.token, recipient=connection.recipient, pace=PACE
    ) as client:
        return client.ask(question.endpoint, person, on=day_of(at), ceiling=ceiling)


@transaction.atomic
def _noted(answer: ProofAnswer, question: Question, *, at: datetime) -> StateAnswer:
    household = locked(question.household_id, by=question.by, at=at)
    said = partial(
        StateAnswer, verdict=answer.verdict.value, code=answer.code, sentence=answer.sentence
    )
    waiting = household.proof_requests.filter(
        endpoint=question.endpoint, next_try_at__isnull=False
    ).first()
    if answer.retry:
        waiting = waiting or _put_off(household, question, at=at)
        return said(next_try_at=waiting.next_try_at)
    if waiting:
        _close(waiting, verdict=answer.verdict, code=answer.code)
    return said(decision=_held(answer, household, question, at=at))


def _put_off(household: Household, question: Question, *, at: datetime) -> ProofRequest:
    request, _ = household.proof_requests.get_or_create(
        once=question.once,
        defaults={
            "endpoint": question.endpoint,
            "asked_by": question.by,
            "asked_at": at,
            "identity": json.dumps(dict(question.identity)),
            "attempts": 1,
            "next_try_at": at + WAITS[0],
        },
    )
    return request


def _held(
    answer: ProofAnswer, household: Household, question: Question, *, at: datetime
) -> Decision | None:
    """Turn a right that is held into a proof and a verdict; any other answer leaves no trace."""
    if answer.verdict is not ProofVerdict.HELD:
        return None
    proof = Proof(kind="api_particulier", dated=answer.on)
    keep_proof(household, proof=proof, by=question.by, at=at, once=question.once)
    return decide(
        household_id=household.pk,
        figures=_figures(question.endpoint),
        by=question.by,
        at=at,
        once=uuid5(question.once, "verdict"),
    )


def _figures(endpoint: Endpoint) -> Figures:
    if status := STATUS_OF.get(endpoint):
        return Figures(statuses=frozenset({status}))
    # "At or under" is all the client tells: the ceiling itself judges the same.
    _, programme = current_programme()
    return Figures(quotient_familial=programme.eligibility.quotient_familial.ceiling.value)


def _close(request: ProofRequest, *, verdict: str, code: str) -> None:
    request.verdict, request.code = verdict, code
    request.identity, request.next_try_at = "", None
    request.save(update_fields=["verdict", "code", "identity", "next_try_at"])


def retry_proof_requests(*, at: datetime) -> int:
    """Ask again the questions that are due, each in its own transactions; give their number."""
    now, done = running_from(at), 0
    while request := _taken(at=now()):
        try:
            _ask_again(request, at=now())
        except (Refusal, DatabaseError) as problem:
            # Left as it was taken: it comes back at its next try, and the others do not wait.
            said = problem.code if isinstance(problem, Refusal) else type(problem).__name__
            logger.warning("proof request %s: %s", request.pk, said)
        done += 1
    return done


@transaction.atomic
def _taken(*, at: datetime) -> ProofRequest | None:
    """Take one due question and put off its next try: a worker that dies loses nothing."""
    request = (
        ProofRequest.objects.filter(next_try_at__lte=at)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("asked_by__organisation", "asked_by__user")
        .defer("identity")  # sealed: one that does not open must not hold up the others
        .order_by("next_try_at")
        .first()
    )
    if request:
        request.attempts += 1
        request.next_try_at = at + WAITS[min(request.attempts, len(WAITS)) - 1]
        request.save(update_fields=["attempts", "next_try_at"])
    return request


def _ask_again(request: ProofRequest, *, at: datetime) -> None:
    """Ask one question again, and close it once answered, refused, or asked too often."""
    question = Question(
        household_id=request.household_id,
        endpoint=Endpoint(request.endpoint),
        identity=json.loads(request.identity),
        by=request.asked_by,
        once=request.once,
    )
    try:
        connection = _allowed(question)
        answer = _answered(question, connection, at=at)
        _noted(answer, question, at=at)
    except Refusal as refusal:
        # No longer agreed, connected or there: nobody is left to ask for.
        _close(request, verdict=ProofVerdict.UNAVAILABLE, code=refusal.code)
        return
    if answer.retry and request.attempts >= MOST_ATTEMPTS:
        _close(request, verdict=answer.verdict, code=answer.code)
