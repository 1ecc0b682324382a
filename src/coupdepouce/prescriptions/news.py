"""Who hears of a step: the household, or who follows it when nothing is written to it; the shop."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import override

from coupdepouce.core.calendar import in_words
from coupdepouce.core.journey.machine import reason_of
from coupdepouce.core.journey.model import Part, Reason, Step
from coupdepouce.core.journey.steps import STEPS
from coupdepouce.core.messages.post import postal_address
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Consent, Household, Person
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.operations import Recipient, enqueue, enqueue_to_all, filled
from coupdepouce.outreach.queries import in_force
from coupdepouce.prescriptions.computer_news import computer_context
from coupdepouce.prescriptions.events import did, who_of
from coupdepouce.prescriptions.followers import addresses_of
from coupdepouce.prescriptions.links import prescription_link, shop_link
from coupdepouce.prescriptions.models import JourneyEvent, Prescription, Unreached
from coupdepouce.prescriptions.session_news import reason_said, session_context
from coupdepouce.prescriptions.situation import live_voucher
from coupdepouce.prescriptions.told import Words, context_of
from coupdepouce.prescriptions.visits import OF_VISIT, visit_context
from coupdepouce.programmes import communes

# Read in French by the one who follows the household, and said in its own words.
RELAYED = Recipient(channel=Household.Preference.PRESCRIBER, address="")
# In the place of a code that works: a mailbox is read by others, and kept.
ON_FILE = "à lire dans le dossier"
# Of a part, or of one session: one does not take the place of another.
MATTERS = {step.message: step.part.value for step in STEPS if step.message} | {
    "line_reminder": Part.LINE.value,
    "voucher_reminder": Part.PRESCRIPTION.value,
    "visit_reminder": Part.PRESCRIPTION.value,
}
OF_COMPUTER = frozenset(step.message for step in STEPS if step.part is Part.COMPUTER)


def recipient_of(household_id: int) -> Recipient | None:
    """Give where the household wants its news, or None when it wants none in writing."""
    agreed = Household.objects.filter(
        pk=household_id,
        consents__purpose=Consent.Purpose.CONTACT,
        consents__withdrawn_at__isnull=True,
    )
    for household in agreed[:1]:
        channel = household.preference
        address = {"sms": household.phone, "email": household.email}.get(channel, "")
        if channel == Household.Preference.LETTER:
            address = _postal(household)
        if address:
            return Recipient(channel=channel, address=address, language=household.language)
    return None


def _postal(household: Household) -> str:
    who = household.people.filter(role=Person.Role.APPLICANT).first()
    code = household.commune_code
    return postal_address(
        name=f"{who.first_name} {who.last_name}" if who else "",
        address=household.address,
        postcode=household.postcode,
        town=communes.commune(code).name if communes.exists(code) else "",
    )


def announce(event: JourneyEvent, *, step: Step, prescription: Prescription) -> None:
    """Write the messages that a step causes, in its transaction."""
    is_theirs = event.member_id == prescription.prescriber_id
    # Its team did it: the person was there, or a colleague tells it.
    is_team = event.organisation_id == prescription.organisation_id
    session = event.data.get("session", "")
    if session:
        _settle(prescription, matter_of("", session=session), at=event.at)
    if step.message:
        tell_household(
            prescription,
            template=step.message,
            once=str(event.once),
            at=event.at,
            reason=reason_of(step, event.reason),
            session=session,
            relayed=not is_team and Role.PRESCRIBER not in step.tells,
        )
    if Role.PRESCRIBER in step.tells and not is_theirs:
        _tell_prescriber(event, step=step, prescription=prescription)
    if step.name == "issue" and prescription.suggested_shop:
        _tell_shop(event, prescription)


def tell_household(
    prescription: Prescription,
    *,
    template: str,
    once: str,
    at: datetime,
    reason: Reason | None = None,
    session: str = "",
    relayed: bool = True,
) -> bool:
    """Write one message to the household, or to who follows it when the household wants none.

    `relayed` is false when its team knows already. Says whether anybody is told.
    """
    matter = matter_of(template, session=session)
    _settle(prescription, matter, at=at)
    to = recipient_of(prescription.household_id)
    if to is None and not relayed:
        return False
    with override((to or RELAYED).language):
        words = Words(is_short=to is not None and to.channel == Message.Channel.SMS)
        context = household_context(
            prescription, template=template, words=words, at=at, reason=reason, session=session
        )
    key = f"{once}:{template}"
    if to is None:
        _relay(prescription, template, context, matter=matter, once=key, at=at)
        return True
    about = f"prescription:{prescription.reference}"
    enqueue(once=key, template=template, to=to, context=context, about=about, at=at)
    return True


def matter_of(template: str, *, session: str = "") -> str:
    """Give what a text to a household is about."""
    return f"{Part.TRAINING}:{session}" if session else MATTERS.get(template, template)


def _settle(prescription: Prescription, matter: str, *, at: datetime) -> None:
    """Take off the list what newer news of the same matter replace."""
    prescription.unreached.filter(matter=matter, done_at__isnull=True).update(done_at=at)


def _relay(
    prescription: Prescription,
    template: str,
    context: Mapping[str, str],
    *,
    matter: str,
    once: str,
    at: datetime,
) -> None:
    """Write to who follows it what the household is told by nobody else, until it is done."""
    said = {**context, "code": ON_FILE}
    title, text = filled(template, RELAYED.channel, in_force(template, RELAYED.language), said)
    about = f"prescription:{prescription.reference}"
    enqueue_to_all(
        addresses_of(prescription),
        once=once,
        template="to_tell",
        context={
            "title": title,
            "news": text.removeprefix("Bonjour,\n\n"),
            "link": prescription_link(prescription.reference),
        },
        about=about,
        at=at,
    )
    # On the list of those to reach, once, until somebody says that it is done.
    told = Message.objects.filter(about=about, template="to_tell", once__startswith=f"{once}:")
    row = {"prescription": prescription, "matter": matter, "since": at}
    for message in told.order_by("pk")[:1]:
        Unreached.objects.get_or_create(message=message, defaults=row)


def household_context(
    prescription: Prescription,
    *,
    template: str,
    words: Words,
    at: datetime,
    reason: Reason | None = None,
    session: str = "",
) -> Mapping[str, str]:
    """Give what a text to a household says of its request, in the language that is switched on."""
    of_computer = prescription if template in OF_COMPUTER else None
    of_visit = prescription if template in OF_VISIT else None
    of_request = context_of(prescription, reason=reason, words=words, at=at)
    return {
        **of_request,
        "reason": reason_said(session, of_request["reason"]),
        **computer_context(of_computer, words=words, at=at),
        **visit_context(of_visit, words=words, at=at),
        **session_context(session, words=words, at=at),
    }


def _tell_prescriber(event: JourneyEvent, *, step: Step, prescription: Prescription) -> None:
    reason = reason_of(step, event.reason)
    enqueue_to_all(
        addresses_of(prescription),
        once=f"{event.once}:outcome",
        template="outcome",
        context={
            "who": who_of(event),
            "journal": did(event),
            "detail": f"Raison : {reason.label}." if reason else "",
            "link": prescription_link(prescription.reference),
        },
        about=f"prescription:{prescription.reference}",
        at=event.at,
    )


def _tell_shop(event: JourneyEvent, prescription: Prescription) -> None:
    shop, voucher = prescription.suggested_shop, live_voucher(prescription)
    if shop is None or not shop.email or voucher is None:
        return
    enqueue(
        once=f"{event.once}:shop",
        template="shop_link",
        to=Recipient(channel="email", address=shop.email),
        context={
            "organisation": prescription.organisation.name,
            "last_day": in_words(voucher.last_day),
            "link": shop_link(prescription_id=prescription.pk, shop_id=shop.pk),
        },
        about=f"prescription:{prescription.reference}",
        at=event.at,
    )
