"""The programme file, as a programme manager reads it: parameters, never the graph."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from coupdepouce.core.programme.delays import Delays
from coupdepouce.core.programme.equipment import Equipment
from coupdepouce.core.programme.figures import (
    Amount,
    Ceiling,
    Days,
    Duration,
    Figure,
    LanguageCode,
    Listed,
    Months,
    Name,
    Part,
    Some,
    Term,
    Text,
    figures_of,
)  # fmt: skip
from coupdepouce.core.programme.messages import Messages
from coupdepouce.core.programme.partners import Partners
from coupdepouce.core.programme.recourse import Recourse
from coupdepouce.core.programme.stock import Stock
from coupdepouce.core.programme.theme import Theme
from coupdepouce.core.programme.vocabulary import ProofKind, Status

Level = Literal["region", "department", "commune"]
Technology = Literal["fibre", "dsl", "fixed_4g", "satellite"]


class Place(Part):
    """A region, a department or a commune of the territory, by its official code."""

    level: Level
    code: Annotated[str, Field(pattern=r"^[0-9][0-9AB][0-9]{0,3}$")]


class NetworkOffer(Part):
    """What is offered at an address that only this network reaches."""

    name: Text
    price: Amount


class LineOffer(Part):
    name: Text
    price: Amount
    included: Some[Text]
    commitment_months: Term
    since: date
    ends_on: date | None = None  # the first day without this price, for everybody
    price_after: Amount | None = None  # None: only the operator can say
    network: Technology = "fibre"  # the offer's own network: the price above is its price
    networks: dict[Technology, NetworkOffer] = Field(default_factory=dict)

    def on(self, technology: str) -> tuple[str, NetworkOffer] | None:
        """Give the path of a network's price and its offer; None: to be confirmed.

        While nobody knows the network (""), what is offered is the offer itself.
        """
        for name, row in self.networks.items():
            if name == technology:
                return f"offers.line.networks.{name}.price", row
        if technology in {"", self.network}:
            return "offers.line.price", NetworkOffer(name=self.name, price=self.price)
        return None


class ComputerOffer(Part):
    name: Text
    price: Amount
    included: Some[Text]
    since: date


class TrainingOffer(Part):
    name: Text
    price: Amount
    included: Some[Text]
    since: date


class Offers(Part):
    line: LineOffer
    computer: ComputerOffer
    training: TrainingOffer


class PriceCaps(Part):
    """The highest price the law allows for equipment given by public bodies."""

    laptop: Amount
    desktop: Amount
    tablet: Amount
    smartphone: Amount
    screen: Amount
    printer: Amount
    multifunction: Amount


class MarketPrice(Part):
    name: Text
    price: Amount


class QuotientRoute(Part):
    enabled: bool
    ceiling: Ceiling
    proofs: Some[ProofKind]
    proof_months: Duration


class StatusRoute(Part):
    enabled: bool
    statuses: Some[Status]
    proofs: Some[ProofKind]
    proof_months: Duration


class HardshipRoute(Part):
    enabled: bool
    approved_by: Literal["partner_manager"]


class Eligibility(Part):
    quotient_familial: QuotientRoute
    status: StatusRoute
    hardship: HardshipRoute

    @model_validator(mode="after")
    def _one_public_route(self) -> Self:
        # Hardship is never asked in public: alone, it would leave every household without a reason.
        if not (self.quotient_familial.enabled or self.status.enabled):
            raise ValueError("activez au moins le quotient familial ou les statuts.")
        return self


class Renewal(Part):
    window_days: Days
    cooling_off_months: Months


class Voucher(Part):
    quota_per_partner: Annotated[int, Field(ge=1)] | None = None  # per calendar year
    quota_total: Annotated[int, Field(ge=1)] | None = None  # that may be granted at once


class Retention(Part):
    accompaniment: Duration


class AudienceText(Part):
    name: Text
    pitch: Text


class Texts(Part):
    household: dict[LanguageCode, AudienceText]
    staff: dict[LanguageCode, AudienceText]


class Indicator(Part):
    id: Name
    name: Text


class Commitment(Part):
    """A promise of the stakeholder dialogue, and the indicator that proves it."""

    id: Name
    sentence: Text
    owner: Text
    due: date
    indicator: Name


Row = Indicator | Commitment


class Programme(Part):
    """One programme: who runs it, where, what it offers, to whom, and what it promised."""

    id: Name
    name: Text
    operator: Text
    opens_on: date
    closes_on: date | None = None  # the first day when it is closed: periods are [from, to)
    languages: Some[LanguageCode]
    territory: Some[Place]
    steps_off: Listed[Name] = ()
    theme: Theme
    offers: Offers
    price_caps: PriceCaps
    market: Listed[MarketPrice] = ()
    eligibility: Eligibility
    renewal: Renewal
    delays: Delays
    equipment: Equipment = Equipment()
    stock: Stock = Stock()
    partners: Partners = Partners()
    recourse: Recourse = Recourse()
    messages: Messages = Messages()
    voucher: Voucher
    retention: Retention
    texts: Texts
    indicators: Listed[Indicator] = ()
    commitments: Listed[Commitment] = ()

    @field_validator("languages")
    @classmethod
    def _french_is_spoken(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        if "fr" not in languages:
            raise ValueError("le français doit en faire partie : ajoutez « fr ».")
        return languages

    @field_validator("closes_on")
    @classmethod
    def _closes_after_it_opens(cls, day: date | None, info: ValidationInfo) -> date | None:
        if day is not None and day <= info.data.get("opens_on", date.min):
            raise ValueError("« closes_on » doit venir après « opens_on ».")
        return day

    @field_validator("texts")
    @classmethod
    def _every_language_has_its_texts(cls, texts: Texts, info: ValidationInfo) -> Texts:
        for language in info.data.get("languages", ()):
            if language not in texts.household:
                raise ValueError(f"ajoutez la table [texts.household.{language}].")
        return texts

    @field_validator("indicators", "commitments")
    @classmethod
    def _ids_are_unique(cls, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        ids = [row.id for row in rows]
        for name in ids:
            if ids.count(name) > 1:
                raise ValueError(f"« {name} » y est deux fois : donnez à chacun son identifiant.")
        return rows

    @field_validator("commitments")
    @classmethod
    def _a_commitment_is_measured(
        cls, commitments: tuple[Commitment, ...], info: ValidationInfo
    ) -> tuple[Commitment, ...]:
        known = {indicator.id for indicator in info.data.get("indicators", ())}
        for name in (commitment.indicator for commitment in commitments):
            if "indicators" in info.data and name not in known:
                raise ValueError(f"« {name} » n’est pas mesuré : ajoutez-le à [[indicators]].")
        return commitments

    def is_open(self, *, on: date) -> bool:
        """Say whether the programme takes households on that day."""
        return self.opens_on <= on and (self.closes_on is None or on < self.closes_on)

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Give every figure of the programme with its path: ("offers.line.price", …)."""
        return figures_of(self)

    def printable(self, path: str, *, confirmed: frozenset[str] = frozenset()) -> bool:
        """Say whether a figure may be shown to a household: verified, or confirmed by a person.

        Raises:
            KeyError: the programme has no figure at this path.
        """
        return dict(self.figures())[path].verified or path in confirmed
