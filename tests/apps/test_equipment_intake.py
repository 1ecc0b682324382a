"""Intake and preparation: nothing enters twice, nothing leaves unready, nothing costs too much."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coupdepouce.connect.hardware.sheet import read_machines
from coupdepouce.core.equipment.evidence import LARGEST, read_certificate, type_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment.models import Computer, Donor, HandOver, Lot, Movement
from coupdepouce.equipment.operations.intake import (
    correct_machine,
    described,
    take_in,
    take_in_many,
)
from coupdepouce.equipment.operations.lots import close_lot, differences_of
from coupdepouce.equipment.operations.moves import note_move
from coupdepouce.equipment.operations.preparing import finish
from coupdepouce.equipment.operations.stock import put_in_stock
from coupdepouce.equipment.queries import workshop as reads
from coupdepouce.equipment.queries.rates import rates_for
from coupdepouce.partners.models import Organisation
from coupdepouce.web.refurbishing.papers import sheet_of
from tests.apps import workshop
from tests.apps.build import NOW, household, member, organisation, programme
from tests.spec.table import cases


@pytest.fixture
def ours():
    return workshop.refurbisher(name="Atelier fictif")


@pytest.fixture
def theirs():
    return workshop.refurbisher(name="Autre atelier fictif")


@pytest.fixture
def lot(ours):
    return workshop.lot(ours)


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


# --- lots -------------------------------------------------------------------------------------


def test_a_double_click_opens_one_lot(ours):
    once = uuid4()

    first = workshop.lot(ours, donor="Mairie fictive", once=once)

    assert workshop.lot(ours, donor="Mairie fictive", once=once) == first
    assert Lot.objects.count() == 1


def test_a_donor_is_written_once_and_keeps_what_it_is(ours):
    workshop.lot(ours, donor="Mairie fictive")
    workshop.lot(ours, donor="  mairie   FICTIVE ")

    assert Donor.objects.count() == 1
    with refused("donor_kind") as told:
        workshop.lot(ours, donor="Mairie fictive", public=False)
    assert "un organisme public" in told.value.sentence


DIFFERENCES = """
case                   | announced | received | entered | said
as announced           | 2         | 2        | 2       | -
one did not come       | 2         | 1        | 1       | 1 machine de moins qu’annoncé.
three more came        | 2         | 5        | 5       | 3 machines de plus qu’annoncé.
one is not entered yet | 2         | 2        | 1       | 1 machine de moins ici qu’à l’arrivée.
one was not counted    | 2         | 2        | 3       | 1 machine de plus ici qu’à l’arrivée.
"""


@pytest.mark.parametrize("case", cases(DIFFERENCES))
def test_a_difference_is_said_and_a_person_closes_it(ours, case):
    lot = workshop.lot(ours, announced=int(case["announced"]))
    workshop.receive(lot, ours, count=int(case["received"]))
    for _ in range(int(case["entered"])):
        workshop.machine(lot, ours)
    lot.refresh_from_db()

    said = differences_of(lot, entered=int(case["entered"]))

    assert (" ".join(said) or "-") == case["said"]
    if said:
        with refused("difference_unsaid"):
            close_lot(lot_id=lot.pk, note=" ", by=ours, at=NOW)
    closed = close_lot(lot_id=lot.pk, note="Écran cassé, rendu." if said else "", by=ours, at=NOW)
    assert (closed.closed_by, closed.closed_at) == (ours, NOW)


def test_a_lot_is_not_closed_before_it_is_counted(ours, lot):
    with refused("lot_not_counted"):
        close_lot(lot_id=lot.pk, note="Rien.", by=ours, at=NOW)


def test_nothing_enters_a_closed_lot(ours, lot):
    workshop.receive(lot, ours, count=0)
    close_lot(lot_id=lot.pk, note="Rien n’est venu.", by=ours, at=NOW)

    with refused("lot_closed"):
        workshop.machine(lot, ours)


@pytest.mark.parametrize(
    ("announced", "received", "code"),
    [(1, 0, "day_to_come"), (-1, -2, "received_before_announced"), (-1, 1, "day_to_come")],
    ids=["announced tomorrow", "received before", "received tomorrow"],
)
def test_days_that_cannot_be(ours, announced, received, code):
    day = workshop.TODAY

    with refused(code):
        lot = workshop.lot(ours, announced_on=day + timedelta(days=announced))
        workshop.receive_lot(
            lot_id=lot.pk,
            received_count=1,
            received_on=day + timedelta(days=received),
            by=ours,
            at=NOW,
        )


# --- machines that come in --------------------------------------------------------------------


def test_a_double_click_adds_one_machine(ours, lot):
    once, machine = uuid4(), workshop.described()

    first = take_in(lot_id=lot.pk, machine=machine, by=ours, at=NOW, once=once)
    again = take_in(lot_id=lot.pk, machine=machine, by=ours, at=NOW, once=once)

    assert first == again
    assert Computer.objects.count() == 1
    assert [one.kind for one in first.movements.all()] == ["taken_in"]


def test_the_same_serial_is_refused_with_where_it_is(ours, lot):
    workshop.machine(lot, ours, serial="FICTIF-X")
    other_lot = workshop.lot(ours)

    with refused("serial_known") as told:
        workshop.machine(other_lot, ours, serial="FICTIF-X")

    assert told.value.sentence == "La machine FICTIF-X est déjà entrée. Elle est : Atelier fictif."


def test_another_workshop_is_not_named(ours, theirs, lot):
    workshop.machine(lot, ours, serial="FICTIF-X")

    with refused("serial_known") as told:
        workshop.machine(workshop.lot(theirs), theirs, serial="FICTIF-X")

    assert "demandez au programme" in told.value.sentence
    assert "Atelier fictif" not in told.value.sentence


def test_another_workshop_s_lot_and_machine_are_nowhere(ours, theirs, lot):
    computer = workshop.machine(lot, ours)

    for read in (reads.lot_of, reads.bench_of):
        with refused("not_found"):
            read(theirs, lot.reference if read is reads.lot_of else computer.reference)
    with refused("not_found"):
        workshop.machine(lot, theirs)
    with refused("not_found"):
        workshop.try_out(computer, theirs)
    assert list(reads.to_prepare(theirs)) == []


def test_the_programme_reads_every_workshop_and_a_shop_none(ours, lot):
    workshop.machine(lot, ours)
    operator = member(Role.PROGRAMME_MANAGER, of=organisation(Organisation.Kind.OPERATOR))
    shop = member(Role.SHOP_ADVISOR, of=organisation(Organisation.Kind.SHOP))

    assert len(reads.to_prepare(operator)) == len(reads.latest_lots(operator)) == 1
    assert len(reads.to_prepare(shop)) == len(reads.latest_lots(shop)) == 0


def corrected(computer, by, **changes):
    same = {"serial": computer.serial}
    machine = workshop.described(**same | changes)
    at = NOW + timedelta(minutes=1)
    return correct_machine(computer_id=computer.pk, machine=machine, by=by, at=at)


GRADES_AGAIN = "la catégorie, le prix"
WORK_AGAIN = f"un test réussi, l’effacement, {GRADES_AGAIN}"
CORRECTIONS = {
    "its memory": ({"ram_mib": 4096}, GRADES_AGAIN),
    "the same disk, as a page rounds it": (
        {"disks": [{"kind": "ssd", "bytes": 240 * 10**9 + 1}]}, GRADES_AGAIN
    ),
    "its serial": ({"serial": "FICTIF-AUTRE"}, WORK_AGAIN),
    "its disk": ({"disks": [{"kind": "hdd", "bytes": 500 * 10**9}]}, WORK_AGAIN),
    "one more disk": (
        {"disks": [{"kind": "ssd", "bytes": 240 * 10**9}, {"kind": "hdd", "bytes": 10**12}]},
        WORK_AGAIN,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "asked"), CORRECTIONS.values(), ids=CORRECTIONS)
def test_another_serial_or_other_disks_are_tested_and_erased_again(ours, lot, changes, asked):
    computer = workshop.ready(lot, ours)

    corrected(computer, ours, **changes)

    with refused("not_prepared") as told:
        finish(computer_id=computer.pk, by=ours, at=NOW)
    assert told.value.sentence == f"Avant le stock, il manque : {asked}."


def test_an_erasure_keeps_the_serial_and_the_disks_that_were_erased(ours, lot):
    computer = workshop.ready(lot, ours, serial="FICTIF-EFFACE")
    corrected(computer, ours, serial="FICTIF-AUTRE", disks=[{"kind": "hdd", "bytes": 10**12}])

    sheet = sheet_of(computer.erasures.get(), programme="Programme fictif")

    assert (sheet.serial, sheet.disks) == ("FICTIF-EFFACE", ["SSD 240 Go"])


def test_a_correction_asks_the_category_and_the_price_again(ours, lot):
    computer = workshop.ready(lot, ours)

    corrected(computer, ours, ram_mib=4096)

    computer.refresh_from_db()
    assert (computer.ram_mib, computer.category, computer.price) == (4096, "", None)


SHEET = (
    "numero_serie;forme;ram_go\n"
    "T-1;portable;8\nT-1;portable;8\nDEJA;portable;8\nT-2;voiture;8\nT-3;fixe;4\n"
)


def taken(ours, lot, *, dry_run, once=None):
    return take_in_many(
        lot_id=lot.pk,
        rows=read_machines(SHEET.encode(), name="lot.csv"),
        by=ours,
        at=NOW,
        once=once or uuid4(),
        dry_run=dry_run,
    )


def test_a_table_adds_what_it_can_and_says_the_rest(ours, lot):
    workshop.machine(lot, ours, serial="DEJA")

    seen = taken(ours, lot, dry_run=True)
    assert Computer.objects.count() == 1
    written = taken(ours, lot, dry_run=False)

    assert [one.serial for one in seen.added] == [one.serial for one in written.added]
    assert [one.serial for one in written.added] == ["T-1", "T-3"]
    assert [(one.line, one.column) for one in written.problems] == [
        (3, "numero_serie"), (4, "numero_serie"), (5, "forme")
    ]  # fmt: skip
    assert written.read == 5
    assert Computer.objects.count() == 3


def test_a_table_sent_twice_adds_nothing(ours, lot):
    once = uuid4()
    taken(ours, lot, dry_run=False, once=once)

    again = taken(ours, lot, dry_run=False, once=once)

    assert (again.added, Computer.objects.count()) == ([], 3)


def test_what_a_row_leaves_empty_is_named_on_the_machine(ours, lot):
    taken(ours, lot, dry_run=False)

    machine = Computer.objects.get(serial="T-3")
    assert {one["field"] for one in machine.unread} >= {"disks", "processor"}
    assert machine.disks == []


# --- the bench --------------------------------------------------------------------------------

LEFT_OUT = {
    "test": "un test réussi",
    "erasure": "l’effacement",
    "grades": "la note de fonctionnement, la note d’aspect, la catégorie, le prix",
}


@pytest.mark.parametrize("left_out", LEFT_OUT)
def test_no_machine_goes_into_stock_unready(ours, lot, left_out):
    computer = workshop.machine(lot, ours)
    for name, write in (
        ("test", workshop.try_out), ("erasure", workshop.erased), ("grades", workshop.graded)
    ):  # fmt: skip
        if name != left_out:
            write(computer, ours)

    with refused("not_prepared") as told:
        finish(computer_id=computer.pk, by=ours, at=NOW)

    assert told.value.sentence == f"Avant le stock, il manque : {LEFT_OUT[left_out]}."


def test_a_ready_machine_goes_into_stock_with_its_history(ours, lot):
    computer = workshop.stocked(lot, ours)

    assert (computer.state, computer.stocked_at, computer.has_charger) == ("stock", NOW, True)
    kinds = [one.kind for one in computer.movements.order_by("pk")]
    assert kinds == ["taken_in", "tested", "erased", "graded", "stocked"]


DISKS = {
    "one disk": ([{"kind": "hdd", "bytes": 1}], [], True),
    "a disk of unknown type": ([{"kind": "unknown", "bytes": None}], [], True),
    "disks that nobody described": ([], [{"field": "disks", "sentence": "?"}], True),
    "no disk": ([], [], False),
}


@pytest.mark.parametrize(("disks", "unread", "asked"), DISKS.values(), ids=DISKS)
def test_an_erasure_is_asked_unless_it_is_said_that_there_is_no_disk(
    ours, lot, disks, unread, asked
):
    computer = workshop.machine(lot, ours, disks=disks, unread=unread)
    workshop.try_out(computer, ours)
    workshop.graded(computer, ours)

    if asked:
        with refused("not_prepared"):
            finish(computer_id=computer.pk, by=ours, at=NOW)
    else:
        assert finish(computer_id=computer.pk, by=ours, at=NOW).state == "stock"


def test_the_last_test_is_the_one_that_counts(ours, lot):
    computer = workshop.ready(lot, ours)
    workshop.try_out(computer, ours, "battery", note="Ne tient pas.", at=NOW + timedelta(hours=1))

    with refused("not_prepared") as told:
        finish(computer_id=computer.pk, by=ours, at=NOW)

    assert told.value.data["missing"] == ["un test réussi"]


def test_a_fault_that_matters_is_described(ours, lot):
    computer = workshop.machine(lot, ours)

    with refused("fault_unsaid"):
        workshop.try_out(computer, ours, "battery")
    assert workshop.try_out(computer, ours, "camera").is_passed


def test_what_came_back_is_tested_and_erased_again(ours, lot):
    computer = workshop.stocked(lot, ours)
    later = NOW + timedelta(days=1)
    note_move(computer, kind=Movement.Kind.RETURNED, at=later, by=ours)
    Computer.objects.update(state=Computer.State.INTAKE)

    with refused("not_prepared") as told:
        finish(computer_id=computer.pk, by=ours, at=later)
    assert told.value.data["missing"] == ["un test réussi", "l’effacement"]

    workshop.try_out(computer, ours, at=later)
    with refused("erased_before_return"):
        workshop.erased(computer, ours, at=later)
    workshop.erased(computer, ours, at=later, done_on=later.date())
    assert finish(computer_id=computer.pk, by=ours, at=later).state == "stock"


def test_a_machine_away_from_the_bench_is_not_written_on(ours, lot):
    computer = workshop.stocked(lot, ours)

    with refused("not_on_the_bench") as told:
        workshop.graded(computer, ours)
    assert "Atelier fictif" in told.value.sentence


@pytest.mark.parametrize("write", [workshop.try_out, workshop.erased], ids=["test", "erasure"])
def test_a_double_click_on_the_bench_writes_once(ours, lot, write):
    computer, once = workshop.machine(lot, ours), uuid4()

    assert write(computer, ours, once=once) == write(computer, ours, once=once)
    assert computer.movements.count() == 2


@pytest.mark.parametrize(
    ("public", "price", "allowed"),
    [(True, 18_000, True), (True, 18_001, False), (False, 18_001, True)],
    ids=["at the cap", "one cent above", "one cent above, given by a company"],
)
def test_the_price_stays_under_the_cap_of_the_law(ours, public, price, allowed):
    computer = workshop.machine(workshop.lot(ours, public=public), ours)

    if allowed:
        assert workshop.graded(computer, ours, price=price).price == price
        return
    with refused("price_over_cap") as told:
        workshop.graded(computer, ours, price=price)
    assert "décret du 7 novembre 2022" in told.value.sentence
    computer.refresh_from_db()
    assert computer.price is None


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("functional", "grade_unknown"),
        ("cosmetic", "grade_unknown"),
        ("category", "category_unknown"),
    ],
)
def test_a_grade_is_one_of_those_there_are(ours, lot, field, code):
    computer = workshop.machine(lot, ours)

    with refused(code):
        workshop.graded(computer, ours, **{field: "Z"})


def test_a_correction_keeps_the_serials_apart(ours, lot):
    workshop.machine(lot, ours, serial="FICTIF-X")
    computer = workshop.machine(lot, ours)

    with refused("serial_known"):
        corrected(computer, ours, serial="FICTIF-X")


def test_an_erasure_of_tomorrow_is_refused(ours, lot):
    computer = workshop.machine(lot, ours)

    with refused("day_to_come"):
        workshop.erased(computer, ours, done_on=workshop.TODAY + timedelta(days=1))


PDF = read_certificate(b"%PDF-1.7 fictif", name="donneur.pdf")
ARRIVED = """
case                       | counted | days | donor | certificate | code
the day of the entry       | no      | 0    | no    | no          | -
the day before             | no      | 1    | no    | no          | erased_before_arrival
the day before, counted    | yes     | 1    | no    | no          | -
years before               | yes     | 9000 | no    | no          | erased_before_arrival
years before, certified    | yes     | 9000 | no    | yes         | erased_before_arrival
years before, by the donor | yes     | 9000 | yes   | no          | donor_unproved
the same, proved           | yes     | 9000 | yes   | yes         | -
by the donor, that day     | yes     | 2    | yes   | yes         | -
by the donor, the day after| yes     | 1    | yes   | yes         | donor_too_late
"""


@pytest.mark.parametrize("case", cases(ARRIVED))
def test_an_erasure_before_the_arrival_is_the_donors_and_proved(ours, lot, case):
    computer = workshop.machine(lot, ours)
    if case["counted"] == "yes":
        Lot.objects.update(received_on=workshop.TODAY - timedelta(days=2))
    said = {
        "done_on": workshop.TODAY - timedelta(days=int(case["days"])),
        "is_by_donor": case["donor"] == "yes",
        "certificate": PDF if case["certificate"] == "yes" else None,
    }

    if case["code"] != "-":
        with refused(case["code"]):
            workshop.erased(computer, ours, **said)
        return
    assert workshop.erased(computer, ours, **said).is_by_donor == (case["donor"] == "yes")


@pytest.mark.parametrize("back", [0, 1])
def test_a_donors_certificate_says_nothing_of_the_household_that_had_it_since(ours, lot, back):
    computer = workshop.machine(lot, ours)
    note_move(computer, kind=Movement.Kind.RETURNED, at=NOW + timedelta(days=back), by=ours)

    with refused("erased_before_return"):
        workshop.erased(
            computer, ours, at=NOW + timedelta(days=1), is_by_donor=True, certificate=PDF
        )


CERTIFICATES = {
    "a pdf": (b"%PDF-1.7 ...", "rapport.pdf", "rapportpdf.pdf", "application/pdf"),
    "a picture named pdf": (b"\xff\xd8\xff\xe0", "x.pdf", "xpdf.jpg", "image/jpeg"),
    "a name that is a path": (b"%PDF-", '../..\\a"b.pdf', "abpdf.pdf", "application/pdf"),
}


@pytest.mark.parametrize(
    ("content", "name", "kept", "kind"), CERTIFICATES.values(), ids=CERTIFICATES
)
def test_a_certificate_is_what_its_bytes_say(content, name, kept, kind):
    certificate = read_certificate(content, name=name)

    assert (certificate.name, type_of(certificate.content)) == (kept, kind)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>", "certificate_kind"),
        (b"", "certificate_kind"),
        (b"%PDF-" + b" " * LARGEST, "certificate_too_large"),
    ],
    ids=["a page", "nothing", "too large"],
)
def test_a_file_that_is_no_certificate(content, code):
    with refused(code):
        read_certificate(content, name="x.pdf")


def test_put_in_stock_is_the_same_door(ours, lot):
    computer = workshop.machine(lot, ours)

    with refused("not_prepared"):
        put_in_stock(computer_id=computer.pk, by=ours, at=NOW)


# --- what is kept, what comes back --------------------------------------------------------------


def given(computer, *, returned=False, kind=HandOver.Kind.HAND_OVER):
    shop = organisation(Organisation.Kind.SHOP)
    return HandOver.objects.create(
        once=uuid4(),
        kind=kind,
        household=household(),
        computer=computer,
        shop=shop,
        at=NOW,
        by=member(Role.SHOP_ADVISOR, of=shop),
        version=programme() if not HandOver.objects.exists() else HandOver.objects.first().version,
        language="fr",
        is_signed=True,
        returned_at=NOW if returned else None,
    )


def test_rates_count_what_is_kept_and_what_comes_back(ours, theirs):
    lot = workshop.lot(ours)
    workshop.receive(lot, ours, count=4)
    first, second = workshop.stocked(lot, ours), workshop.stocked(lot, ours)
    workshop.machine(lot, ours)
    given(first, returned=True)
    given(second)
    given(workshop.stocked(workshop.lot(theirs), theirs), kind=HandOver.Kind.LOAN)

    (mine,) = rates_for(ours)
    (other,) = rates_for(theirs)

    assert (mine.kept, mine.received, mine.kept_in_hundred) == (2, 4, 50)
    assert (mine.returned, mine.handed_over, mine.returned_in_hundred) == (1, 2, 50)
    assert (other.received, other.kept_in_hundred, other.handed_over) == (0, None, 0)
    assert other.returned_in_hundred is None


@pytest.mark.parametrize("read", [reads.to_prepare, reads.latest_lots, rates_for])
def test_a_list_costs_the_same_for_more_rows(ours, read):
    costs = []
    for _ in range(2):
        for _ in range(4):
            workshop.machine(workshop.lot(ours), ours)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            list(read(ours))
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_a_machine_without_form_or_serial_is_asked_to_a_person():
    from coupdepouce.core.equipment.hardware import Form, Hardware

    with refused("form_missing"):
        described(Hardware(serial="X"))
    with refused("serial_missing"):
        described(Hardware(form=Form.LAPTOP))
