"""Reads at the counter and for the household: by the voucher's code, and little more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from coupdepouce.accounts.sealing import keyed_hash
from coupdepouce.core.calendar import day_of
from coupdepouce.core.household.budget import MarketOffer
from coupdepouce.core.journey import machine
from coupdepouce.core.journey.model import NONE, Part, Situation, Step
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.line.leaving import ExitPlan
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.voucher import read_code
from coupdepouce.core.voucher_seal import is_sealed
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions import seals
from coupdepouce.prescriptions.actors import HOUSEHOLD, receiver
from coupdepouce.prescriptions.computers import ComputerView, computer_of
from coupdepouce.prescriptions.line_money import household_money
from coupdepouce.prescriptions.links import read_shop_link
from coupdepouce.prescriptions.models import JourneyEvent, Prescription, Voucher
from coupdepouce.prescriptions.own_history import Told, told_of
from coupdepouce.prescriptions.queries import (
    PartView,
    applicant_of,
    choices_for,
    parts_of,
    years_of,
)
from coupdepouce.prescriptions.situation import live_voucher, situation_of
from coupdepouce.programmes.communes import commune
from coupdepouce.programmes.queries import current_programme
from coupdepouce.training.models import Booking
from coupdepouce.training.queries import next_of

# Only then does the shop need where the household lives, and how to call it.
KNOWS_HOME = frozenset({"accepted"})


@dataclass(frozen=True, kw_only=True)
class CounterView:
    """What the counter sees: the entitlement, whose it is, never the income or the notes."""

    prescription: Prescription
    voucher_id: int
    first_name: str
    last_name: str
    parts: Sequence[PartView]
    last_day: date
    choices: Sequence[machine.Choice]
    dwelling: str  # empty until the shop needs it
    phone: str  # the same
    prescriber: str
    next_offer: str
    computer: ComputerView | None


@dataclass(frozen=True, kw_only=True)
class FollowView:
    """What the household reads about its own request."""

    prescription: Prescription
    parts: Sequence[PartView]
    told: Sequence[Told]
    last_day: date
    prescriber: Organisation
    shop: Organisation | None
    next_offer: str
    withdraw: machine.Choice | None
    computer: ComputerView | None
    network: str  # the one that comes, while the household may still say no
    price: int | None  # of that network; None: the shop says it
    cheaper: MarketOffer | None  # an offer of the market that beats ours, with a price to show
    exit_plan: ExitPlan | None  # once the end of the price is near
    sessions: Sequence[Booking] = ()


def voucher_by_code(text: str) -> Voucher:
    """Find a voucher by its code as typed, or by the signed text of its QR.

    Raises:
        Refusal: mistyped, tampered with, unknown, or replaced by a newer one.
    """
    code = seals.read(text).code if is_sealed(text) else read_code(text)
    voucher = (
        Voucher.objects.select_related(
            "prescription__household",
            "prescription__shop__place",
            "prescription__organisation__place",
            "prescription__version",
            "prescription__verdict",
            "prescription__line",
        )
        .filter(code_hash=keyed_hash("voucher", code))
        .first()
    )
    if voucher is None:
        raise Refusal("code_unknown", "Aucun bon n’a ce code. Relisez-le, lettre par lettre.")
    if voucher.replaced_at is not None:
        raise Refusal("voucher_replaced", "Ce bon a été remplacé. Demandez le nouveau.")
    return voucher


def at_counter(*, text: str, member: Membership, at: datetime) -> CounterView:
    """Show a voucher to a shop advisor.

    Raises:
        Refusal: no such voucher, or another shop already received it.
    """
    voucher = voucher_by_code(text)
    prescription = voucher.prescription
    if prescription.shop_id not in {None, member.organisation_id}:
        raise _redeemed(prescription)
    return _counter(prescription, voucher, member=member, at=at)


def in_shop(
    *, reference: UUID, member: Membership, looked_up: int | None, at: datetime
) -> CounterView:
    """Show a request to the shop that holds it, or to the advisor who just entered its code.

    `looked_up` is the voucher whose code was entered: one replaced since then opens nothing.

    Raises:
        Refusal: neither, or another shop received it in between.
    """
    prescription = (
        Prescription.objects.select_related(
            "household", "shop", "organisation__place", "version", "verdict", "line"
        )
        .filter(reference=reference)
        .first()
    )
    voucher = live_voucher(prescription) if prescription else None
    if prescription is None or voucher is None or not (
        prescription.shop_id == member.organisation_id or looked_up == voucher.pk
    ):  # fmt: skip
        raise Refusal("not_found", "Ce bon n’est pas ouvert ici. Entrez d’abord son code.")
    if prescription.shop_id not in {None, member.organisation_id}:
        raise _redeemed(prescription)
    return _counter(prescription, voucher, member=member, at=at)


def _counter(
    prescription: Prescription, voucher: Voucher, *, member: Membership, at: datetime
) -> CounterView:
    person = applicant_of(prescription)
    knows_home = prescription.state in KNOWS_HOME
    return CounterView(
        prescription=prescription,
        voucher_id=voucher.pk,
        first_name=person.first_name if person else "",
        last_name=person.last_name if person else "",
        parts=[view for view in parts_of(prescription) if view.part is not Part.PRESCRIPTION],
        last_day=voucher.last_day,
        choices=choices_for(prescription, member=member, at=at),
        dwelling=_dwelling(prescription) if knows_home else "",
        phone=prescription.household.phone if knows_home else "",
        prescriber=_prescriber(prescription.organisation),
        # What was said before the voucher came here is not for this visit.
        next_offer=""
        if prescription.state == "issued"
        else _next_offer(prescription.events.last()),
        computer=computer_of(prescription, at=at),
    )


def _dwelling(prescription: Prescription) -> str:
    if prescription.line_state in {NONE, "declined"}:
        return ""
    household = prescription.household
    town = commune(household.commune_code).name
    return ", ".join(filter(None, (household.address, f"{household.postcode} {town}")))


def _prescriber(organisation: Organisation) -> str:
    place = organisation.place
    where = (place.address, f"{place.postcode} {place.commune_name}".strip()) if place else ()
    return ", ".join(filter(None, (organisation.name, *where)))


def _next_offer(event: JourneyEvent | None) -> str:
    reason = (
        machine.reason_of(BY_NAME[event.step], event.reason) if event and event.reason else None
    )
    return reason.next_offer if reason else ""


def _redeemed(prescription: Prescription) -> Refusal:
    return Refusal(
        "voucher_already_redeemed",
        "Ce bon a déjà été reçu : il ne sert qu’une fois. "
        f"Appelez le prescripteur : {_prescriber(prescription.organisation)}.",
    )


@dataclass(frozen=True, kw_only=True)
class ExpectedView:
    """What a shop without an account reads behind its link: nobody's name, nobody's address."""

    prescription_id: int
    shop: Organisation
    organisation: Organisation
    parts: Sequence[PartView]
    last_day: date
    choices: Sequence[machine.Choice]
    said: str  # the step by which this shop answered last, empty when it did not


def expected(*, token: str, at: datetime) -> ExpectedView:
    """Show what a signed link announces to a shop.

    Raises:
        Refusal: the link is not one of ours or too old, or the request is over.
    """
    _, programme = current_programme()
    prescription_id, shop_id = read_shop_link(token, days=programme.delays.signed_link)
    prescription = Prescription.objects.select_related("organisation", "verdict", "version").get(
        pk=prescription_id
    )
    shop = Organisation.objects.get(pk=shop_id)
    voucher = live_voucher(prescription)
    if prescription.state != "issued" or voucher is None:
        raise Refusal(
            "link_over", "Cette demande n’attend plus votre réponse. Vous n’avez rien à faire."
        )
    answers = prescription.events.filter(role=Role.RECEIVER, organisation=shop)
    last = answers.order_by("number").last()
    return ExpectedView(
        prescription_id=prescription.pk,
        shop=shop,
        organisation=prescription.organisation,
        parts=[view for view in parts_of(prescription) if view.part is not Part.PRESCRIPTION],
        last_day=voucher.last_day,
        choices=machine.choices(
            situation=situation_of(prescription, actor=receiver(shop), at=at),
            role=Role.RECEIVER,
            switched_off=programme.steps_off,
        ),
        said=last.step if last else "",
    )


def followed(*, text: str, birth_year: str, at: datetime) -> FollowView:
    """Show a household its own request, by its code and the applicant's year of birth.

    Raises:
        Refusal: the pair is not one of ours; which of the two is wrong is not said.
    """
    wrong = Refusal(
        "follow_unknown",
        "Ce code et cette année de naissance ne vont pas ensemble."
        " Relisez le code sur votre bon, et l’année de naissance de la personne"
        " qui a fait la demande.",
    )
    try:
        voucher = voucher_by_code(text)
    except Refusal as refusal:
        if refusal.code == "code_unknown":
            raise wrong from None
        raise
    prescription = voucher.prescription
    if birth_year.strip() not in years_of(prescription):
        raise wrong
    return _follow(prescription, voucher, at=at)


def _follow(prescription: Prescription, voucher: Voucher, *, at: datetime) -> FollowView:
    events = list(prescription.events.select_related("organisation").order_by("number"))
    return FollowView(
        prescription=prescription,
        parts=parts_of(prescription),
        told=told_of(events),
        last_day=voucher.last_day,
        prescriber=prescription.organisation,
        shop=prescription.shop,
        next_offer=_next_offer(events[-1]),
        withdraw=_withdraw(prescription, situation_of(prescription, actor=HOUSEHOLD, at=at)),
        computer=computer_of(prescription, at=at),
        **household_money(prescription, on=day_of(at)),
        sessions=next_of(prescription.household_id, at=at)
        if prescription.training_state != NONE
        else (),
    )


def _withdraw(prescription: Prescription, situation: Situation) -> machine.Choice | None:
    step: Step = BY_NAME["withdraw"]
    if prescription.state not in step.sources:
        return None
    offered = machine.choices(situation=situation, role=Role.HOUSEHOLD)
    return next((choice for choice in offered if choice.step is step), None)
