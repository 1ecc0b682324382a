"""A machine put in a household's hands: given, exchanged, lent, given back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from coupdepouce.core.calendar import add_months, day_of
from coupdepouce.core.journey.answers import REFUSED_TO_SIGN
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.serial import read_serial
from coupdepouce.equipment.models import Computer, HandOver, Movement
from coupdepouce.equipment.operations.held import check_back, held, own_of
from coupdepouce.equipment.operations.locks import locked
from coupdepouce.equipment.operations.moves import note_move
from coupdepouce.equipment.operations.reserving import KEPT, clear, kept_machine
from coupdepouce.equipment.queries.places import named, where
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.programmes.models import ProgrammeVersion

State = Computer.State


@dataclass(frozen=True, kw_only=True)
class Counter:
    """Who gives, where, when, and under which version of the programme's conditions.

    `given` are the keys of what the same request gave before: a household that comes again years
    later has two machines, and each request answers for its own.
    """

    household_id: int
    given: Iterable[UUID]
    shop: Organisation
    by: Membership
    version: ProgrammeVersion
    language: str
    at: datetime
    once: UUID


@transaction.atomic
def hand_over(counter: Counter, *, serial: str, signature: str, guarantee_months: int) -> HandOver:
    """Give the machine that was kept, once its serial is read on it.

    Raises:
        Refusal: nothing is kept, it is not in this shop, or it is another machine.
    """
    computer = kept_machine(counter.household_id)
    if computer.shop_id != counter.shop.pk:
        raise Refusal(
            "machine_not_here",
            "L’ordinateur n’est pas encore arrivé en boutique : ouvrez le colis.",
        )
    _check_serial(computer, serial)
    clear(computer)
    return _given(
        counter,
        computer,
        kind=HandOver.Kind.HAND_OVER,
        guarantee_until=add_months(day_of(counter.at), guarantee_months),
        signature=signature,
    )


def _check_serial(computer: Computer, text: str) -> None:
    serial = read_serial(text)
    if serial != computer.serial:
        raise Refusal(
            "wrong_serial",
            f"Ce n’est pas la machine réservée. Donnez {named(computer)}, numéro "
            f"{computer.serial} ; vous avez scanné {serial}.",
            field="serial",
        )


def _given(
    counter: Counter,
    computer: Computer,
    *,
    kind: HandOver.Kind,
    guarantee_until: date | None,
    signature: str,
) -> HandOver:
    _leave_shop(computer, counter, is_loan=kind == HandOver.Kind.LOAN)
    return HandOver.objects.create(
        once=counter.once,
        kind=kind,
        household_id=counter.household_id,
        computer=computer,
        shop=counter.shop,
        at=counter.at,
        by=counter.by,
        version=counter.version,
        language=counter.language,
        is_signed=signature != REFUSED_TO_SIGN,
        signature="" if signature == REFUSED_TO_SIGN else signature,
        guarantee_until=guarantee_until,
    )


def _leave_shop(computer: Computer, counter: Counter, *, is_loan: bool) -> None:
    computer.state = State.ON_LOAN if is_loan else State.HANDED_OVER
    computer.shop = None
    computer.save(update_fields=["shop", *KEPT])
    note_move(
        computer,
        kind=Movement.Kind.LENT if is_loan else Movement.Kind.HANDED_OVER,
        at=counter.at,
        by=counter.by,
        origin=counter.shop,
    )


def _from_stock(serial: str, *, shop: Organisation) -> Computer:
    """Lock a free machine of this shop by the serial read on it.

    Raises:
        Refusal: no such machine, not here, or not free.
    """
    number = read_serial(serial)
    computer = next(iter(locked(Q(serial=number))), None)
    if computer is None:
        raise Refusal(
            "serial_unknown",
            f"Aucune machine n’a le numéro {number}. Relisez l’étiquette, sous la machine.",
            field="serial",
        )
    if computer.state != State.STOCK or computer.shop_id != shop.pk:
        said = dict.fromkeys((where(computer), str(computer.get_state_display())))
        raise Refusal(
            "machine_not_free",
            f"{number} n’est pas libre ici : {', '.join(said)}. "
            "Prenez une autre machine de votre stock.",
            field="serial",
        )
    return computer


@transaction.atomic
def exchange(
    counter: Counter,
    *,
    serial: str,
    signature: str,
    guarantee_months: int,
    reason: str,
    back: str,
) -> HandOver:
    """Take back a machine under guarantee and give another, which has its own guarantee.

    When its repair failed, the one lent meanwhile comes back.

    Raises:
        Refusal: the guarantee is over, the new machine is not free here, or another came back.
    """
    old = own_of(counter.given)
    loan = held(counter.given).get("loan")
    if not is_under_guarantee(old.guarantee_until, day=day_of(counter.at)):
        raise Refusal(
            "guarantee_over",
            "La garantie est terminée : proposez une réparation, ou une nouvelle demande.",
        )
    new = _from_stock(serial, shop=counter.shop)
    check_back(loan or old, back)
    if loan:
        _back(loan, counter)
    _back(old, counter, reason=reason)
    until = add_months(day_of(counter.at), guarantee_months)
    return _given(
        counter, new, kind=HandOver.Kind.EXCHANGE, guarantee_until=until, signature=signature
    )


def is_under_guarantee(until: date | None, *, day: date) -> bool:
    """Say whether a guarantee holds on that day; its end is the first day without it."""
    return until is not None and day < until


def _back(one: HandOver, counter: Counter, *, reason: str = "") -> None:
    """Take a machine back at the counter; its files are still on it."""
    one.returned_at = counter.at
    one.save(update_fields=["returned_at"])
    (computer,) = locked(Q(pk=one.computer_id))
    if computer.state == State.MISSING:
        return  # lost during its repair: it stays so until an inventory finds it
    if computer.state != State.REPAIR:  # in repair, it came back earlier and may be far
        computer.shop = counter.shop
    computer.state = State.INTAKE
    computer.save(update_fields=["state", "shop"])
    note_move(
        computer,
        kind=Movement.Kind.RETURNED,
        at=counter.at,
        by=counter.by,
        destination=counter.shop,
        reason=reason,
    )


@transaction.atomic
def lend(counter: Counter, *, serial: str, signature: str, reason: str) -> HandOver:
    """Lend a machine while the household's own is repaired.

    Raises:
        Refusal: it has none of its own, or the machine lent is not free here.
    """
    own = own_of(counter.given)
    lent = _from_stock(serial, shop=counter.shop)
    (broken,) = locked(Q(pk=own.computer_id))
    broken.state, broken.shop = State.REPAIR, counter.shop
    broken.save(update_fields=["state", "shop"])
    note_move(
        broken,
        kind=Movement.Kind.REPAIR,
        at=counter.at,
        by=counter.by,
        destination=counter.shop,
        reason=reason,
    )
    return _given(counter, lent, kind=HandOver.Kind.LOAN, guarantee_until=None, signature=signature)


@transaction.atomic
def end_loan(counter: Counter, *, back: str) -> None:
    """Take the lent machine back and return the household's own, repaired.

    Raises:
        Refusal: its own is lost, or not back in this shop, or another machine is brought back.
    """
    mine = held(counter.given)
    (own,) = locked(Q(pk=own_of(counter.given).computer_id))
    if own.state == State.MISSING:
        raise Refusal(
            "own_missing",
            "Son ordinateur manque : cherchez-le par un inventaire. La personne garde celui du "
            "prêt en attendant.",
        )
    if own.shop_id != counter.shop.pk:
        raise Refusal(
            "own_not_back",
            f"Son ordinateur n’est pas encore revenu : {where(own)}. Attendez le colis.",
        )
    if "loan" in mine:
        check_back(mine["loan"], back)
        _back(mine["loan"], counter)
    own.state, own.shop = State.HANDED_OVER, None
    own.save(update_fields=["state", "shop"])
    note_move(
        own, kind=Movement.Kind.HANDED_OVER, at=counter.at, by=counter.by, origin=counter.shop
    )


@transaction.atomic
def take_back(counter: Counter, *, back: str, reason: str) -> None:
    """Take back all a household has: to be tested and erased before anybody else has it.

    Raises:
        Refusal: it has nothing, or another machine is brought back.
    """
    mine = held(counter.given)
    if not mine:
        raise Refusal("nothing_held", "Ce ménage n’a pas d’ordinateur du programme.")
    check_back(mine.get("loan") or mine["own"], back)
    for one in mine.values():
        _back(one, counter, reason=reason)
