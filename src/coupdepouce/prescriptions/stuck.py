"""Stuck cases of a request: who may open one, hand it over, end it, and who is told."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from coupdepouce.core.calendar import add_days, day_of
from coupdepouce.core.line.causes import BY_CODE, OWNER_NAMES, Cause
from coupdepouce.core.programme import Programme
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.lines import operations as lines
from coupdepouce.lines.models import StuckCase, StuckMessage
from coupdepouce.lines.queries import case as case_of
from coupdepouce.lines.queries import open_case_of
from coupdepouce.outreach.operations import enqueue_to_all
from coupdepouce.partners.models import Membership
from coupdepouce.partners.queries import emails_of_role
from coupdepouce.prescriptions.followers import addresses_of
from coupdepouce.prescriptions.links import case_link, line_link
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.queries import find
from coupdepouce.programmes.queries import current_programme

# A line with nothing left to unblock.
NOT_STUCK = frozenset({"none", "declined", "cancelled", "ended"})


def days_of(cause: str, programme: Programme) -> int:
    """Give the clock of a cause in this programme."""
    days: int = getattr(programme.delays.stuck_case, cause)
    return days


def open_for(
    *,
    member: Membership,
    reference: UUID,
    cause: str,
    text: str,
    at: datetime,
    once: UUID,
) -> StuckCase:
    """Open a case on a request that this member may see.

    Raises:
        Refusal: not theirs, nothing to unblock, or one is open already.
    """
    prescription = find(member, reference)
    if prescription.line_state in NOT_STUCK or prescription.state == "draft":
        raise Refusal(
            "nothing_stuck", "La ligne n’est pas en cours : il n’y a rien à débloquer ici."
        )
    if cause not in BY_CODE:
        raise Refusal("cause_unknown", "Choisissez ce qui bloque dans la liste.", field="cause")
    return _opened(prescription, BY_CODE[cause], text=text, by=member, at=at, once=once)


def open_after_failure(
    prescription: Prescription,
    cause: Cause,
    *,
    by: Membership | None,
    at: datetime,
    once: UUID,
) -> None:
    """Open the case of an order that failed, unless one is open: it then goes on there."""
    key = uuid5(once, "stuck")
    if open_case_of(prescription.household_id) is None:
        _opened(prescription, cause, text="", by=by, at=at, once=key)


def _opened(
    prescription: Prescription,
    cause: Cause,
    *,
    text: str,
    by: Membership | None,
    at: datetime,
    once: UUID,
) -> StuckCase:
    _, programme = current_programme()
    opening = lines.Opening(
        household_id=prescription.household_id,
        line=prescription.line,
        prescriber=prescription.organisation,
        shop=prescription.shop,
        cause=cause.code,
        days=days_of(cause.code, programme),
        text=text,
    )
    case = lines.open_case(opening, by=by, at=at, once=once)
    tell_owner(case, template="stuck_yours", once=f"{once}:stuck_yours", at=at)
    return case


def write(
    *, member: Membership, reference: UUID, text: str, at: datetime, once: UUID
) -> StuckMessage:
    """Write in a case.

    Raises:
        Refusal: not theirs, closed, or nothing is written.
    """
    case = case_of(member=member, reference=reference)
    said = lines.write_message(reference=reference, text=text, by=member, at=at, once=once)
    if case.owner != own_side(member):
        tell_owner(case, template="stuck_said", once=f"{once}:stuck_said", at=at)
    return said


def hand_over(
    *, member: Membership, reference: UUID, to: str, text: str, at: datetime, once: UUID
) -> StuckMessage:
    """Give a case to another owner, who is told.

    Raises:
        Refusal: not theirs, closed, or that owner cannot hold it.
    """
    case = case_of(member=member, reference=reference)
    _, programme = current_programme()
    said = lines.hand_over_case(
        reference=reference,
        to=to,
        text=text,
        days=days_of(case.cause, programme),
        by=member,
        at=at,
        once=once,
    )
    case.refresh_from_db(fields=["owner"])
    tell_owner(case, template="stuck_yours", once=f"{once}:stuck_yours", at=at)
    return said


def hand_back(
    prescription: Prescription, *, by: Membership | None, at: datetime, once: UUID
) -> None:
    """Give the open case of a request that left its shop to the prescriber, who is told.

    Neither the shop nor the back office sees the request any more.
    """
    case, key = open_case_of(prescription.household_id), uuid5(once, "stuck")
    if case is not None and case.owner != Role.PRESCRIBER:
        _, programme = current_programme()
        lines.hand_over_case(
            reference=case.reference,
            to=Role.PRESCRIBER,
            text="",
            days=days_of(case.cause, programme),
            by=by,
            at=at,
            once=key,
        )
        case.refresh_from_db(fields=["owner", "due_on"])
        tell_owner(case, template="stuck_yours", once=f"{key}:stuck_yours", at=at)
    lines.move_case(household_id=prescription.household_id, shop=None)


def close(
    *, member: Membership, reference: UUID, outcome: str, text: str, at: datetime, once: UUID
) -> StuckMessage:
    """End a case with its outcome.

    Raises:
        Refusal: not theirs, closed already, or without an outcome.
    """
    case_of(member=member, reference=reference)
    return lines.close_case(
        reference=reference, outcome=outcome, text=text, by=member, at=at, once=once
    )


def warn_of_cut(prescription: Prescription, *, cut_on: date, once: str, at: datetime) -> None:
    """Tell the prescriber of a cut, before it comes if it can be: the page says what to do."""
    template = "line_cut_past" if cut_on < day_of(at) else "line_cut_warning"
    enqueue_to_all(
        addresses_of(prescription),
        once=f"{once}:line_cut_warning",
        template=template,
        context={"cut_on": f"{cut_on:%d/%m/%Y}", "link": line_link(prescription.reference)},
        about=f"prescription:{prescription.reference}",
        at=at,
    )


def own_side(member: Membership) -> Role:
    """Give the side of a case on which a member stands."""
    return Role.PRESCRIBER if member.role == Role.PARTNER_MANAGER else Role(member.role)


def tell_owner(case: StuckCase, *, template: str, once: str, at: datetime) -> None:
    """Write to whoever holds a case; nobody's name is in the message."""
    _tell(case, _addresses(case), template=template, once=once, at=at)


def tell_programme(case: StuckCase, *, once: str, at: datetime) -> None:
    """Tell the programme's managers of a case that stays overdue."""
    to = emails_of_role(Role.PROGRAMME_MANAGER)
    _tell(case, to, template="stuck_escalated", once=once, at=at)


def _addresses(case: StuckCase) -> Sequence[str]:
    if case.owner == Role.BACK_OFFICE:
        return emails_of_role(Role.BACK_OFFICE)
    if case.owner == Role.SHOP_ADVISOR:
        return [case.shop.email] if case.shop and case.shop.email else []
    requests = Prescription.objects.filter(
        household=case.household_id, organisation=case.prescriber_id
    )
    newest = requests.select_related("prescriber__user").order_by("-pk").first()
    return addresses_of(newest) if newest else []


def _tell(case: StuckCase, to: Sequence[str], *, template: str, once: str, at: datetime) -> None:
    enqueue_to_all(
        to,
        once=once,
        template=template,
        context={
            "cause": BY_CODE[case.cause].label,
            "owner": OWNER_NAMES[Role(case.owner)],
            "due": f"{add_days(case.due_on, -1):%d/%m/%Y}",
            "link": case_link(case.reference),
        },
        about=f"case:{case.reference}",
        at=at,
    )
