"""A line kept: the days on which somebody asks, and what can be done before a cut."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coupdepouce.core.calendar import add_months

ANSWERS = (
    ("active", "La ligne marche et elle est payée"),
    ("late", "Une facture n’est pas payée"),
    ("suspended", "La ligne est coupée, le contrat continue"),
    ("ended", "Le contrat est terminé"),
    ("unknown", "Personne n’a répondu"),
)
# Nobody said anything, even once nobody calls any more: a later answer still counts.
UNANSWERED = ("", "unknown")

# Said to the prescriber before a cut. No amount and no delay here: those are the operator's.
BEFORE_A_CUT = (
    "Appelez la personne avant la date de coupure : souvent, elle ne sait pas.",
    "Demandez à l’opérateur un échéancier : plusieurs petits paiements.",
    "Vérifiez le moyen de paiement : compte fermé, carte expirée, prélèvement rejeté.",
    "Voyez si une aide peut payer : CCAS, fonds de solidarité pour le logement, association.",
    "La personne n’y arrive plus ? Cherchez avec elle une offre moins chère avant la coupure.",
)
ONCE_CUT = (
    "Demandez à l’opérateur ce qu’il faut payer pour que la ligne revienne.",
    "Voyez si une aide peut payer : CCAS, fonds de solidarité pour le logement, association.",
    "Dites à la personne où se connecter en attendant : médiathèque, espace numérique.",
)


class Called(StrEnum):
    """What a call that nobody answered came to."""

    NOTED = "noted"
    SAME_DAY = "same_day"  # counted once a day
    GIVEN_UP = "given_up"  # the last one: the prescriber is told
    NOT_DUE = "not_due"


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A day on which the line is looked at."""

    months: int
    due_on: date


def milestones(*, activated_on: date, months: Iterable[int]) -> tuple[Milestone, ...]:
    """Give the days on which a line is looked at, counted from its activation."""
    return tuple(
        Milestone(months=number, due_on=add_months(activated_on, number))
        for number in sorted(set(months))
    )


def answered_by(found: Iterable[Milestone], *, on: date) -> tuple[Milestone, ...]:
    """Give the milestones that an answer of that day settles: those already due, no later one."""
    return tuple(one for one in found if one.due_on <= on)
