"""Machines that come in: one by one, or a whole table of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from coupdepouce.connect.hardware.sheet import MachineRow
from coupdepouce.connect.places.model import RowProblem, Severity
from coupdepouce.core.equipment.hardware import Hardware
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.serial import read_serial
from coupdepouce.equipment.models import Computer, Lot, Movement
from coupdepouce.equipment.operations.lots import open_lot
from coupdepouce.equipment.operations.moves import note_move
from coupdepouce.equipment.queries.places import where
from coupdepouce.equipment.queries.preparing import disks_in
from coupdepouce.partners.models import Membership

WHAT_IT_IS = ("form", "serial", "brand", "model", "processor", "ram_mib", "disks", "screen",
              "has_wifi", "unread")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NewMachine:
    """A machine as a file or a person describes it, ready for the table."""

    form: str
    serial: str
    brand: str = ""
    model: str = ""
    processor: str = ""
    ram_mib: int | None = None
    disks: Sequence[dict[str, object]] = ()
    screen: str = ""
    has_wifi: bool | None = None
    unread: Sequence[dict[str, str]] = ()


def described(hardware: Hardware) -> NewMachine:
    """Turn what was read into what is kept.

    Raises:
        Refusal: it has no form or no serial: a person has to say them.
    """
    if hardware.form is None:
        raise Refusal("form_missing", "Dites si c’est un portable ou un fixe.", field="form")
    return NewMachine(
        form=hardware.form.value,
        serial=read_serial(hardware.serial or ""),
        brand=hardware.brand or "",
        model=hardware.model or "",
        processor=hardware.processor or "",
        ram_mib=hardware.ram_mib,
        disks=[
            {"kind": disk.type.value, "bytes": disk.size_bytes} for disk in hardware.disks or ()
        ],
        screen=hardware.screen.in_words() if hardware.screen else "",
        has_wifi=hardware.wifi,
        unread=[{"field": one.field, "sentence": one.sentence} for one in hardware.unread],
    )


def take_in(
    *, lot_id: int, machine: NewMachine, by: Membership, at: datetime, once: UUID
) -> Computer:
    """Enter a machine of a lot; the same key gives the same machine.

    Raises:
        Refusal: the lot is closed, or a machine already has this serial: where it is, is said.
    """
    try:
        with transaction.atomic():
            lot = open_lot(lot_id, by=by)
            if already := Computer.objects.filter(reference=once, lot=lot).first():
                return already
            _check_serial(machine.serial, by=by)
            return _entered(lot, machine, by=by, at=at, reference=once)
    except IntegrityError:
        # Entered elsewhere at the same second: the serial let only the other one through.
        raise _known(machine.serial, by=by) from None


def _entered(
    lot: Lot, machine: NewMachine, *, by: Membership, at: datetime, reference: UUID
) -> Computer:
    computer = Computer(reference=reference, lot=lot)
    _describe(computer, machine)
    computer.save()
    note_move(computer, kind=Movement.Kind.TAKEN_IN, at=at, by=by, destination=by.organisation)
    return computer


def _describe(computer: Computer, machine: NewMachine) -> None:
    for name in WHAT_IT_IS:
        value = getattr(machine, name)
        setattr(computer, name, list(value) if name in {"disks", "unread"} else value)


def _check_serial(serial: str, *, by: Membership, but: int = 0) -> None:
    if Computer.objects.filter(serial=serial).exclude(pk=but).exists():
        raise _known(serial, by=by)


def _known(serial: str, *, by: Membership) -> Refusal:
    every = Computer.objects.select_related("lot__refurbisher", "shop", "parcel__destination")
    computer = every.filter(serial=serial).first()
    if computer is None:  # the key it is: that page entered another machine
        return Refusal(
            "key_already_used", "Cette page a déjà servi pour autre chose. Rechargez-la."
        )
    # Another refurbisher's machine: that it is known is said, never whose it is nor where.
    place = "chez un autre reconditionneur : demandez au programme"
    if computer.lot.refurbisher_id == by.organisation_id:
        place = where(computer)
    return Refusal(
        "serial_known", f"La machine {serial} est déjà entrée. Elle est : {place}.", field="serial"
    )


def correct_machine(
    *, computer_id: int, machine: NewMachine, by: Membership, at: datetime
) -> Computer:
    """Correct what a machine is, while it is on the bench.

    Another serial or other disks were neither tried nor erased: both are asked again.

    Raises:
        Refusal: it has left the workshop, or another machine has this serial.
    """
    try:
        with transaction.atomic():
            computer = on_the_bench(computer_id, by=by)
            _check_serial(machine.serial, by=by, but=computer.pk)
            before = _attested(computer)
            _describe(computer, machine)
            # What a machine is makes its category and its price: they are asked again.
            computer.category, computer.price = "", None
            computer.save(update_fields=[*WHAT_IT_IS, "category", "price"])
            if _attested(computer) != before:
                note_move(computer, kind=Movement.Kind.CORRECTED, at=at, by=by)
    except IntegrityError:
        raise _known(machine.serial, by=by) from None
    return computer


def _attested(computer: Computer) -> tuple[str, ...]:
    """Give what a certificate says of a machine: a page rounds the bytes, the words do not move."""
    return (computer.serial, *(disk.in_words() for disk in disks_in(computer.disks)))


def on_the_bench(computer_id: int, *, by: Membership) -> Computer:
    """Lock a machine that stands in the member's workshop, to be prepared.

    Raises:
        Refusal: it is not theirs, or it is not on the bench.
    """
    rows = Computer.objects.select_for_update(of=("self",)).select_related(
        "lot__donor", "lot__refurbisher", "shop", "parcel__destination"
    )
    computer = rows.filter(pk=computer_id, lot__refurbisher=by.organisation_id).first()
    if computer is None:
        raise Refusal("not_found", "Cette machine n’est pas dans votre atelier : cherchez-la.")
    if computer.state != Computer.State.INTAKE or computer.shop_id or computer.parcel_id:
        raise Refusal(
            "not_on_the_bench",
            f"Cette machine n’est plus sur l’établi ({where(computer)}) : rien n’est changé.",
        )
    return computer


@dataclass(kw_only=True)
class SheetReport:
    """The account of a table: the machines it adds, and what to correct in it."""

    added: list[NewMachine] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Count the rows of the table."""
        return len(self.added) + len({one.line for one in self.problems})


def take_in_many(
    *,
    lot_id: int,
    rows: Iterable[MachineRow | RowProblem],
    by: Membership,
    at: datetime,
    once: UUID,
    dry_run: bool,
) -> SheetReport:
    """Enter every machine of a table that can be; the others say what to correct.

    Raises:
        Refusal: the lot is closed or not theirs, or somebody enters one of them meanwhile.
    """
    try:
        with transaction.atomic():
            lot = open_lot(lot_id, by=by)
            report = _sorted(rows, by=by)
            for machine in () if dry_run else report.added:
                _entered(lot, machine, by=by, at=at, reference=uuid5(once, machine.serial))
    except IntegrityError:
        sentence = "Une de ces machines vient d’entrer ailleurs : envoyez de nouveau le tableau."
        raise Refusal("machines_raced", sentence) from None
    return report


def _sorted(rows: Iterable[MachineRow | RowProblem], *, by: Membership) -> SheetReport:
    report = SheetReport()
    for row in rows:
        if isinstance(row, RowProblem):
            report.problems.append(row)
            continue
        try:
            machine = described(row.hardware)
            _check_serial(machine.serial, by=by)
        except Refusal as refusal:
            report.problems.append(_problem(row, refusal))
        else:
            report.added.append(machine)
    return report


def _problem(row: MachineRow, refusal: Refusal) -> RowProblem:
    return RowProblem(
        line=row.line,
        column="numero_serie",
        value=row.hardware.serial or "",
        sentence=refusal.sentence,
        remedy="Retirez cette ligne si c’est la même machine.",
        severity=Severity.REFUSED,
    )
