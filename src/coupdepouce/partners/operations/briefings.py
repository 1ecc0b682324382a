"""The short training: an attempt is counted and dated."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from coupdepouce.accounts.models import User
from coupdepouce.core.partners.briefing import wrong_answers
from coupdepouce.core.partners.lessons import Question
from coupdepouce.partners.models import BriefingAttempt
from coupdepouce.partners.queries.briefings import attempts_of, passed_on


@transaction.atomic
def answer(
    *, user: User, questions: Sequence[Question], given: Mapping[str, str], at: datetime
) -> BriefingAttempt:
    """Note an attempt; once passed, the first success stays the one that counts."""
    # Locked: a double click counts once.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if passed_on(user) is not None:
        return next(one for one in attempts_of([user.pk]) if one.has_passed)
    return BriefingAttempt.objects.create(
        user=user,
        at=at,
        right=len(questions) - len(wrong_answers(questions, given)),
        asked=len(questions),
    )
