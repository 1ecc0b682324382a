"""What becomes of a voucher received without network: one row a rule, the first that holds wins.

`docs/explanation/offline-counter.md` says the same for people; each row has its test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

WINDOW = timedelta(hours=72)  # older, nobody remembers the person: the voucher is received again
AHEAD = timedelta(minutes=5)  # two clocks are never quite the same


class Outcome(StrEnum):
    """What the browser does with its entry: it keeps only what must be sent again."""

    DONE = "done"
    ALREADY = "already"
    REFUSED = "refused"
    AGAIN = "again"


class Tell(StrEnum):
    """Who hears of it, besides the one who sends."""

    SHOPS = "shops"
    PRESCRIBER = "prescriber"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that the rules may look at, read under the lock of the prescription."""

    age: timedelta  # by the browser's own clock, between the reception and the sending
    is_signed: bool = True
    is_known: bool = True
    worked_there: bool = True  # the person acted for that shop when the voucher was received
    is_same_key: bool = False  # this very reception was written already
    is_replaced: bool = False
    is_held_here: bool = False
    is_held_elsewhere: bool = False
    state: str = "issued"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A conflict, what is answered, and who is told."""

    code: str
    holds: Callable[[Facts], bool]
    outcome: Outcome
    sentence: str
    tells: frozenset[Tell] = frozenset()
    told: str = ""  # why, to the prescriber


RULES = (
    Rule(
        code="tampered",
        holds=lambda facts: not facts.is_signed,
        outcome=Outcome.REFUSED,
        sentence="La signature de ce bon n’est pas la bonne. Appelez le prescripteur.",
    ),
    Rule(
        code="unknown",
        holds=lambda facts: not facts.is_known,
        outcome=Outcome.REFUSED,
        sentence="Ce bon n’existe plus ici. Appelez le prescripteur.",
    ),
    Rule(
        code="same_twice",
        holds=lambda facts: facts.is_same_key,
        outcome=Outcome.ALREADY,
        sentence="Cette réception est déjà enregistrée.",
    ),
    Rule(
        code="clock_ahead",
        holds=lambda facts: facts.age < -AHEAD,
        outcome=Outcome.AGAIN,
        sentence="L’heure de cet appareil a changé : cette réception est datée de plus tard. "
        "Mettez-le à l’heure, puis scannez ce bon de nouveau.",
    ),
    Rule(
        code="too_old",
        holds=lambda facts: facts.age > WINDOW,
        outcome=Outcome.REFUSED,
        sentence="Cette réception a plus de trois jours. Recevez le bon au comptoir ordinaire.",
    ),
    Rule(
        code="not_your_shop",
        holds=lambda facts: not facts.worked_there,
        outcome=Outcome.REFUSED,
        sentence="À ce moment, vous n’étiez pas conseiller de cette boutique. "
        "La boutique reçoit le bon elle-même.",
    ),
    Rule(
        code="replaced",
        holds=lambda facts: facts.is_replaced,
        outcome=Outcome.REFUSED,
        sentence="Ce bon a été remplacé, il a pu être perdu. La personne vient avec le nouveau. "
        "Le prescripteur est prévenu.",
        tells=frozenset({Tell.PRESCRIBER}),
        told="ce bon a été remplacé",
    ),
    Rule(
        code="already_here",
        holds=lambda facts: facts.is_held_here,
        outcome=Outcome.ALREADY,
        sentence="Votre boutique a déjà reçu ce bon.",
    ),
    Rule(
        code="two_shops",
        holds=lambda facts: facts.is_held_elsewhere,
        outcome=Outcome.REFUSED,
        sentence="Une autre boutique a reçu ce bon, et le site l’a su en premier : elle garde "
        "la demande. Ne remettez rien. Elle est prévenue, le prescripteur aussi.",
        tells=frozenset({Tell.SHOPS, Tell.PRESCRIBER}),
        told="une autre boutique l’avait reçu, et le site l’a su en premier",
    ),
    Rule(
        code="withdrawn",
        holds=lambda facts: facts.state == "withdrawn",
        outcome=Outcome.REFUSED,
        sentence="La demande a été arrêtée entre-temps. Le prescripteur est prévenu.",
        tells=frozenset({Tell.PRESCRIBER}),
        told="la demande a été arrêtée entre-temps",
    ),
    Rule(
        code="expired",
        holds=lambda facts: facts.state == "expired",
        outcome=Outcome.REFUSED,
        sentence="Le bon a expiré avant l’envoi. La personne n’y est pour rien : le prescripteur "
        "est prévenu et peut refaire une demande.",
        tells=frozenset({Tell.PRESCRIBER}),
        told="le bon a expiré avant l’envoi ; vous pouvez refaire une demande",
    ),
    Rule(
        code="over",
        holds=lambda facts: facts.state != "issued",
        outcome=Outcome.REFUSED,
        sentence="Cette demande est terminée. Appelez le prescripteur.",
        tells=frozenset({Tell.PRESCRIBER}),
        told="la demande est terminée",
    ),
)

BY_CODE = {rule.code: rule for rule in RULES}


def rule_of(facts: Facts) -> Rule | None:
    """Give the rule that decides, or None: the voucher is received."""
    return next((rule for rule in RULES if rule.holds(facts)), None)
