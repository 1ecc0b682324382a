"""What the operator's file says of a line, and the step of the journey it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass

from coupdepouce.core.refusal import Refusal

NOTHING = ""  # the file says what is already known


@dataclass(frozen=True, kw_only=True)
class Status:
    """One word of the operator's file: what it means, and the step it leads to from each state."""

    name: str
    label: str
    steps: Mapping[str, str]  # from the state of the line
    known_in: frozenset[str]  # states in which it says nothing new
    aliases: tuple[str, ...] = ()  # the same in TMF622's words
    needs: tuple[str, ...] = ()  # columns that this word cannot do without
    is_check: bool = False  # it answers the question "is the line kept?"


STATUSES = (
    Status(
        name="ordered",
        label="commande enregistrée",
        steps={},
        known_in=frozenset({"ordered", "appointment"}),
        aliases=("acknowledged", "pending"),
    ),
    Status(
        name="appointment",
        label="rendez-vous pris",
        steps={"ordered": "set_appointment", "appointment": "set_appointment"},
        known_in=frozenset(),
        aliases=("inprogress",),
        needs=("appointment_at",),
    ),
    Status(
        name="active",
        label="ligne active",
        steps={
            "ordered": "activate_line",
            "appointment": "activate_line",
            "late": "keep_line",
            "suspended": "keep_line",
        },
        known_in=frozenset({"active"}),
        aliases=("completed",),
        is_check=True,
    ),
    Status(
        name="late",
        label="retard de paiement",
        steps={"active": "note_late_payment"},
        known_in=frozenset({"late"}),
        needs=("cut_on",),
        is_check=True,
    ),
    Status(
        name="suspended",
        label="ligne suspendue",
        steps={"active": "note_suspended", "late": "note_suspended"},
        known_in=frozenset({"suspended"}),
        is_check=True,
    ),
    Status(
        name="ended",
        label="ligne résiliée",
        steps={"active": "end_line", "late": "end_line", "suspended": "end_line"},
        known_in=frozenset({"ended"}),
        needs=("reason",),
        is_check=True,
    ),
    Status(
        name="failed",
        label="commande en échec",
        steps={"ordered": "fail_order", "appointment": "fail_order"},
        known_in=frozenset({"failed"}),
        aliases=("rejected",),
        needs=("reason",),
    ),
    Status(
        name="cancelled",
        label="commande annulée",
        steps={
            "available": "cancel_line",
            "ordered": "cancel_line",
            "appointment": "cancel_line",
            "failed": "cancel_line",
        },
        known_in=frozenset({"cancelled"}),
        needs=("reason",),
    ),
)
BY_NAME = {name: one for one in STATUSES for name in (one.name, *one.aliases)}


def status_named(word: str) -> Status:
    """Give the status that a word of the file stands for, ours or TMF622's.

    Raises:
        Refusal: no status has that name.
    """
    found = BY_NAME.get(word.strip().lower())
    if found is None:
        known = ", ".join(one.name for one in STATUSES)
        raise Refusal("status_unknown", f"Ce statut n’existe pas : écrivez {known}.")
    return found


def step_for(status: Status, *, state: str) -> str:
    """Give the step that a status leads to from a state of the line, empty when it is known.

    Raises:
        Refusal: the line cannot go from that state to this one.
    """
    if state in status.known_in:
        return NOTHING
    if state not in status.steps:
        raise Refusal(
            "move_impossible",
            f"La ligne ne peut pas passer à « {status.label} » maintenant : voyez son dossier.",
        )
    return status.steps[state]
