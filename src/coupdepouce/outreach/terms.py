"""The terms under which messages leave: hours without SMS, costs, and what is left to spend."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.db.models import QuerySet, Sum

from coupdepouce.core.calendar import day_of, midnight
from coupdepouce.core.messages.hours import is_quiet
from coupdepouce.core.money import in_euros
from coupdepouce.core.programme.messages import Kind, Messages
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.operations import enqueue_to_all
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.partners.queries import emails_of_role
from coupdepouce.programmes.queries import current_programme

NEARLY, ALL = 80, 100  # of the allowance, in hundredths: the manager is told
URGENT = frozenset(name for name, text in TEXTS.items() if text.urgent)
GO_ON = "Les nouvelles d’une demande partent toujours, les annonces s’arrêtent à 100 %."
STOPS = "À 100 %, plus rien de payant ne part : l’équipe prévient autrement."


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms of a turn."""

    said: Messages = field(default_factory=Messages)
    spent: int = 0  # tenths of cents, in this period
    first_day: date | None = None  # of the period; None: no programme, no allowance

    def rate(self, kind: str) -> int:
        """Give the cost of one part, in tenths of cents; 0 when the file does not say."""
        cost = self.said.costs.get(cast("Kind", kind))
        return cost.value if cost else 0

    @property
    def allowance(self) -> int:
        """Give what may be spent, in tenths of cents; 0 when there is no limit."""
        return self.said.allowance.amount.value * 10 if self.said.allowance else 0

    @property
    def share(self) -> int:
        """Give the part of the allowance that is spent, in hundredths."""
        return 100 * self.spent // self.allowance if self.allowance else 0

    def may_leave(self, due: QuerySet[Message], *, kind: str, at: datetime) -> QuerySet[Message]:
        """Keep what may leave at this hour: at night, only the texts that cannot wait."""
        hours = {"begins": self.said.quiet_from, "ends": self.said.quiet_until}
        if kind != Message.Channel.SMS or not is_quiet(at, **hours):
            return due
        return due.filter(template__in=URGENT)

    def stop(self, message: Message) -> bool:
        """Say whether there is no money left for a message."""
        if not self.rate(message.channel) or self.share < ALL or not self.allowance:
            return False
        text = TEXTS.get(message.template)
        necessary = text is None or text.necessary  # people at work are always told
        goes_on = self.said.allowance is None or self.said.allowance.necessary_go_on
        return not (necessary and (goes_on or text is None))

    def paid(self, handful: Sequence[Message]) -> int:
        """Give what some messages cost in this period, as they were read."""
        since = midnight(self.first_day) if self.first_day else None
        return sum(one.cost for one in handful if since and one.created_at >= since)

    def after(self, handful: Sequence[Message], *, paid: int) -> "Terms":
        """Count what a handful cost, beyond what it had, so that a long turn stops where it must.

        It is read again: what is refused, kept back or asked about costs nothing more.
        """
        if self.first_day is None:
            return self
        spent = spent_since(self.first_day, among=handful)
        return replace(self, spent=self.spent + spent - paid)


FREE = Terms()


def terms_at(at: datetime) -> Terms:
    """Give the terms of the programme in force, and what was spent since its period began."""
    try:
        _, programme = current_programme()
    except Refusal:  # nothing is loaded yet: an invitation still leaves
        return FREE
    allowance = programme.messages.allowance
    first = first_day(day_of(at), period=allowance.period if allowance else "year")
    return Terms(said=programme.messages, spent=spent_since(first), first_day=first)


def first_day(day: date, *, period: str) -> date:
    """Give the first day of the month or of the year of a day."""
    return day.replace(day=1) if period == "month" else day.replace(month=1, day=1)


def spent_since(day: date, *, among: Sequence[Message] | None = None) -> int:
    """Give what all messages, or some, cost since a day, in tenths of cents."""
    paid = Message.objects.filter(created_at__gte=midnight(day), cost__gt=0)
    if among is not None:
        paid = paid.filter(pk__in=[one.pk for one in among])
    return int(paid.aggregate(all=Sum("cost"))["all"] or 0)


def tell_managers(terms: Terms, *, at: datetime) -> None:
    """Tell the programme's managers, once a period, that the allowance is nearly or all spent."""
    for share in (NEARLY, ALL):
        if not terms.allowance or terms.share < share:
            continue
        enqueue_to_all(
            emails_of_role(Role.PROGRAMME_MANAGER),
            once=f"allowance:{terms.first_day}:{share}",
            template="allowance",
            context=_said(terms, share),
            about="",
            at=at,
        )


def _said(terms: Terms, share: int) -> dict[str, str]:
    goes_on = terms.said.allowance is None or terms.said.allowance.necessary_go_on
    return {
        "share": str(share),
        "spent": in_euros(terms.spent // 10),
        "allowance": in_euros(terms.allowance // 10),
        "what_goes_on": GO_ON if goes_on else STOPS,
        "link": f"{settings.SITE_URL}/programme/messages/envois/",
    }
