"""Organisations, and the people who act for them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siret as siret_number

from coupdepouce.accounts.models import User
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import INCOMPATIBLE, NAMES, Role
from coupdepouce.partners.models import PRESCRIBERS, ApiKey, Membership, Organisation, Place
from coupdepouce.partners.queries.closing import check_open

Kind = Organisation.Kind
LONGEST_EMAIL = 254
PRESCRIBING = (Role.PRESCRIBER, Role.PARTNER_MANAGER)
ROLES_OF = {
    **dict.fromkeys(PRESCRIBERS, PRESCRIBING),
    Kind.SHOP: (Role.SHOP_ADVISOR, Role.TRAINER),
    Kind.REFURBISHER: (Role.REFURBISHER,),
    Kind.EVALUATOR: (Role.EVALUATOR,),
    Kind.OPERATOR: (Role.BACK_OFFICE, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR),
}
MANAGERS = frozenset({Role.PARTNER_MANAGER, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR})


def create_organisation(
    *,
    name: str,
    kind: str,
    siret: str = "",
    email: str = "",
    place: Place | None = None,
    is_fictional: bool = False,
    **where: str,
) -> Organisation:
    """Add a partner, a shop or the operator; `where` may give its address, postcode and commune.

    Raises:
        Refusal: no name, unknown kind, or a SIRET that is wrong or already there.
    """
    if not name.strip():
        raise Refusal("name_missing", "Le nom manque : écrivez celui de l’organisation.")
    if kind not in Kind.values:
        raise Refusal("kind_unknown", f"Choisissez parmi : {', '.join(Kind.labels)}.", kind=kind)
    return Organisation.objects.create(
        name=name.strip(),
        kind=kind,
        siret=_new_siret(siret) if siret else "",
        email=_checked_email(email) if email else "",
        place=place,
        is_fictional=is_fictional,
        **where,
    )


def _new_siret(text: str) -> str:
    number = checked_siret(text)
    if Organisation.objects.filter(siret=number, is_active=True).exists():
        raise Refusal(
            "organisation_exists",
            "Une organisation porte déjà ce SIRET : cherchez-la dans la liste.",
            siret=number,
        )
    return number


def checked_siret(text: str) -> str:
    """Give the 14 digits of a SIRET.

    Raises:
        Refusal: not 14 digits, or a digit is wrong.
    """
    try:
        return str(siret_number.validate(text))
    except NumberError:
        raise Refusal(
            "siret_wrong",
            "Ce SIRET n’existe pas : recopiez ses 14 chiffres depuis l’avis de situation.",
            siret=text,
        ) from None


def roles_given(*, organisation: Organisation, by: Membership) -> list[Role]:
    """Give the roles that a manager may give in an organisation.

    Raises:
        Refusal: it is not theirs to manage.
    """
    fitting = ROLES_OF[Kind(organisation.kind)]
    _check_may_manage(by, organisation, fitting[0])
    if by.role == Role.ADMINISTRATOR:
        return list(fitting)
    return [role for role in fitting if role != Role.ADMINISTRATOR]


@transaction.atomic
def open_account(
    *,
    email: str,
    first_name: str,
    last_name: str,
    organisation: Organisation,
    role: str,
    by: Membership | None,
    at: datetime,
) -> Membership:
    """Give a person a role in an organisation; a new person has no password yet.

    `by` is None on the command line only.

    Raises:
        Refusal: not allowed, already there, or a role that this person cannot hold.
    """
    address = _checked_email(email)
    _check_may_manage(by, organisation, role)
    _check_fits(organisation, role)
    check_open(Organisation.objects.get(pk=organisation.pk))
    _check_managed(organisation, role)
    user = User.objects.filter(email=address).first() or User.objects.create_user(
        address, first_name=first_name.strip(), last_name=last_name.strip()
    )
    # Locked: two managers giving two incompatible roles at once are seen one after the other.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    check_compatible(user, Role(role))
    membership, is_new = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, until=None, defaults={"since": at}
    )
    if not is_new:
        raise Refusal(
            "already_member", "Cette personne a déjà ce rôle ici : cherchez-la dans l’équipe."
        )
    return membership


def _checked_email(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
        MaxLengthValidator(LONGEST_EMAIL)(address)
    except ValidationError:
        raise Refusal(
            "email_wrong", "Cette adresse électronique ne va pas : écrivez nom@exemple.fr."
        ) from None
    return address


def _check_may_manage(by: Membership | None, organisation: Organisation, role: str) -> None:
    if by is None or by.role == Role.ADMINISTRATOR:
        return
    if by.role == Role.PROGRAMME_MANAGER and role != Role.ADMINISTRATOR:
        return
    if by.role == Role.PARTNER_MANAGER and by.organisation_id == organisation.pk:
        return
    raise Refusal(
        "not_your_team", "Vous ne gérez pas cette équipe : demandez au responsable du programme."
    )


def _check_fits(organisation: Organisation, role: str) -> None:
    fitting = ROLES_OF[Kind(organisation.kind)]
    if role not in fitting:
        names = ", ".join(NAMES[one] for one in fitting)
        raise Refusal("role_unfit", f"Choisissez un rôle de cette organisation : {names}.")


def _check_managed(organisation: Organisation, role: str) -> None:
    if not organisation.prescribes or role == Role.PARTNER_MANAGER:
        return
    # Locked as when a role is closed: the last manager does not leave meanwhile.
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if not Membership.objects.filter(
        organisation=organisation, role=Role.PARTNER_MANAGER, until__isnull=True
    ).exists():
        raise Refusal(
            "manager_first",
            "Cette organisation n’a pas de responsable : ouvrez d’abord le compte de cette "
            "personne. Elle accepte la convention.",
        )


def check_compatible(user: User, role: Role) -> None:
    """Let a person hold a role besides those they hold.

    Raises:
        Refusal: one of theirs is of the other side.
    """
    held = {
        Role(one)
        for one in Membership.objects.filter(user=user, until__isnull=True).values_list(
            "role", flat=True
        )
    }
    for side, other in (INCOMPATIBLE, INCOMPATIBLE[::-1]):
        if role in side and (clash := held & other):
            raise Refusal(
                "roles_incompatible",
                f"Cette personne est déjà {NAMES[min(clash)]} : qui prescrit ne reçoit pas les "
                "bons et ne conduit pas le programme. Fermez d’abord ce rôle.",
            )


@transaction.atomic
def close_membership(*, membership: Membership, by: Membership | None, at: datetime) -> Membership:
    """End a person's role; the trace stays.

    Raises:
        Refusal: not allowed, or the organisation would have nobody to manage it.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(
        pk=membership.organisation_id
    )
    membership.refresh_from_db(fields=["until"])
    if membership.until is not None:
        return membership
    _check_may_manage(by, organisation, membership.role)
    others = Membership.objects.filter(
        organisation=organisation, role=membership.role, until__isnull=True
    ).exclude(pk=membership.pk)
    if membership.role in MANAGERS and not others.exists():
        raise Refusal(
            "last_manager",
            "C’est le dernier responsable : donnez d’abord ce rôle à une autre personne.",
        )
    membership.until = at
    membership.save(update_fields=["until"])
    ApiKey.objects.filter(membership=membership, revoked_at__isnull=True).update(revoked_at=at)
    return membership


def switch_membership(*, user: User, membership_id: int) -> Membership:
    """Choose the organisation and role a person acts under from now on.

    Raises:
        Refusal: not one of theirs, or closed.
    """
    membership = (
        Membership.objects.filter(
            pk=membership_id, user=user, until__isnull=True, organisation__is_active=True
        )
        .select_related("organisation", "user")
        .first()
    )
    if membership is None:
        raise Refusal("not_found", "Ce rôle n’est plus le vôtre : choisissez-en un autre.")
    user.last_membership_id = membership.pk
    user.save(update_fields=["last_membership_id"])
    return membership


def note_dormancy_told(membership: Membership, *, at: datetime) -> bool:
    """Write down that its dormancy was told; False when another worker did, or it closed."""
    same = Membership.objects.filter(
        pk=membership.pk, until__isnull=True, dormancy_told_at=membership.dormancy_told_at
    )
    return bool(same.update(dormancy_told_at=at))


def note_last_told(membership: Membership, *, at: datetime) -> bool:
    """Write down that the programme is told of the last account; True when it was told before.

    An account beside it, or a visit since, starts again.
    """
    live = Membership.objects.filter(organisation=membership.organisation_id, until__isnull=True)
    is_last = not live.exclude(pk=membership.pk).exists()
    told, last = membership.last_told_at, membership.last  # type: ignore[attr-defined]
    Membership.objects.filter(pk=membership.pk).update(last_told_at=at if is_last else None)
    return is_last and told is not None and told > last
