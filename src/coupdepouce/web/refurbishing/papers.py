"""The certificate of an erasure, as it is drawn."""

from typing import TYPE_CHECKING

from coupdepouce.equipment.queries.places import named
from coupdepouce.equipment.queries.preparing import disks_in
from coupdepouce.outreach.erasures import ErasureSheet

if TYPE_CHECKING:
    from coupdepouce.equipment.models import Erasure


def sheet_of(erasure: "Erasure", *, programme: str) -> ErasureSheet:
    """Give all that the certificate says."""
    computer = erasure.computer
    return ErasureSheet(
        programme=programme,
        refurbisher=computer.lot.refurbisher.name,
        machine=f"{named(computer)}, {computer.get_form_display()}",
        serial=erasure.serial,
        disks=[disk.in_words() for disk in disks_in(erasure.disks)],
        method=erasure.method,
        standard=erasure.standard,
        tool=erasure.tool,
        done_on=erasure.done_on,
        done_by=erasure.done_by,
        written_by=str(erasure.by.user),
        written_at=erasure.at,
        reference=str(erasure.once),
    )
