"""What the API gives and takes: states, days and codes; a name at the counter only."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from coupdepouce.core.journey.machine import Choice
from coupdepouce.core.journey.model import Part
from coupdepouce.core.journey.states import STATES
from coupdepouce.core.roles import Role
from coupdepouce.prescriptions.counter import CounterView
from coupdepouce.prescriptions.lists import Row
from coupdepouce.prescriptions.queries import File, HistoryLine, PartView


class Given(Schema):
    """A body; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid")


def _one_of(names: Iterable[str]) -> Any:
    """Give a filter: one of these names, or empty to keep all."""
    known: list[Any] = ["", *names]
    return Field("", pattern=f"^({'|'.join(known)})$", json_schema_extra={"enum": known})


def _states(part: Part) -> list[str]:
    return [state.name for state in STATES if state.part is part]


class Wanted(Schema):
    """What a list keeps; empty keeps all."""

    state: str = _one_of(_states(Part.PRESCRIPTION))
    line_state: str = _one_of(_states(Part.LINE))
    waits_for: str = _one_of(role.value for role in Role)
    overdue: bool = False
    page: int = Field(1, ge=1, le=100_000)


class StepGiven(Given):
    """What a step asks; the code of the voucher when a shop receives it."""

    reason: str = ""
    answers: dict[str, str] = Field(default_factory=dict)
    code: str = ""


class CodeGiven(Given):
    """The code of a voucher, as printed or typed."""

    code: str = Field(max_length=40)


class VerdictShown(Schema):
    """A verdict, as `coupdepouce check` prints it."""

    answer: str
    certain: bool
    route: str | None
    reasons: list[dict[str, str]]
    missing: list[str]
    to_bring: list[str]
    other_routes: list[str]
    saving: dict[str, Any] | None


class Standing(Schema):
    """Where a part stands: a name for software, words for people."""

    state: str
    words: str


class StepShown(Schema):
    """A step this key may see now; closed when `refusal` says why."""

    name: str
    words: str
    is_open: bool
    refusal: str = ""
    asks: list[str]
    reasons: list[str]


class Happened(Schema):
    """One event of the journey."""

    number: int
    at: datetime
    words: str
    reason: str


class PrescriptionShown(Schema):
    """A prescription in a list."""

    reference: UUID
    parts: dict[str, Standing]
    waits_for: str
    waits_since: datetime | None
    due_on: date | None
    is_overdue: bool
    created_at: datetime
    organisation: str
    shop: str | None
    commune: str


class PrescriptionPage(Schema):
    """A page of prescriptions, the longest waiting first."""

    total: int
    page: int
    has_next: bool
    prescriptions: list[PrescriptionShown]


class FileShown(Schema):
    """One prescription, with what can be done and what was done."""

    reference: UUID
    parts: dict[str, Standing]
    waits_for: str
    last_day: date | None
    steps: list[StepShown]
    history: list[Happened]


class VoucherShown(Schema):
    """What a counter sees of a voucher: whose it is and what it opens, never the income."""

    reference: UUID
    first_name: str
    last_name: str
    parts: dict[str, Standing]
    last_day: date
    steps: list[StepShown]


class Taken(Schema):
    """The event that a step wrote; the same key gives the same event."""

    number: int
    step: str
    at: datetime


def parts_shown(parts: "list[PartView] | Any") -> dict[str, Standing]:
    """Show where each part stands."""
    return {
        view.part.value: Standing(state=view.state.name, words=view.state.staff) for view in parts
    }


def row_shown(row: Row) -> PrescriptionShown:
    """Show a line of a list."""
    one = row.prescription
    return PrescriptionShown(
        reference=one.reference,
        parts=parts_shown(row.parts),
        waits_for=one.waits_for,
        waits_since=one.waits_since,
        due_on=one.due_on,
        is_overdue=row.is_overdue,
        created_at=one.created_at,
        organisation=one.organisation.name,
        shop=one.shop.name if one.shop else None,
        commune=one.household.commune_code,
    )


def file_shown(file: File) -> FileShown:
    """Show one prescription."""
    return FileShown(
        reference=file.prescription.reference,
        parts=parts_shown(file.parts),
        waits_for=file.prescription.waits_for,
        last_day=file.voucher.last_day if file.voucher else None,
        steps=[_step(choice) for choice in file.choices],
        history=[_event(line) for line in file.history],
    )


def voucher_shown(view: CounterView) -> VoucherShown:
    """Show a voucher at the counter."""
    return VoucherShown(
        reference=view.prescription.reference,
        first_name=view.first_name,
        last_name=view.last_name,
        parts=parts_shown(view.parts),
        last_day=view.last_day,
        steps=[_step(choice) for choice in view.choices],
    )


def _step(choice: Choice) -> StepShown:
    step = choice.step
    code = ["code"] if step.name == "present" and step.part is Part.PRESCRIPTION else []
    return StepShown(
        name=step.name,
        words=choice.button,
        is_open=choice.refusal is None,
        refusal=choice.refusal.code if choice.refusal else "",
        asks=[*code, *(ask.name for ask in step.asks)],
        reasons=[reason.code for reason in step.reasons],
    )


def _event(line: HistoryLine) -> Happened:
    return Happened(number=line.number, at=line.at, words=line.sentence, reason=line.reason)
