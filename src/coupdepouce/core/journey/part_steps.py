"""The table of steps of the line, the computer and the training."""

from dataclasses import replace

from coupdepouce.core.journey import guards, reasons
from coupdepouce.core.journey.model import NONE, Ask, Part, Step
from coupdepouce.core.roles import Role

PRESCRIBERS = frozenset({Role.PRESCRIBER, Role.PARTNER_MANAGER})
COUNTER = frozenset({Role.SHOP_ADVISOR})
DRAFT = frozenset({"draft"})
ACCEPTED = frozenset({"accepted"})
OURS = (guards.HOLDING_SHOP,)
TELLS_PRESCRIBER = frozenset({Role.PRESCRIBER})

TECHNOLOGIES = (
    ("fibre", "Fibre"),
    ("dsl", "Cuivre (ADSL, VDSL)"),
    ("fixed_4g", "4G ou 5G fixe"),
    ("satellite", "Satellite"),
)


def _want(part: Part, button: str, journal: str, told: str) -> Step:
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


def _no_longer(part: Part, sources: frozenset[str], what: str) -> tuple[Step, Step]:
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


LINE_STEPS = (
    _want(
        Part.LINE,
        "Demander la ligne",
        "a demandé la ligne",
        "Vous demandez une ligne internet à la maison.",
    ),
    Step(
        name="find_line_available",
        part=Part.LINE,
        sources=frozenset({"wanted", "not_available"}),
        target="available",
        actors=COUNTER,
        during=ACCEPTED,
        button="La ligne est possible",
        journal="a vérifié que la ligne est possible à l’adresse",
        told="La ligne est possible à votre adresse.",
        guards=OURS,
        asks=(
            Ask(
                name="technology",
                label="Par quel réseau ?",
                kind="choice",
                choices=TECHNOLOGIES,
            ),
        ),
        stage="line_available",
    ),
    Step(
        name="find_line_not_available",
        part=Part.LINE,
        sources=frozenset({"wanted", "available"}),
        target="not_available",
        actors=COUNTER,
        during=ACCEPTED,
        button="La ligne n’est pas possible",
        journal="a constaté que la ligne n’est pas possible à l’adresse",
        told="La ligne n’est pas possible à votre adresse.",
        guards=OURS,
        reasons=reasons.NO_LINE,
        message="line_not_available",
        tells=TELLS_PRESCRIBER,
    ),
    Step(
        name="order_line",
        part=Part.LINE,
        sources=frozenset({"available"}),
        target="ordered",
        actors=COUNTER,
        during=ACCEPTED,
        button="Noter la commande",
        journal="a commandé la ligne",
        told="Votre ligne est commandée.",
        guards=OURS,
        asks=(
            Ask(
                name="order_number",
                label="Numéro de commande de l’opérateur",
                kind="text",
                hint="Il est écrit sur le contrat.",
                kept=False,
            ),
        ),
        message="line_ordered",
        tells=TELLS_PRESCRIBER,
        stage="line_ordered",
    ),
    Step(
        name="set_appointment",
        part=Part.LINE,
        sources=frozenset({"ordered", "appointment"}),
        target="appointment",
        actors=COUNTER,
        during=ACCEPTED,
        button="Noter le rendez-vous",
        journal="a noté le rendez-vous avec le technicien",
        told="Un technicien vient chez vous.",
        guards=OURS,
        asks=(
            Ask(
                name="appointment_at",
                label="Jour et heure du rendez-vous",
                kind="moment",
                hint="Par exemple : 04/12/2026 14:30",
                kept=False,
            ),
        ),
        message="line_appointment",
    ),
    Step(
        name="activate_line",
        part=Part.LINE,
        sources=frozenset({"ordered", "appointment"}),
        target="active",
        actors=COUNTER,
        during=ACCEPTED,
        button="La ligne marche",
        journal="a noté que la ligne est active",
        told="Votre ligne internet marche.",
        guards=OURS,
        asks=(
            Ask(
                name="activated_on",
                label="Depuis quel jour ?",
                kind="day",
                hint="Par exemple : 04/12/2026",
            ),
        ),
        message="line_active",
        tells=TELLS_PRESCRIBER,
        stage="line_active",
    ),
    Step(
        name="fail_order",
        part=Part.LINE,
        sources=frozenset({"ordered", "appointment"}),
        target="failed",
        actors=COUNTER,
        during=ACCEPTED,
        button="La commande n’a pas abouti",
        journal="a noté que la commande n’a pas abouti",
        told="La commande de votre ligne n’a pas abouti.",
        guards=OURS,
        reasons=reasons.FAILED_ORDERS,
        message="line_failed",
        tells=TELLS_PRESCRIBER,
    ),
    Step(
        name="retry_order",
        part=Part.LINE,
        sources=frozenset({"failed"}),
        target="available",
        actors=COUNTER,
        during=ACCEPTED,
        button="Reprendre la commande",
        journal="a repris la commande",
        told="La boutique reprend la commande de votre ligne.",
        guards=OURS,
    ),
    Step(
        name="cancel_line",
        part=Part.LINE,
        sources=frozenset({"available", "ordered", "appointment", "failed"}),
        target="cancelled",
        actors=COUNTER,
        during=ACCEPTED,
        button="Annuler la ligne",
        journal="a annulé la ligne",
        told="La demande de ligne est annulée.",
        guards=OURS,
        reasons=reasons.DECLINED_PARTS,
        message="line_cancelled",
        tells=TELLS_PRESCRIBER,
    ),
    *_no_longer(Part.LINE, frozenset({"wanted", "not_available"}), "la ligne"),
)

PART_STEPS = (
    *LINE_STEPS,
    _want(
        Part.COMPUTER,
        "Demander l’ordinateur",
        "a demandé un ordinateur",
        "Vous demandez un ordinateur.",
    ),
    *_no_longer(Part.COMPUTER, frozenset({"wanted"}), "l’ordinateur"),
    _want(Part.TRAINING, "Demander l’atelier", "a demandé un atelier", "Vous demandez un atelier."),
    *_no_longer(Part.TRAINING, frozenset({"wanted"}), "l’atelier"),
)
