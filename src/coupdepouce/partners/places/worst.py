"""What to mend first in the directory: the criteria that most records miss, then the records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum

from coupdepouce.core.directory.quality import BY_CODE, CRITERIA
from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.models import Organisation, Place


@dataclass(frozen=True, kw_only=True)
class QualityPage:
    """The state of the directory on the day it was last looked at."""

    places: int
    judged: int
    held: int
    asked: int
    reviewed_on: date | None
    failing: Mapping[str, int]  # how many records miss each criterion
    worst: Sequence[Place]
    total: int  # records that miss what was asked for


def quality_page(*, missing: str, start: int, size: int) -> QualityPage:
    """Count what the records miss, and give those to mend first.

    First those where an organisation receives households, then those that miss the most.

    Raises:
        Refusal: the criterion does not exist.
    """
    if missing and missing not in BY_CODE:
        raise Refusal("criterion_unknown", "Ce critère n’existe pas : choisissez-en un autre.")
    places = Place.objects.filter(is_open=True)
    counts = places.aggregate(
        places=Count("pk"),
        judged=Count("pk", filter=Q(reviewed_on__isnull=False)),
        held=Sum("held"),
        asked=Sum("asked"),
        reviewed_on=Max("reviewed_on"),
        **{one.code: Count("pk", filter=_misses(one.code)) for one in CRITERIA},
    )
    found = _worst(places, missing)
    return QualityPage(
        places=counts["places"],
        judged=counts["judged"],
        held=counts["held"] or 0,
        asked=counts["asked"] or 0,
        reviewed_on=counts["reviewed_on"],
        failing={one.code: counts[one.code] for one in CRITERIA},
        worst=list(found[start : start + size]),
        total=found.count(),
    )


def _misses(code: str) -> Q:
    return Q(failed__contains=f"|{code}|")


def _worst(places: QuerySet[Place], missing: str) -> QuerySet[Place]:
    wrong = places.filter(_misses(missing)) if missing else places.exclude(failed="")
    desks = Organisation.objects.filter(place=OuterRef("pk"), is_active=True)
    return wrong.alias(has_desk=Exists(desks)).order_by(
        "-has_desk", F("held") - F("asked"), "name", "pk"
    )
