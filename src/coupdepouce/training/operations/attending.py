"""Who came, what they need, what they can do, and the trainer's few words."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from coupdepouce.core.calendar import day_of, midnight
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.skills import How, Phase, read_skills
from coupdepouce.partners.models import Membership
from coupdepouce.training.models import Booking, NeedsAnswer, Session, SkillsAnswer, TrainerReport
from coupdepouce.training.needs import known
from coupdepouce.training.operations.locking import State, live, locked, recount
from coupdepouce.training.rounds import check_round

MARKS = (State.ATTENDED, State.ABSENT, State.EXCUSED)
MOST_ANONYMOUS = 200
DOORS = timedelta(minutes=30)  # before the hour: people come early


@transaction.atomic
def mark(*, reference: UUID | str, household_id: int, state: str, at: datetime) -> Booking:
    """Note that somebody came, did not, or was excused; the last word holds.

    Raises:
        Refusal: no place in this session, too early, or the session was cancelled.
    """
    session = locked(reference)
    if session.cancelled_at is not None:
        raise Refusal("session_cancelled", "Cette séance est annulée : il n’y a rien à noter.")
    if at < opens(session, State(state)):
        raise Refusal(
            "session_to_come",
            "La séance n’a pas commencé. Pour libérer la place, annulez l’inscription.",
        )
    found = live(session, household_id)
    if found is None or found.state in {State.WAITING, State.OFFERED}:
        raise Refusal("not_booked", "Ce ménage n’a pas de place ici : inscrivez-le d’abord.")
    found.state, found.changed_at = State(state), at
    found.save(update_fields=["state", "changed_at"])
    recount(session)
    return found


def opens(session: Session, state: str) -> datetime:
    """Give the moment from which a presence may be noted.

    Who came is seen; who cannot come says so, on the morning of the day already.
    """
    if state in {State.ATTENDED, State.ABSENT}:
        return session.starts_at - DOORS
    return midnight(day_of(session.starts_at))


@transaction.atomic
def count_anonymous(*, session: Session, number: int) -> None:
    """Count who came without a file: nobody's name is asked.

    Raises:
        Refusal: no such number of people.
    """
    if not 0 <= number <= MOST_ANONYMOUS:
        raise Refusal(
            "anonymous_wrong", f"Écrivez un nombre de 0 à {MOST_ANONYMOUS}.", field="anonymous"
        )
    row = locked(session.reference)
    row.anonymous = number
    row.save(update_fields=["anonymous"])


@transaction.atomic
def record_needs(
    *, household_id: int, needs: Iterable[str], by: Membership | None, at: datetime
) -> None:
    """Keep what a household needs to come and to follow; asked again, the last answer holds."""
    NeedsAnswer.objects.update_or_create(
        household_id=household_id,
        defaults={"needs": " ".join(known(needs)), "asked_at": at, "asked_by": by},
    )


@transaction.atomic
def record_skills(
    *,
    household_id: int,
    phase: str,
    how: str,
    given: Mapping[str, str],
    by: Membership | None,
    at: datetime,
) -> SkillsAnswer:
    """Keep what a person said they can do; the same round told again is corrected.

    Raises:
        Refusal: a question, an answer, a round or a way that does not exist, or a round that is
            not open.
    """
    if phase not in set(Phase) or how not in set(How):
        raise Refusal("skills_wrong", "Dites si c’est avant ou après, et comment on a répondu.")
    answers = read_skills(given)
    check_round(household_id, phase)
    known_pair = SkillsAnswer.objects.select_for_update().filter(household=household_id).first()
    row, _ = SkillsAnswer.objects.update_or_create(
        household_id=household_id,
        phase=phase,
        defaults={
            "pair": known_pair.pair if known_pair else uuid4(),
            "how": how,
            "answers": answers,
            "at": at,
            "by": by,
        },
    )
    return row


@transaction.atomic
def write_report(
    *, session: Session, done: str, next_time: str, by: Membership, at: datetime
) -> TrainerReport:
    """Write the trainer's report of a session, or write it again.

    Raises:
        Refusal: the session has not begun.
    """
    if session.starts_at > at:
        raise Refusal("session_to_come", "La séance n’a pas commencé : revenez après.")
    row, _ = TrainerReport.objects.update_or_create(
        session=session,
        defaults={"done": done, "next_time": next_time, "written_at": at, "written_by": by},
    )
    return row
