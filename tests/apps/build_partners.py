"""Structures that ask to join, plainly fictional: a SIREN of nine zeros is nobody's."""

from typing import Any
from uuid import UUID, uuid4

from coupdepouce.core.roles import Role
from coupdepouce.outreach.joining import join, move_on
from coupdepouce.partners.models import Application, Membership, Organisation
from coupdepouce.partners.operations.joining import Details, Move, Twin
from tests.apps.build import NOW, member, organisation

SIRET, OTHER_SIRET = "00000000000018", "00000000000026"  # two sites of nobody's body
FAR_SIRET = "99999999800019"  # of another one


def manager() -> Membership:
    """Make a programme manager."""
    operator = organisation(Organisation.Kind.OPERATOR)
    return member(Role.PROGRAMME_MANAGER, of=operator)


def details(**changes: Any) -> Details:
    """Give what a structure says of itself."""
    return Details(
        **{
            "name": "Épicerie solidaire inventée",
            "kind": "association",
            "address": "5 rue Inventée",
            "postcode": "59000",
            "commune_code": "",
            "commune_name": "Lille",
            "first_name": "Dominique",
            "last_name": "Fictif",
            "function": "directrice",
            "email": "dominique@exemple.invalid",
            "households_a_year": 60,
            **changes,
        }
    )


def candidature(
    siret: str = SIRET, *, twin: Twin | None = None, once: UUID | None = None, **changes: Any
) -> Application:
    """Send a candidature."""
    return join(
        siret=siret,
        details=details(**changes),
        twin=twin or Twin(),
        words="Nous voulons aider.",
        at=NOW,
        once=once or uuid4(),
    )


def move(one: Application, name: str, by: Membership | None = None, **said: Any) -> Application:
    """Take a step, for the programme when a member is given, else for the structure."""
    role = Role(by.role) if by else Role.APPLICANT
    given = {"at": NOW, "once": uuid4(), **said}
    done = move_on(
        reference=one.reference, move=Move(name=name, role=role, member=by, **given),
        link_of=lambda user: f"http://testserver/{user.pk}",
    )  # fmt: skip
    one.refresh_from_db()
    return done
