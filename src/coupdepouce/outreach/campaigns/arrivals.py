"""Who arrives by a short link is counted, by code and day; nothing else is written."""

from datetime import date

from django.db import transaction
from django.db.models import F

from coupdepouce.core.campaigns.codes import read_code, unknown_code
from coupdepouce.outreach.campaigns.models import Sending, ShortCode, Tally


def count_arrival(text: str, *, day: date) -> str:
    """Count an arrival by a code, and give the code well written.

    Raises:
        Refusal: it is the code of no campaign that is open, or of an organisation that closed.
    """
    return _count(text, day=day, column="arrivals")


def count_finished(text: str, *, day: date) -> str:
    """Count a check that came to its answer.

    Raises:
        Refusal: it is the code of no campaign that is open.
    """
    return _count(text, day=day, column="finished")


def _count(text: str, *, day: date, column: str) -> str:
    code = read_code(text)
    found = ShortCode.objects.filter(
        code=code,
        sending__wave__campaign__closed_at__isnull=True,
        sending__organisation__is_active=True,
    )
    pk = found.values_list("pk", flat=True).first()
    if pk is None:
        raise unknown_code()
    with transaction.atomic():
        # First the row, whoever makes it; then one more, added by the base: nobody's is lost.
        Tally.objects.bulk_create([Tally(code_id=pk, day=day)], ignore_conflicts=True)
        Tally.objects.filter(code=pk, day=day).update(**{column: F(column) + 1})
    return code


def sending_of(text: str, /) -> Sending:
    """Give the sending that a code came with: whose letter it was is not kept.

    Raises:
        Refusal: it is the code of no campaign.
    """
    found = ShortCode.objects.filter(code=read_code(text)).select_related("sending").first()
    if found is None:
        raise unknown_code()
    return found.sending


def codes_of(organisation_id: int, /) -> int:
    """Count the codes of an organisation that still bring people."""
    ours = ShortCode.objects.filter(sending__organisation=organisation_id)
    return ours.filter(sending__wave__campaign__closed_at__isnull=True).count()
