"""What the steps of the line write besides its state; called under the prescription's lock."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from coupdepouce.core.line.keeping import UNANSWERED, Called, milestones
from coupdepouce.core.line.orders import as_one
from coupdepouce.core.refusal import Refusal
from coupdepouce.lines.models import Line, LineCheck, OrderCorrection
from coupdepouce.partners.models import Membership


def keep_technology(line: Line, *, technology: str) -> None:
    """Keep the network found at the address."""
    line.technology = technology
    line.save(update_fields=["technology"])


def works_elsewhere(line: Line) -> bool:
    """Say whether another line of the same household works already."""
    others = Line.objects.filter(
        household=line.household_id, activated_on__isnull=False, ended_on__isnull=True
    )
    return others.exclude(pk=line.pk).exists()


def keep_order(line: Line, *, order_number: str, on: date) -> None:
    """Keep the operator's order number; an order taken up again has no appointment yet.

    Raises:
        Refusal: another line has that number.
    """
    line.order_number, line.ordered_on = as_one(order_number), on
    line.appointment_at, line.reminded_at, line.confirmed_with = None, None, ""
    fields = ["order_number", "ordered_on", "appointment_at", "reminded_at", "confirmed_with"]
    _save_numbered(line, fields)


def correct_order(line: Line, *, order_number: str, by: Membership, at: datetime) -> None:
    """Put another order number in the place of one that was typed wrong, and keep both.

    Raises:
        Refusal: another line has that number.
    """
    before, line.order_number = line.order_number, as_one(order_number)
    _save_numbered(line, ["order_number"])
    OrderCorrection.objects.create(
        line=line, before=before, after=line.order_number, corrected_by=by, corrected_at=at
    )


def exchange_orders(one: Line, other: Line, *, by: Membership, at: datetime) -> None:
    """Give each of two lines the other's order number, and keep both."""
    before = {line.pk: line.order_number for line in (one, other)}
    one.order_number, other.order_number = other.order_number, one.order_number
    # A number is that of one line: it is let go before the other takes it.
    Line.objects.filter(pk=one.pk).update(order_number="")
    for line in (other, one):
        line.save(update_fields=["order_number"])
        OrderCorrection.objects.create(
            line=line,
            before=before[line.pk],
            after=line.order_number,
            corrected_by=by,
            corrected_at=at,
        )


def _save_numbered(line: Line, fields: Iterable[str]) -> None:
    if _others(line, line.order_number).exists():
        raise _order_known()
    try:
        with transaction.atomic():
            line.save(update_fields=fields)
    except IntegrityError:
        # Two shops at the same second: the number is the other's.
        if _others(line, line.order_number).exists():
            raise _order_known() from None
        raise


def _others(line: Line, order_number: str) -> QuerySet[Line]:
    return Line.objects.filter(order_number=order_number).exclude(pk=line.pk)


def _order_known() -> Refusal:
    # Whose line it is stays unsaid: this shop may not know that household.
    return Refusal(
        "order_number_known",
        "Ce numéro de commande est déjà celui d’une autre ligne. Relisez-le sur le contrat ; "
        "si c’est bien lui, demandez à l’opérateur laquelle des deux lignes le porte.",
        field="order_number",
    )


def keep_appointment(line: Line, *, appointment_at: datetime, confirmed_with: str) -> None:
    """Keep when the technician comes and who confirmed it; a new hour has a new reminder."""
    line.appointment_at, line.confirmed_with = appointment_at, confirmed_with
    line.reminded_at = None
    line.save(update_fields=["appointment_at", "confirmed_with", "reminded_at"])


def forget_appointment(line: Line) -> None:
    """Drop an appointment that did not happen."""
    line.appointment_at, line.confirmed_with, line.reminded_at = None, "", None
    line.save(update_fields=["appointment_at", "confirmed_with", "reminded_at"])


def mark_reminded(line: Line, *, at: datetime) -> None:
    """Write that this appointment was announced, so that it is announced once."""
    line.reminded_at = at
    line.save(update_fields=["reminded_at"])


def keep_activation(line: Line, *, on: date, months: Iterable[int]) -> None:
    """Keep since when the line works, and the days on which somebody asks whether it still does."""
    line.activated_on = on
    line.save(update_fields=["activated_on"])
    LineCheck.objects.bulk_create(
        [
            LineCheck(line=line, months=one.months, due_on=one.due_on)
            for one in milestones(activated_on=on, months=months)
        ],
        ignore_conflicts=True,
    )


def keep_cut(line: Line, *, cut_on: date | None) -> None:
    """Keep the day of the cut that is announced, or forget it once it is paid."""
    line.cut_on = cut_on
    line.save(update_fields=["cut_on"])


def keep_news(line: Line, *, on: date) -> None:
    """Keep the day of the last news of a line, the newest one."""
    if line.said_on is None or line.said_on < on:
        line.said_on = on
        line.save(update_fields=["said_on"])


def keep_end(line: Line, *, on: date) -> None:
    """Keep the day on which the contract ended."""
    line.ended_on, line.cut_on = on, None
    line.save(update_fields=["ended_on", "cut_on"])


def note_no_answer(
    line: Line, *, most: int, on: date, by: Membership | None, at: datetime
) -> Called:
    """Count a call that nobody answered, one a day; say what it came to."""
    due = LineCheck.objects.filter(line=line, status="", due_on__lte=on)
    noted = due.exclude(tried_on=on).update(tries=F("tries") + 1, tried_on=on)
    given_up = due.filter(tries__gte=most).update(
        status="unknown", source=LineCheck.Source.CALL_BACK, checked_at=at, checked_by=by
    )
    if given_up:
        return Called.GIVEN_UP
    if noted:
        return Called.NOTED
    is_same_day = LineCheck.objects.filter(line=line, tried_on=on).exists()
    return Called.SAME_DAY if is_same_day else Called.NOT_DUE


def settle_checks(
    line: Line, *, status: str, on: date, source: str, by: Membership | None, at: datetime
) -> int:
    """Answer the checks that were due on that day; an ended line has no later one to answer."""
    waiting = LineCheck.objects.filter(line=line, status__in=UNANSWERED)
    if status != "ended":
        waiting = waiting.filter(due_on__lte=on)
    return waiting.update(status=status, source=source, checked_at=at, checked_by=by)
