"""The dates of an agreement: one function each; periods are `[from, to)`."""

from datetime import date
from enum import StrEnum

from coupdepouce.core.calendar import add_months


class Document(StrEnum):
    """What a partner accepts; one without the other opens nothing."""

    CHARTER = "charter"
    ANNEX = "annex"


DOCUMENTS = {
    Document.CHARTER: "la charte",
    Document.ANNEX: "l’annexe sur la protection des données",
}


class Standing(StrEnum):
    """Where an agreement stands on a day."""

    TO_ACCEPT = "to_accept"
    COMING = "coming"
    IN_FORCE = "in_force"
    ENDED = "ended"


WORDS = {
    Standing.TO_ACCEPT: ("wait", "À accepter"),
    Standing.COMING: ("info", "Acceptée, pas encore commencée"),
    Standing.IN_FORCE: ("yes", "En vigueur"),
    Standing.ENDED: ("no", "Terminée"),
}


def standing(*, starts_on: date, ends_on: date, is_accepted: bool, day: date) -> Standing:
    """Say where an agreement stands: it ends at the first moment of its last bound."""
    if day >= ends_on:
        return Standing.ENDED
    if not is_accepted:
        return Standing.TO_ACCEPT
    return Standing.IN_FORCE if starts_on <= day else Standing.COMING


def ends_on(starts_on: date, *, months: int) -> date:
    """Give the first day without the agreement."""
    return add_months(starts_on, months)


def renewal_opens_on(last_bound: date, *, months: int) -> date:
    """Give the first day on which the next agreement is proposed."""
    return add_months(last_bound, -months)
