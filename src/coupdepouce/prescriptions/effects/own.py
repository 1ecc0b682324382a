"""The steps that nobody takes for their own household."""

from collections.abc import Callable
from functools import partial

from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.prescriptions.effects.taken import Taken
from coupdepouce.prescriptions.own_household import check_not_own

NOT_FOR_ONESELF = (
    "claim_hardship", "approve_hardship", "refuse_hardship", "issue", "replace_voucher",
    "present", "accept", "decline",
)  # fmt: skip


def check(taken: Taken, *, name: str) -> None:
    """Let the step pass when the household is another's.

    Raises:
        Refusal: it has the e-mail or the name of who takes the step.
    """
    check_not_own(
        household_id=taken.prescription.household_id,
        by=taken.actor.member,
        roles=BY_NAME[name].actors,
    )


CHECKS: dict[str, Callable[[Taken], None]] = {
    name: partial(check, name=name) for name in NOT_FOR_ONESELF
}
