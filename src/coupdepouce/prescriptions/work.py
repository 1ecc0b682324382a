"""What the worker does when it is due: expire, remind, send, ask again, forget.

Each row is taken under a lock that other workers skip, in its own transaction: a worker that is
killed loses nothing, and workers are added by starting one more.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from uuid import uuid5

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coupdepouce.accounts.operations import forget_attempts
from coupdepouce.connect.clock import running_from
from coupdepouce.core.calendar import add_days, day_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households import operations as households
from coupdepouce.households.models import RecordedVerdict
from coupdepouce.outreach import operations as outreach
from coupdepouce.outreach.agreements import close_quotas, end_agreements, renew_agreements
from coupdepouce.outreach.closing import close_ended
from coupdepouce.outreach.dormancy import end_dormant
from coupdepouce.outreach.joining import forget_candidatures, lapse_candidatures
from coupdepouce.outreach.operations import Recipient
from coupdepouce.outreach.results import Around
from coupdepouce.outreach.sending import send_due
from coupdepouce.prescriptions import complaints, line_work, undelivered, visits
from coupdepouce.prescriptions.actors import WORKER
from coupdepouce.prescriptions.computers import first_of_queues, missing, over_age
from coupdepouce.prescriptions.consents import is_wanted
from coupdepouce.prescriptions.entrusting import settle_closed
from coupdepouce.prescriptions.followers import addresses_of
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.links import prescription_link, voucher_link
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.news import tell_household
from coupdepouce.prescriptions.operations import take_step
from coupdepouce.prescriptions.workshops_told import end_cancelled, offer_places, remind_sessions
from coupdepouce.programmes.directory import review_new
from coupdepouce.programmes.queries import current_programme

logger = logging.getLogger(__name__)

BATCH = 500
Row = TypeVar("Row", bound=Model)
ENDS = {"issued": "expire", "draft": "abandon"}


def _each(due: QuerySet[Row], do: Callable[[Row], bool]) -> int:
    """Do one thing to each due row, one transaction a row; rows held elsewhere are skipped."""
    done = 0
    for pk in due.values_list("pk", flat=True)[:BATCH]:
        with _alone(due.model._meta.model_name or "", pk), transaction.atomic():
            row = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            done += bool(row and do(row))
    return done


@contextmanager
def _alone(what: str, which: object) -> Iterator[None]:
    """Log what one row or one job cannot do, without stopping the others: next turn tries again."""
    try:
        yield
    except Refusal as refusal:
        logger.warning("%s %s: %s", what, which, refusal.code)
    except DatabaseError as problem:
        # The class alone: the database's own sentence may quote a value.
        logger.warning("%s %s: %s", what, which, type(problem).__name__)


def end_overdue(*, at: datetime) -> int:
    """End the vouchers and the drafts whose last day is over."""

    def end(row: Prescription) -> bool:
        name = ENDS[row.state]
        take_step(
            prescription_id=row.pk,
            name=name,
            actor=WORKER,
            at=at,
            once=uuid5(row.reference, f"{name}:{row.events_count}"),
        )
        return True

    return _each(Prescription.objects.filter(state__in=ENDS, due_on__lte=day_of(at)), end)


def release_unanswered(*, at: datetime) -> int:
    """Give back the vouchers that a shop received and never answered."""
    _, programme = current_programme()

    def release(row: Prescription) -> bool:
        take_step(
            prescription_id=row.pk,
            name="release",
            actor=WORKER,
            at=at,
            once=uuid5(row.reference, f"release:{row.events_count}"),
        )
        return True

    before = at - timedelta(days=programme.delays.closing)
    return _each(Prescription.objects.filter(state="presented", waits_since__lt=before), release)


def remind_households(*, at: datetime) -> int:
    """Remind, once, the households whose voucher ends soon."""
    _, programme = current_programme()
    horizon = add_days(day_of(at), programme.delays.reminder_before_expiry + 1)

    def remind(row: Prescription) -> bool:
        row.reminded = 1
        row.save(update_fields=["reminded"])
        return tell_household(
            row, template="voucher_reminder", once=f"{row.reference}:{row.events_count}", at=at
        )

    due = Prescription.objects.filter(
        state="issued", reminded=0, due_on__gt=day_of(at), due_on__lte=horizon
    )
    return _each(due, remind)


def remind_shops(*, at: datetime) -> int:
    """Remind the shops that keep somebody waiting, on each of the programme's days."""
    _, programme = current_programme()
    # The last day first: after a stop, a shop gets one reminder and not all of them at once.
    numbered = reversed(list(enumerate(programme.delays.shop_reminders)))
    return sum(_remind_shops_once(number, days=days, at=at) for number, days in numbered)


def _remind_shops_once(number: int, *, days: int, at: datetime) -> int:
    def remind(row: Prescription) -> bool:
        row.reminded = number + 1
        row.save(update_fields=["reminded"])
        if row.shop is None or not row.shop.email:
            return False
        outreach.enqueue(
            once=f"{row.reference}:{row.events_count}:shop_reminder:{number}",
            template="shop_reminder",
            to=Recipient(channel="email", address=row.shop.email),
            context={"days": str(days), "link": voucher_link(row.reference)},
            about=f"prescription:{row.reference}",
            at=at,
        )
        return True

    due = Prescription.objects.filter(
        waits_for=Role.SHOP_ADVISOR,
        reminded__lte=number,
        waits_since__lte=at - timedelta(days=days),
    )
    return _each(due, remind)


def requeue_computers(*, at: datetime) -> int:
    """Put back at their place the households whose machine is missing."""
    return _each(missing(), lambda row: _take(row, "requeue_computer", at=at))


def lapse_computers(*, at: datetime) -> int:
    """Give back the computers that were kept longer than the programme says."""
    return _each(over_age(day=day_of(at)), lambda row: _take(row, "lapse_computer", at=at))


def give_computers(*, at: datetime) -> int:
    """Give the machines that came, or came back, to those who wait, in the published order."""
    return _each(first_of_queues(), lambda row: _take(row, "give_computer", at=at))


def _take(row: Prescription, name: str, *, at: datetime) -> bool:
    once = uuid5(row.reference, f"{name}:{row.events_count}")
    take_step(prescription_id=row.pk, name=name, actor=WORKER, at=at, once=once)
    return True


def ask_state_again(*, at: datetime) -> int:
    """Ask the State again what it could not say, and keep on the draft what that decides."""
    asked = households.retry_proof_requests(at=at)
    keep_answers(at=at)
    return asked


def keep_answers(*, at: datetime) -> int:
    """Keep on the drafts the rights that were found since, whoever was stopped before doing it."""
    _, programme = current_programme()
    newer = RecordedVerdict.objects.filter(
        household=OuterRef("household"),
        certain=True,
        made_at__gte=OuterRef("created_at"),
        pk__gt=Coalesce(OuterRef("verdict"), 0),
    ).order_by("-pk")

    def keep(draft: Prescription) -> bool:
        draft.verdict = RecordedVerdict.objects.get(pk=draft.found)  # type: ignore[attr-defined]
        draft.save(update_fields=["verdict"])
        _tell_of_right(draft, draft.verdict, at=at)
        return True

    drafts = Prescription.objects.filter(programme=programme.id, state="draft")
    return _each(drafts.annotate(found=Subquery(newer.values("pk")[:1])).filter(found__gt=0), keep)


def _tell_of_right(draft: Prescription, found: RecordedVerdict, *, at: datetime) -> None:
    outreach.enqueue_to_all(
        addresses_of(draft),
        once=f"{found.once}:state_answer",
        template="state_answer",
        context={"link": prescription_link(draft.reference)},
        about=f"prescription:{draft.reference}",
        at=at,
    )


def send(*, at: datetime) -> int:
    """Send what is due, but nothing to a household that no longer agrees to be written to."""
    return send_due(at=at, around=around(at=at))


def around(*, at: datetime) -> Around:
    """Give what the journey knows of a message: its household's agreement, and who follows it."""
    return Around(
        is_wanted=is_wanted,
        lost=partial(undelivered.note, at=at),
        found=partial(undelivered.arrived, at=at),
    )


def erase_forgotten(*, at: datetime) -> int:
    """Erase the households whose last contact is older than the programme keeps."""
    _, programme = current_programme()
    months = programme.retention.accompaniment.value
    due = households.due_for_erasure(at=at, months=months)
    done = 0
    for household_id in due:
        with _alone("household", household_id):
            forget_household(household_id=household_id, at=at)
            done += 1
    return done


WORK: tuple[tuple[str, Callable[..., int]], ...] = (
    ("bons et brouillons expirés", end_overdue),
    ("bons rendus sans réponse", release_unanswered),
    ("rappels aux ménages", remind_households),
    ("rappels aux boutiques", remind_shops),
    ("ordinateurs manquants", requeue_computers),
    ("ordinateurs rendus au stock", lapse_computers),
    ("ordinateurs donnés à la liste d’attente", give_computers),
    ("rappels de rendez-vous", partial(line_work.remind_appointments, each=_each)),
    ("rappels de rendez-vous en boutique", partial(visits.remind, each=_each, tell=tell_household)),
    ("dossiers bloqués rappelés", partial(line_work.remind_owners, each=_each)),
    ("dossiers bloqués dits au programme", partial(line_work.escalate, each=_each)),
    ("réclamations en retard rappelées", partial(complaints.remind_owners, each=_each)),
    ("places d’atelier proposées", offer_places),
    ("séances annulées", end_cancelled),
    ("rappels des ateliers", remind_sessions),
    ("questions reposées à l’État", ask_state_again),
    ("conventions à renouveler", renew_agreements),
    ("conventions terminées", end_agreements),
    ("bons rendus au programme", close_quotas),
    ("comptes qui ne servent plus", end_dormant),
    ("partenaires fermés sans suite", close_ended),
    ("ménages confiés", settle_closed),
    ("réclamations confiées", partial(complaints.leave_closed, each=_each)),
    ("candidatures sans réponse", partial(lapse_candidatures, each=_each)),
    ("candidatures oubliées", forget_candidatures),
    ("messages envoyés", send),
    ("lieux relus", review_new),
    ("ménages effacés", erase_forgotten),
    ("réclamations effacées", partial(complaints.forget_old, each=_each)),
)


def work_once(*, at: datetime) -> dict[str, int]:
    """Do all that is due now; give how much of each was done."""
    if not connection.in_atomic_block:  # a caller's transaction keeps its connection
        close_old_connections()  # a database that was restarted is found again
    now = running_from(at)
    done = dict.fromkeys((name for name, _ in WORK), 0)
    for name, task in WORK:
        with _alone("job", name):
            done[name] = task(at=now())
    with _alone("job", "forget"):
        forget_attempts(before=at - timedelta(days=1))
        outreach.forget_old(before=at - timedelta(days=30))
    return done
