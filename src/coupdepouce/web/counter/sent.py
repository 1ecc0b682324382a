"""What a browser sends of the receptions it queued, read strictly."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.voucher_seal import LONGEST
from coupdepouce.prescriptions.offline import Entry

MOST = 20
LONGEST_AGO = timedelta(days=36_500)  # a clock that is off by more says nothing


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Reception(_Strict):
    once: UUID
    text: str = Field(max_length=LONGEST)
    shop: str = Field(max_length=40)
    happened_at: AwareDatetime
    identity_seen: Literal[True]
    accept: bool


class _Parcel(_Strict):
    sent_at: AwareDatetime
    entries: list[_Reception] = Field(max_length=MOST)


def read(body: bytes) -> Sequence[Entry]:
    """Give the entries of a parcel, each with its age by the clock that dated both ends.

    Raises:
        Refusal: not what our page sends.
    """
    try:
        parcel = _Parcel.model_validate_json(body)
    except ValidationError:
        raise _malformed() from None
    if any(abs(parcel.sent_at - one.happened_at) > LONGEST_AGO for one in parcel.entries):
        raise _malformed()
    return [
        Entry(
            once=one.once,
            text=one.text,
            shop=one.shop,
            age=parcel.sent_at - one.happened_at,
            accept=one.accept,
        )
        for one in parcel.entries
    ]


def _malformed() -> Refusal:
    return Refusal("parcel_malformed", "Cet envoi n’est pas complet. Rechargez la page en ligne.")
