"""An organisation closes or opens again, and those who work there or take over are told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from coupdepouce.core.calendar import day_of, in_words
from coupdepouce.core.partners.closing import BY_CODE, ENDED, Reason
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.operations import enqueue_to_all
from coupdepouce.partners.models import Closing, Membership
from coupdepouce.partners.operations import closing
from coupdepouce.partners.queries import emails_of_role
from coupdepouce.partners.queries.agreements import managers_of
from coupdepouce.partners.queries.closing import ended_alone
from coupdepouce.programmes.queries import current_programme

BY_PROGRAMME = "L’équipe du programme suit ses ménages."
BY_ANOTHER = "{successor} suit ses ménages."


@transaction.atomic
def close(
    *,
    organisation_id: int,
    reason: str,
    words: str = "",
    successor_id: int | None = None,
    by: Membership | None,
    at: datetime,
    once: UUID,
) -> Closing:
    """Close an organisation, and write to its people, to who takes over, to the programme.

    Raises:
        Refusal: not the programme's manager, a shop, closed already, or no such successor.
    """
    made = closing.close(
        organisation_id=organisation_id,
        reason=reason,
        words=words,
        successor_id=successor_id,
        by=by,
        at=at,
        once=once,
    )
    team = Membership.objects.filter(organisation=organisation_id, until=made.at)
    emails = list(dict.fromkeys(team.order_by("pk").values_list("user__email", flat=True)))
    _tell(made, emails, template="organisation_closed", path="/")
    if made.successor:
        tell_successor(made)
    if by is None:
        to = emails_of_role(Role.PROGRAMME_MANAGER)
        _tell(made, to, template="organisation_closed_alone", path=_page(made))
    return made


def tell_successor(made: Closing, /) -> None:
    """Write to the managers of who follows the households from now on."""
    if made.successor_id:
        to = managers_of(made.successor_id)
        _tell(made, to, template="households_entrusted", path="/")


def close_ended(*, at: datetime) -> int:
    """Close the partners whose agreement ended long ago and that nothing follows."""
    _, programme = current_programme()
    found = ended_alone(day=day_of(at), days=programme.partners.closing_days)
    return sum(close_alone(one.pk, reason=ENDED, at=at) for one in found)


def close_alone(organisation_id: int, /, *, reason: Reason, at: datetime) -> bool:
    """Close an organisation that nobody asked to close; False when somebody was faster."""
    try:
        close(organisation_id=organisation_id, reason=reason.code, by=None, at=at, once=uuid4())
    except Refusal:
        return False
    return True


def _page(made: Closing) -> str:
    return f"/programme/partenaires/{made.organisation_id}/"


def _tell(made: Closing, to: Sequence[str], *, template: str, path: str) -> None:
    successor = made.successor.name if made.successor else ""
    enqueue_to_all(
        to,
        once=f"closing:{made.pk}:{template}:{successor and made.successor_id}",
        template=template,
        context={
            "organisation": made.organisation.name,
            "reason": BY_CODE[made.reason].label,
            "starts_on": in_words(day_of(made.at)),
            "next_offer": BY_ANOTHER.format(successor=successor) if successor else BY_PROGRAMME,
            "link": f"{settings.SITE_URL}{path}",
        },
        about=f"organisation:{made.organisation_id}",
        at=made.at,
    )
