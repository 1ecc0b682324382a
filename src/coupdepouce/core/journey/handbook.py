"""The journey as a page that partners read: written from the table and the programme alone."""

from collections.abc import Iterable, Iterator, Mapping

from coupdepouce.core.journey import reasons
from coupdepouce.core.journey.model import NONE, Family, Part, Reason, State, Step
from coupdepouce.core.journey.states import STATES, state_of
from coupdepouce.core.journey.steps import STEPS
from coupdepouce.core.programme import Programme
from coupdepouce.core.roles import NAMES, Role

PARTS = {
    Part.PRESCRIPTION: "La prescription",
    Part.LINE: "La ligne",
    Part.COMPUTER: "L’ordinateur",
    Part.TRAINING: "L’atelier",
}
FAMILIES = {
    Family.NOT_KNOWN: "pas connu",
    Family.NOT_OFFERED: "pas proposé",
    Family.NOT_ASKED: "pas demandé",
    Family.NOT_RECEIVED: "pas reçu",
    Family.OURS: "de notre fait",
}
LISTS: tuple[tuple[str, tuple[Reason, ...]], ...] = (
    ("La personne arrête", reasons.WITHDRAWALS),
    ("La personne efface son dossier", reasons.ERASURES),
    ("La boutique n’accepte pas", reasons.DECLINES),
    ("La réception est annulée", reasons.REVERSALS),
    ("Le bon est remplacé", reasons.LOST_VOUCHERS),
    ("La boutique ne peut pas recevoir", reasons.TURN_AWAYS),
    ("La ligne n’est pas possible", reasons.NO_LINE),
    ("La commande échoue", reasons.FAILED_ORDERS),
    ("Le rendez-vous n’a pas lieu", reasons.MISSED_APPOINTMENTS),
    ("La ligne s’arrête", reasons.LINE_ENDS),
    ("La réservation est libérée", reasons.SET_FREE),
    ("L’ordinateur a une panne", reasons.FAULTS),
    ("L’ordinateur est rendu", reasons.RETURNS),
    ("L’inscription est annulée", reasons.BOOKING_ENDS),
    ("Un volet n’est plus demandé", reasons.DECLINED_PARTS),
    ("La situation est difficile", reasons.HARDSHIP),
)
PERSONAL_DATA = {
    "identity": "l’identité",
    "contact": "le contact",
    "address": "l’adresse",
    "signature": "la signature",
}
DELAYS = {
    "draft_lifetime": "La durée d’un brouillon",
    "voucher_lifetime": "La durée d’un bon",
    "line_activation": "Le temps d’ouvrir une ligne",
    "line_repair": "Le temps de reprendre une commande",
    "computer_reservation": "La durée d’une réservation",
}
BEGINNING = "rien encore"
STAYS = "rien ne change"


def handbook(*, programme: Programme, messages: Mapping[str, str]) -> str:
    """Write the journey of a programme; `messages` gives the subject of each message."""
    lines = [
        f"# Le parcours de « {programme.name} »",
        "",
        "Cette page est écrite depuis la table des étapes et le fichier du programme.",
        "Ne la corrigez pas à la main.",
        "",
        *_roles(programme),
    ]
    for part in Part:
        lines += _part(part, programme, messages)
    return "\n".join([*lines, *_reasons()]).rstrip() + "\n"


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Write a Markdown table, with an empty line after it."""
    heads = list(columns)
    lines = [heads, ["---"] * len(heads), *rows]
    return [*(_row(cells) for cells in lines), ""]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _roles(programme: Programme) -> Iterator[str]:
    yield from ("## Qui fait quoi", "")
    yield from table(
        ("Qui", "Ses étapes"),
        (
            (NAMES[role].capitalize(), ", ".join(step.button for step in own))
            for role in Role
            if (own := [step for step in _on(programme) if role in step.actors])
        ),
    )


def _on(programme: Programme) -> list[Step]:
    return [step for step in STEPS if step.name not in programme.steps_off]


def _part(part: Part, programme: Programme, messages: Mapping[str, str]) -> Iterator[str]:
    steps = [step for step in STEPS if step.part is part]
    yield from (f"## {PARTS[part]}", "")
    yield from _drawing(part, steps)
    yield from table(
        ("État", "Le ménage lit", "Qui doit agir"),
        (_state(state) for state in STATES if state.part is part),
    )
    for step in steps:
        yield from _step(step, programme, messages)


def _drawing(part: Part, steps: Iterable[Step]) -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2")
    for state in STATES:
        if state.part is part:
            yield f'  state "{state.staff}" as {state.name}'
    for step in steps:
        for source in sorted(step.sources):
            start = "[*]" if source == NONE else source
            yield f"  {start} --> {step.target or source}: {step.button}"
    yield from ("```", "")


def _state(state: State) -> tuple[str, str, str]:
    who = NAMES[state.waits_for].capitalize() if state.waits_for else "Personne : c’est fini"
    return state.staff, state.household, who


def _step(step: Step, programme: Programme, messages: Mapping[str, str]) -> Iterator[str]:
    off = " (éteinte dans ce programme)" if step.name in programme.steps_off else ""
    yield from (f"### {step.button}{off}", "")
    for label, value in (
        ("Nom", f"`{step.name}`"),
        ("Qui", _who(step.actors)),
        ("De", ", ".join(_said(step.part, name) for name in sorted(step.sources))),
        ("Vers", _said(step.part, step.target) if step.target else STAYS),
        ("Pendant", ", ".join(_said(Part.PRESCRIPTION, name) for name in sorted(step.during))),
        ("Sinon on lit", " ".join(f"« {guard.sentence} »" for guard in step.guards)),
        ("On demande", ", ".join(ask.label for ask in step.asks)),
        ("Raison à choisir", _list_name(step)),
        ("Le ménage lit", step.told),
        ("Le ménage reçoit", _message(step, messages)),
        ("On prévient", _who(step.tells)),
        ("Délai", _delay(step, programme)),
        ("Données personnelles", ", ".join(PERSONAL_DATA[name] for name in sorted(step.writes))),
    ):
        if value:
            yield f"- {label} : {value}"
    yield ""


def _who(roles: Iterable[Role]) -> str:
    return ", ".join(NAMES[role] for role in Role if role in set(roles))


def _said(part: Part, name: str) -> str:
    return BEGINNING if name == NONE else state_of(part, name).staff


def _list_name(step: Step) -> str:
    return next((f"« {name} »" for name, rows in LISTS if rows and rows is step.reasons), "")


def _message(step: Step, messages: Mapping[str, str]) -> str:
    return f"« {messages[step.message]} », s’il veut des nouvelles" if step.message else ""


def _delay(step: Step, programme: Programme) -> str:
    if not step.deadline:
        return ""
    return f"{DELAYS[step.deadline].lower()}, {getattr(programme.delays, step.deadline)} jours"


def _reasons() -> Iterator[str]:
    yield from ("## Les raisons, et la suite proposée", "")
    for name, rows in LISTS:
        yield from (f"### {name}", "")
        yield from table(
            ("Raison", "Famille", "La suite"),
            ((row.label, FAMILIES[row.family], row.next_offer) for row in rows),
        )
