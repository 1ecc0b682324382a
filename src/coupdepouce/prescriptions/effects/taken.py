"""A step being taken: everything an effect may look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coupdepouce.core.programme import Programme
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.actors import Actor
from coupdepouce.prescriptions.models import Prescription


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A step being taken: everything an effect may look at."""

    prescription: Prescription
    programme: Programme
    actor: Actor
    at: datetime
    once: UUID
    reason: str
    answers: Mapping[str, str]
    reconciled_at: datetime | None = None  # when a step taken without network became known

    @property
    def member(self) -> Membership:
        """Give the member of staff who takes it; the step's actors make sure there is one."""
        if self.actor.member is None:
            raise TypeError("this step is taken by staff")
        return self.actor.member
