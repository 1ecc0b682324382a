"""The delays of a programme: when it reminds, closes, gives up or forgets."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from coupdepouce.core.programme.figures import Days, Milestone, Part, Some


class StuckClocks(Part):
    """Days given to whoever holds a stuck case, by its cause; the values are examples."""

    address: Days = 5
    socket: Days = 10
    building: Days = 15
    payment_check: Days = 5
    missed_appointment: Days = 3
    network_fault: Days = 10
    no_news: Days = 5
    other: Days = 5


class Delays(Part):
    """Numbers of days after which the programme reminds, closes or forgets."""

    draft_lifetime: Days
    voucher_lifetime: Days
    reminder_before_expiry: Days
    shop_reminders: Some[Days]
    closing: Days
    appointment_reminder: Days
    signed_link: Days
    line_checks: Some[Milestone] = (1, 3, 6, 12)  # months after the line works
    call_tries: Annotated[int, Field(ge=1, le=20)] = 3  # calls without an answer, then it is said
    exit_notice: Days = 90  # before the offer ends, its exit plan is shown to the household
    market_age: Milestone = 12  # months after which a price of the market is not compared (ours)
    stuck_case: StuckClocks = StuckClocks()
    stuck_escalation: Days = 3  # after the owner was reminded, the programme is told
    # Days each part is given before it counts as stuck. Defaults, for the files written before.
    line_activation: Days = 30
    line_repair: Days = 7
    computer_reservation: Days = 14
    session_offer: Days = 2

    @field_validator("reminder_before_expiry")
    @classmethod
    def _reminder_comes_before_the_end(cls, days: int, info: ValidationInfo) -> int:
        if days >= info.data.get("voucher_lifetime", days + 1):
            raise ValueError("le rappel doit arriver avant la fin du bon.")
        return days

    @field_validator("closing")
    @classmethod
    def _closing_comes_last(cls, days: int, info: ValidationInfo) -> int:
        dates = [*info.data.get("shop_reminders", ()), days]
        if dates != sorted(set(dates)):
            raise ValueError("les rappels vont du plus tôt au plus tard, tous avant la clôture.")
        return days
