"""The programme file: its model, its checks, its figures."""

from coupdepouce.core.programme.figures import Amount, Ceiling, Duration, Figure
from coupdepouce.core.programme.model import NetworkOffer, Place, Programme
from coupdepouce.core.programme.reading import content_hash, parse

__all__ = [
    "Amount",
    "Ceiling",
    "Duration",
    "Figure",
    "NetworkOffer",
    "Place",
    "Programme",
    "content_hash",
    "parse",
]
