"""The calls by which the operator asks whether a line is kept: those that nobody answers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.core.journey.states import IN_SERVICE
from coupdepouce.core.line.keeping import Called
from coupdepouce.core.refusal import Refusal
from coupdepouce.lines import operations as lines
from coupdepouce.outreach.operations import enqueue_to_all
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.followers import addresses_of
from coupdepouce.prescriptions.links import line_link
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.queries import find
from coupdepouce.programmes.queries import current_programme


@transaction.atomic
def note_no_answer(*, member: Membership, reference: UUID, at: datetime) -> Called:
    """Count a call without an answer; say what it came to, to the prescriber after the last one.

    Raises:
        Refusal: not open to this member, or no line to ask about.
    """
    found = find(member, reference)
    # The request before its line, as every step does.
    Prescription.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if found.line is None or found.line_state not in IN_SERVICE:
        raise Refusal("no_call_back", "Cette ligne n’est pas en service : il n’y a pas de rappel.")
    _, programme = current_programme()
    called = lines.note_no_answer(
        found.line, most=programme.delays.call_tries, on=day_of(at), by=member, at=at
    )
    if called is Called.GIVEN_UP:
        _tell_prescriber(found, at=at)
    return called


def _tell_prescriber(found: Prescription, *, at: datetime) -> None:
    enqueue_to_all(
        addresses_of(found),
        once=f"{found.reference}:line_no_answer:{day_of(at)}",
        template="line_no_answer",
        context={"link": line_link(found.reference)},
        about=f"prescription:{found.reference}",
        at=at,
    )
