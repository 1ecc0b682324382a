"""What the messages to a household say of its request: days in words, who helps, what is next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language, gettext

from coupdepouce.core.calendar import PARIS, day_of, in_digits
from coupdepouce.core.journey.model import Reason
from coupdepouce.core.journey.states import WENT_WRONG
from coupdepouce.core.languages import Language, language_of
from coupdepouce.core.voucher import grouped
from coupdepouce.partners.models import Organisation
from coupdepouce.prescriptions.links import follow_link
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.situation import live_voucher


@dataclass(frozen=True, kw_only=True)
class Words:
    """How days are written in the language that is switched on: in short in an SMS."""

    is_short: bool = False

    def day(self, day: date) -> str:
        """Write a day."""
        return f"{day:%d/%m/%Y}" if self.is_short else _language().write_day(day, year=True)

    def moment(self, moment: datetime) -> str:
        """Write a moment to come: "jeudi 26 novembre à 10 h"."""
        language, local = _language(), moment.astimezone(PARIS)
        if self.is_short:
            return in_digits(moment, language=language.code)
        return gettext("%(day)s à %(hour)s") % {
            "day": language.write_day(local.date(), year=False),
            "hour": language.write_hour(local.time()),
        }


def _language() -> Language:
    return language_of(get_language())


def context_of(
    prescription: Prescription, *, reason: Reason | None, words: Words, at: datetime
) -> dict[str, str]:
    """Give what the texts are filled with, empty where there is nothing to say."""
    voucher, line = live_voucher(prescription), prescription.line
    meeting = line.appointment_at if line else None
    return {
        "link": follow_link(),
        "who_helps": _who_helps(prescription),
        "organisation": prescription.organisation.name,
        "code": grouped(voucher.code) if voucher else "",
        "last_day": words.day(voucher.last_day) if voucher else "",
        "appointment": words.moment(meeting) if meeting else "",
        "cut": _cut(line.cut_on if line else None, words=words, on=day_of(at)),
        "reason": gettext(reason.written) if reason else "",
        "next_offer": gettext(reason.next_offer) if reason else "",
    }


def _who_helps(prescription: Prescription) -> str:
    shop = None if prescription.line_state in WENT_WRONG else prescription.shop
    if shop is not None:
        return gettext("Votre boutique : %(name)s.") % {"name": _language().apart(shop.name)}
    return who_follows(prescription.organisation)


def who_follows(organisation: Organisation) -> str:
    """Name the organisation that follows a household, whose message is about something else."""
    if not organisation.is_active:
        return gettext("Qui vous suit : l’équipe du programme.")
    return gettext("Qui vous suit : %(name)s.") % {"name": _language().apart(organisation.name)}


def _cut(cut_on: date | None, *, words: Words, on: date) -> str:
    # A day that is over is no warning: a person looks at it first.
    if cut_on is None or cut_on < on:
        return ""
    day = {"day": words.day(cut_on)}
    if words.is_short:
        return gettext("Coupure le %(day)s.") % day + " "
    return gettext("Sans paiement, la ligne peut être coupée le %(day)s.") % day + "\n"
