"""A workshop for the tests: a refurbisher, its lots, its machines; plainly fictional."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

from coupdepouce.core.calendar import day_of
from coupdepouce.core.equipment.checks import FAULT, OK, checks_of
from coupdepouce.core.roles import Role
from coupdepouce.equipment.models import Computer, Lot
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
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.programmes.defaults import default_programme
from tests.apps.build import NOW, member, organisation

TODAY = day_of(NOW)
_number = count(1)


def refurbisher(**fields: object) -> Membership:
    return member(Role.REFURBISHER, of=organisation(Organisation.Kind.REFURBISHER, **fields))


def lot(by: Membership, *, public: bool = True, announced: int = 2, **changes: object) -> Lot:
    said = {
        "donor": f"Donneur fictif {next(_number)}",
        "is_public_body": public,
        "announced_count": announced,
        "announced_on": TODAY - timedelta(days=3),
        "once": uuid4(),
    }
    return announce_lot(**said | changes, by=by, at=NOW)


def receive(one: Lot, by: Membership, *, count: int) -> Lot:
    return receive_lot(lot_id=one.pk, received_count=count, received_on=TODAY, by=by, at=NOW)


def described(**changes: object) -> NewMachine:
    said = {
        "form": "laptop",
        "serial": f"FICTIF-{next(_number)}",
        "processor": "Intel Core i5-4210U CPU @ 1.70GHz",
        "ram_mib": 8192,
        "disks": [{"kind": "ssd", "bytes": 240 * 10**9}],
    }
    return NewMachine(**said | changes)


def machine(one: Lot, by: Membership, **changes: object) -> Computer:
    return take_in(lot_id=one.pk, machine=described(**changes), by=by, at=NOW, once=uuid4())


def try_out(computer: Computer, by: Membership, *faults: str, note: str = "", at=NOW, **more):
    results = {one.name: FAULT if one.name in faults else OK for one in checks_of(computer.form)}
    said = {"results": results, "note": note, "once": uuid4()} | more
    return record_tests(computer_id=computer.pk, **said, by=by, at=at)


def evidence(**changes: object) -> Evidence:
    said = {
        "method": "Écriture sur tout le disque",
        "standard": "",
        "tool": "Outil fictif 1.0",
        "done_on": TODAY,
        "done_by": "Dominique Fictif",
    }
    return Evidence(**said | changes)


def erased(computer: Computer, by: Membership, at=NOW, **changes: object):
    once = changes.pop("once", uuid4())
    return record_erasure(
        computer_id=computer.pk, evidence=evidence(**changes), by=by, at=at, once=once
    )


def graded(computer: Computer, by: Membership, **changes: object):
    said = {"functional": "A", "cosmetic": "B", "category": "B", "price": 12_000}
    return set_grades(
        computer_id=computer.pk,
        grades=Grades(**said | changes),
        programme=default_programme(),
        by=by,
        at=NOW,
    )


def ready(one: Lot, by: Membership, **changes: object) -> Computer:
    computer = machine(one, by, **changes)
    try_out(computer, by)
    erased(computer, by)
    return graded(computer, by)


def stocked(one: Lot, by: Membership, **changes: object) -> Computer:
    return finish(computer_id=ready(one, by, **changes).pk, by=by, at=NOW)
