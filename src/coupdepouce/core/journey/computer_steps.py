"""The table of steps of the computer: reserved, ready, handed over, exchanged, returned."""

from dataclasses import replace

from coupdepouce.core.journey import guards, reasons
from coupdepouce.core.journey.model import Ask, Part, Step
from coupdepouce.core.journey.part_steps import (
    ACCEPTED,
    COUNTER,
    IDENTITY_SEEN,
    IN_USE,
    OURS,
    PRESCRIBERS,
    TELLS_PRESCRIBER,
    UNDER_WAY,
    no_longer,
    want,
)
from coupdepouce.core.roles import Role

SERIAL = Ask(
    name="serial",
    label="Numéro de série de l’ordinateur",
    kind="serial",
    hint="Scannez l’étiquette, ou tapez le numéro.",
    kept=False,  # the journal outlives the household, and a machine would lead back to it
)

BROUGHT_BACK = Ask(
    name="back",
    label="Numéro de série de l’ordinateur rendu",
    kind="serial",
    hint="Scannez celui que la personne rapporte.",
    kept=False,
)


def giving(serial: str) -> tuple[Ask, ...]:
    """Give what is asked whenever a machine is put in somebody's hands, its serial named so."""
    return (
        IDENTITY_SEEN,
        Ask(
            name="conditions_read",
            label="J’ai lu les conditions à voix haute, la personne les accepte",
            kind="confirm",
        ),
        replace(SERIAL, label=serial),
        Ask(name="signature", label="Signature de la personne", kind="signature", kept=False),
    )


RESERVE = Step(
    name="reserve_computer",
    part=Part.COMPUTER,
    sources=frozenset({"wanted", "waiting"}),
    target="reserved",
    actors=PRESCRIBERS | COUNTER,
    during=UNDER_WAY,
    button="Réserver un ordinateur",
    journal="a réservé un ordinateur",
    told="Un ordinateur vous est réservé.",
    guards=(guards.SHOP_OR_TEAM, guards.MACHINE_FREE),
    message="computer_reserved",
    tells=TELLS_PRESCRIBER,
    deadline="computer_reservation",
)
GIVE = replace(
    RESERVE,
    name="give_computer",
    sources=frozenset({"waiting"}),
    actors=frozenset({Role.WORKER}),
    button="Réserver l’ordinateur arrivé",
    journal="a réservé un ordinateur arrivé, dans l’ordre de la liste",
    guards=(),
)
SET_FREE = Step(
    name="free_computer",
    part=Part.COMPUTER,
    sources=frozenset({"reserved", "ready"}),
    target="wanted",
    actors=PRESCRIBERS | COUNTER,
    during=UNDER_WAY,
    button="Libérer l’ordinateur réservé",
    journal="a libéré l’ordinateur réservé",
    told="L’ordinateur n’est plus réservé. Vous pouvez en demander un autre.",
    guards=(guards.SHOP_OR_TEAM,),
    reasons=reasons.SET_FREE,
    message="computer_freed",
    tells=TELLS_PRESCRIBER,
)
LAPSE = replace(
    SET_FREE,
    name="lapse_computer",
    actors=frozenset({Role.WORKER}),
    button="Libérer l’ordinateur gardé trop longtemps",
    journal="a libéré l’ordinateur, gardé trop longtemps",
    guards=(guards.COMPUTER_OVERDUE,),
    reasons=(),
    message="computer_lapsed",
)
REQUEUE = replace(
    LAPSE,
    name="requeue_computer",
    target="waiting",
    button="Remettre à sa place sur la liste",
    journal="a remis la personne à sa place sur la liste : l’ordinateur réservé manque",
    told="L’ordinateur réservé n’est pas arrivé. Vous gardez votre place sur la liste.",
    guards=(),
    message="computer_missing",
)
EXCHANGE = Step(
    name="exchange_computer",
    part=Part.COMPUTER,
    sources=frozenset({"handed_over", "on_loan"}),
    target="handed_over",
    actors=COUNTER,
    during=IN_USE,
    button="Échanger l’ordinateur",
    journal="a échangé l’ordinateur en panne",
    told="La boutique a échangé votre ordinateur.",
    guards=(*OURS, guards.UNDER_GUARANTEE),
    asks=(BROUGHT_BACK, *giving("Numéro de série du nouvel ordinateur")),
    reasons=reasons.FAULTS,
    message="computer_exchanged",
    tells=TELLS_PRESCRIBER,
    writes=frozenset({"signature"}),
)

COMPUTER_STEPS = (
    want(
        Part.COMPUTER,
        "Demander l’ordinateur",
        "a demandé un ordinateur",
        "Vous demandez un ordinateur.",
    ),
    RESERVE,
    replace(
        RESERVE,
        name="queue_computer",
        sources=frozenset({"wanted"}),
        target="waiting",
        button="Mettre sur la liste d’attente",
        journal="a mis la personne sur la liste d’attente",
        told="Vous êtes sur la liste pour un ordinateur.",
        guards=(guards.SHOP_OR_TEAM, guards.NO_MACHINE_FREE),
        message="computer_waiting",
        deadline="",
    ),
    GIVE,
    Step(
        name="ready_computer",
        part=Part.COMPUTER,
        sources=frozenset({"reserved"}),
        target="ready",
        actors=COUNTER,
        during=ACCEPTED,
        button="L’ordinateur est prêt",
        journal="a préparé l’ordinateur",
        told="Votre ordinateur vous attend à la boutique.",
        guards=(*OURS, guards.MACHINE_HERE),
        message="computer_ready",
        tells=TELLS_PRESCRIBER,
        deadline="computer_reservation",
    ),
    SET_FREE,
    LAPSE,
    REQUEUE,
    Step(
        name="hand_over",
        part=Part.COMPUTER,
        sources=frozenset({"ready"}),
        target="handed_over",
        actors=COUNTER,
        during=ACCEPTED,
        button="Remettre l’ordinateur",
        journal="a remis l’ordinateur",
        told="Vous avez reçu votre ordinateur.",
        guards=OURS,
        asks=giving(SERIAL.label),
        message="computer_handed_over",
        tells=TELLS_PRESCRIBER,
        writes=frozenset({"signature"}),
        stage="computer_handed_over",
    ),
    EXCHANGE,
    replace(
        EXCHANGE,
        name="lend_computer",
        sources=frozenset({"handed_over"}),
        target="on_loan",
        button="Prêter un ordinateur pendant la réparation",
        journal="a prêté un ordinateur pendant la réparation",
        told="La boutique vous prête un ordinateur pendant la réparation.",
        guards=OURS,
        asks=giving("Numéro de série de l’ordinateur prêté"),
        message="computer_lent",
    ),
    Step(
        name="end_loan",
        part=Part.COMPUTER,
        sources=frozenset({"on_loan"}),
        target="handed_over",
        actors=COUNTER,
        during=IN_USE,
        button="Rendre l’ordinateur réparé",
        journal="a rendu l’ordinateur réparé et repris celui du prêt",
        told="Votre ordinateur est réparé. Vous l’avez repris.",
        guards=OURS,
        asks=(replace(BROUGHT_BACK, label="Numéro de série de l’ordinateur prêté, rendu"),),
        message="computer_repaired",
        tells=TELLS_PRESCRIBER,
    ),
    Step(
        name="return_computer",
        part=Part.COMPUTER,
        sources=frozenset({"handed_over", "on_loan"}),
        target="returned",
        actors=COUNTER,
        during=IN_USE,
        button="Reprendre l’ordinateur",
        journal="a repris l’ordinateur",
        told="Vous avez rendu l’ordinateur.",
        guards=OURS,
        asks=(BROUGHT_BACK,),
        reasons=reasons.RETURNS,
        message="computer_returned",
        tells=TELLS_PRESCRIBER,
    ),
    *no_longer(Part.COMPUTER, frozenset({"wanted", "waiting"}), "l’ordinateur"),
)
