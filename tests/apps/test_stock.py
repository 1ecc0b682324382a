"""Machines in the shops: kept, queued for, sent, counted, given, lent, taken back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.equipment import operations
from coupdepouce.equipment.models import Computer, HandOver, Movement, WaitingPlace, WrittenOnce
from coupdepouce.equipment.operations import Counter
from coupdepouce.equipment.queries import inventory as inventories
from coupdepouce.equipment.queries import stock
from coupdepouce.partners.models import Organisation
from tests.apps.build import NOW, household, member, organisation, programme
from tests.apps.build_machines import lot, machine, refurbisher
from tests.spec.table import cases as table

TODAY = date(2026, 11, 20)


def shop() -> Organisation:
    return organisation(Organisation.Kind.SHOP)


def advisor(of: Organisation | None = None):
    return member(Role.SHOP_ADVISOR, of=of or shop())


def reserve(home, where, *, at=NOW):
    return operations.reserve(
        household_id=home.pk, shop=where, form="laptop", days=21, by=None, at=at
    )


def wait(home, where, *, at=NOW):
    return operations.join_queue(household_id=home.pk, shop=where, form="laptop", at=at)


def refused(code: str):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


# ---- into stock

READY = {"functional_grade": "A", "cosmetic_grade": "B", "category": "B", "price": 8000}


def prepared(by, **fields):
    one = machine(state=Computer.State.INTAKE, **READY | fields)
    one.tests.create(once=uuid4(), at=NOW, by=by, checks={}, is_passed=True)
    one.erasures.create(
        once=uuid4(), method="m", standard="s", tool="t", done_on=TODAY, done_by="x", at=NOW, by=by
    )
    return one


@pytest.mark.parametrize(
    ("undo", "missing"),
    [
        ("tests", "un test réussi"),
        ("erasures", "l’effacement"),
        ("functional_grade", "la note de fonctionnement"),
        ("cosmetic_grade", "la note d’aspect"),
        ("category", "la catégorie"),
        ("price", "le prix"),
    ],
)
def test_a_machine_enters_stock_once_all_is_done(undo, missing):
    by = refurbisher()
    one = prepared(by)
    if undo in READY:
        setattr(one, undo, None if undo == "price" else "")
        one.save()
    else:
        getattr(one, undo).all().delete()

    with refused("not_prepared") as caught:
        operations.put_in_stock(computer_id=one.pk, by=by, at=NOW)

    assert caught.value.data["missing"] == [missing]


def test_the_last_test_decides():
    by = refurbisher()
    one = prepared(by)
    one.tests.create(once=uuid4(), at=NOW + timedelta(hours=1), by=by, checks={}, is_passed=False)

    with refused("not_prepared"):
        operations.put_in_stock(computer_id=one.pk, by=by, at=NOW)


def test_a_machine_that_came_back_is_tested_and_erased_again():
    by = refurbisher()
    one = prepared(by)
    back = NOW + timedelta(days=30)
    operations.note_move(one, kind=Movement.Kind.RETURNED, at=back, by=by)

    with refused("not_prepared") as caught:
        operations.put_in_stock(computer_id=one.pk, by=by, at=back)

    assert caught.value.data["missing"] == ["un test réussi", "l’effacement"]


def test_put_in_stock_it_is_free_and_it_is_written():
    by = refurbisher()
    one = operations.put_in_stock(computer_id=prepared(by).pk, by=by, at=NOW)

    assert (one.state, one.stocked_at) == ("stock", NOW)
    assert list(one.movements.values_list("kind", flat=True)) == ["stocked"]
    with refused("not_in_preparation"):
        operations.put_in_stock(computer_id=one.pk, by=by, at=NOW)


def test_the_history_of_a_machine_is_only_added_to():
    one = machine()
    operations.note_move(one, kind=Movement.Kind.TESTED, at=NOW, by=None)

    with pytest.raises(WrittenOnce):
        one.movements.update(kind="erased")
    with pytest.raises(WrittenOnce):
        Movement.objects.all().delete()


# ---- kept for a household

RESERVING = """
case                                        | here | central | before | elsewhere | got
one in the shop                             | 1    | 0       | 0      | 0         | shop
none anywhere                               | 0    | 0       | 0      | 0         | refused
none here, one at the refurbisher           | 0    | 1       | 0      | 0         | central
one here, one person before me              | 1    | 0       | 1      | 0         | refused
two here, one person before me              | 2    | 0       | 1      | 0         | shop
one here, one person waits in another shop  | 1    | 0       | 0      | 1         | shop
one at the refurbisher, one waits elsewhere | 0    | 1       | 0      | 1         | refused
two at the refurbisher, one waits elsewhere | 0    | 2       | 0      | 1         | central
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in RESERVING.strip().splitlines()[1:]]


@pytest.mark.parametrize(("row"), ROWS, ids=[row[0] for row in ROWS])
def test_who_gets_what(row):
    _, here, central, ahead, elsewhere, got = row
    where, other = shop(), shop()
    places = [(where, ahead), (other, elsewhere)]
    for place, many in places:
        for _ in range(int(many)):
            wait(household(), place)
    for _ in range(int(here)):
        machine(where)
    for _ in range(int(central)):
        machine()
    mine = household()

    free = stock.is_free_for(household_id=mine.pk, shop_id=where.pk, form="laptop")

    assert free == (got != "refused")
    if got == "refused":
        with refused("stock_empty"):
            reserve(mine, where)
    else:
        kept = reserve(mine, where)
        assert kept.shop == (where if got == "shop" else None)
        assert (kept.reserved_for, kept.reserved_shop) == (mine, where)
        assert kept.reserved_until == (date(2026, 12, 11) if got == "shop" else None)


def test_the_one_who_waits_first_is_served_before_those_after():
    where = shop()
    first, second = household(), household()
    wait(first, where)
    wait(second, where)
    machine(where)

    with refused("stock_empty"):
        reserve(second, where)
    reserve(first, where)

    place = WaitingPlace.objects.get(household=first)
    assert (place.ended_at, place.is_served) == (NOW, True)


def test_the_oldest_of_the_stock_goes_first_and_only_of_the_form_asked():
    where = shop()
    machine(where, form="desktop", stocked_at=NOW - timedelta(days=9))
    new = machine(where, stocked_at=NOW)
    old = machine(where, stocked_at=NOW - timedelta(days=5))

    assert [reserve(household(), where) for _ in range(2)] == [old, new]


def test_a_household_has_one_machine_kept_and_one_place():
    where, mine = shop(), household()
    wait(mine, where)
    with refused("already_waiting"):
        wait(mine, where)
    machine(where), machine(where)
    reserve(mine, where)

    with refused("already_reserved"):
        reserve(mine, where)


def test_nobody_waits_while_a_machine_is_free():
    where = shop()
    machine(where)

    with refused("machine_free"):
        wait(household(), where)


def test_given_back_it_is_free_again():
    where, mine = shop(), household()
    one = machine(where)
    reserve(mine, where)

    operations.free(household_id=mine.pk, by=None, at=NOW, reason="no_need")

    one.refresh_from_db()
    assert (one.state, one.reserved_for, one.reserved_until) == ("stock", None, None)
    assert operations.free(household_id=mine.pk, by=None, at=NOW) is None


def test_the_days_are_not_counted_while_the_machine_is_on_the_road():
    where, mine = shop(), household()
    reserve_from = machine()
    reserve(mine, where)

    with refused("machine_not_here"):
        operations.make_ready(household_id=mine.pk, days=21, at=NOW)

    Computer.objects.filter(pk=reserve_from.pk).update(shop=where)
    later = NOW + timedelta(days=10)
    ready = operations.make_ready(household_id=mine.pk, days=21, at=later)

    assert ready.reserved_until == date(2026, 12, 21)


def test_the_heads_of_the_queues_come_by_date_whatever_the_shop():
    lille, lens = shop(), shop()
    late, early, last = household(), household(), household()
    wait(late, lille, at=NOW)
    wait(early, lens, at=NOW - timedelta(days=2))
    wait(last, lille, at=NOW + timedelta(days=1))
    machine(lille), machine(lens)

    assert stock.heads_of_queues() == [early.pk, late.pk]
    machine()
    assert stock.heads_of_queues() == [early.pk, late.pk]
    machine(lille)
    assert stock.heads_of_queues() == [early.pk, late.pk, last.pk]


def test_ties_are_served_by_number():
    where = shop()
    homes = [household() for _ in range(3)]
    for home in homes:
        wait(home, where)
    machine(where), machine(where), machine(where)

    assert stock.heads_of_queues() == [home.pk for home in homes]


def test_a_household_followed_to_another_shop_keeps_its_place():
    lille, lens, mine = shop(), shop(), household()
    place = wait(mine, lille)

    operations.collect_elsewhere(household_id=mine.pk, shop=lens, days=21, at=NOW)

    place.refresh_from_db()
    assert (place.shop, place.since) == (lens, NOW)


@pytest.mark.parametrize("and_back", [True, False])
def test_the_days_stop_when_the_machine_has_to_travel_and_are_counted_again_back_home(and_back):
    here, there, mine = shop(), shop(), household()
    machine(here)
    reserve(mine, here)
    later = NOW + timedelta(days=5)

    for where in (there, here) if and_back else (there,):
        operations.collect_elsewhere(household_id=mine.pk, shop=where, days=21, at=later)

    kept = stock.reserved_for(mine.pk)
    assert kept.reserved_until == (date(2026, 12, 16) if and_back else None)


# ---- on the road


def test_a_parcel_is_sent_received_and_what_is_missing_is_said():
    house = refurbisher()
    where = advisor()
    batch = lot(of=house.organisation)
    one, two = machine(lot=batch), machine(lot=batch)

    parcel = operations.send_parcel(
        serials=[one.serial, two.serial], to=where.organisation, by=house, at=NOW, once=uuid4()
    )
    assert stock.free_counts("laptop") == {}
    operations.receive_parcel(
        reference=parcel.reference, serials=[one.serial], by=where, at=NOW + timedelta(days=1)
    )

    one.refresh_from_db(), two.refresh_from_db()
    assert (one.shop, one.parcel, one.state) == (where.organisation, None, "stock")
    assert (two.shop, two.parcel, two.state) == (None, None, "missing")
    assert [item.is_found for item in parcel.items.order_by("pk")] == [True, False]
    assert list(two.movements.values_list("kind", flat=True)) == ["sent", "missing"]
    with refused("parcel_opened"):
        operations.receive_parcel(reference=parcel.reference, serials=[], by=where, at=NOW)


def test_a_parcel_sent_twice_is_one_parcel():
    where, once = advisor(), uuid4()
    one = machine(where.organisation)
    other = shop()

    parcels = {
        operations.send_parcel(serials=[one.serial], to=other, by=where, at=NOW, once=once).pk
        for _ in range(2)
    }

    assert len(parcels) == 1


def _taken(one):
    one.state, one.shop = Computer.State.HANDED_OVER, None


def _elsewhere(one):
    one.shop = shop()


def _kept_elsewhere(one):
    one.state, one.reserved_for, one.reserved_shop = "reserved", household(), shop()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_taken, "not_here"),
        (_elsewhere, "not_here"),
        (_kept_elsewhere, "expected_elsewhere"),
        (lambda one: setattr(one, "state", "missing"), "does_not_travel"),
    ],
)
def test_what_cannot_travel_is_refused_and_nothing_leaves(change, code):
    where = advisor()
    good, bad = machine(where.organisation), machine(where.organisation)
    change(bad)
    bad.save()

    with refused(code):
        operations.send_parcel(
            serials=[good.serial, bad.serial], to=shop(), by=where, at=NOW, once=uuid4()
        )

    good.refresh_from_db()
    assert (good.shop, good.parcel) == (where.organisation, None)


def test_a_machine_goes_back_to_its_own_refurbisher_only():
    where, house = advisor(), refurbisher()
    one = machine(where.organisation, lot=lot(of=house.organisation))

    with refused("other_refurbisher"):
        operations.send_parcel(
            serials=[one.serial], to=refurbisher().organisation, by=where, at=NOW, once=uuid4()
        )
    sent = operations.send_parcel(
        serials=[one.serial], to=house.organisation, by=where, at=NOW, once=uuid4()
    )
    operations.receive_parcel(reference=sent.reference, serials=[one.serial], by=house, at=NOW)

    one.refresh_from_db()
    assert (one.shop, one.parcel) == (None, None)


@pytest.mark.parametrize("kind", ["ccas", "self"])
def test_a_parcel_goes_to_another_shop_or_to_a_refurbisher(kind):
    where = advisor()
    one = machine(where.organisation)
    to = where.organisation if kind == "self" else organisation(kind)

    with refused("parcel_nowhere"):
        operations.send_parcel(serials=[one.serial], to=to, by=where, at=NOW, once=uuid4())


def test_a_parcel_is_opened_by_whom_it_is_for_and_holds_no_stranger():
    where, there = advisor(), advisor()
    one, stranger = machine(where.organisation), machine(there.organisation)
    parcel = operations.send_parcel(
        serials=[one.serial], to=there.organisation, by=where, at=NOW, once=uuid4()
    )

    with refused("not_found"):
        operations.receive_parcel(reference=parcel.reference, serials=[], by=where, at=NOW)
    with refused("not_in_parcel"):
        operations.receive_parcel(
            reference=parcel.reference, serials=[stranger.serial], by=there, at=NOW
        )


# ---- counted


def test_an_inventory_says_what_is_missing_unknown_and_of_another_shop():
    here, there = advisor(), advisor()
    seen, lost = machine(here.organisation), machine(here.organisation)
    stranger = machine(there.organisation)
    given = machine(None, state="handed_over")
    count = operations.open_inventory(by=here, at=NOW, once=uuid4())
    serials = [seen.serial, stranger.serial, given.serial, "INCONNU1"]
    operations.scan(reference=count.reference, serials=serials, by=here, at=NOW)
    operations.scan(reference=count.reference, serials=[seen.serial], by=here, at=NOW)

    result = inventories.counted(count)

    assert result.serials == {
        "seen": [seen.serial],
        "missing": [lost.serial],
        "found": [stranger.serial],
        "elsewhere": [given.serial],
        "unknown": ["INCONNU1"],
    }


def test_closing_writes_down_what_was_found():
    here, there = advisor(), advisor()
    lost, stranger = machine(here.organisation), machine(there.organisation)
    count = operations.open_inventory(by=here, at=NOW, once=uuid4())
    operations.scan(reference=count.reference, serials=[stranger.serial], by=here, at=NOW)

    closed = operations.close_inventory(reference=count.reference, by=here, at=NOW)

    lost.refresh_from_db(), stranger.refresh_from_db()
    assert closed.result["missing"] == [lost.serial]
    assert lost.state == "missing"
    assert (stranger.shop, stranger.state) == (here.organisation, "stock")
    with refused("inventory_closed"):
        operations.scan(reference=count.reference, serials=["X"], by=here, at=NOW)


CLAIMS = """
case                                     | stands    | state       | kept for | list
in another shop, free                    | shop      | stock       | -        | found
in another shop, being prepared          | shop      | intake      | -        | found
in another shop, kept for somebody there | shop      | reserved    | there    | elsewhere
in another shop, kept for here           | shop      | reserved    | here     | found
in another shop, kept, nobody says where | shop      | reserved    | -        | elsewhere
in a workshop, being prepared            | workshop  | intake      | -        | elsewhere
in a workshop, free                      | workshop  | stock       | -        | elsewhere
in a workshop, kept for here             | workshop  | reserved    | here     | elsewhere
missing, of a workshop                   | workshop  | missing     | -        | found
missing, kept elsewhere                  | shop      | missing     | there    | found
in somebody's hands                      | workshop  | handed_over | -        | elsewhere
"""


@pytest.mark.parametrize("case", table(CLAIMS))
def test_a_count_takes_no_machine_of_a_workshop_or_kept_elsewhere(case):
    here, there = advisor(), advisor()
    one = machine(
        there.organisation if case["stands"] == "shop" else None,
        state=case["state"],
        reserved_for=household() if case["kept for"] != "-" else None,
        reserved_shop={"here": here.organisation, "there": there.organisation}.get(
            case["kept for"]
        ),
    )
    count = counted(here, one.serial)

    closed = operations.close_inventory(reference=count.reference, by=here, at=NOW)

    was = (one.shop, one.state)
    one.refresh_from_db()
    assert closed.result[case["list"]] == [one.serial]
    if case["list"] == "found":
        assert one.shop == here.organisation
    else:
        assert (one.shop, one.state) == was


def counted(by, *serials):
    count = operations.open_inventory(by=by, at=NOW, once=uuid4())
    operations.scan(reference=count.reference, serials=serials, by=by, at=NOW)
    return count


@pytest.mark.parametrize("scanned", ["nothing", "a number of no machine", "another's machine"])
def test_a_count_that_saw_no_machine_of_the_shop_loses_nothing(scanned):
    here = advisor()
    one, theirs = machine(here.organisation), machine()
    serials = {"a number of no machine": ["INCONNU1"], "another's machine": [theirs.serial]}
    count = counted(here, *serials.get(scanned, []))

    with refused("nothing_seen"):
        operations.close_inventory(reference=count.reference, by=here, at=NOW)

    one.refresh_from_db()
    assert one.state == "stock"


def test_a_shop_that_was_robbed_says_that_no_machine_is_there():
    here = advisor()
    one = machine(here.organisation)
    count = counted(here)

    operations.close_inventory(reference=count.reference, by=here, at=NOW, none_is_there=True)

    one.refresh_from_db()
    assert one.state == "missing"


def test_the_other_place_reads_that_its_machine_was_scanned():
    here, there, house = advisor(), advisor(), refurbisher()
    taken = machine(there.organisation)
    left = machine(lot=lot(of=house.organisation), state="intake")
    mine = machine(here.organisation)
    count = counted(here, taken.serial, left.serial, mine.serial)

    operations.close_inventory(reference=count.reference, by=here, at=NOW)

    def told(by, days=0):
        rows = inventories.seen_elsewhere(by, at=NOW + timedelta(days=days))
        return [(one.computer, one.shop, one.is_there) for one in rows]

    assert told(there) == [(taken, here.organisation, True)]
    assert told(house) == [(left, here.organisation, False)]
    assert told(house, days=31) == told(here) == []


@pytest.mark.parametrize(
    ("moves", "kept", "state"),
    [
        (["taken_in", "stocked", "missing"], False, "stock"),
        (["taken_in", "stocked", "missing"], True, "reserved"),
        (["taken_in", "stocked", "handed_over", "returned", "missing"], False, "intake"),
    ],
)
def test_a_machine_found_again_is_what_it_was(moves, kept, state):
    here = advisor()
    one = machine(here.organisation, state="missing", reserved_for=household() if kept else None)
    for number, kind in enumerate(moves):
        operations.note_move(one, kind=kind, at=NOW + timedelta(minutes=number), by=None)
    count = operations.open_inventory(by=here, at=NOW, once=uuid4())
    operations.scan(reference=count.reference, serials=[one.serial], by=here, at=NOW)

    operations.close_inventory(reference=count.reference, by=here, at=NOW)

    one.refresh_from_db()
    assert one.state == state


def test_a_shop_counts_once_at_a_time_and_only_its_own():
    here, there = advisor(), advisor()
    first = operations.open_inventory(by=here, at=NOW, once=uuid4())

    assert operations.open_inventory(by=here, at=NOW, once=uuid4()) == first
    with refused("not_found"):
        operations.scan(reference=first.reference, serials=["X"], by=there, at=NOW)


def test_a_serial_typed_wrong_is_taken_out():
    here = advisor()
    count = operations.open_inventory(by=here, at=NOW, once=uuid4())
    operations.scan(reference=count.reference, serials=["FAUX"], by=here, at=NOW)

    operations.unscan(reference=count.reference, serial="FAUX", by=here)

    assert inventories.counted(count).unknown == []


# ---- in a household's hands


@pytest.fixture
def counter():
    """Give a counter where a household comes for its machine."""
    here = advisor()
    home = household()
    return Counter(
        household_id=home.pk,
        given=HandOver.objects.values_list("once", flat=True),
        shop=here.organisation,
        by=here,
        version=programme(),
        language="fr",
        at=NOW,
        once=uuid4(),
    )


def again(counter, **changes):
    return Counter(**{**vars(counter), "once": uuid4(), **changes})


def kept_for(counter):
    machine(counter.shop)
    return operations.reserve(
        household_id=counter.household_id,
        shop=counter.shop,
        form="laptop",
        days=21,
        by=None,
        at=NOW,
    )


def given(counter, signature="M1 1L9 9", months=12):
    one = kept_for(counter)
    operations.hand_over(counter, serial=one.serial, signature=signature, guarantee_months=months)
    return one


@pytest.mark.parametrize(
    ("signature", "signed", "kept"), [("M1 1L9 9", True, "M1 1L9 9"), ("refused", False, "")]
)
def test_a_machine_is_given_signed_or_not(counter, signature, signed, kept):
    one = given(counter, signature)

    row = HandOver.objects.get()
    one.refresh_from_db()
    assert (one.state, one.shop, one.reserved_for) == ("handed_over", None, None)
    assert (row.is_signed, row.signature) == (signed, kept)
    assert row.guarantee_until == date(2027, 11, 20)
    assert row.receipt_number.startswith("2026-")


def test_the_serial_is_the_one_that_was_kept(counter):
    one = kept_for(counter)

    with refused("wrong_serial") as caught:
        operations.hand_over(counter, serial="AUTRE1", signature="refused", guarantee_months=12)

    assert one.serial in caught.value.sentence
    typed = f" {one.serial[:4].lower()} {one.serial[4:]} "
    operations.hand_over(counter, serial=typed, signature="refused", guarantee_months=12)


def test_a_machine_that_is_not_here_is_not_given(counter):
    one = kept_for(counter)
    Computer.objects.filter(pk=one.pk).update(shop=None)

    with refused("machine_not_here"):
        operations.hand_over(counter, serial=one.serial, signature="refused", guarantee_months=12)


def test_without_a_reservation_nothing_is_given(counter):
    with refused("nothing_reserved"):
        operations.hand_over(counter, serial="X1", signature="refused", guarantee_months=12)


@pytest.mark.parametrize(("day", "code"), [(-1, ""), (0, "guarantee_over"), (1, "guarantee_over")])
def test_an_exchange_is_under_guarantee_up_to_its_last_day(counter, day, code):
    old, new = given(counter), machine(counter.shop)
    at = NOW.replace(year=2027) + timedelta(days=day)
    later = again(counter, at=at)
    said = {
        "serial": new.serial, "signature": "refused", "guarantee_months": 12,
        "reason": "breakdown", "back": old.serial,
    }  # fmt: skip

    if code:
        with refused(code):
            operations.exchange(later, **said)
        return
    operations.exchange(later, **said)

    old.refresh_from_db(), new.refresh_from_db()
    assert (old.state, old.shop, new.state) == ("intake", counter.shop, "handed_over")
    assert HandOver.objects.get(computer=new).guarantee_until == date(2028, 11, 19)
    assert list(old.movements.values_list("kind", flat=True))[-1] == "returned"


def _reserved(one):
    one.state, one.reserved_for = "reserved", household()


def _away(one):
    one.shop = None


@pytest.mark.parametrize("change", [_reserved, _away, _taken], ids=lambda one: one.__name__)
@pytest.mark.parametrize("act", ["exchange", "lend"])
def test_what_is_given_instead_is_free_and_here(counter, change, act):
    old = given(counter)
    new = machine(counter.shop)
    change(new)
    new.save()
    more = {"guarantee_months": 12, "back": old.serial} if act == "exchange" else {}

    with refused("machine_not_free"):
        getattr(operations, act)(
            again(counter), serial=new.serial, signature="refused", reason="x", **more
        )


def test_a_loan_lasts_until_ones_own_is_repaired(counter):
    own, other = given(counter), machine(counter.shop)
    operations.lend(again(counter), serial=other.serial, signature="refused", reason="repair")
    own.refresh_from_db(), other.refresh_from_db()
    assert (own.state, own.shop, other.state) == ("repair", counter.shop, "on_loan")

    Computer.objects.filter(pk=own.pk).update(shop=None)
    with refused("own_not_back"):
        operations.end_loan(again(counter), back=other.serial)
    Computer.objects.filter(pk=own.pk).update(shop=counter.shop)
    operations.end_loan(again(counter), back=other.serial)

    own.refresh_from_db(), other.refresh_from_db()
    assert (own.state, own.shop) == ("handed_over", None)
    assert (other.state, other.shop) == ("intake", counter.shop)
    assert HandOver.objects.get(computer=own).returned_at is None


def test_all_that_is_given_back_goes_to_intake(counter):
    own, lent = given(counter), machine(counter.shop)
    operations.lend(again(counter), serial=lent.serial, signature="refused", reason="repair")

    operations.take_back(again(counter), back=lent.serial, reason="no_need")

    own.refresh_from_db(), lent.refresh_from_db()
    assert {own.state, lent.state} == {"intake"}
    assert not HandOver.objects.filter(returned_at=None).exists()
    with refused("nothing_held"):
        operations.take_back(again(counter), back=lent.serial, reason="no_need")


def test_a_household_forgotten_frees_its_machine_and_leaves_no_signature(counter):
    given(counter)
    kept = kept_for(counter)

    operations.forget_household(household_id=counter.household_id, at=NOW)

    kept.refresh_from_db()
    row = HandOver.objects.get()
    assert (kept.state, kept.reserved_for) == ("stock", None)
    assert (row.signature, row.is_signed, row.guarantee_until) == ("", True, date(2027, 11, 20))
    assert (row.household, row.once == counter.once) == (None, False)


def test_two_households_made_one_keep_one_reservation(counter):
    kept_for(counter)
    other = household()
    mine = machine(counter.shop)
    reserve(other, counter.shop)

    operations.move_household(kept_id=counter.household_id, absorbed_id=other.pk, at=NOW)

    mine.refresh_from_db()
    assert mine.state == "stock"
    assert Computer.objects.filter(reserved_for=counter.household_id).count() == 1


# ---- the threshold of a shop


@pytest.mark.parametrize(
    ("role", "kind", "minimum", "code"),
    [
        (Role.SHOP_ADVISOR, "shop", 2, "not_yours"),
        (Role.PROGRAMME_MANAGER, "ccas", 2, "not_a_shop"),
        (Role.PROGRAMME_MANAGER, "shop", 1001, "threshold_wrong"),
        (Role.PROGRAMME_MANAGER, "shop", -1, "threshold_wrong"),
    ],
)
def test_who_may_set_a_threshold_and_how(role, kind, minimum, code):
    with refused(code):
        operations.set_threshold(shop=organisation(kind), minimum=minimum, by=member(role))
