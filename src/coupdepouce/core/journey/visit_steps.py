"""The table of steps of the appointment at the shop: taken or moved, given back."""

from dataclasses import replace

from coupdepouce.core.journey import guards
from coupdepouce.core.journey.model import Ask, Part, Step
from coupdepouce.core.journey.part_steps import PRESCRIBERS, TELLS_PRESCRIBER
from coupdepouce.core.roles import Role

BOOK_VISIT = Step(
    name="book_visit",
    part=Part.PRESCRIPTION,
    sources=frozenset({"issued"}),
    target="issued",
    actors=PRESCRIBERS | {Role.HOUSEHOLD},
    button="Prendre un rendez-vous en boutique",
    journal="a pris un rendez-vous en boutique",
    told="Vous avez un rendez-vous en boutique.",
    guards=(guards.IN_TIME, guards.VISITS_GIVEN),
    asks=(Ask(name="slot", label="Quand ?", kind="slot"),),
    message="visit_booked",
    tells=TELLS_PRESCRIBER,
    optional=True,
)
VISIT_STEPS = (
    BOOK_VISIT,
    replace(
        BOOK_VISIT,
        name="cancel_visit",
        button="Rendre le rendez-vous en boutique",
        journal="a rendu le rendez-vous en boutique",
        told="Vous n’avez plus de rendez-vous. Vous pouvez venir quand vous voulez.",
        guards=(guards.VISIT_TAKEN,),
        asks=(),
        message="visit_cancelled",
    ),
)
