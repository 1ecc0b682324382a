"""Writes of `equipment`: one module per subject."""

from coupdepouce.equipment.operations.moves import note_move
from coupdepouce.equipment.operations.stock import put_in_stock

__all__ = ["note_move", "put_in_stock"]
