"""A machine on the bench: tested, erased, graded and priced, each by somebody, at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.core.equipment import checks
from coupdepouce.core.equipment.evidence import Certificate
from coupdepouce.core.equipment.pricing import cap_of, check_price
from coupdepouce.core.programme import Programme
from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment.models import Computer, Erasure, Grade, Movement, TestReport
from coupdepouce.equipment.operations.intake import on_the_bench
from coupdepouce.equipment.operations.moves import note_move
from coupdepouce.equipment.operations.stock import put_in_stock
from coupdepouce.equipment.queries.preparing import arrived_on, came_back_on
from coupdepouce.partners.models import Membership


@transaction.atomic
def record_tests(
    *,
    computer_id: int,
    results: Mapping[str, str],
    note: str,
    by: Membership,
    at: datetime,
    once: UUID,
) -> TestReport:
    """Write what was tried on a machine; the same key gives the same report.

    Raises:
        Refusal: it is not on the bench, or a fault is not described.
    """
    computer = on_the_bench(computer_id, by=by)
    if already := TestReport.objects.filter(once=once, computer=computer).first():
        return already
    tried = {
        one.name: results.get(one.name, checks.FAULT) for one in checks.checks_of(computer.form)
    }
    is_passed = checks.is_passed(computer.form, tried)
    if not is_passed and not note.strip():
        raise Refusal(
            "fault_unsaid", "Dites ce qui ne marche pas, pour la réparation.", field="note"
        )
    report = TestReport(once=once, computer=computer, at=at, by=by, note=note.strip())
    report.checks, report.is_passed = tried, is_passed
    report.save()
    computer.has_charger = tried["charger"] == checks.OK if "charger" in tried else None
    computer.save(update_fields=["has_charger"])
    note_move(computer, kind=Movement.Kind.TESTED, at=at, by=by)
    return report


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """How the disks of a machine were erased, with what, when, by whom."""

    method: str
    standard: str
    tool: str
    done_on: date
    done_by: str
    is_by_donor: bool = False
    certificate: Certificate | None = None


@transaction.atomic
def record_erasure(
    *, computer_id: int, evidence: Evidence, by: Membership, at: datetime, once: UUID
) -> Erasure:
    """Write the evidence of an erasure; the same key gives the same row.

    Raises:
        Refusal: the machine is not on the bench, or the day is to come or before it was here.
    """
    computer = on_the_bench(computer_id, by=by)
    if already := Erasure.objects.filter(once=once, computer=computer).first():
        return already
    _check_day(evidence, computer, at=at)
    attached = evidence.certificate
    erasure = Erasure.objects.create(
        once=once,
        computer=computer,
        serial=computer.serial,
        disks=computer.disks,
        method=evidence.method,
        standard=evidence.standard,
        tool=evidence.tool,
        done_on=evidence.done_on,
        done_by=evidence.done_by,
        is_by_donor=evidence.is_by_donor,
        certificate=attached.content if attached else None,
        certificate_name=attached.name if attached else "",
        at=at,
        by=by,
    )
    note_move(computer, kind=Movement.Kind.ERASED, at=at, by=by)
    return erasure


def _check_day(evidence: Evidence, computer: Computer, *, at: datetime) -> None:
    done_on, arrived = evidence.done_on, arrived_on(computer)
    if done_on > day_of(at):
        raise Refusal("day_to_come", "Ce jour n’est pas encore là : vérifiez-le.", field="done_on")
    if evidence.is_by_donor:
        _check_donor(evidence, arrived)
    elif done_on < arrived:
        raise Refusal(
            "erased_before_arrival",
            f"La machine est arrivée le {arrived:%d/%m/%Y} : vérifiez le jour. Si le donneur l’a "
            "effacée, cochez-le et joignez son certificat.",
            field="done_on",
        )
    back = came_back_on(computer)
    if back and (done_on < back or evidence.is_by_donor):
        raise Refusal(
            "erased_before_return",
            f"La machine est revenue le {back:%d/%m/%Y}, avec des fichiers : effacez-la de "
            "nouveau, ou vérifiez le jour.",
            field="done_on",
        )


def _check_donor(evidence: Evidence, arrived: date) -> None:
    if evidence.certificate is None:
        raise Refusal(
            "donor_unproved", "Joignez le certificat que le donneur a remis.", field="certificate"
        )
    if evidence.done_on > arrived:
        raise Refusal(
            "donor_too_late",
            f"Le donneur efface avant de donner, et la machine est arrivée le {arrived:%d/%m/%Y} : "
            "vérifiez le jour, ou notez qui l’a effacée depuis.",
            field="is_by_donor",
        )


@dataclass(frozen=True, kw_only=True)
class Grades:
    """What a person decides of a machine; the rules only proposed."""

    functional: str
    cosmetic: str
    category: str
    price: int  # cents


@transaction.atomic
def set_grades(
    *, computer_id: int, grades: Grades, programme: Programme, by: Membership, at: datetime
) -> Computer:
    """Grade and price a machine.

    Raises:
        Refusal: it is not on the bench, a grade or a category is not one, or `price_over_cap`.
    """
    computer = on_the_bench(computer_id, by=by)
    for name, value in (("functional", grades.functional), ("cosmetic", grades.cosmetic)):
        if value not in Grade:
            raise Refusal("grade_unknown", "Choisissez A, B ou C.", field=name)
    grading = programme.equipment.grading
    if grading and grades.category not in {one.id for one in grading.categories}:
        raise Refusal(
            "category_unknown", "Choisissez une catégorie du programme.", field="category"
        )
    cap = cap_of(
        computer.form,
        programme.price_caps,
        from_public_body=computer.lot.donor.is_public_body,
    )
    check_price(grades.price, cap=cap)
    computer.functional_grade, computer.cosmetic_grade = grades.functional, grades.cosmetic
    computer.category, computer.price = grades.category, grades.price
    computer.save(update_fields=["functional_grade", "cosmetic_grade", "category", "price"])
    note_move(computer, kind=Movement.Kind.GRADED, at=at, by=by)
    return computer


@transaction.atomic
def finish(*, computer_id: int, by: Membership, at: datetime) -> Computer:
    """Put a machine of one's own workshop in stock.

    Raises:
        Refusal: it is not on the bench, or something remains to be done.
    """
    on_the_bench(computer_id, by=by)
    return put_in_stock(computer_id=computer_id, by=by, at=at)
