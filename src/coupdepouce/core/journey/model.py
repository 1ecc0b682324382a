"""What a step, a state and a situation are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from coupdepouce.core import steps
from coupdepouce.core.roles import Role

NONE = "none"  # the state of a part that nobody asked for, and of a prescription not yet begun


class Part(StrEnum):
    """The prescription itself, and the three things it can carry."""

    PRESCRIPTION = "prescription"
    LINE = "line"
    COMPUTER = "computer"
    TRAINING = "training"


WANTED_PARTS = (Part.LINE, Part.COMPUTER, Part.TRAINING)


class Family(StrEnum):
    """Why a journey ends early: Odenore's four families of non-take-up (Warin 2010), and ours."""

    NOT_KNOWN = "not_known"
    NOT_OFFERED = "not_offered"
    NOT_ASKED = "not_asked"
    NOT_RECEIVED = "not_received"
    OURS = "ours"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A reason chosen from a list, with what is offered next."""

    code: str
    label: str
    family: Family
    next_offer: str
    told: str = ""  # as the household itself would say it, when it may choose the reason
    written: str = ""  # as a message says it to the household

    @property
    def own_words(self) -> str:
        """Give the words in which the household chooses it."""
        return self.told or self.label


@dataclass(frozen=True, kw_only=True)
class State:
    """Where a part stands, said to each audience in its own words."""

    name: str
    part: Part
    staff: str
    household: str
    waits_for: Role | None = None
    final: bool = False


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One thing the form of a step asks."""

    name: str
    label: str
    # text, day, any_day, moment, choice, confirm, serial, session, slot, partner, signature
    kind: str
    hint: str = ""
    needed: bool = True
    kept: bool = True  # in the journal, which nobody can empty; False for what is erased one day
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Situation:
    """All that the guards may look at; facts only, no name and no income."""

    day: date
    states: Mapping[Part, str]
    entitled: bool = False  # the verdict is yes
    certain: bool = False  # the verdict is yes, and its proof still holds on that day
    consent: bool = False
    hardship: str = NONE  # none, waiting, approved, refused
    last_day: date | None = None  # last day of the live voucher
    is_claimant: bool = False  # the actor asked for the hardship it would now approve
    is_own_organisation: bool = False  # the actor belongs to the organisation that prescribed
    is_on_both_sides: bool = (
        False  # the same person also belongs to the other side, shop or partner
    )
    is_suggested_shop: bool = False  # the actor's shop is the one the prescriber wrote to
    is_expected: bool = False  # that shop already said it expects the person
    is_holding_shop: bool = False  # the actor's shop received the voucher
    is_back_office: bool = False  # the actor is the operator's desk, or the file it sent
    visits_given: bool = False  # a shop where the household may go receives by appointment
    has_visit: bool = False  # an appointment at the shop is taken
    overdue: frozenset[Part] = frozenset()  # parts whose own deadline is past
    machine_free: bool = False  # a computer could be reserved where the household goes
    machine_here: bool = False  # the computer reserved stands in the shop
    guarantee_until: date | None = None  # first day without guarantee
    sessions_attended: int = 0
    agreement_holds: bool = True  # the partner's agreement is in force, or none is needed
    is_followed: bool = True  # the organisation that follows the request is not closed
    acts: bool = True  # the actor's account is still open, whatever the page said
    is_briefed: bool = True  # the actor passed the training, or is not asked to yet
    quota_left: bool = True  # the partner may still hand out a voucher

    def state(self, part: Part) -> str:
        """Give the state of a part, NONE when it was not asked for."""
        return self.states.get(part, NONE)


Guard = steps.Guard[Situation]


@dataclass(frozen=True, kw_only=True)
class Step(steps.Step[Situation]):
    """One move of the journey."""

    part: Part  # which stays where it is when the target is empty
    told: str  # what the household reads in its own history
    own: str = ""  # what history says when the household itself took it, where it differs
    during: frozenset[str] = frozenset()  # states of the prescription a part's step needs
    asks: tuple[Ask, ...] = ()
    reasons: tuple[Reason, ...] = ()
    message: str = ""  # template sent to the household if it wants news
    tells: frozenset[Role] = frozenset()  # staff told of the outcome
    writes: frozenset[str] = frozenset()  # personal data the step writes, for erasure
    deadline: str = ""  # delay of the programme that starts for its part when it is taken
    stage: str = ""  # stage of the funnel it reaches
    says_no: bool = False  # an answer: whoever gives it does not judge a complaint against it
    optional: bool = field(default=False)  # a programme may switch it off
    buttons: tuple[tuple[str, str], ...] = ()  # another button, from some of its sources

    def button_from(self, source: str) -> str:
        """Give the words of its button where the part stands now."""
        return dict(self.buttons).get(source, self.button)
