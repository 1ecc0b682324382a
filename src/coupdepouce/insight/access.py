"""Who has an account, and who read what: for administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare

from coupdepouce.accounts.models import AccessLog, User
from coupdepouce.core.calendar import add_days, midnight
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, Role
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.partners.queries import live_memberships

PAGE = 100


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What the page of the access log keeps; empty keeps all."""

    person: str = ""
    about: str = ""
    first: date | None = None
    last: date | None = None
    impersonated: bool = False


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One line of the access log, in words."""

    at: datetime
    who: str
    role: str
    organisation: str
    screen: str
    about: str
    impersonator: str


@dataclass(frozen=True, kw_only=True)
class Visits:
    """A page of the access log, newest first."""

    rows: Sequence[Visit]
    total: int


def visits(*, keep: Kept, number: int = 1) -> Visits:
    """Give a page of the access log, with three queries."""
    found = _kept(keep)
    start = (number - 1) * PAGE
    rows = list(found.select_related("user", "impersonator")[start : start + PAGE])
    names = dict(
        Organisation.objects.filter(pk__in={row.organisation_id for row in rows}).values_list(
            "pk", "name"
        )
    )
    return Visits(
        rows=[_visit(row, names.get(row.organisation_id or 0, "")) for row in rows],
        total=found.count(),
    )


def _kept(keep: Kept) -> QuerySet[AccessLog]:
    found = AccessLog.objects.all()
    if keep.person:
        found = found.filter(_named("user", keep.person) | _named("impersonator", keep.person))
    if keep.about:
        found = found.filter(about__contains=keep.about)
    if keep.first:
        found = found.filter(at__gte=midnight(keep.first))
    if keep.last:
        found = found.filter(at__lt=midnight(add_days(keep.last, 1)))
    return found.filter(impersonator__isnull=False) if keep.impersonated else found


def _named(field: str, text: str) -> Q:
    names = ("email", "first_name", "last_name")
    found = Q()
    for name in names:
        found |= Q(**{f"{field}__{name}__icontains": text})
    return found


def _visit(row: AccessLog, organisation: str) -> Visit:
    return Visit(
        at=row.at,
        who=str(row.user) if row.user else "clé d’un logiciel",
        role=NAMES[Role(row.role)] if row.role in NAMES else row.role,
        organisation=organisation,
        screen=row.screen,
        about=row.about,
        impersonator=str(row.impersonator) if row.impersonator else "",
    )


def accounts(*, text: str = "") -> list[Membership]:
    """Give the roles held today, by name; `text` looks in names, addresses and organisations."""
    found = Membership.objects.filter(until__isnull=True).select_related("user", "organisation")
    if text:
        found = found.filter(_named("user", text) | Q(organisation__name__icontains=text))
    return list(found.order_by("user__last_name", "user__first_name", "user__email", "pk"))


def impersonable(*, user_id: int) -> User:
    """Give the person an administrator may look as.

    Raises:
        Refusal: unknown, without a role today, or an administrator too.
    """
    held = Membership.objects.filter(user=user_id, until__isnull=True).select_related("user")
    roles = {membership.role: membership.user for membership in held}
    if not roles:
        raise Refusal("not_found", "Ce compte n’a plus de rôle : choisissez-en un autre.")
    if Role.ADMINISTRATOR in roles:
        raise Refusal(
            "administrator_not_impersonated",
            "On ne prend jamais la place d’un administrateur : choisissez un autre compte.",
        )
    return next(iter(roles.values()))


def impersonator(*, user_id: str, session_hash: str) -> User:
    """Give the administrator who looks as another person, as long as they may.

    Raises:
        Refusal: the account was closed, is no administrator's now, or changed its password.
    """
    found = User.objects.filter(pk=user_id, is_active=True).first()
    may = found and Role.ADMINISTRATOR in {one.role for one in live_memberships(found)}
    if not (found and may and constant_time_compare(found.get_session_auth_hash(), session_hash)):
        raise Refusal("not_found", "Ce compte n’est plus celui d’un administrateur.")
    return found
