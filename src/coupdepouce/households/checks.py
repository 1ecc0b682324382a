"""Checks of what the forms bring; each refusal says what to write instead."""

import re
from dataclasses import replace
from datetime import date

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from coupdepouce.core.household.identity import words
from coupdepouce.core.refusal import Refusal
from coupdepouce.households.entries import DESPITE, Contact, NewHousehold, NewPerson
from coupdepouce.households.models import Consent, Household, Person

FRANCE, FRENCH_DIGITS = 33, 9  # after the country's code; the library allows short numbers
# By SMS or by nothing: a landline or a number with a surcharge reads no text.
READS_NO_TEXT = frozenset(
    {
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
    }
)
EARLIEST_BIRTH = date(1900, 1, 1)


def e164(text: str) -> str:
    """Write a telephone number as E.164; without a country it is a French one, blank stays blank.

    Raises:
        Refusal: no such number can exist.
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        number = None
    # Possible, not "valid": the library's list lags behind new ranges, and lacks those of fiction.
    possible = number is not None and phonenumbers.is_possible_number(number)
    if number is None or not possible or _is_short_french(number):
        raise Refusal(
            "phone_malformed", "Ce numéro de téléphone n’existe pas : vérifiez les dix chiffres."
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def reads_text(number: str) -> bool:
    """Say whether a number can exist and receive a text."""
    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return False
    # Possible, not "valid": the library's list lags behind new ranges, and lacks those of fiction.
    if not phonenumbers.is_possible_number(parsed):
        return False
    return phonenumbers.number_type(parsed) not in READS_NO_TEXT


def e164_for_texts(text: str) -> str:
    """Write as E.164 a number that texts are to be sent to.

    Raises:
        Refusal: no such number can exist, or it reads no text.
    """
    number = e164(text)
    if number and not reads_text(number):
        raise Refusal(
            "phone_reads_no_text",
            "Ce numéro ne reçoit pas de SMS. Gardez-le, et choisissez une lettre ou un appel de "
            "la personne qui le suit, ou écrivez un portable.",
        )
    return number


def phone_in_words(stored: str) -> str:
    """Write a stored number as people say it here: 06 12 34 56 78, +32 470 12 34 56 for abroad."""
    if not stored:
        return ""
    number = phonenumbers.parse(stored)
    formats = phonenumbers.PhoneNumberFormat
    style = formats.NATIONAL if number.country_code == FRANCE else formats.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def _is_short_french(number: phonenumbers.PhoneNumber) -> bool:
    return number.country_code == FRANCE and len(str(number.national_number)) != FRENCH_DIGITS


def checked_email(text: str) -> str:
    """Give an e-mail address without blanks around it.

    Raises:
        Refusal: it cannot be an address.
    """
    email = text.strip()
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise Refusal(
            "email_malformed", "Cette adresse de courriel est mal écrite : vérifiez-la."
        ) from None
    return email


def checked_contact(contact: Contact) -> Contact:
    """Give a contact ready to be stored.

    Raises:
        Refusal: a malformed value, or a preference for a means that is blank.
    """
    if not re.fullmatch("[0-9][0-9AB][0-9]{3}", contact.commune_code):
        raise Refusal("commune_malformed", "La commune manque : choisissez-la dans la liste.")
    if not re.fullmatch("[0-9]{5}", contact.postcode):
        raise Refusal("postcode_malformed", "Le code postal compte cinq chiffres : corrigez-le.")
    done = replace(
        contact,
        address=contact.address.strip(),
        phone=e164(contact.phone),
        email=checked_email(contact.email),
    )
    _check_preference(done)
    return done


def _check_preference(contact: Contact) -> None:
    if contact.preference not in Household.Preference.values:
        raise Refusal("preference_unknown", "Choisissez comment la personne veut être prévenue.")
    means = {
        Household.Preference.SMS: (contact.phone, "un téléphone"),
        Household.Preference.EMAIL: (contact.email, "une adresse électronique"),
        Household.Preference.LETTER: (contact.address, "une adresse postale"),
    }
    value, what = means.get(Household.Preference(contact.preference), ("known", ""))
    if not value:
        raise Refusal("contact_missing", f"Pour ce moyen de contact, écrivez {what}.")
    if contact.preference == Household.Preference.SMS:
        e164_for_texts(contact.phone)


def checked_household(new: NewHousehold, *, day: date) -> NewHousehold:
    """Give a household ready to be compared and stored.

    Raises:
        Refusal: a value is missing or malformed, or the household does not agree.
    """
    applicants = [person for person in new.people if person.role == Person.Role.APPLICANT]
    if len(applicants) != 1:
        raise Refusal("one_applicant", "Choisissez une personne, et une seule, comme demandeur.")
    if new.despite and new.despite not in DESPITE:
        labels = ", ".join(DESPITE.values())
        raise Refusal("despite_unknown", f"Choisissez une raison parmi : {labels}.")
    if unknown := set(new.consents) - set(Consent.Purpose.values):
        raise Refusal("consent_unknown", f"Accord inconnu : {', '.join(sorted(unknown))}.")
    if Consent.Purpose.PROGRAMME not in new.consents:
        raise Refusal("consent_missing", "Sans son accord, rien n’est enregistré.")
    return replace(
        new,
        people=tuple(_checked_person(person, day=day) for person in new.people),
        contact=checked_contact(new.contact),
        line_number=e164(new.line_number),
    )


def _checked_person(person: NewPerson, *, day: date) -> NewPerson:
    if person.role not in Person.Role.values:
        raise Refusal("role_unknown", "Choisissez la place de la personne dans le ménage.")
    if not words(person.first_name) or not words(person.last_name):
        raise Refusal("name_missing", "Écrivez le prénom et le nom de chaque personne.")
    if not EARLIEST_BIRTH <= person.birth_date <= day:
        raise Refusal("birth_date_wrong", "Cette date de naissance est impossible : vérifiez-la.")
    return replace(person, first_name=person.first_name.strip(), last_name=person.last_name.strip())
