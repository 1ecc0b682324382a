"""From what the queries give to what the components show: words, tones, addresses."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.urls import reverse

from coupdepouce.core.calendar import add_days, day_of, in_digits, in_words
from coupdepouce.core.journey.machine import Choice
from coupdepouce.core.journey.model import WANTED_PARTS, Part
from coupdepouce.core.journey.states import AT_RISK
from coupdepouce.core.messages import states as sending
from coupdepouce.core.roles import Role
from coupdepouce.outreach.staff_texts import STAFF_TEXTS
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.prescriptions.queries import parts_of
from coupdepouce.web.prescribing import words
from coupdepouce.web.standing import badge, row_badge, since
from coupdepouce.web.training.choices import in_lists

if TYPE_CHECKING:
    from uuid import UUID

    from coupdepouce.households.models import (
        HardshipClaim,
        RecordedVerdict,
    )
    from coupdepouce.outreach.models import Message
    from coupdepouce.prescriptions.lists import Row
    from coupdepouce.prescriptions.models import Prescription
    from coupdepouce.prescriptions.outcomes import Outcome
    from coupdepouce.prescriptions.queries import File

WAITS = {
    Role.PRESCRIBER: "Attend votre équipe",
    Role.PARTNER_MANAGER: "Attend le responsable de l’équipe",
    Role.HOUSEHOLD: "Attend que le ménage aille en boutique",
    Role.SHOP_ADVISOR: "Attend la boutique",
    Role.TRAINER: "Attend le formateur",
}
# Said even once the request is closed: somebody has to talk with the person.
RISKS = {
    "late": "La ligne risque une coupure : voyez avec la personne",
    "suspended": "La ligne est coupée : voyez avec la personne",
    "ended": "La ligne est arrêtée : voyez avec la personne",
}
LABELS = {
    Part.PRESCRIPTION: "Demande",
    Part.LINE: "Ligne internet",
    Part.COMPUTER: "Ordinateur",
    Part.TRAINING: "Ateliers",
}
Shown = Mapping[str, Any]


def list_row(row: "Row", *, current: "UUID | None") -> Shown:
    """Give a line of the team's list: who waits for whom, since when."""
    tone, word = row_badge(row)
    return {
        "href": reverse("prescribing:file", args=[row.prescription.reference]),
        "name": row.name or "Ménage effacé",
        "tone": tone,
        "word": word,
        "waits": _waits(row),
        "current": row.prescription.reference == current,
        # A line that works still waits to be closed: nobody is late because of it.
        "is_over": row.prescription.line_state not in AT_RISK
        and (not row.prescription.waits_for or row.prescription.line_state == "active"),
    }


def _waits(row: "Row") -> str:
    if row.prescription.line_state in RISKS:
        return RISKS[row.prescription.line_state]
    if row.offered_until:
        return f"Place proposée, répondre avant le {in_digits(row.offered_until)}"
    if row.ended_at:
        return f"terminé le {in_words(day_of(row.ended_at))}"
    if row.prescription.waits_for:
        return f"{_awaited(row.prescription)} {since(row.days)}"
    return ""


def _awaited(prescription: "Prescription") -> str:
    role = Role(prescription.waits_for)
    # At the shop already: it is waited for to fetch a computer, or to come to a workshop.
    if role is Role.HOUSEHOLD and prescription.state == "accepted":
        return "Attend le ménage"
    return WAITS[role]


def own_row(file: "File") -> Shown:
    """Give the line of the open file, for a list whose page does not hold it."""
    person = file.applicant
    return {
        "href": reverse("prescribing:file", args=[file.prescription.reference]),
        "name": f"{person.first_name} {person.last_name}" if person else "Ménage effacé",
        **state(file),
        "current": True,
    }


def _badge(prescription: "Prescription") -> Shown:
    tone, word = badge(prescription)
    return {"tone": tone, "word": word}


def outcome(row: "Outcome") -> Shown:
    """Give a line of the news."""
    return {
        "href": reverse("prescribing:file", args=[row.reference]),
        "name": row.name or "Ménage effacé",
        "sentence": f"{row.who} {row.sentence}.",
        "reason": row.reason,
        "at": row.at,
    }


def verdict(recorded: "RecordedVerdict | None", *, warning: str) -> Shown:
    """Give the decision in one sentence, why, what is missing, what to bring."""
    if recorded is None:
        return {"tone": "wait", "sentence": words.NOT_JUDGED}
    sentence = words.ANSWERS[recorded.answer]
    doubtful = recorded.answer == "yes" and not recorded.certain
    return {
        "tone": "wait" if doubtful else words.TONES[recorded.answer],
        "sentence": words.NOT_CERTAIN if doubtful else sentence,
        "route": words.ROUTES.get(recorded.route, ""),
        "reasons": [words.REASONS[code] for code in recorded.reasons],
        "missing": [words.MISSING.get(name, name) for name in recorded.missing],
        "to_bring": [words.PROOFS[kind] for kind in recorded.to_bring],
        "until": recorded.certain_until and add_days(recorded.certain_until, -1),
        "warning": warning,
        "is_shut": bool(words.SHUT.intersection(recorded.reasons)),
    }


def next_step(file: "File", *, claim: "HardshipClaim | None") -> Shown:
    """Give the step that moves the request forward, and where to go once it is taken.

    A step with a stage of the funnel moves forward; a second person's answer comes before it. A
    household that is not entitled has another way, or none.
    """
    steps = {choice.step.name: choice for choice in file.choices}
    wanted = [name for name, choice in steps.items() if choice.step.stage]
    recorded = file.prescription.verdict
    if file.prescription.state == "draft" and recorded and recorded.answer == "no":
        wanted = _other_way(recorded, claim)
    answer = steps.get("approve_hardship")
    if answer and not answer.refusal:
        wanted = ["approve_hardship"]
    for name in wanted:
        if name in steps:
            return {**_button(steps[name], file.prescription), "once": uuid4()}
    return {}


def _other_way(recorded: "RecordedVerdict", claim: "HardshipClaim | None") -> list[str]:
    if words.SHUT.intersection(recorded.reasons) or (claim and claim.approved is False):
        return ["withdraw"]
    # A claim that waits is in the hands of the manager: nothing to do here.
    return [] if claim else ["claim_hardship", "withdraw"]


# What a closed step waits for can be done from here.
REMEDIES = {
    "not_entitled": ("prescribing:proof", "Noter un papier"),
    "consent_missing": ("prescribing:edit", "Noter son accord"),
    "verdict_not_certain": ("prescribing:proof", "Noter un papier"),
    "not_briefed": ("partnership:briefing", "Suivre la formation"),
}
OF_THE_MEMBER = frozenset({"partnership:briefing"})  # about no request


def _button(choice: Choice, prescription: "Prescription") -> Shown:
    step = choice.step
    address = reverse("step", args=[prescription.reference, step.name])
    if step.name in {"issue", "replace_voucher"}:
        printed = reverse("prescribing:voucher", args=[prescription.reference])
        address = f"{address}?suite={printed}"
    name, label = REMEDIES.get(choice.refusal.code if choice.refusal else "", ("", ""))
    about = [] if name in OF_THE_MEMBER else [prescription.reference]
    return {
        "remedy": {"href": reverse(name, args=about), "label": label} if name else None,
        "label": choice.button,
        "key": step.name,
        "href": address,
        "asks": bool(step.asks or step.reasons),
        "reason": choice.refusal.sentence if choice.refusal else "",
    }


def other_steps(file: "File", *, taken: str) -> Sequence[Shown]:
    """Give the other steps this member may take, and why those that are closed are."""
    return [
        _button(choice, file.prescription)
        for choice in in_lists(file.choices)
        if choice.step.name != taken
    ]


def state(file: "File") -> Shown:
    """Give where the request stands, and who must act."""
    prescription = file.prescription
    waits = RISKS.get(prescription.line_state, "")
    if not waits and prescription.waits_for and prescription.waits_since:
        waits = f"{_awaited(prescription)} depuis le " + in_words(day_of(prescription.waits_since))
    return {
        **_badge(prescription),
        "waits": waits,
    }


def request(prescription: "Prescription") -> Shown:
    """Give a request of a household, in one line."""
    return {
        "href": reverse("prescribing:file", args=[prescription.reference]),
        "day": prescription.created_at,
        **_badge(prescription),
    }


def asked_before(prescription: "Prescription") -> Shown:
    """Give what the last request asked for: the form of the next one starts from it."""
    return {
        "parts": [one.part.value for one in parts_of(prescription) if one.part in WANTED_PARTS],
        "shop": prescription.suggested_shop_id or "",
    }


def parts(file: "File") -> Sequence[Shown]:
    """Give where each part stands."""
    return [
        {
            "name": LABELS[one.part],
            "value": one.state.staff,
            **(_workshops(file.prescription) if one.part is Part.TRAINING else {}),
        }
        for one in file.parts
    ]


def _workshops(prescription: "Prescription") -> Shown:
    if prescription.training_state == "declined":
        return {}
    address = reverse("training:person", args=[prescription.reference])
    return {"href": address, "change": "Ses séances"}


def message(one: "Message") -> Shown:
    """Give a message sent about the request, and where it stands."""
    text = TEXTS.get(one.template) or STAFF_TEXTS.get(one.template)
    standing = sending.in_words(channel=one.channel, state=one.state, reason=one.reason)
    last = day_of(one.arrived_at or one.sent_at or one.created_at)
    return {
        "name": one.subject or (text.subject if text else one.template),
        "value": f"{standing} ({last:%d/%m/%Y})",
    }
