"""What remains to be done on a machine before it goes into stock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from coupdepouce.core.calendar import day_of
from coupdepouce.core.equipment.hardware import Disk, DiskType, Form, Hardware
from coupdepouce.equipment.models import Computer, Erasure, Movement, TestReport

# What a machine comes back by, with a household's files on it.
CAME_BACK = (Movement.Kind.RETURNED, Movement.Kind.REPAIR)
# What makes another machine of it: what was tried and erased before says nothing of this one.
STARTS_AGAIN = (*CAME_BACK, Movement.Kind.CORRECTED)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Work:
    """One thing to do on a machine, as a refusal and as a page say it."""

    name: str
    missing: str
    is_done: bool


def arrived_on(computer: Computer) -> date:
    """Give the day when a machine came: its lot was counted, or it was entered before that."""
    entered = computer.movements.filter(kind=Movement.Kind.TAKEN_IN).aggregate(at=Min("at"))["at"]
    days = (computer.lot.received_on, day_of(entered) if entered else None)
    return min((day for day in days if day), default=date.min)


def came_back_on(computer: Computer) -> date | None:
    """Give the day when a machine last came back from a household, if one had it."""
    back = computer.movements.filter(kind__in=CAME_BACK).aggregate(last=Max("at"))["last"]
    return day_of(back) if back else None


def with_work(computers: QuerySet[Computer]) -> QuerySet[Computer]:
    """Add what was done since the machine last came in, with someone's files, or was corrected."""
    back = Movement.objects.filter(computer=OuterRef("pk"), kind__in=STARTS_AGAIN)
    last_back = back.order_by().values("computer").annotate(last=Max("at")).values("last")
    since = Q(computer=OuterRef("pk"), at__gte=OuterRef("came_in_at"))
    tests = TestReport.objects.filter(since).order_by("-at", "-pk")
    return computers.annotate(
        came_in_at=Coalesce(Subquery(last_back), Value(LONG_AGO))
    ).annotate(  # after: an annotation is named from outside once it exists
        is_tested=Subquery(tests.values("is_passed")[:1]),
        is_erased=Exists(Erasure.objects.filter(since)),
    )


def may_hold_files(computer: Computer) -> bool:
    """Say whether a machine has a disk, or may have one that nobody described."""
    return bool(computer.disks) or "disks" in {one["field"] for one in computer.unread}


def work_on(computer: Computer) -> list[Work]:
    """Give what is done and what remains, for a machine read through `with_work`."""
    return [
        Work(
            name="tests",
            missing="un test réussi",
            is_done=computer.is_tested is True,  # type: ignore[attr-defined]
        ),
        Work(
            name="erasure",
            missing="l’effacement",
            is_done=computer.is_erased or not may_hold_files(computer),  # type: ignore[attr-defined]
        ),
        Work(
            name="functional",
            missing="la note de fonctionnement",
            is_done=bool(computer.functional_grade),
        ),
        Work(name="cosmetic", missing="la note d’aspect", is_done=bool(computer.cosmetic_grade)),
        Work(name="category", missing="la catégorie", is_done=bool(computer.category)),
        Work(name="price", missing="le prix", is_done=computer.price is not None),
    ]


def missing_of(works: Iterable[Work]) -> list[str]:
    """Name what remains."""
    return [work.missing for work in works if not work.is_done]


def disks_in(kept: Iterable[Mapping[str, Any]]) -> tuple[Disk, ...]:
    """Read disks as they are kept, on a machine or on its erasure."""
    return tuple(Disk(type=DiskType(one["kind"]), size_bytes=one["bytes"]) for one in kept)


def hardware_of(computer: Computer) -> Hardware:
    """Give a machine as the grading reads it."""
    disks = disks_in(computer.disks)
    known = bool(disks) or not may_hold_files(computer)
    return Hardware(
        brand=computer.brand or None,
        model=computer.model or None,
        form=Form(computer.form) if computer.form in set(Form) else None,
        serial=computer.serial,
        processor=computer.processor or None,
        ram_mib=computer.ram_mib,
        disks=disks if known else None,
        wifi=computer.has_wifi,
    )
