"""The measures of a programme: how far requests go, what waits, and why they stop."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from coupdepouce.core.roles import Role
from coupdepouce.core.stats.disclosure import SMALLEST
from coupdepouce.insight.complaints import Complaints, complaints, complaints_csv
from coupdepouce.insight.counts import Share, Stage, overview
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.tables import Bar, Line, table, waiting_table

FAMILIES = (
    ("Pas connu", "La personne ne savait pas que l’offre existe."),
    ("Pas proposé", "Personne n’a pu lui proposer l’offre, ou la servir là où elle vit."),
    ("Pas demandé", "Elle connaît l’offre et choisit de ne pas la prendre."),
    ("Pas reçu", "Elle l’a demandée et ne l’a pas obtenue."),
)
OURS = (
    "S’y ajoutent ce qui vient de nous, comme une erreur, et les demandes "
    "restées sans suite avant leur date."
)


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def measures(request: StaffRequest) -> HttpResponse:
    """Count how far requests go, what waits, and why they stop."""
    now = timezone.now()
    found = overview(request.member, at=now)
    return sections.programme(
        request,
        "steering/measures.html",
        now=now,
        tables=[
            _funnel(found.funnel),
            waiting_table(found.waiting),
            _shares("Du bureau à la boutique", "Le bon est reçu", found.redemption),
            _shares("Pourquoi les demandes s’arrêtent", "Famille de raisons", found.exits),
        ],
        complaints=_complaints(complaints(request.member, at=now)),
        smallest=SMALLEST,
        families=[{"name": name, "value": meaning} for name, meaning in FAMILIES],
        ours=OURS,
    )


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def export_complaints(request: StaffRequest) -> StreamingHttpResponse:
    """Export the figures of complaints as CSV, with the same ones hidden."""
    request.about = "export"
    return StreamingHttpResponse(
        complaints_csv(member=request.member, at=timezone.now()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="reclamations.csv"'},
    )


def _complaints(found: Complaints) -> Mapping[str, Any]:
    return {
        "since": found.since,
        "total": found.total,
        "tables": []
        if found.is_few
        else [
            _words("Réclamations, par raison", ("Raison", "Réclamations"), found.kinds),
            _words("Réclamations, par mois", ("Mois", "Réclamations"), found.months),
            _words("Ce que deviennent les réclamations", ("Mesure", "Valeur"), found.figures),
        ],
    }


def _words(caption: str, columns: Sequence[str], rows: Mapping[str, str]) -> Mapping[str, Any]:
    lines = [Line(head=head, values=(value,)) for head, value in rows.items()]
    return table(caption=caption, columns=columns, lines=lines)


def _funnel(stages: Sequence[Stage]) -> Mapping[str, Any]:
    first = stages[0].count
    return table(
        caption="Jusqu’où vont les demandes",
        columns=("Étape", "Demandes", "Sur 100"),
        lines=[
            Line(
                head=row.label,
                values=(
                    Bar(count=row.count, most=first),
                    round(100 * row.count / first) if first else "",
                ),
            )
            for row in stages
        ],
        numbers=("Sur 100",),
    )


def _shares(caption: str, head: str, rows: Sequence[Share]) -> Mapping[str, Any]:
    most = max((row.count for row in rows), default=0)
    return table(
        caption=caption,
        columns=(head, "Demandes"),
        lines=[
            Line(head=row.label.capitalize(), values=(Bar(count=row.count, most=most),))
            for row in rows
        ],
    )
