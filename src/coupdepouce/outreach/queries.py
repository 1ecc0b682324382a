"""Reads of the outbox."""

from django.db.models import QuerySet

from coupdepouce.outreach.models import Message


def mailbox(limit: int = 50) -> QuerySet[Message]:
    """Give the last messages, for the demonstration's mailbox page."""
    return Message.objects.all()[:limit]


def messages_about(about: str) -> QuerySet[Message]:
    """Give the messages written about a prescription, newest first."""
    return Message.objects.filter(about=about)
