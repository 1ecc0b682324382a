"""A voucher as the counter reads it: what it opens, what to do now, never why."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode

from coupdepouce.core.journey.machine import Choice
from coupdepouce.core.journey.model import NONE, Part, Step
from coupdepouce.core.journey.states import NEVER_MORE, SETTLED
from coupdepouce.core.programme import Figure, Programme
from coupdepouce.core.roles import Role
from coupdepouce.households.checks import phone_in_words
from coupdepouce.prescriptions.counter import CounterView
from coupdepouce.prescriptions.line_money import offer_of
from coupdepouce.prescriptions.lists import Page, Row
from coupdepouce.prescriptions.queries import PartView
from coupdepouce.prescriptions.situation import states_of
from coupdepouce.programmes.queries import current_programme, printable_figures
from coupdepouce.web.counter.availability import hint
from coupdepouce.web.lines.notice import case_notice
from coupdepouce.web.standing import badge, row_badge, since
from coupdepouce.web.steps import StepForm
from coupdepouce.web.stock.shown import computer_facts
from coupdepouce.web.templatetags.ui import euros, hour, in_words
from coupdepouce.web.training.choices import in_lists

if TYPE_CHECKING:
    from coupdepouce.lines.models import Line
    from coupdepouce.prescriptions.models import Prescription

NAMES = {
    Part.LINE: ("house-line", "Ligne internet"),
    Part.COMPUTER: ("computer", "Ordinateur"),
    Part.TRAINING: ("workshop", "Atelier"),
}
TECHNOLOGIES = {
    "fibre": "Fibre", "dsl": "Cuivre (ADSL, VDSL)", "fixed_4g": "4G ou 5G fixe",
    "satellite": "Satellite",
}  # fmt: skip
# What is read aloud and signed has a page of its own.
PAGES = {
    "hand_over": "stock:hand_over",
    "exchange_computer": "stock:exchange",
    "lend_computer": "stock:lend",
}
WAITS = {
    Role.SHOP_ADVISOR: "Attend la boutique",
    Role.HOUSEHOLD: "Attend la personne",
    Role.TRAINER: "Attend le formateur",
    Role.PRESCRIBER: "Attend le prescripteur",
}
CONFIRMED = {"household": "la personne", "operator": "l’opérateur"}
STOPPED = frozenset({"refused", "withdrawn", "expired"})


def voucher_page(view: CounterView, *, form: StepForm | None = None) -> dict[str, Any]:
    """Give what the page of a voucher shows."""
    prescription = view.prescription
    tone, word = badge(prescription)
    offered = [choice for choice in in_lists(view.choices) if _is_open_here(choice, view)]
    step = next_step(offered, view)
    return {
        "view": view,
        "tone": tone,
        "state": word,
        "parts": [_part(part, view) for part in view.parts],
        "facts": _facts(view),
        "step": step,
        "button": step.button_from(states_of(prescription)[step.part]) if step else "",
        "form": form or (StepForm(step, prescription=prescription) if step else None),
        "action": _action(prescription.reference, step) if step else "",
        "has_own_page": bool(step and step.name in PAGES),
        "others": _others(view, offered, step) + _workshops(view) + _order(view),
        "closed": [choice for choice in offered if choice.refusal],
        "waits": prescription.waits_for,
        "hint": hint(prescription),
        "stuck": case_notice(prescription),
    }


def _is_open_here(choice: Choice, view: CounterView) -> bool:
    # Before the voucher is received, the shop may receive it and nothing else.
    return view.prescription.shop is not None or choice.step.part is Part.PRESCRIPTION


def next_step(choices: Sequence[Choice], view: CounterView) -> Step | None:
    """Give the step that goes forward: it takes no reason and moves its part.

    The request first, until it is accepted; then its parts, the line before the others; then the
    end of the request.
    """
    here = {one.part: one.state for one in view.parts if one.state.name not in SETTLED[one.part]}
    forward = [
        choice.step
        for choice in choices
        if not choice.refusal
        and not choice.step.reasons
        # A settled part can be taken up again below, but the next step is another part's.
        and (choice.step.part is Part.PRESCRIPTION or choice.step.part in here)
        and (choice.step.part not in here or here[choice.step.part].name != choice.step.target)
    ]
    is_first = view.prescription.state != "accepted"
    return min(
        forward, key=lambda step: (step.part is Part.PRESCRIPTION) is not is_first, default=None
    )


def _action(reference: object, step: Step) -> str:
    here = reverse("counter:voucher", args=[reference])
    # Before it is received the voucher belongs to no shop: its own page receives it.
    return here if step.name == "present" else _step_address(reference, step, here)


def _step_address(reference: object, step: Step, after: str) -> str:
    if step.name in PAGES:
        return reverse(PAGES[step.name], args=[reference])
    address = reverse("step", args=[reference, step.name])
    return f"{address}?{urlencode({'suite': after})}"


def _others(
    view: CounterView, offered: Sequence[Choice], step: Step | None
) -> list[dict[str, str]]:
    reference = view.prescription.reference
    here, home = reverse("counter:voucher", args=[reference]), reverse("counter:home")
    return [
        {
            "label": choice.button,
            # Given back, the voucher is no longer this shop's to read.
            "href": _step_address(
                reference, choice.step, home if choice.step.name == "reverse" else here
            ),
            "kind": "danger" if choice.step.reasons else "secondary",
        }
        for choice in offered
        if not choice.refusal and choice.step is not step and choice.step.name != "present"
    ]


def _workshops(view: CounterView) -> list[dict[str, str]]:
    prescription = view.prescription
    is_ours = prescription.shop is not None
    if not is_ours or prescription.training_state in {NONE, "declined"}:
        return []
    address = reverse("training:person", args=[prescription.reference])
    return [{"label": "Ses ateliers", "href": address, "kind": "secondary"}]


def _order(view: CounterView) -> list[dict[str, str]]:
    line = view.prescription.line
    if line is None or not line.order_number or view.prescription.shop is None:
        return []
    address = reverse("lines:order_number", args=[view.prescription.reference])
    return [{"label": "Corriger le numéro de commande", "href": address, "kind": "secondary"}]


def _part(view: PartView, of: CounterView) -> dict[str, str]:
    icon, name = NAMES[view.part]
    if of.prescription.state in STOPPED and not view.state.final:
        return {"icon": icon, "title": name, "detail": "La demande s’est arrêtée avant."}
    # A line that does not come, or no more, has no price: other networks are below, with theirs.
    is_gone = view.part is Part.LINE and view.state.name in NEVER_MORE
    price = "" if is_gone else _price(view, of)
    return {"icon": icon, "title": name, "detail": f"{view.state.staff}. {price}".strip()}


def _price(view: PartView, of: CounterView) -> str:
    """Give what is to be paid: the price of the machine once one is kept, else the offer's."""
    part, computer = view.part, of.computer
    if part is Part.COMPUTER and (view.state.final or (computer and computer.machine)):
        return euros(computer.price) if computer and computer.price is not None else ""
    _, programme = current_programme()
    if part is Part.LINE:
        return _price_of_line(of.prescription, programme)
    figure: Figure = getattr(programme.offers, part.value).price
    return f"{figure.in_words()}{_doubt(f'offers.{part}.price')}"


def _price_of_line(prescription: "Prescription", programme: Programme) -> str:
    path, offer = offer_of(prescription, programme=programme)
    if offer is None:
        return "Prix à confirmer avec l’opérateur : dites-le à la personne avant de commander."
    return f"{offer.price.in_words()} par mois{_doubt(path)}"


def _doubt(path: str) -> str:
    return "" if path in printable_figures() else " (à vérifier)"


def _facts(view: CounterView) -> list[dict[str, str]]:
    line = view.prescription.line
    known = [
        ("Dernier jour du bon", in_words(view.last_day)),
        ("Logement à raccorder", view.dwelling),
        ("Téléphone de la personne", phone_in_words(view.phone)),
        ("Prescripteur", view.prescriber),
    ]
    if line:
        known += [
            ("Réseau", TECHNOLOGIES.get(line.technology, "")),
            ("Commande", line.order_number),
            ("Rendez-vous", meeting(line)),
            ("Ligne active depuis", in_words(line.activated_on) if line.activated_on else ""),
        ]
    facts = [{"name": name, "value": value} for name, value in known if value]
    return facts + computer_facts(view)


def meeting(line: "Line") -> str:
    """Say when the technician comes, and who confirmed it."""
    moment = line.appointment_at
    if moment is None:
        return ""
    said, who = f"{in_words(moment)} à {hour(moment)}", CONFIRMED.get(line.confirmed_with, "")
    return f"{said}, confirmé par {who}" if who else said


def list_page(page: Page, to_finish: Page | None) -> dict[str, Any]:
    """Give what the shop's list shows: what waits, since when, and what only has to be ended."""
    return {
        "rows": [_row(row) for row in page.rows],
        "listing": page,
        "to_finish": [_row(row) for row in to_finish.rows] if to_finish else [],
        "finishing": to_finish,
    }


def _row(row: Row) -> dict[str, Any]:
    tone, word = row_badge(row)
    return {
        "href": reverse("counter:voucher", args=[row.prescription.reference]),
        "name": row.name or "Dossier effacé",
        "tone": tone,
        "word": word,
        "waits": _waits(row),
    }


def _waits(row: Row) -> str:
    if not row.waits_for:
        return ""
    who = "À terminer" if row.is_settled else WAITS[Role(row.prescription.waits_for)]
    return f"{who} {since(row.days)}"
