"""Writes of a candidature: one transaction, one lock, one event, whatever the step."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.core.partners.joining import (
    check,
    ground_of,
    read_words,
    reply_due,
    step_named,
)
from coupdepouce.core.partners.joining_steps import NONE, STATE_NAMED, Situation, Step
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import (
    PRESCRIBERS,
    Application,
    ApplicationEvent,
    Membership,
    Organisation,
)
from coupdepouce.partners.operations.people import (
    checked_siret,
    create_organisation,
    open_account,
)
from coupdepouce.partners.places.own import settle
from coupdepouce.partners.queries.joining import situation_of, twins


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a structure says of itself, and who speaks for it."""

    name: str
    kind: str
    address: str
    postcode: str
    commune_code: str
    commune_name: str
    first_name: str
    last_name: str
    function: str
    email: str
    households_a_year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Twin:
    """What the applicant says when its body is a partner already: which team, or another site."""

    team_id: int | None = None
    is_told_apart: bool = False


@dataclass(frozen=True, kw_only=True)
class Move:
    """A step being taken: who, when, and what is said with it."""

    name: str
    role: Role
    at: datetime
    once: UUID
    member: Membership | None = None
    words: str = ""
    ground: str = ""
    team_id: int | None = None
    details: Details | None = None
    receives_public: bool = False  # of an approval: its address then enters the directory
    reply_days: int = 30


@dataclass(frozen=True, kw_only=True)
class Done:
    """A step taken, and the account it opened if it opened one."""

    event: ApplicationEvent
    application: Application
    membership: Membership | None = None
    is_new: bool = True


def apply(
    *, siret: str, details: Details, twin: Twin, words: str, at: datetime, once: UUID
) -> Done:
    """Write a candidature; the same key gives the one already written.

    Raises:
        Refusal: a wrong SIRET, one that waits already, or a body that is a partner already.
    """
    if already := Application.objects.filter(reference=once).first():
        return Done(event=already.events.all()[0], application=already, is_new=False)
    number = checked_siret(siret)
    _check_details(details)
    _check_twin(number, details, twin)
    made = Application(
        reference=once,
        state=NONE,
        siret=number,
        team_id=twin.team_id,
        is_told_apart=twin.is_told_apart,
        created_at=at,
        **asdict(details),
    )
    move = Move(name="submit", role=Role.APPLICANT, at=at, once=once, words=words)
    try:
        with transaction.atomic():
            return _taken(made, move)
    except IntegrityError:
        raise Refusal(
            "application_open",
            "Votre candidature attend déjà : ouvrez le lien du courriel que vous avez reçu.",
        ) from None


def _check_details(details: Details) -> None:
    if details.kind not in PRESCRIBERS:
        raise Refusal("kind_unknown", "Choisissez la sorte de votre structure.", field="kind")
    if not details.commune_code:
        raise Refusal(
            "commune_unknown",
            "Cette commune n’existe pas : vérifiez son nom et son code postal.",
            field="commune_name",
        )


def _check_twin(siret: str, details: Details, twin: Twin) -> None:
    known = twins(siret=siret, commune_code=details.commune_code)
    if twin.team_id in {one.pk for one in known}:
        return
    same = [one for one in known if one.siret == siret]
    if twin.team_id or same or (known and not twin.is_told_apart):
        raise Refusal(
            "twin_known",
            "Cette structure est peut-être déjà partenaire : dites si c’est la vôtre.",
            twins=[(one.pk, one.name) for one in known],
            same_site=bool(same),
        )


@transaction.atomic
def take(*, reference: UUID, move: Move) -> Done:
    """Take a step of a candidature; a second arrival with the same key gives the first event.

    Raises:
        Refusal: no such candidature, or a step that is not possible now.
    """
    application = (
        Application.objects.select_for_update(of=("self",)).filter(reference=reference).first()
    )
    if application is None:
        raise Refusal("not_found", "Cette candidature n’existe pas : revenez à la liste.")
    if already := ApplicationEvent.objects.filter(once=move.once).first():
        return Done(event=already, application=application, is_new=False)
    return _taken(application, move)


def _taken(application: Application, move: Move) -> Done:
    step = step_named(move.name)
    situation = situation_of(application) if application.pk else Situation(state=NONE)
    check(step=step, situation=situation, role=move.role)
    ground = ground_of(step, move.ground)
    words = read_words(step, move.words, ground=ground)
    before = _told(application)
    membership = EFFECTS[step.name](application, move) if step.name in EFFECTS else None
    _move(application, step, move)
    application.save()
    event = application.events.create(
        once=move.once,
        number=application.events.count() + 1,
        step=step.name,
        at=move.at,
        role=move.role,
        member=move.member,
        ground=ground.code if ground else "",
        words=words,
        changes=_changes(before, _told(application)),
    )
    return Done(event=event, application=application, membership=membership)


def _told(application: Application) -> dict[str, str]:
    known = {one.name: getattr(application, one.name) for one in fields(Details)}
    return {name: "" if value is None else str(value) for name, value in known.items()}


def _changes(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def _move(application: Application, step: Step, move: Move) -> None:
    if not step.target:
        return
    state = STATE_NAMED[step.target]
    application.state = state.name
    application.waits_for = state.waits_for or ""
    application.waits_since = None if state.final else move.at
    application.ended_at = move.at if state.final else None
    asked = step.target == "to_correct"
    application.due_on = reply_due(day_of(move.at), days=move.reply_days) if asked else None


def _correct(application: Application, move: Move) -> None:
    if move.details is not None:
        _check_details(move.details)
        for name, value in asdict(move.details).items():
            setattr(application, name, value)


def _tell_apart(application: Application, move: Move) -> None:  # noqa: ARG001
    application.is_told_apart, application.team = True, None


def _approve(application: Application, move: Move) -> Membership:
    """Make the organisation, its first manager, and its place only if it receives the public."""
    made = create_organisation(
        name=application.name,
        kind=application.kind,
        siret=application.siret,
        email=application.email,
        address=application.address,
        postcode=application.postcode,
        commune_code=application.commune_code,
        is_fictional=bool(move.member and move.member.organisation.is_fictional),
    )
    # A shelter's address stays unknown: nothing enters the directory unless somebody says so.
    if move.receives_public:
        settle(made, commune_name=application.commune_name, at=move.at)
    application.organisation = made
    return _account(application, move, role=Role.PARTNER_MANAGER)


def _attach(application: Application, move: Move) -> Membership:
    known = twins(siret=application.siret, commune_code=application.commune_code)
    wanted = move.team_id or application.team_id
    chosen: Organisation | None = next((one for one in known if one.pk == wanted), None)
    if chosen is None:
        raise Refusal("team_missing", "Choisissez l’équipe à laquelle rattacher la personne.")
    application.organisation = chosen
    return _account(application, move, role=Role.PRESCRIBER)


def _account(application: Application, move: Move, *, role: Role) -> Membership:
    if application.organisation is None:
        raise TypeError("an account is opened in an organisation")
    if move.member and move.member.user.email == application.email.strip().lower():
        raise Refusal(
            "own_candidature",
            "Cette candidature est la vôtre : demandez à un collègue de répondre.",
        )
    return open_account(
        email=application.email,
        first_name=application.first_name,
        last_name=application.last_name,
        organisation=application.organisation,
        role=role,
        by=move.member,
        at=move.at,
    )


EFFECTS: dict[str, Callable[[Application, Move], Membership | None]] = {
    "correct": _correct,
    "tell_apart": _tell_apart,
    "approve": _approve,
    "attach": _attach,
}


@transaction.atomic
def forget(application: Application, /) -> None:
    """Empty who spoke for a candidature that led nowhere, and what was said; the count stays."""
    Application.objects.filter(pk=application.pk).update(
        first_name="", last_name="", function="", email=""
    )
    application.events.update(words="", changes={})
