"""What waits at the workshop, and what is kept of what it receives."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from coupdepouce.core.money import NARROW_SPACE, NO_BREAK_SPACE
from coupdepouce.equipment.queries import workshop as reads
from coupdepouce.equipment.queries.places import named
from coupdepouce.equipment.queries.rates import Rates, rates_for
from coupdepouce.equipment.queries.workshop import Row
from coupdepouce.programmes.queries import current_programme
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.refurbishing.sections import READERS, workshop
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.stock.words import awaited_elsewhere, told_elsewhere


@audience(*READERS)
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show the machines to prepare, the oldest first, and what remains on each."""
    rows = reads.to_prepare(request.member)
    return workshop(
        request,
        "refurbishing/home.html",
        rows=[_waiting(row) for row in rows],
        to_send=awaited_elsewhere(request.member),
        told=told_elsewhere(request.member),
        shown=reads.SHOWN,
        open_lots=[
            {"href": reverse("refurbishing:lot", args=[lot.reference]), "lot": lot}
            for lot in reads.latest_lots(request.member)
            if lot.closed_at is None
        ],
    )


def _waiting(row: Row) -> Mapping[str, object]:
    missing = row.missing
    return {
        "href": reverse("refurbishing:machine", args=[row.computer.reference]),
        "name": named(row.computer),
        "tone": "wait" if missing else "yes",
        "word": "À préparer" if missing else "Prête",
        "waits": f"{row.computer.serial}. Il manque : {', '.join(missing)}."
        if missing
        else f"{row.computer.serial}. Il reste à la mettre en stock.",
    }


@audience(*READERS)
@require_GET
def rates(request: StaffRequest) -> HttpResponse:
    """Show how much of what comes is kept, and how much of what is given comes back."""
    rows = rates_for(request.member)
    return workshop(
        request,
        "refurbishing/rates.html",
        rates=table(
            caption="Par reconditionneur",
            columns=("Reconditionneur", "Gardées sur reçues", "Rendues sur remises"),
            lines=[_line(one) for one in rows],
        ),
        carbon=_carbon(rows),
    )


def _line(one: Rates) -> Line:
    return Line(
        head=one.refurbisher.name,
        values=(
            _share(one.kept, one.received, one.kept_in_hundred),
            _share(one.returned, one.handed_over, one.returned_in_hundred),
        ),
    )


def _share(part: int, whole: int, in_hundred: int | None) -> str:
    if in_hundred is None:
        return "pas encore"
    return f"{part} sur {whole} ({in_hundred}{NO_BREAK_SPACE}%)"


def _carbon(rows: Sequence[Rates]) -> Mapping[str, str] | None:
    """Give the CO₂ avoided, only when the programme gives a factor, its source and formula."""
    _, programme = current_programme()
    carbon = programme.equipment.carbon
    if carbon is None:
        return None
    # A machine that came back serves somebody else: it is counted once, where it is now.
    given = sum(one.handed_over - one.returned for one in rows)
    factor = carbon.kg_avoided
    total = f"{given * factor.value:,}".replace(",", NARROW_SPACE)
    return {
        "value": f"{total}{NO_BREAK_SPACE}kg",
        "sentence": f"{given} machines en service, {factor.value} kg chacune. {carbon.formula}",
        "source": factor.source if factor.verified else f"{factor.source} (à vérifier)",
    }
