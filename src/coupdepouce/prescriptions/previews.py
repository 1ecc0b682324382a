"""What a text says for a real request: its own values, and examples where it has none yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import override

from coupdepouce.outreach.queries import longest_values, text_named
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.links import prescription_link
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.news import household_context
from coupdepouce.prescriptions.queries import find, visible_to
from coupdepouce.prescriptions.told import Words
from coupdepouce.training.queries import next_of

MOST = 12


@dataclass(frozen=True, kw_only=True)
class Values:
    """The values of a text: those of a request, then examples; `examples` names these."""

    values: Mapping[str, str]
    examples: tuple[str, ...]


def cases(member: Membership) -> Sequence[Prescription]:
    """Give the last requests that this member may see, to try a text on."""
    return list(visible_to(member).order_by("-pk")[:MOST])


def values_for(
    *,
    member: Membership,
    template: str,
    language: str,
    reference: UUID | None,
    at: datetime,
    is_short: bool = False,
) -> Values:
    """Give what a text would say, for a request of this member's or for nobody's.

    Raises:
        Refusal: no such request, or it is not open to this member.
    """
    keys = text_named(template).keys
    known: Mapping[str, str] = {}
    if reference:
        words = Words(is_short=is_short)
        known = _known(find(member, reference), template, language, words=words, at=at)
    examples = longest_values(template)
    values = {key: known.get(key) or examples[key] for key in keys}
    return Values(values=values, examples=tuple(key for key in keys if not known.get(key)))


def _known(
    prescription: Prescription, template: str, language: str, *, words: Words, at: datetime
) -> Mapping[str, str]:
    if template not in TEXTS:
        return {
            "link": prescription_link(prescription.reference),
            "organisation": prescription.organisation.name,
        }
    booked = next_of(prescription.household_id, at=at)[:1]
    session = str(booked[0].session.reference) if booked else ""
    with override(language):
        said = household_context(
            prescription, template=template, words=words, at=at, session=session
        )
    # Some texts lead elsewhere than to the follow-up: to an answer, to who sees the request.
    return {**said, "link": longest_values(template)["link"]}
