"""Stuck cases: opened once, held by one of three, handed over in writing, ended with an outcome."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coupdepouce.core.calendar import add_days, day_of
from coupdepouce.core.line.causes import BY_CODE, OUTCOMES, OWNER_NAMES, OWNERS
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Household
from coupdepouce.lines.models import Line, StuckCase, StuckMessage
from coupdepouce.lines.operations.keys import check_key
from coupdepouce.lines.queries import open_case_of
from coupdepouce.partners.models import Membership, Organisation

LONGEST = 2000


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What opens a case: whose line it is, who can hold it, and why."""

    household_id: int
    line: Line | None
    prescriber: Organisation
    shop: Organisation | None
    cause: str
    days: int  # the clock of this cause
    text: str = ""


@transaction.atomic
def open_case(opening: Opening, *, by: Membership | None, at: datetime, once: UUID) -> StuckCase:
    """Open a case; the same key gives the same case.

    Raises:
        Refusal: one is already open for this household, or it says nothing that can be read.
    """
    text = _read(opening.text)
    # The household's row makes two clicks wait for each other.
    households = Household.objects.select_for_update(of=("self",))
    if households.filter(pk=opening.household_id, erased_at__isnull=True).first() is None:
        raise Refusal("household_erased", "Ce dossier est effacé : il n’y a plus rien à débloquer.")
    if already := StuckCase.objects.filter(reference=once).first():
        check_key(already.household_id == opening.household_id)
        return already
    if waiting := open_case_of(opening.household_id):
        raise Refusal(
            "case_open",
            "Un dossier bloqué est déjà ouvert : écrivez-y la suite.",
            reference=str(waiting.reference),
        )
    case = _new(opening, by=by, at=at, once=once)
    if text:
        _add(case, kind=StuckMessage.Kind.SAID, text=text, by=by, at=at, once=once)
    return case


def _new(opening: Opening, *, by: Membership | None, at: datetime, once: UUID) -> StuckCase:
    if opening.cause not in BY_CODE:
        raise Refusal("cause_unknown", "Choisissez ce qui bloque dans la liste.", field="cause")
    owner = BY_CODE[opening.cause].owner
    if owner is Role.SHOP_ADVISOR and opening.shop is None:
        owner = Role.PRESCRIBER
    return StuckCase.objects.create(
        reference=once,
        household_id=opening.household_id,
        line=opening.line,
        prescriber=opening.prescriber,
        shop=opening.shop,
        opened_by=by,
        cause=opening.cause,
        owner=owner,
        opened_at=at,
        owned_since=at,
        due_on=add_days(day_of(at), opening.days + 1),
    )


@transaction.atomic
def write_message(
    *, reference: UUID, text: str, by: Membership, at: datetime, once: UUID
) -> StuckMessage:
    """Add what somebody writes to a case.

    Raises:
        Refusal: nothing is written, or the case is closed.
    """
    case, already = _locked(reference, once)
    if already:
        return already
    said = _read(text)
    if not said:
        raise Refusal("message_empty", "Écrivez votre message.", field="text")
    return _add(case, kind=StuckMessage.Kind.SAID, text=said, by=by, at=at, once=once)


@transaction.atomic
def hand_over_case(
    *,
    reference: UUID,
    to: str,
    text: str,
    days: int,
    by: Membership | None,
    at: datetime,
    once: UUID,
) -> StuckMessage:
    """Give a case to another owner, who gets the whole clock of its cause.

    Raises:
        Refusal: to nobody, to whoever holds it already, to a shop that there is not; or closed.
    """
    case, already = _locked(reference, once)
    if already:
        return already
    _check_owner(case, to)
    case.owner, case.owned_since = to, at
    case.due_on = add_days(day_of(at), days + 1)
    case.reminded_at = case.escalated_at = None
    case.save()
    return _add(
        case,
        kind=StuckMessage.Kind.HANDED_OVER,
        text=_read(text),
        by=by,
        at=at,
        once=once,
        to_owner=to,
    )


def _check_owner(case: StuckCase, to: str) -> None:
    if to not in OWNERS:
        raise Refusal("owner_unknown", "Choisissez à qui confier le dossier.", field="to")
    if to == case.owner:
        sentence = f"Le dossier est déjà chez {OWNER_NAMES[Role(to)]}."
        raise Refusal("owner_same", sentence, field="to")
    if to == Role.SHOP_ADVISOR and case.shop_id is None:
        sentence = "Aucune boutique ne suit cette demande : choisissez quelqu’un d’autre."
        raise Refusal("owner_missing", sentence, field="to")


@transaction.atomic
def move_case(*, household_id: int, shop: Organisation | None) -> None:
    """Follow the household to the shop that holds its request now, or to none."""
    rows = StuckCase.objects.select_for_update(of=("self",))
    case = rows.filter(household=household_id, closed_at__isnull=True).first()
    if case is None:
        return
    case.shop = shop
    case.save(update_fields=["shop"])


def entrust_case(*, household_id: int, prescriber: Organisation) -> None:
    """Follow the household to the organisation that helps it from now on."""
    rows = StuckCase.objects.filter(household=household_id, closed_at__isnull=True)
    rows.update(prescriber=prescriber)


@transaction.atomic
def close_case(
    *, reference: UUID, outcome: str, text: str, by: Membership, at: datetime, once: UUID
) -> StuckMessage:
    """End a case with what came of it.

    Raises:
        Refusal: no outcome of the list, or it is closed already.
    """
    case, already = _locked(reference, once)
    if already:
        return already
    if outcome not in dict(OUTCOMES):
        raise Refusal("outcome_needed", "Choisissez comment cela finit.", field="outcome")
    case.closed_at, case.outcome = at, outcome
    case.save(update_fields=["closed_at", "outcome"])
    return _add(case, kind=StuckMessage.Kind.CLOSED, text=_read(text), by=by, at=at, once=once)


def end_with_line(
    *, household_id: int, outcome: str, by: Membership | None, at: datetime, once: UUID
) -> None:
    """End the open case of a household, if there is one, with what became of its line."""
    rows = StuckCase.objects.select_for_update(of=("self",))
    case = rows.filter(household=household_id, closed_at__isnull=True).first()
    if case is not None:
        case.closed_at, case.outcome = at, outcome
        case.save(update_fields=["closed_at", "outcome"])
        _add(case, kind=StuckMessage.Kind.CLOSED, text="", by=by, at=at, once=once)


def remind_owner(case: StuckCase, *, at: datetime, once: UUID) -> None:
    """Write that whoever holds an overdue case was reminded; the caller holds its row."""
    case.reminded_at = at
    case.save(update_fields=["reminded_at"])
    _add(case, kind=StuckMessage.Kind.REMINDED, text="", by=None, at=at, once=once)


def escalate_case(case: StuckCase, *, at: datetime, once: UUID) -> None:
    """Write that the programme was told of a case that stays overdue; the caller holds its row."""
    case.escalated_at = at
    case.save(update_fields=["escalated_at"])
    _add(case, kind=StuckMessage.Kind.ESCALATED, text="", by=None, at=at, once=once)


def _locked(reference: UUID, once: UUID) -> tuple[StuckCase, StuckMessage | None]:
    rows = StuckCase.objects.select_for_update(of=("self",))
    case = rows.filter(reference=reference).first()
    if case is None:
        raise Refusal("not_found", "Ce dossier bloqué n’existe pas, ou ne vous est pas ouvert.")
    already = StuckMessage.objects.filter(once=once).first()
    if already and already.case_id != case.pk:
        raise Refusal("key_already_used", "Cette page a déjà servi pour autre chose. Rechargez-la.")
    if already is None and case.closed_at is not None:
        raise Refusal(
            "case_closed", "Ce dossier est clos : ouvrez-en un autre si cela bloque encore."
        )
    return case, already


def _read(text: str) -> str:
    said = text.strip()
    if len(said) > LONGEST:
        raise Refusal("message_long", f"Écrivez au plus {LONGEST} signes.", field="text")
    if not said.replace("\n", " ").replace("\r", " ").replace("\t", " ").isprintable():
        raise Refusal("message_unreadable", "Écrivez sans signe invisible.", field="text")
    return said


def _add(
    case: StuckCase,
    *,
    kind: str,
    text: str,
    by: Membership | None,
    at: datetime,
    once: UUID,
    to_owner: str = "",
) -> StuckMessage:
    return StuckMessage.objects.create(
        once=once, case=case, kind=kind, text=text, member=by, at=at, to_owner=to_owner
    )
