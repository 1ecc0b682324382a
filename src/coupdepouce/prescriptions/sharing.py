"""A second organisation follows a request: asked for, agreed to by the household, taken back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import override

from coupdepouce.accounts.operations import count_attempt
from coupdepouce.core.journey.states import OPEN_PRESCRIPTION
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.sharing import LIVE, State
from coupdepouce.households.search import elsewhere
from coupdepouce.outreach.operations import enqueue
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions.links import trust_link
from coupdepouce.prescriptions.models import Prescription, Share
from coupdepouce.prescriptions.news import recipient_of
from coupdepouce.prescriptions.queries import TEAM, find
from coupdepouce.prescriptions.shared import one_held, partner
from coupdepouce.prescriptions.told import who_follows

ASKED_A_DAY, DAY = 30, 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How the household agreed: with its code, or before a person who follows it."""

    given: str
    recorded_by: Membership | None = None


WITH_CODE = Agreement(given=Share.Given.CODE)


def ask(*, member: Membership, text: str, at: datetime, once: UUID) -> None:
    """Ask a household known elsewhere whether this organisation may follow its request.

    The asker learns nothing: the same happens whether a request is open, or nobody has that name.

    Raises:
        Refusal: not a prescriber's, asked too often, or a day that cannot exist.
    """
    if member.role not in TEAM:
        raise Refusal("not_yours", "Un prescripteur demande à suivre un ménage : demandez-lui.")
    count_attempt(kind="share:ask", who=str(member.user_id), at=at, limit=ASKED_A_DAY, seconds=DAY)
    households = elsewhere(member=member, text=text)
    rows = Prescription.objects.filter(household__in=households, state__in=OPEN_PRESCRIPTION)
    others = rows.exclude(organisation=member.organisation_id).order_by("pk")
    for pk in others.values_list("pk", flat=True):
        _ask_one(pk, member=member, at=at, once=uuid5(once, str(pk)))


@transaction.atomic
def _ask_one(pk: int, *, member: Membership, at: datetime, once: UUID) -> None:
    prescription = _open(pk)
    known = Share.objects.filter(prescription=pk, organisation=member.organisation_id)
    # A household that said no, or took its word back, is not asked again for this request.
    if prescription is None or known.exists():
        return
    share = Share.objects.create(
        reference=once,
        prescription=prescription,
        organisation=member.organisation,
        state=State.ASKED,
        asked_by=member,
        asked_at=at,
    )
    _tell(share)


def _tell(share: Share) -> None:
    to = recipient_of(share.prescription.household_id)
    if to is None:
        return
    with override(to.language):
        helps = who_follows(share.prescription.organisation)
    enqueue(
        once=f"{share.reference}:share_asked",
        template="share_asked",
        to=to,
        context={
            "organisation": share.organisation.name,
            "link": trust_link(),
            "who_helps": helps,
        },
        about=f"prescription:{share.prescription.reference}",
        at=share.asked_at or share.prescription.created_at,
    )


def give_by_household(
    prescription: Prescription, *, organisation_id: int, at: datetime, once: UUID
) -> Share:
    """Let an organisation follow the request, as the household that showed its code says.

    Raises:
        Refusal: the request is over, or this organisation cannot follow it.
    """
    one = partner(organisation_id, besides=prescription.organisation_id)
    return _give(prescription.pk, to=one, agreement=WITH_CODE, at=at, once=once)


def give_at_desk(
    *, member: Membership, reference: UUID, organisation_id: int, at: datetime, once: UUID
) -> Share:
    """Let an organisation follow the request, as the household says before one of its team.

    Raises:
        Refusal: not open to this member, over, or this organisation cannot follow it.
    """
    prescription = _own(member, reference)
    one = partner(organisation_id, besides=prescription.organisation_id)
    agreement = Agreement(given=Share.Given.DESK, recorded_by=member)
    return _give(prescription.pk, to=one, agreement=agreement, at=at, once=once)


def _own(member: Membership, reference: UUID) -> Prescription:
    if member.role not in TEAM:
        raise Refusal("not_yours", "L’équipe qui suit le ménage note son accord : demandez-lui.")
    return find(member, reference)


@transaction.atomic
def _give(pk: int, *, to: Organisation, agreement: Agreement, at: datetime, once: UUID) -> Share:
    prescription = _open(pk)
    if already := Share.objects.filter(reference=once).first():
        return already
    if prescription is None:
        raise Refusal("request_over", "Cette demande est finie : il n’y a plus rien à partager.")
    live = Share.objects.filter(prescription=prescription, organisation=to, state__in=LIVE).first()
    share = live or Share(reference=once, prescription=prescription, organisation=to)
    if share.state != State.AGREED:
        share.state, share.agreed_at = State.AGREED, at
        share.given, share.recorded_by = agreement.given, agreement.recorded_by
        share.save()
    return share


def _open(pk: int) -> Prescription | None:
    """Lock a request, and give it when it is still open: a share is of an open one."""
    rows = Prescription.objects.select_for_update(of=("self",)).filter(pk=pk)
    found = rows.first()
    return found if found and found.state in OPEN_PRESCRIPTION else None


@transaction.atomic
def answer(prescription: Prescription, *, reference: UUID, agrees: bool, at: datetime) -> Share:
    """Keep what the household answers to an organisation that asked.

    Raises:
        Refusal: not its own request, over, or answered already.
    """
    is_open = _open(prescription.pk) is not None
    share = _locked(Share.objects.filter(prescription=prescription, reference=reference))
    if share.state != State.ASKED or not is_open:
        raise Refusal("share_moved", "Cette demande de partage a changé. Rouvrez la page.")
    if agrees:
        share.state, share.agreed_at, share.given = State.AGREED, at, Share.Given.CODE
    else:
        share.state, share.ended_at = State.REFUSED, at
    share.save()
    return share


def stop_by_household(prescription: Prescription, *, reference: UUID, at: datetime) -> Share:
    """End a share at once, as the household that showed its code says.

    Raises:
        Refusal: not its own.
    """
    return _stop(Share.objects.filter(prescription=prescription, reference=reference), at=at)


def stop_by_staff(*, member: Membership, reference: UUID, at: datetime) -> Share:
    """End a share: by the team that follows the household, or by the one it was shared with.

    Raises:
        Refusal: neither, or it ended already.
    """
    share = one_held(member, reference)
    return _stop(Share.objects.filter(pk=share.pk), at=at)


@transaction.atomic
def _stop(rows: QuerySet[Share], *, at: datetime) -> Share:
    share = _locked(rows)
    if share.state in LIVE:
        share.state, share.ended_at = State.ENDED, at
        share.save()
    return share


def _locked(rows: QuerySet[Share]) -> Share:
    # The request, then the rest: the order of every step.
    _open(rows.values_list("prescription", flat=True).first() or 0)
    share = rows.select_for_update(of=("self",)).first()
    if share is None:
        raise Refusal("share_unknown", "Ce partage n’existe pas, ou il est arrêté.")
    return share
