"""Lots: what a donor announces, what comes, and the difference said by a person."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.equipment.models import Donor, Lot
from coupdepouce.partners.models import Membership


@transaction.atomic
def announce_lot(
    *,
    donor: str,
    is_public_body: bool,
    announced_count: int,
    announced_on: date,
    by: Membership,
    at: datetime,
    once: UUID,
) -> Lot:
    """Open the lot that a donor announces; the same key gives the same lot.

    Raises:
        Refusal: the donor is known as what it is not said to be, or the day is to come.
    """
    if already := Lot.objects.filter(reference=once, refurbisher=by.organisation_id).first():
        return already
    _check_day(announced_on, at=at, field="announced_on")
    lot, _ = Lot.objects.get_or_create(
        reference=once,
        refurbisher=by.organisation,
        defaults={
            "donor": _donor(donor, is_public_body=is_public_body),
            "announced_count": announced_count,
            "announced_on": announced_on,
        },
    )
    return lot


def _donor(name: str, *, is_public_body: bool) -> Donor:
    plain = " ".join(name.split())
    donor = Donor.objects.filter(name__iexact=plain).first()
    if donor is None:
        donor, _ = Donor.objects.get_or_create(
            name=plain, defaults={"is_public_body": is_public_body}
        )
    # The cap of the law hangs on it: it is never changed by the way.
    if donor.is_public_body != is_public_body:
        kind = "un organisme public" if donor.is_public_body else "un donneur privé"
        raise Refusal(
            "donor_kind",
            f"« {donor.name} » est déjà connu comme {kind} : vérifiez, ou demandez au programme.",
            field="is_public_body",
        )
    return donor


def _check_day(day: date, *, at: datetime, field: str) -> None:
    if day > day_of(at):
        raise Refusal("day_to_come", "Ce jour n’est pas encore là : vérifiez-le.", field=field)


@transaction.atomic
def receive_lot(
    *, lot_id: int, received_count: int, received_on: date, by: Membership, at: datetime
) -> Lot:
    """Write how many machines came, and when.

    Raises:
        Refusal: the lot is closed or not theirs, or the day is to come or before the announce.
    """
    lot = open_lot(lot_id, by=by)
    _check_day(received_on, at=at, field="received_on")
    if received_on < lot.announced_on:
        raise Refusal(
            "received_before_announced",
            "Le lot n’a pas pu arriver avant d’être annoncé : vérifiez le jour.",
            field="received_on",
        )
    lot.received_count, lot.received_on = received_count, received_on
    lot.save(update_fields=["received_count", "received_on"])
    return lot


@transaction.atomic
def close_lot(*, lot_id: int, note: str, by: Membership, at: datetime) -> Lot:
    """Close a lot once what came is counted and each difference is explained.

    Raises:
        Refusal: nothing was counted, or a difference has no explanation.
    """
    lot = open_lot(lot_id, by=by)
    entered = lot.computers.count()
    if lot.received_count is None:
        raise Refusal("lot_not_counted", "Comptez d’abord les machines arrivées.")
    if (differences := differences_of(lot, entered=entered)) and not note.strip():
        said = " ".join(differences)
        raise Refusal("difference_unsaid", f"{said} Dites pourquoi.", field="note")
    lot.note, lot.closed_at, lot.closed_by = note.strip(), at, by
    lot.save(update_fields=["note", "closed_at", "closed_by"])
    return lot


def differences_of(lot: Lot, *, entered: int) -> list[str]:
    """Say how what was announced, what came and what was entered differ."""
    if lot.received_count is None:
        return []
    said = []
    if (gap := lot.received_count - lot.announced_count) != 0:
        said.append(f"{_machines(abs(gap))} de {'plus' if gap > 0 else 'moins'} qu’annoncé.")
    if (gap := entered - lot.received_count) != 0:
        said.append(
            f"{_machines(abs(gap))} de {'plus' if gap > 0 else 'moins'} ici qu’à l’arrivée."
        )
    return said


def _machines(count: int) -> str:
    return f"{count} machine{'s' if count > 1 else ''}"


def open_lot(lot_id: int, *, by: Membership) -> Lot:
    """Lock a lot of the member's, still open.

    Raises:
        Refusal: it is not theirs, or it is closed.
    """
    mine = Lot.objects.select_for_update(of=("self",)).select_related("donor")
    lot = mine.filter(pk=lot_id, refurbisher=by.organisation_id).first()
    if lot is None:
        raise Refusal("not_found", "Ce lot n’est pas dans votre atelier : revenez à la liste.")
    if lot.closed_at is not None:
        raise Refusal("lot_closed", "Ce lot est clos : ouvrez-en un autre.")
    return lot
