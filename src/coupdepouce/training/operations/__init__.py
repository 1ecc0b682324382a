"""Writes of the workshops: each one transaction, under the lock of its session."""

from coupdepouce.training.operations.attending import (
    count_anonymous,
    mark,
    opens,
    record_needs,
    record_skills,
    write_report,
)
from coupdepouce.training.operations.booking import accept_offer, book, cancel, queue
from coupdepouce.training.operations.ending import forget, move, release
from coupdepouce.training.operations.offering import lapse, offer, remind
from coupdepouce.training.operations.planning import (
    Changes,
    Place,
    WorkshopText,
    cancel_session,
    change_session,
    plan_sessions,
    publish,
    write_workshop,
)
from coupdepouce.training.operations.timing import check_times

__all__ = [
    "Changes",
    "Place",
    "WorkshopText",
    "accept_offer",
    "book",
    "cancel",
    "cancel_session",
    "change_session",
    "check_times",
    "count_anonymous",
    "forget",
    "lapse",
    "mark",
    "move",
    "offer",
    "opens",
    "plan_sessions",
    "publish",
    "queue",
    "record_needs",
    "record_skills",
    "release",
    "remind",
    "write_report",
    "write_workshop",
]
