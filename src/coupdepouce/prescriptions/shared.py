"""What a second organisation reads of a request, and what the household reads of it.

A smaller reading than the file's, never a wider `visible_to`: it starts from the share.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from coupdepouce.core.calendar import add_days, in_digits
from coupdepouce.core.journey.states import OPEN_PRESCRIPTION
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.core.sharing import LIVE, SHOWN, Shown, State
from coupdepouce.households.models import Person
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions.models import Prescription, Share
from coupdepouce.prescriptions.queries import TEAM, applicant_of, standing_of
from coupdepouce.training.queries import next_of
from coupdepouce.visits.queries import visit_of

PAGE = 100
MOST_FOUND = 20


def shared_with(member: Membership) -> QuerySet[Share]:
    """Give the shares a member may read: agreed to, for its organisation, of open requests."""
    every = Share.objects.filter(
        state=State.AGREED, prescription__state__in=OPEN_PRESCRIPTION
    ).select_related("prescription__line", "prescription__organisation", "organisation")
    if Role(member.role) not in TEAM:
        return every.none()
    return every.filter(organisation=member.organisation_id)


@dataclass(frozen=True, kw_only=True)
class SharedView:
    """A request as the second organisation reads it: nothing but what is declared."""

    share: Share
    values: Sequence[tuple[Shown, str]]


def read(*, member: Membership, reference: UUID, at: datetime) -> SharedView:
    """Show a request to a second organisation.

    Raises:
        Refusal: the household does not agree, or no longer, or the request is over.
    """
    share = shared_with(member).filter(reference=reference).first()
    if share is None:
        raise Refusal("not_found", "Ce partage n’existe pas, ou le ménage l’a arrêté.")
    values = [(one, READERS[one.code](share.prescription, at)) for one in SHOWN]
    return SharedView(share=share, values=values)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the list: whose, where it stands, since when."""

    reference: UUID
    name: str
    standing: str
    since: datetime


def listed(member: Membership) -> list[Row]:
    """Give the requests that households share with this member's organisation, in two reads."""
    shares = list(shared_with(member).order_by("-agreed_at", "-pk")[:PAGE])
    households = [one.prescription.household_id for one in shares]
    people = Person.objects.filter(household__in=households, role=Person.Role.APPLICANT)
    names = {one.household_id: f"{one.first_name} {one.last_name}" for one in people}
    return [
        Row(
            reference=one.reference,
            name=names.get(one.prescription.household_id, ""),
            standing=standing_of(one.prescription).staff,
            since=one.agreed_at or one.prescription.created_at,
        )
        for one in shares
    ]


def _name(prescription: Prescription, _at: datetime) -> str:
    person = applicant_of(prescription)
    return f"{person.first_name} {person.last_name}" if person else ""


def _standing(prescription: Prescription, _at: datetime) -> str:
    return standing_of(prescription).staff


def _coming(prescription: Prescription, _at: datetime) -> str:
    if not prescription.waits_for:
        return "Rien n’est attendu."
    role = Role(prescription.waits_for)
    # Which person of the team would say that a hardship waits for its second person.
    who = prescription.organisation.name if role in TEAM else NAMES[role]
    last = add_days(prescription.due_on, -1) if prescription.due_on else None
    until = f", au plus tard le {last:%d/%m/%Y}" if last else ""
    return f"Attend {who}{until}"


def _appointments(prescription: Prescription, at: datetime) -> str:
    line, visit = prescription.line, visit_of(prescription.household_id, at=at)
    moments = [("technicien", line.appointment_at)] if line and line.appointment_at else []
    moments += [(visit.shop.name, visit.starts_at)] if visit else []
    moments += [
        (one.session.workshop.title, one.session.starts_at)
        for one in next_of(prescription.household_id, at=at)
    ]
    coming = [f"{what}, {in_digits(when)}" for what, when in moments if when >= at]
    return " ; ".join(coming) or "Aucun"


# One function for each row of `SHOWN`, and none besides: a test compares both.
READERS: dict[str, Callable[[Prescription, datetime], str]] = {
    "name": _name,
    "standing": _standing,
    "coming": _coming,
    "appointments": _appointments,
}


def of_request(prescription: Prescription) -> list[Share]:
    """Give the shares of an open request, and those that wait for the household's answer."""
    if prescription.state not in OPEN_PRESCRIPTION:
        return []
    live = Share.objects.filter(prescription=prescription, state__in=LIVE)
    return list(live.select_related("organisation").order_by("-state", "pk"))


def agreed_of(prescription: Prescription) -> list[Share]:
    """Give who a request is shared with, for the team that follows it: no question that waits.

    Who asks says where else a household goes; the team learns it when the household says yes.
    """
    return [one for one in of_request(prescription) if one.state == State.AGREED]


def one_of_request(prescription: Prescription, reference: UUID) -> Share:
    """Give one share of a request.

    Raises:
        Refusal: it is not one of its own, or it ended.
    """
    for one in of_request(prescription):
        if one.reference == reference:
            return one
    raise Refusal("share_unknown", "Ce partage n’existe pas, ou il est arrêté.")


def held_by(member: Membership) -> QuerySet[Share]:
    """Give the shares a member may end: those of its team's requests, and those made with it."""
    live = Share.objects.filter(state=State.AGREED).select_related("prescription", "organisation")
    if Role(member.role) not in TEAM:
        return live.none()
    own = Q(prescription__organisation=member.organisation_id)
    return live.filter(own | Q(organisation=member.organisation_id))


def one_held(member: Membership, reference: UUID) -> Share:
    """Give one share a member may end.

    Raises:
        Refusal: it is not of either team, or it ended.
    """
    found = held_by(member).filter(reference=reference).first()
    if found is None:
        raise Refusal("not_found", "Ce partage n’existe pas, ou il est arrêté.")
    return found


def partners(*, besides: int) -> QuerySet[Organisation]:
    """Give the organisations that may follow a household, all but the one that does."""
    team = Membership.objects.filter(organisation=OuterRef("pk"), role__in=TEAM, until__isnull=True)
    return Organisation.objects.filter(Exists(team), is_active=True).exclude(pk=besides)


def partners_named(text: str, *, besides: int) -> list[Organisation]:
    """Give the organisations whose name holds what was typed, the first ones by name."""
    found = partners(besides=besides)
    for word in text.split():
        found = found.filter(name__icontains=word)
    return list(found.order_by("name", "pk")[:MOST_FOUND]) if text.strip() else []


def partner(pk: int, *, besides: int) -> Organisation:
    """Give one organisation that may follow a household.

    Raises:
        Refusal: it cannot, or it follows it already.
    """
    found = partners(besides=besides).filter(pk=pk).first()
    if found is None:
        raise Refusal("partner_unknown", "Cette structure ne peut pas suivre votre demande.")
    return found
