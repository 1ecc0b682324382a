"""Reads about candidatures: the register, the structures already there, who waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from coupdepouce.core.partners.joining import Choice, choices, department_of, siren_of
from coupdepouce.core.partners.joining_steps import STATE_NAMED, Situation, State
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import (
    PRESCRIBERS,
    Application,
    ApplicationEvent,
    Establishment,
    Membership,
    Organisation,
)
from coupdepouce.partners.queries import EVERYWHERE


@dataclass(frozen=True, kw_only=True)
class ApplicationView:
    """A candidature with its thread, the structures it may double, and what may be done."""

    application: Application
    state: State
    events: Sequence[ApplicationEvent]
    twins: Sequence[Organisation]
    choices: Sequence[Choice]


def establishment(siret: str) -> Establishment | None:
    """Give what the register says of an open site, if its stock file was imported."""
    return Establishment.objects.filter(siret=siret).first()


def twins(*, siret: str, commune_code: str) -> list[Organisation]:
    """Give the active partners of the same SIREN in the same department, the same SIRET first."""
    department = department_of(commune_code)
    same = Organisation.objects.filter(
        siret__startswith=siren_of(siret), kind__in=PRESCRIBERS, is_active=True
    ).select_related("place")
    found = [one for one in same if one.siret == siret or one.department == department]
    return sorted(found, key=lambda one: (one.siret != siret, one.name))


def application_visible_to(member: Membership) -> QuerySet[Application]:
    """Give the candidatures a member may see: the programme reads them all, nobody else any."""
    if member.role not in EVERYWHERE:
        return Application.objects.none()
    return Application.objects.select_related("organisation", "team")


def applications(member: Membership, *, only_open: bool = False) -> list[Application]:
    """Give the candidatures, what waits longest first, what is over last."""
    found = application_visible_to(member)
    return list(found.exclude(waits_for="") if only_open else found)


def application(*, member: Membership, reference: UUID) -> ApplicationView:
    """Give one candidature as the programme sees it.

    Raises:
        Refusal: it does not exist, or is not theirs to see.
    """
    found = application_visible_to(member).filter(reference=reference).first()
    if found is None:
        raise _unknown()
    return view_of(found, role=Role(member.role))


def application_of(reference: UUID) -> ApplicationView:
    """Give one candidature as the structure sees it, through its signed link.

    Raises:
        Refusal: it does not exist.
    """
    found = Application.objects.select_related("team").filter(reference=reference).first()
    if found is None:
        raise _unknown()
    return view_of(found, role=Role.APPLICANT)


def _unknown() -> Refusal:
    return Refusal("not_found", "Cette candidature n’existe pas : revenez à la liste.")


def view_of(found: Application, *, role: Role) -> ApplicationView:
    """Gather a candidature for one side."""
    return ApplicationView(
        application=found,
        state=STATE_NAMED[found.state],
        events=list(found.events.select_related("member__user")),
        twins=twins(siret=found.siret, commune_code=found.commune_code),
        choices=choices(situation=situation_of(found), role=role),
    )


def situation_of(found: Application) -> Situation:
    """Give what the guards look at."""
    return Situation(
        state=found.state,
        asks_to_join_team=found.team_id is not None,
        has_twins=bool(twins(siret=found.siret, commune_code=found.commune_code)),
        is_told_apart=found.is_told_apart,
    )


def overdue_corrections(day: date) -> QuerySet[Application]:
    """Give the candidatures whose correction did not come in time."""
    return Application.objects.filter(state="to_correct", due_on__lte=day)


def ended_without_partner() -> QuerySet[Application]:
    """Give the candidatures that led nowhere and still name their referent."""
    return Application.objects.filter(Q(ended_at__isnull=False), organisation__isnull=True).exclude(
        email=""
    )
