"""Tables of `equipment`: the machines, and the people they go to."""

from coupdepouce.equipment.models.machines import (
    Computer,
    Donor,
    Erasure,
    Form,
    Grade,
    Lot,
    Movement,
    MovementQuerySet,
    Parcel,
    ParcelItem,
    TestReport,
    WrittenOnce,
)
from coupdepouce.equipment.models.people import HandOver, Inventory, Scan, Threshold, WaitingPlace

__all__ = [
    "Computer",
    "Donor",
    "Erasure",
    "Form",
    "Grade",
    "HandOver",
    "Inventory",
    "Lot",
    "Movement",
    "MovementQuerySet",
    "Parcel",
    "ParcelItem",
    "Scan",
    "TestReport",
    "Threshold",
    "WaitingPlace",
    "WrittenOnce",
]
