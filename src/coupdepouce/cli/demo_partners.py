"""Structures of the demonstration that ask to join, one in each state.

Their SIREN is nine zeros, which is nobody's and passes the check.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from coupdepouce.cli.demo_campaign import seed_campaign
from coupdepouce.cli.demo_cases import NAMESPACE, Members
from coupdepouce.cli.demo_data import AMIENS, BEAUVAIS, LAON, LENS, LILLE, MAIL, ROUBAIX, Town
from coupdepouce.core.roles import Role
from coupdepouce.outreach.joining import join, move_on
from coupdepouce.partners.operations.joining import Details, Move, Twin

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership


@dataclass(frozen=True, kw_only=True)
class Said:
    """A step of a candidature: who takes it, and what is said."""

    step: str
    words: str = ""
    ground: str = ""
    by: Role = Role.PROGRAMME_MANAGER


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A structure that asks to join."""

    key: str
    name: str
    kind: str
    siret: str
    town: Town
    steps: tuple[Said, ...] = ()
    is_told_apart: bool = False


CORRECTION = Said(step="ask_correction", words="Quel est le nom d’usage de votre structure ?")
CANDIDATES = (
    Candidate(
        key="centre-laon",
        name="Centre social de démonstration de Laon",
        kind="association",
        siret="00000000000018",
        town=LAON,
        steps=(Said(step="approve", words="Bienvenue dans la démonstration."),),
    ),
    Candidate(
        key="antenne-laon",
        name="Antenne de démonstration de Laon",
        kind="association",
        siret="00000000000026",
        town=LAON,
        is_told_apart=True,
    ),
    Candidate(
        key="bailleur-lens",
        name="Bailleur de démonstration de Lens",
        kind="housing",
        siret="00000000000034",
        town=LENS,
    ),
    Candidate(
        key="emploi-beauvais",
        name="Agence d’emploi de démonstration de Beauvais",
        kind="employment",
        siret="00000000000042",
        town=BEAUVAIS,
        steps=(CORRECTION,),
    ),
    Candidate(
        key="ecole-amiens",
        name="École de démonstration d’Amiens",
        kind="school",
        siret="00000000000059",
        town=AMIENS,
        steps=(Said(step="refuse", ground="out_of_scope", words="Exemple de refus."),),
    ),
    Candidate(
        key="sante-lille",
        name="Maison de santé de démonstration de Lille",
        kind="health",
        siret="00000000000067",
        town=LILLE,
        steps=(Said(step="withdraw", words="Nous reviendrons.", by=Role.APPLICANT),),
    ),
    Candidate(
        key="numerique-roubaix",
        name="Atelier numérique de démonstration de Roubaix",
        kind="digital",
        siret="00000000000075",
        town=ROUBAIX,
        steps=(CORRECTION, Said(step="lapse", by=Role.WORKER)),
        is_told_apart=True,
    ),
)


def seed_reach(*, members: Members, at: datetime) -> None:
    """Let structures ask to join, and the programme reach households by a campaign."""
    seed_candidatures(by=members["programme"], at=at)
    seed_campaign(members=members, at=at)


def seed_candidatures(*, by: "Membership", at: datetime) -> int:
    """Send the candidatures and bring each to its state; done already, nothing changes."""
    for one in CANDIDATES:
        reference = uuid5(NAMESPACE, f"candidature:{one.key}")
        join(
            siret=one.siret,
            details=_details(one),
            twin=Twin(is_told_apart=one.is_told_apart),
            words="Exemple de candidature.",
            at=at,
            once=reference,
        )
        for said in one.steps:
            move_on(reference=reference, move=_move(reference, said, by=by, at=at))
    return len(CANDIDATES)


def _details(one: Candidate) -> Details:
    return Details(
        name=one.name,
        kind=one.kind,
        address="adresse fictive",
        postcode=one.town.postcode,
        commune_code="",
        commune_name=one.town.name,
        first_name="Démo",
        last_name="Référent",
        function="référent de démonstration",
        email=f"{one.key}@{MAIL}",
        households_a_year=50,
    )


def _move(reference: UUID, said: Said, *, by: "Membership", at: datetime) -> Move:
    return Move(
        name=said.step,
        role=said.by,
        member=by if said.by is Role.PROGRAMME_MANAGER else None,
        at=at,
        once=uuid5(reference, said.step),
        words=said.words,
        ground=said.ground,
        receives_public=said.step == "approve",
    )
