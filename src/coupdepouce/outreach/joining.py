"""A candidature moves, and the other side is told: one transaction for both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet

from coupdepouce.accounts.models import User
from coupdepouce.core.calendar import day_of
from coupdepouce.core.partners.joining import forgotten_on, ground_of, step_named
from coupdepouce.core.partners.joining_steps import STATE_NAMED, Step
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.invitations import tell_account
from coupdepouce.outreach.operations import Recipient, enqueue, enqueue_to_all
from coupdepouce.partners.links import application_link, read_application_token
from coupdepouce.partners.models import Application, Establishment
from coupdepouce.partners.operations import checked_siret, joining
from coupdepouce.partners.operations.agreements import propose as propose_agreement
from coupdepouce.partners.operations.joining import Details, Done, Move, Twin
from coupdepouce.partners.queries import emails_of_role
from coupdepouce.partners.queries.joining import (
    ApplicationView,
    application_of,
    ended_without_partner,
    establishment,
    overdue_corrections,
    twins,
)
from coupdepouce.programmes import communes
from coupdepouce.programmes.commune_names import resolve
from coupdepouce.programmes.queries import current_programme

Row = TypeVar("Row", bound=Model)
Each = Callable[[QuerySet[Row], Callable[[Row], bool]], int]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of a SIRET before anything is asked."""

    siret: str
    establishment: Establishment | None
    twins: Sequence[tuple[int, str]]


def known_of(siret: str, *, town: str = "", postcode: str = "") -> Known:
    """Give what the register and the list of partners say of a SIRET.

    Raises:
        Refusal: not 14 digits, or a digit is wrong.
    """
    number = checked_siret(siret)
    found = establishment(number)
    code = resolve(found.commune_code if found else "", town, postcode) or ""
    known = twins(siret=number, commune_code=code)
    return Known(siret=number, establishment=found, twins=[(one.pk, one.name) for one in known])


@transaction.atomic
def join(
    *, siret: str, details: Details, twin: Twin, words: str, at: datetime, once: UUID
) -> Application:
    """Write a candidature, thank its referent and tell the programme.

    Raises:
        Refusal: a wrong SIRET, one that waits already, or a body that is a partner already.
    """
    placed = _placed(details)
    done = joining.apply(siret=siret, details=placed, twin=twin, words=words, at=at, once=once)
    if done.is_new:
        _write_to_applicant(done, template="application_received", at=at)
        _write_to_programme(done, at=at)
    return done.application


def _placed(details: Details) -> Details:
    """Find the commune, which must lie in the territory.

    Raises:
        Refusal: the programme does not go there.
    """
    _, programme = current_programme()
    code = resolve("", details.commune_name, details.postcode) or ""
    if code and not communes.within(programme.territory)(code):
        raise Refusal(
            "out_of_territory",
            "Le programme ne va pas encore dans cette commune : revenez s’il s’étend.",
            field="commune_name",
        )
    return replace(details, commune_code=code)


@transaction.atomic
def move_on(
    *, reference: UUID, move: Move, link_of: Callable[[User], str] = lambda _: ""
) -> Application:
    """Take a step and tell the other side; `link_of` gives where a new person chooses a password.

    Raises:
        Refusal: a step that is not possible now.
    """
    _, programme = current_programme()
    placed = _placed(move.details) if move.details else None
    days = programme.partners.correction_days
    done = joining.take(reference=reference, move=replace(move, details=placed, reply_days=days))
    if not done.is_new:
        return done.application
    if move.name == "approve" and done.application.organisation:
        # Told once, by the invitation: the agreement is the first thing the manager finds.
        propose_agreement(
            organisation=done.application.organisation,
            starts_on=day_of(move.at),
            months=programme.partners.agreement_months,
            by=move.member,
            at=move.at,
        )
    tells = step_named(move.name).tells
    if tells is Role.APPLICANT:
        _write_to_applicant(done, template="application_news", at=move.at)
    elif tells is Role.PROGRAMME_MANAGER:
        _write_to_programme(done, at=move.at)
    if done.membership is not None:
        tell_account(done.membership, link=link_of(done.membership.user), at=move.at)
    return done.application


def opened(*, token: str) -> ApplicationView:
    """Give the candidature that a signed link opens.

    Raises:
        Refusal: not a link of ours, too old, or a candidature that does not exist.
    """
    _, programme = current_programme()
    return application_of(read_application_token(token, days=programme.delays.signed_link))


def lapse_candidatures(*, at: datetime, each: Each[Application]) -> int:
    """Close the candidatures whose correction never came, and say so."""

    def lapse(one: Application) -> bool:
        once = uuid5(one.reference, f"lapse:{at}")
        move_on(
            reference=one.reference, move=Move(name="lapse", role=Role.WORKER, at=at, once=once)
        )
        return True

    return each(overdue_corrections(day_of(at)), lapse)


def forget_candidatures(*, at: datetime) -> int:
    """Forget who spoke for the candidatures that led nowhere, once the programme's months pass."""
    _, programme = current_programme()
    months = programme.partners.application_kept_months
    done = 0
    for one in ended_without_partner():
        if one.ended_at and forgotten_on(day_of(one.ended_at), months=months) <= day_of(at):
            joining.forget(one)
            done += 1
    return done


def _write_to_applicant(done: Done, *, template: str, at: datetime) -> None:
    application, event = done.application, done.event
    step = step_named(event.step)
    ground = ground_of(step, event.ground) if event.ground else None
    enqueue(
        once=f"{event.once}:applicant",
        template=template,
        to=Recipient(channel="email", address=application.email),
        context={
            "structure": application.name,
            "state": _said(application, step),
            "words": event.words,
            "next_offer": f"{ground.label}. {ground.next_offer}" if ground else "",
            "link": application_link(application.reference),
        },
        about=f"application:{application.reference}",
        at=at,
    )


def _said(application: Application, step: Step) -> str:
    if not step.target:
        return "Le programme vous a écrit."
    return STATE_NAMED[application.state].applicant


def _write_to_programme(done: Done, *, at: datetime) -> None:
    application, event = done.application, done.event
    enqueue_to_all(
        emails_of_role(Role.PROGRAMME_MANAGER),
        once=f"{event.once}:programme",
        template="application_to_read",
        context={
            "structure": application.name,
            "journal": step_named(event.step).journal,
            "link": f"{settings.SITE_URL}{candidature_path(application.reference)}",
        },
        about=f"application:{application.reference}",
        at=at,
    )


def candidature_path(reference: UUID) -> str:
    """Give where the site shows a candidature to the programme."""
    return f"/programme/partenaires/candidatures/{reference}/"
