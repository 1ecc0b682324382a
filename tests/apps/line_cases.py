"""Lines brought to a state by the house's own operations, for the tests of everything above."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from coupdepouce.connect.operator import read_reports
from coupdepouce.core.calendar import midnight
from coupdepouce.core.roles import Role
from coupdepouce.lines.models import StuckCase
from coupdepouce.partners.importing import ImportReport
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions import stuck
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.operator_file import import_reports
from tests.apps import cases
from tests.apps.build import NOW, member, organisation

HEADER = "order_number,status,date,cut_on,reason,appointment_at"
_number = count(1)


def back_office() -> Membership:
    """Make somebody of the operator's back office."""
    return member(Role.BACK_OFFICE, of=organisation(Organisation.Kind.OPERATOR))


def ordered(
    order_number: str = "",
    *,
    by: Membership | None = None,
    shop: Membership | None = None,
    **fields: Any,
) -> Prescription:
    """Bring a line to its order, under a number of its own."""
    by, shop = by or cases.prescriber(), shop or cases.advisor()
    found = cases.brought_to(
        "find_line_available", by=by, shop=shop, number=next(_number), **fields
    )
    cases.step(found, "order_line", shop, order_number=order_number or cases.next_order())
    found.refresh_from_db()
    return found


def active(order_number: str = "", *, on: str = "2026-11-20", **given: Any) -> Prescription:
    """Bring a line to life."""
    shop = given.setdefault("shop", cases.advisor())
    found = ordered(order_number, **given)
    # A line that works since some months was not asked for today.
    began = min(NOW, midnight(date.fromisoformat(on)))
    Prescription.objects.filter(pk=found.pk).update(created_at=began)
    cases.step(found, "activate_line", shop, activated_on=on)
    found.refresh_from_db()
    return found


def said(*rows: str, at: datetime = NOW, dry_run: bool = False) -> ImportReport:
    """Import rows of the operator's file."""
    data = "\n".join([HEADER, *rows]).encode()
    return import_reports(rows=read_reports(data, name="suivi.csv"), at=at, dry_run=dry_run)


def opened(
    prescription: Prescription,
    by: Membership,
    *,
    cause: str = "no_news",
    text: str = "Rien depuis dix jours.",
    at: datetime = NOW,
    once: UUID | None = None,
) -> StuckCase:
    """Open a case as a member of staff."""
    return stuck.open_for(
        member=by,
        reference=prescription.reference,
        cause=cause,
        text=text,
        at=at,
        once=once or uuid4(),
    )


def days(number: int) -> datetime:
    """Give the moment some days after the tests' own."""
    return NOW + timedelta(days=number)
