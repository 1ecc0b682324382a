"""The counter without network: what a browser takes along, and what becomes of what it brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q

from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.core.journey.machine import ONCE_REDEEMED
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions import conflicts, seals
from coupdepouce.prescriptions.actors import staff
from coupdepouce.prescriptions.models import Conflict, JourneyEvent, Prescription, Voucher
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.reconciling import (
    BY_CODE,
    WINDOW,
    Facts,
    Outcome,
    Rule,
    rule_of,
)

CLOSED = "Cette réception n’était pas possible. Appelez le prescripteur."


@dataclass(frozen=True, kw_only=True)
class Luggage:
    """What a browser keeps to work alone: marks that name nobody, and public keys."""

    user: str  # whose entries these are
    secret: str  # what seals them on the disk, known to this person's pages only
    shop: str  # for which shop the person acts
    shop_name: str
    keys: Mapping[str, str]
    window_hours: int


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One voucher received without network."""

    once: UUID
    text: str  # what the QR said
    shop: str  # the mark of the membership under which it was received
    age: timedelta  # by the browser's clock, which may be wrong but runs at the right pace
    accept: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of an entry; the browser forgets it unless it must come again."""

    once: UUID
    outcome: Outcome
    code: str = ""
    sentence: str = ""
    reference: UUID | None = None  # of the request, when this shop may read it


def user_mark(user_id: int) -> str:
    """Give the name under which a browser knows a person."""
    return keyed_hash("counter:user", str(user_id))


def _shop_mark(membership: Membership) -> str:
    return keyed_hash("counter:shop", str(membership.pk))


def luggage(*, member: Membership) -> Luggage:
    """Give what the browser of this member takes along."""
    return Luggage(
        user=user_mark(member.user_id),
        secret=keyed_hash("counter:secret", str(member.user_id)),
        shop=_shop_mark(member),
        shop_name=member.organisation.name,
        keys=seals.public_keys(),
        window_hours=int(WINDOW.total_seconds() // 3600),
    )


def reconcile(*, entries: Sequence[Entry], by: Membership, at: datetime) -> list[Answer]:
    """Settle what was received without network: each entry alone, in the order it came."""
    return [_reconciled(entry, by=by, at=at) for entry in entries]


@transaction.atomic
def _reconciled(entry: Entry, *, by: Membership, at: datetime) -> Answer:
    voucher, is_signed = _locked(entry)
    # Under the lock: an answer that was lost is given again, and nobody is told twice.
    if refused := Conflict.objects.filter(once=entry.once).first():
        return _answer(entry, refused.code)
    visit = _Visit(entry=entry, voucher=voucher, member=by, at=at)
    actor = _acting(entry, by=by, moment=visit.moment)
    visit = replace(visit, member=actor or by)
    rule = rule_of(_facts(entry, voucher, actor, is_signed=is_signed))
    if rule and rule.outcome is Outcome.REFUSED:
        conflicts.write(visit.refused(rule.code), rule=rule)
    if voucher is None or (rule and rule.code != "same_twice"):
        return _answer(entry, rule.code if rule else "unknown", visit)
    return _received(visit, voucher, rule)


@dataclass(frozen=True, kw_only=True)
class _Visit:
    """An entry, with which voucher, by whom, and when it came here."""

    entry: Entry
    voucher: Voucher | None
    member: Membership
    at: datetime

    @property
    def happened_at(self) -> datetime:
        """Give when the browser says it was, never after it came here."""
        return min(self.at - self.entry.age, self.at)

    @property
    def moment(self) -> datetime:
        """Give when it counts: a clock that ran behind never dates it before the paper."""
        return max(self.happened_at, self.voucher.issued_at) if self.voucher else self.happened_at

    def refused(self, code: str) -> Conflict:
        return Conflict(
            once=self.entry.once,
            code=code,
            voucher=self.voucher,
            member=self.member,
            shop=self.member.organisation,
            happened_at=self.happened_at,
            reconciled_at=self.at,
        )


def _locked(entry: Entry) -> tuple[Voucher | None, bool]:
    """Give the voucher of an entry, its request locked before anything of it is read."""
    try:
        code = seals.read(entry.text).code
    except Refusal:
        return None, False
    found = Voucher.objects.filter(code_hash=keyed_hash("voucher", code))
    requests = Prescription.objects.select_for_update(of=("self",))
    requests.filter(pk__in=found.values_list("prescription", flat=True)).first()
    return found.select_related("prescription").first(), True


def _acting(entry: Entry, *, by: Membership, moment: datetime) -> Membership | None:
    """Give the membership under which the voucher was received: the person may have moved since."""
    # A shop closed since keeps nothing: its households are sent to another one.
    worked = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=moment),
        user=by.user_id,
        role=Role.SHOP_ADVISOR,
        since__lte=moment,
        organisation__is_active=True,
    )
    for held in worked.select_related("organisation", "user"):
        if _shop_mark(held) == entry.shop:
            return held
    return None


def _facts(
    entry: Entry, voucher: Voucher | None, actor: Membership | None, *, is_signed: bool
) -> Facts:
    told = Facts(
        age=entry.age,
        is_signed=is_signed,
        is_known=voucher is not None,
        worked_there=actor is not None,
    )
    if voucher is None:
        return told
    request = voucher.prescription
    same = JourneyEvent.objects.filter(once=entry.once, prescription=request, step="present")
    is_held = request.state in ONCE_REDEEMED
    is_here = actor is not None and request.shop_id == actor.organisation_id
    return replace(
        told,
        is_same_key=same.exists(),
        is_replaced=voucher.replaced_at is not None,
        is_held_here=is_held and is_here,
        is_held_elsewhere=is_held and not is_here,
        state=request.state,
    )


def _received(visit: _Visit, voucher: Voucher, rule: Rule | None) -> Answer:
    request = voucher.prescription_id
    try:
        _take(visit, request, "present")
    except Refusal as refusal:
        conflicts.write(visit.refused(refusal.code), rule=None)
        return _answer(visit.entry, refusal.code, visit, sentence=refusal.sentence)
    sentence = rule.sentence if rule else ""
    if visit.entry.accept:
        try:
            _take(visit, request, "accept")
        except Refusal as refusal:
            sentence = f"Reçu, mais pas accepté : {refusal.sentence}"
    return _answer(visit.entry, rule.code if rule else "", visit, sentence=sentence)


def _take(visit: _Visit, prescription_id: int, name: str) -> None:
    once = visit.entry.once
    take_step(
        prescription_id=prescription_id,
        name=name,
        actor=staff(visit.member),
        at=visit.moment,
        once=once if name == "present" else uuid5(once, name),
        answers={"identity_seen": "yes"} if name == "present" else {},
        reconciled_at=visit.at,
    )


def _answer(entry: Entry, code: str, visit: _Visit | None = None, *, sentence: str = "") -> Answer:
    rule = BY_CODE.get(code)
    outcome = rule.outcome if rule else (Outcome.REFUSED if code else Outcome.DONE)
    is_ours = outcome in {Outcome.DONE, Outcome.ALREADY}
    voucher = visit.voucher if visit and is_ours else None
    return Answer(
        once=entry.once,
        outcome=outcome,
        code=code,
        sentence=sentence or (rule.sentence if rule else CLOSED if code else ""),
        reference=voucher.prescription.reference if voucher else None,
    )
