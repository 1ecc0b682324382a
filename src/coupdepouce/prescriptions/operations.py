"""Writes of the journey: one transaction, one lock, one event, whatever the step."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from coupdepouce.core.calendar import add_days, day_of
from coupdepouce.core.journey import machine
from coupdepouce.core.journey.answers import check_time, read_answers
from coupdepouce.core.journey.chain import link
from coupdepouce.core.journey.model import NONE, Part, Step
from coupdepouce.core.refusal import Refusal
from coupdepouce.households.models import Household
from coupdepouce.prescriptions import news
from coupdepouce.prescriptions.actors import Actor
from coupdepouce.prescriptions.effects import CHECKS, EFFECTS, let_go
from coupdepouce.prescriptions.effects.taken import Taken
from coupdepouce.prescriptions.events import content_of, known_later
from coupdepouce.prescriptions.models import JourneyEvent, Prescription
from coupdepouce.prescriptions.situation import (
    DUE,
    FIELDS,
    is_hardship_waiting,
    live_voucher,
    situation_of,
    states_of,
)
from coupdepouce.programmes.queries import programme_of

ENDED_EARLY = frozenset({"refused", "withdrawn", "expired"})


def take_step(
    *,
    prescription_id: int,
    name: str,
    actor: Actor,
    at: datetime,
    once: UUID,
    reason: str = "",
    answers: Mapping[str, str] | None = None,
    reconciled_at: datetime | None = None,
) -> JourneyEvent:
    """Take a step and write it down; a second arrival with the same key gives the first event.

    `reconciled_at` says when a step taken without network, at `at`, became known here.

    Raises:
        Refusal: the journey does not allow this step now, or an answer is missing.
    """
    step = machine.step_named(name)
    with transaction.atomic():
        prescription = _locked(prescription_id)
        already, previous = _events(prescription, once)
        if already:
            return _same(already, prescription, step)
        taken = Taken(
            prescription=prescription,
            programme=programme_of(prescription.version),
            actor=actor,
            at=at,
            once=once,
            reason=reason,
            answers=answers or {},
            reconciled_at=reconciled_at,
        )
        return _done(_checked(taken, step), step, previous)


def check_step(
    *,
    prescription: Prescription,
    name: str,
    actor: Actor,
    at: datetime,
    once: UUID,
    reason: str,
    answers: Mapping[str, str],
) -> None:
    """Let pass a step that could be taken now; nothing is locked, nothing is written.

    Raises:
        Refusal: the journey does not allow it, or an answer is missing.
    """
    taken = Taken(
        prescription=prescription,
        programme=programme_of(prescription.version),
        actor=actor,
        at=at,
        once=once,
        reason=reason,
        answers=answers,
    )
    _checked(taken, machine.step_named(name))


def _locked(prescription_id: int) -> Prescription:
    # Joined to the version only, which never changes: of a row it waited for, PostgreSQL reads
    # again that row alone, and the verdict or the line joined to it would be those of before.
    found = list(
        Prescription.objects.select_for_update(of=("self",))
        .select_related("version")
        .defer("version__text")
        .filter(pk=prescription_id)
    )
    if not found:
        raise Refusal("not_found", "Cette prescription n’existe pas, ou ne vous est pas ouverte.")
    return found[0]


def _events(
    prescription: Prescription, once: UUID
) -> tuple[JourneyEvent | None, JourneyEvent | None]:
    """Give the event already written with this key, and the last one."""
    last = Q(prescription=prescription, number=prescription.events_count)
    found = list(JourneyEvent.objects.filter(Q(once=once) | last).order_by())
    already = next((event for event in found if event.once == once), None)
    return already, next((event for event in found if event.once != once), None)


def _same(event: JourneyEvent, prescription: Prescription, step: Step) -> JourneyEvent:
    if event.prescription_id != prescription.pk or event.step != step.name:
        raise Refusal("key_already_used", "Cette page a déjà servi pour autre chose. Rechargez-la.")
    return event


def _checked(taken: Taken, step: Step) -> Taken:
    machine.check(
        step=step,
        situation=situation_of(taken.prescription, actor=taken.actor, at=taken.at),
        role=taken.actor.role,
        switched_off=taken.programme.steps_off,
    )
    machine.reason_of(step, taken.reason)
    answers = read_answers(step, taken.answers)
    check_time(step, answers, taken.at)
    read = replace(taken, answers=answers, reason=taken.reason if step.reasons else "")
    if step.name in CHECKS:
        CHECKS[step.name](read)
    return read


def _done(taken: Taken, step: Step, previous: JourneyEvent | None) -> JourneyEvent:
    if step.name in EFFECTS:
        EFFECTS[step.name](taken)
    prescription = taken.prescription
    _move(taken, step)
    if prescription.state in ENDED_EARLY:
        let_go(taken)
    event = _write(taken, step, previous)
    prescription.save()
    Household.objects.filter(pk=prescription.household_id).update(last_contact_at=taken.at)
    news.announce(event, step=step, prescription=prescription)
    return event


def _move(taken: Taken, step: Step) -> None:
    if not step.target:  # nothing moves: neither a clock nor a reminder starts again
        return
    prescription = taken.prescription
    states = machine.after(step, states_of(prescription))
    for part, field in FIELDS.items():
        setattr(prescription, field, states.get(part, NONE))
    waiting = prescription.state == "draft" and is_hardship_waiting(prescription)
    waits = machine.waits_for(states=states, hardship="waiting" if waiting else NONE)
    prescription.waits_for = waits.value if waits else ""
    prescription.waits_since = taken.at if waits else None
    _set_due(taken, step)
    prescription.reminded = 0


def _set_due(taken: Taken, step: Step) -> None:
    prescription, due = taken.prescription, None
    if step.deadline:
        days = getattr(taken.programme.delays, step.deadline)
        due = add_days(day_of(taken.at), days + 1)
    if step.part is not Part.PRESCRIPTION:
        setattr(prescription, DUE[step.part], due)
    elif due or step.target not in step.sources:
        prescription.due_on = due or _due_again(prescription)


def _due_again(prescription: Prescription) -> date | None:
    # A voucher given back keeps its own last day; nothing else waits with a deadline.
    voucher = live_voucher(prescription) if prescription.state == "issued" else None
    return add_days(voucher.last_day, 1) if voucher else None


def _write(taken: Taken, step: Step, previous: JourneyEvent | None) -> JourneyEvent:
    prescription, actor, answers = taken.prescription, taken.actor, taken.answers
    event = JourneyEvent(
        once=taken.once,
        prescription=prescription,
        number=prescription.events_count + 1,
        step=step.name,
        at=taken.at,
        role=actor.role.value,
        member=actor.member,
        organisation=actor.organisation,
        impersonator=actor.impersonator,
        reason=taken.reason,
        data={ask.name: answers[ask.name] for ask in step.asks if ask.kept and ask.name in answers}
        | known_later(taken.reconciled_at),
        previous_hash=previous.hash if previous else "",
    )
    event.hash = link(event.previous_hash, content_of(event))
    event.save(force_insert=True)
    prescription.events_count = event.number
    return event
