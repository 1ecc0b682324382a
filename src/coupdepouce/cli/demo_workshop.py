"""Lots and machines of the demonstration, at each moment of the workshop; plainly fictional."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

from coupdepouce.core.calendar import day_of
from coupdepouce.core.equipment.checks import FAULT, OK, checks_of
from coupdepouce.equipment.operations.intake import NewMachine, take_in
from coupdepouce.equipment.operations.lots import announce_lot, receive_lot
from coupdepouce.equipment.operations.preparing import (
    Evidence,
    Grades,
    finish,
    record_erasure,
    record_tests,
    set_grades,
)
from coupdepouce.equipment.queries.workshop import latest_lots
from coupdepouce.programmes.queries import current_programme

if TYPE_CHECKING:
    from coupdepouce.equipment.models import Lot
    from coupdepouce.partners.models import Membership

NAMESPACE = uuid5(NAMESPACE_URL, "https://coupdepouce.invalid/demonstration/atelier")
GB, MIB = 10**9, 1024
TESTED, ERASED, GRADED, STOCKED = 1, 2, 3, 4  # how far a machine went


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A machine of the demonstration, and how far it went."""

    number: int
    processor: str
    ram_gib: int
    disk: tuple[str, int]
    went: int = 0
    faults: tuple[str, ...] = ()
    category: str = "B"
    price: int = 12_000
    form: str = "laptop"

    @property
    def serial(self) -> str:
        """Give a serial that no maker uses."""
        return f"DEMO-PC-{self.number:03d}"


PUBLIC = (
    Sample(number=1, processor="Intel Core i5-8250U CPU @ 1.60GHz", ram_gib=8, disk=("ssd", 256),
           went=STOCKED, category="A", price=15_000),
    Sample(number=2, processor="Intel Core i5-4210U CPU @ 1.70GHz", ram_gib=8, disk=("ssd", 240),
           went=GRADED),
    Sample(number=3, processor="Intel Core i3-7020U CPU @ 2.30GHz", ram_gib=4, disk=("hdd", 500),
           went=TESTED, faults=("battery",)),
    Sample(number=4, processor="Processeur d’exemple X1", ram_gib=4, disk=("unknown", 240)),
)  # fmt: skip
PRIVATE = (
    Sample(number=5, processor="Intel Core i5-6500 CPU @ 3.20GHz", ram_gib=8, disk=("ssd", 256),
           went=ERASED, form="desktop", faults=("sound",)),
)  # fmt: skip
LOTS: Mapping[str, tuple[bool, int, tuple[Sample, ...]]] = {
    "Administration de démonstration": (True, 5, PUBLIC),
    "Entreprise de démonstration": (False, 1, PRIVATE),
}


def seed_workshop(*, by: "Membership", at: datetime) -> int:
    """Fill the workshop through the real operations, once; give the number of machines."""
    if latest_lots(by):
        return 0
    entered = 0
    for donor, (is_public, announced, samples) in LOTS.items():
        lot = enter_lot(donor, is_public=is_public, announced=announced, by=by, at=at)
        for sample in samples:
            prepare(sample, lot=lot, by=by, at=at)
            entered += 1
    return entered


def enter_lot(
    donor: str, *, is_public: bool, announced: int, by: "Membership", at: datetime
) -> "Lot":
    """Announce a lot and receive it, a few days before."""
    day = day_of(at)
    lot = announce_lot(
        donor=donor,
        is_public_body=is_public,
        announced_count=announced,
        announced_on=day - timedelta(days=9),
        by=by,
        at=at,
        once=_key(donor),
    )
    return receive_lot(
        lot_id=lot.pk,
        received_count=announced,
        received_on=day - timedelta(days=4),
        by=by,
        at=at,
    )


def prepare(sample: Sample, *, lot: "Lot", by: "Membership", at: datetime) -> None:
    """Enter a machine and bring it as far as it went."""
    kind, size = sample.disk
    unknown = "Le fichier ne dit pas si le disque est un disque dur ou un SSD."
    computer = take_in(
        lot_id=lot.pk,
        machine=NewMachine(
            form=sample.form,
            serial=sample.serial,
            brand="Exemple",
            model=f"Modèle {sample.number} (fictif)",
            processor=sample.processor,
            ram_mib=sample.ram_gib * MIB,
            disks=[{"kind": kind, "bytes": size * GB}],
            screen="15,6 pouces, 1366 × 768" if sample.form == "laptop" else "",
            has_wifi=True,
            unread=[{"field": "disks", "sentence": unknown}] if kind == "unknown" else [],
        ),
        by=by,
        at=at,
        once=_key(sample.serial),
    )
    for step, write in enumerate((_test, _erase, _grade, _finish), start=1):
        if sample.went >= step:
            write(sample, computer.pk, by, at)


def _test(sample: Sample, pk: int, by: "Membership", at: datetime) -> None:
    results = {
        one.name: FAULT if one.name in sample.faults else OK for one in checks_of(sample.form)
    }
    note = "Batterie fictive à changer." if "battery" in sample.faults else ""
    record_tests(computer_id=pk, results=results, note=note, by=by, at=at, once=_key(f"{pk}-test"))


def _erase(_: Sample, pk: int, by: "Membership", at: datetime) -> None:
    evidence = Evidence(
        method="Écriture sur tout le disque",
        standard="",
        tool="Outil de démonstration 1.0",
        done_on=day_of(at),
        done_by=str(by.user),
    )
    record_erasure(computer_id=pk, evidence=evidence, by=by, at=at, once=_key(f"{pk}-erasure"))


def _grade(sample: Sample, pk: int, by: "Membership", at: datetime) -> None:
    _, programme = current_programme()
    grades = Grades(functional="A", cosmetic="B", category=sample.category, price=sample.price)
    set_grades(computer_id=pk, grades=grades, programme=programme, by=by, at=at)


def _finish(_: Sample, pk: int, by: "Membership", at: datetime) -> None:
    finish(computer_id=pk, by=by, at=at)


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE, name)
