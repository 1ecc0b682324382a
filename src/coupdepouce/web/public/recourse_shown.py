"""A complaint in the household's words: where it stands, the answers, what may be done."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext

from coupdepouce.core.calendar import add_days
from coupdepouce.core.recourse.reasons import BY_CODE, ENDS
from coupdepouce.core.recourse.steps import BY_NAME, STATE, Choice
from coupdepouce.prescriptions.complaints import recipient
from coupdepouce.recourse.queries import answers_of
from coupdepouce.web.public.words import refusal_in_words
from coupdepouce.web.templatetags.ui import language

if TYPE_CHECKING:
    from coupdepouce.recourse.models import Complaint, ComplaintEvent

TONES = {"received": "wait", "second_look": "wait", "answered": "yes", "closed": "yes"}


def complaint_page(one: "Complaint", *, choices: Sequence[Choice]) -> dict[str, Any]:
    """Give what the page of a complaint shows; no name."""
    state, to = STATE[one.state], recipient(one)
    return {
        "state": {"tone": TONES.get(one.state, "info"), "sentence": gettext(state.household)},
        "reason": gettext(BY_CODE[one.reason].told),
        "code": one.code,
        "last_day": add_days(one.due_on, -1) if state.is_open else None,
        "told_by": to.channel if to else "",
        "answers": [_answer(event) for event in answers_of(one)],
        "acts": [_act(one, choice) for choice in choices],
        "erase_url": ""
        if one.household_id
        else reverse("public:complaint_erase", args=[one.reference]),
        "events": [
            {"day": event.at, "sentence": gettext(BY_NAME[event.step].told)}
            for event in list(one.events.all())[::-1]
        ],
    }


def _answer(event: "ComplaintEvent") -> dict[str, Any]:
    own = event.text if language() == "fr" else event.own_text or event.text
    return {"told": gettext(ENDS[event.outcome].told), "text": own, "at": event.at}


def _act(one: "Complaint", choice: Choice) -> dict[str, str]:
    return {
        "label": gettext(choice.step.own),
        "href": reverse("public:complaint_step", args=[one.reference, choice.step.name]),
        "kind": "quiet" if choice.step.name == "take_back" else "primary",
        "closed": refusal_in_words(choice.refusal) if choice.refusal else "",
    }


def complaint_rows(rows: Sequence["Complaint"]) -> list[dict[str, str]]:
    """Give the complaints of a request for its page."""
    return [
        {
            "href": reverse("public:complaint", args=[one.reference]),
            "label": gettext(BY_CODE[one.reason].told),
            "sentence": gettext(STATE[one.state].household),
            "tone": TONES.get(one.state, "info"),
        }
        for one in rows
    ]
