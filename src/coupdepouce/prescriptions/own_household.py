"""Nobody prescribes for themselves, decides of it, or receives their own voucher.

An account says an e-mail and a name, no day of birth and no telephone: a namesake is sent to a
colleague too, who sees who it is.
"""

from collections.abc import Collection

from coupdepouce.core.household.identity import name_readings
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Household
from coupdepouce.partners.models import Membership

MOST_NAMED = 3
TEAM = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})


def check_not_own(
    *, household_id: int, by: Membership | None, roles: Collection[Role] = TEAM
) -> None:
    """Let a member act on a household that is not their own; `roles` may do it instead.

    Raises:
        Refusal: it has their e-mail or their name; it says who else can do it.
    """
    if by is None or not _is_own(household_id, by):
        return
    raise Refusal(
        "own_household",
        "Ce dossier porte votre nom ou votre courriel : une autre personne s’en occupe. "
        f"{_who_else(by, roles)}",
    )


def _is_own(household_id: int, by: Membership) -> bool:
    household = Household.objects.prefetch_related("people").get(pk=household_id)
    if household.email.strip().lower() == by.user.email:
        return True
    own = name_readings(first=by.user.first_name, last=by.user.last_name)
    return any(
        own & name_readings(first=one.first_name, last=one.last_name)
        for one in household.people.all()
    )


def _who_else(by: Membership, roles: Collection[Role]) -> str:
    others = Membership.objects.filter(
        organisation=by.organisation_id, until__isnull=True, role__in=roles
    ).exclude(user=by.user_id)
    found = others.select_related("user").order_by("pk")[:MOST_NAMED]
    names = list(dict.fromkeys(str(one.user) for one in found))
    if not names:
        return "Personne d’autre n’a de compte ici : demandez au programme."
    return f"Demandez à {' ou '.join(names)}."
