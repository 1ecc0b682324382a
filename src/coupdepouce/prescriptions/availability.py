"""What reaches an address: a hint by commune, then each network’s offer and its price."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from coupdepouce.core.journey.line_steps import TECHNOLOGIES
from coupdepouce.core.line.causes import networks_out
from coupdepouce.core.programme import Amount, Programme
from coupdepouce.lines.models import CommuneCoverage
from coupdepouce.lines.queries import coverage_of
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.programmes.communes import commune
from coupdepouce.programmes.queries import current_programme, printable_figures

ANSWERS = ("find_line_available", "find_line_not_available")


@dataclass(frozen=True, kw_only=True)
class Network:
    """What is offered where a network is the one that comes, and whether its price may be said."""

    technology: str
    label: str
    per_thousand: int | None  # premises of the commune that it can serve; None: no file says
    offer: str
    price: Amount | None  # None: to be confirmed
    is_sure: bool
    is_out: bool  # the answer for this address was no


@dataclass(frozen=True, kw_only=True)
class Availability:
    """The hint of a commune: only the operator says it for an address."""

    town: str
    networks: Sequence[Network]
    source: str
    read_on: str


def availability_of(prescription: Prescription) -> Availability:
    """Give the hint for the household's commune, and the offer of each network."""
    code = prescription.household.commune_code
    _, programme = current_programme()
    printable, coverage = printable_figures(of=programme), coverage_of(code)
    out = networks_refused(prescription)
    return Availability(
        town=commune(code).name,
        networks=[
            _network(
                name,
                label,
                programme=programme,
                printable=printable,
                coverage=coverage,
                is_out=name in out,
            )
            for name, label in TECHNOLOGIES
        ],
        source=coverage.source if coverage else "",
        read_on=coverage.read_on if coverage else "",
    )


def networks_refused(prescription: Prescription) -> frozenset[str]:
    """Give the networks that the answers for this address leave out."""
    if prescription.line_state != "not_available":
        return frozenset()
    found, answers = "", []
    for event in prescription.events.filter(step__in=ANSWERS).order_by("number"):
        if event.step == "find_line_not_available":
            answers.append((event.reason, found))
        found = event.data.get("technology", "")
    return networks_out(answers)


def _network(
    name: str,
    label: str,
    *,
    programme: Programme,
    printable: Collection[str],
    coverage: CommuneCoverage | None,
    is_out: bool,
) -> Network:
    path, offer = programme.offers.line.on(name) or ("", None)
    return Network(
        technology=name,
        label=label,
        per_thousand=getattr(coverage, name) if coverage else None,
        offer=offer.name if offer else "",
        price=offer.price if offer else None,
        is_sure=path in printable,
        is_out=is_out,
    )
