"""A client of the journey's measure: issues a voucher, then presents it, through the operation."""

from datetime import UTC, datetime
from uuid import uuid4

from benchmarks import clients, databases

databases.start()

from coupdepouce.partners.models import Membership  # noqa: E402 - needs Django
from coupdepouce.prescriptions.actors import Actor, staff  # noqa: E402
from coupdepouce.prescriptions.operations import take_step  # noqa: E402

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def _actor(role: str) -> Actor:
    return staff(Membership.objects.select_related("organisation", "user").get(role=role))


PRESCRIBER, ADVISOR = _actor("prescriber"), _actor("shop_advisor")


def issue(pk: int) -> None:
    """Issue the voucher of a prescription."""
    take_step(prescription_id=pk, name="issue", actor=PRESCRIBER, at=NOW, once=uuid4())


def present(pk: int) -> None:
    """Present it at the shop."""
    take_step(
        prescription_id=pk,
        name="present",
        actor=ADVISOR,
        at=NOW,
        once=uuid4(),
        answers={"identity_seen": "yes"},
    )


if __name__ == "__main__":
    clients.serve(issue, present)
