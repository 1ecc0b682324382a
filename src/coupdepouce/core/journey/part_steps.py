"""What the steps of the three parts share: who takes them, how one is wanted and given up."""

from dataclasses import replace

from coupdepouce.core.journey import guards, reasons
from coupdepouce.core.journey.model import NONE, Ask, Part, Step
from coupdepouce.core.journey.states import state_of
from coupdepouce.core.roles import Role

PRESCRIBERS = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})
COUNTER = frozenset({Role.SHOP_ADVISOR})
DRAFT = frozenset({"draft"})
ACCEPTED = frozenset({"accepted"})
IN_USE = frozenset({"accepted", "closed"})  # what was delivered lives on after the request
UNDER_WAY = frozenset({"issued", "presented", "accepted"})
OURS = (guards.HOLDING_SHOP,)
TELLS_PRESCRIBER = frozenset({Role.PRESCRIBER})
IDENTITY_SEEN = Ask(
    name="identity_seen",
    label="J’ai vu une pièce d’identité au nom de la personne",
    kind="confirm",
    hint="Regardez-la, ne la copiez pas.",
)


def ends(step: Step) -> bool:
    """Say whether a step ends its part; one that moves nothing ends nothing."""
    return bool(step.target) and state_of(step.part, step.target).final


def want(part: Part, button: str, journal: str, told: str) -> Step:
    """Give the step by which a part is asked for."""
    return Step(
        name=f"want_{part}",
        part=part,
        sources=frozenset({NONE, "declined"}),
        target="wanted",
        actors=PRESCRIBERS,
        during=DRAFT,
        button=button,
        journal=journal,
        told=told,
    )


def no_longer(part: Part, sources: frozenset[str], what: str) -> tuple[Step, Step]:
    """Give the two ways of no longer asking: by the prescriber first, by the shop after."""
    before = Step(
        name=f"decline_{part}",
        part=part,
        sources=frozenset({"wanted"}),
        target="declined",
        actors=PRESCRIBERS,
        during=frozenset({"draft", "issued"}),
        button=f"Ne plus demander {what}",
        journal=f"ne demande plus {what}",
        told=f"Vous ne demandez plus {what}.",
        reasons=reasons.DECLINED_PARTS,
        tells=TELLS_PRESCRIBER,
    )
    after = replace(
        before,
        name=f"drop_{part}",
        sources=sources,
        actors=COUNTER,
        during=ACCEPTED,
        guards=OURS,
    )
    return before, after
