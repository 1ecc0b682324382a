"""The table of steps of who follows a request, once its organisation is closed: nothing moves."""

from dataclasses import replace

from coupdepouce.core.journey import guards
from coupdepouce.core.journey.model import Ask, Part, Step
from coupdepouce.core.roles import Role

PARTNER = Ask(name="partner", label="Quelle structure suit ce ménage ?", kind="partner")
RELAY = Step(
    name="relay",
    part=Part.PRESCRIPTION,
    sources=frozenset({"draft", "issued", "presented", "accepted", "closed"}),
    target="",
    actors=frozenset({Role.WORKER}),
    button="Prendre le relais d’une structure fermée",
    journal="prend le relais : la structure qui suivait ce ménage est fermée",
    told="Votre structure est fermée. L’équipe du programme vous suit.",
    guards=(guards.LEFT, guards.LIVES_ON),
    message="followed_by_programme",
)
FOLLOWING = (
    RELAY,
    replace(
        RELAY,
        name="entrust",
        actors=frozenset({Role.PROGRAMME_MANAGER, Role.WORKER}),
        button="Confier à une autre structure",
        journal="a confié le ménage à une autre structure",
        told="Une autre structure vous suit maintenant.",
        asks=(PARTNER,),
        message="followed_by_another",
    ),
)
