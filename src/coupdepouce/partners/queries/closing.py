"""Reads about organisations that closed, and those that may follow their households."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from coupdepouce.accounts.models import User
from coupdepouce.core.calendar import day_of, in_words
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import PRESCRIBERS, Agreement, Closing, Membership, Organisation

SEEN_BY = frozenset({Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR})


def check_open(organisation: Organisation, /) -> None:
    """Let something begin in an organisation.

    Raises:
        Refusal: it is closed.
    """
    if not organisation.is_active:
        raise Refusal("organisation_closed", "Cette structure est fermée : rouvrez-la d’abord.")


def closings_of(*, member: Membership, organisation_id: int) -> list[Closing]:
    """Give the closings of an organisation, the latest first; the programme alone reads them."""
    if member.role not in SEEN_BY:
        return []
    found = Closing.objects.filter(organisation=organisation_id)
    return list(found.select_related("by__user", "reopened_by__user", "successor"))


def live_closing(organisation_id: int, /) -> Closing:
    """Give the closing that lasts.

    Raises:
        Refusal: the organisation is open.
    """
    lasting = Closing.objects.filter(organisation=organisation_id, reopened_at__isnull=True)
    found = lasting.select_related("organisation", "successor").first()
    if found is None:
        raise Refusal("organisation_open", "Cette structure est ouverte : rechargez la page.")
    return found


def lasting() -> QuerySet[Closing]:
    """Give the closings that last, the oldest first."""
    found = Closing.objects.filter(reopened_at__isnull=True)
    return found.select_related("organisation", "successor").order_by("pk")


def successors(*, besides: int) -> QuerySet[Organisation]:
    """Give the organisations that may follow the households of another: open, with a manager."""
    managers = Membership.objects.filter(
        organisation=OuterRef("pk"), role=Role.PARTNER_MANAGER, until__isnull=True
    )
    found = Organisation.objects.filter(Exists(managers), kind__in=PRESCRIBERS, is_active=True)
    return found.exclude(pk=besides)


def successor(pk: int, /, *, besides: int) -> Organisation:
    """Give one organisation that may follow the households of another.

    Raises:
        Refusal: it is closed, prescribes nothing, or nobody manages it.
    """
    found = successors(besides=besides).filter(pk=pk).first()
    if found is None:
        raise Refusal(
            "partner_unknown",
            "Cette structure ne peut pas suivre de ménage : choisissez-en une autre.",
            field="successor",
        )
    return found


def manager_of(organisation_id: int, /) -> Membership:
    """Give the manager who receives what is entrusted to an organisation.

    Raises:
        Refusal: nobody manages it.
    """
    found = Membership.objects.filter(
        organisation=organisation_id, role=Role.PARTNER_MANAGER, until__isnull=True
    )
    if not (one := found.select_related("user").order_by("pk").first()):
        raise Refusal("manager_first", "Cette structure n’a pas de responsable : nommez-en un.")
    return one


def closed_of(user: User, /) -> Closing | None:
    """Give the last closing that ended a role of this person, None when no closing did."""
    ended = Membership.objects.filter(user=user, until=OuterRef("at"))
    found = lasting().filter(Exists(ended.filter(organisation=OuterRef("organisation"))))
    return found.last()


def why_no_role(user: User, /) -> str:
    """Say why an account opens nothing: its organisation closed, or its last role ended."""
    if found := closed_of(user):
        return f"{said(found)} : ses dossiers ne s’ouvrent plus. Demandez au programme."
    return "Votre compte n’a plus de rôle : demandez à votre responsable."


def said(closing: Closing, /) -> str:
    """Say that an organisation is closed, and since when."""
    day = in_words(day_of(closing.at))
    return f"« {closing.organisation.name} » est fermée dans le programme depuis le {day}"


def ended_alone(*, day: date, days: int) -> list[Organisation]:
    """Give the partners whose last agreement ended so long ago that they close."""
    later = Agreement.objects.filter(
        organisation=OuterRef("organisation"), ends_on__gt=day - timedelta(days=days)
    )
    # Somebody opened it again since: the clock leaves it to that person.
    again = Closing.objects.filter(
        organisation=OuterRef("organisation"), reopened_at__date__gte=OuterRef("ends_on")
    )
    found = Agreement.objects.filter(
        ~Exists(later), ~Exists(again), accepted_at__isnull=False, organisation__is_active=True
    )
    pks = found.values_list("organisation", flat=True)
    return list(Organisation.objects.filter(pk__in=pks, kind__in=PRESCRIBERS).order_by("pk"))
