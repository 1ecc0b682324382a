"""What the steps of the training do besides moving it: a place taken, given back, a presence."""

from collections.abc import Callable

from coupdepouce.core.journey.model import NONE
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.prescriptions.effects.taken import Taken
from coupdepouce.training import operations, queries
from coupdepouce.training.models import Booking

IN_THE_ROOM = frozenset({Role.TRAINER, Role.SHOP_ADVISOR})
OURS = frozenset({"session_cancelled", "mistake"})


def _asked(taken: Taken) -> tuple[str, int]:
    return taken.answers["session"], taken.prescription.household_id


def book_session(taken: Taken) -> None:
    """Take a place; who runs the session may add who comes in."""
    reference, household = _asked(taken)
    operations.book(
        reference=reference,
        household_id=household,
        at=taken.at,
        in_the_room=taken.actor.role in IN_THE_ROOM and queries.runs(taken.member, reference),
    )


def queue_session(taken: Taken) -> None:
    """Take a rank in the queue of a full session."""
    reference, household = _asked(taken)
    operations.queue(reference=reference, household_id=household, at=taken.at)


def cancel_booking(taken: Taken) -> None:
    """Give back the only place to come."""
    if _keeps_another(taken):
        raise Refusal(
            "other_sessions",
            "La personne a d’autres séances : choisissez « Annuler une des séances ».",
        )
    _cancel(taken)


def leave_session(taken: Taken) -> None:
    """Give back one place of several."""
    if not _keeps_another(taken):
        raise Refusal(
            "only_session", "C’est sa seule séance : choisissez « Annuler l’inscription »."
        )
    _cancel(taken)


def _keeps_another(taken: Taken) -> bool:
    reference, household = _asked(taken)
    return queries.keeps_another(household, but=reference, at=taken.at)


def _cancel(taken: Taken) -> None:
    reference, household = _asked(taken)
    by = Booking.By.US if taken.reason in OURS else Booking.By.THEM
    operations.cancel(reference=reference, household_id=household, by=by, at=taken.at)


def _mark(taken: Taken, state: str) -> None:
    reference, household = _asked(taken)
    operations.mark(reference=reference, household_id=household, state=state, at=taken.at)


def attend_session(taken: Taken) -> None:
    """Note that the person came."""
    _mark(taken, Booking.State.ATTENDED)


def miss_session(taken: Taken) -> None:
    """Note that the person did not come."""
    _mark(taken, Booking.State.ABSENT)


def excuse_absence(taken: Taken) -> None:
    """Note that the person said so before."""
    _mark(taken, Booking.State.EXCUSED)


def unmark_session(taken: Taken) -> None:
    """Take back a presence that was noted by mistake: the place is kept."""
    _mark(taken, Booking.State.BOOKED)


def stop(taken: Taken) -> None:
    """Give back every place to come: the workshops are over for this person."""
    operations.release(
        household_id=taken.prescription.household_id, by=Booking.By.THEM, at=taken.at
    )


def let_go(taken: Taken) -> None:
    """Free what the training of a request that ended early still holds."""
    if taken.prescription.training_state != NONE:
        stop(taken)


EFFECTS: dict[str, Callable[[Taken], None]] = {
    "book_session": book_session,
    "queue_session": queue_session,
    "cancel_booking": cancel_booking,
    "leave_session": leave_session,
    "attend_session": attend_session,
    "miss_session": miss_session,
    "excuse_absence": excuse_absence,
    "unmark_session": unmark_session,
    "finish_training": stop,
    "drop_training": stop,
}
