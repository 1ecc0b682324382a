"""Two households made one: two references, both files side by side, then the act."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.prescriptions.links import prescription_path
from coupdepouce.prescriptions.merging import Side, is_doubtful, merge, sides
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.once import OnceForm
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.forms import MergeForm, refuse

NOT_SAID = "non dit"
FACTS: tuple[tuple[str, Callable[[Side], str]], ...] = (
    ("Personne", lambda side: side.name),
    ("Année de naissance", lambda side: side.birth_year),
    ("Commune", lambda side: side.commune_code),
    ("Adresse", lambda side: side.address or NOT_SAID),
    ("Téléphone", lambda side: side.phone or NOT_SAID),
    ("Courriel", lambda side: side.email or NOT_SAID),
    ("Personnes au foyer", lambda side: side.size or NOT_SAID),
    ("Prévenu", lambda side: side.contact),
    ("Partenaire", lambda side: side.organisation),
    ("Prescriptions", lambda side: ", ".join(side.states)),
)


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def choose(request: StaffRequest) -> HttpResponse:
    """Choose two files to make one household of, by their references."""
    form = MergeForm(request.POST or None)
    if form.is_valid():
        kept, absorbed = form.cleaned_data["kept"], form.cleaned_data["absorbed"]
        try:
            sides(member=request.member, kept=kept, absorbed=absorbed)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("steering:merge_preview", kept=kept, absorbed=absorbed)
    return sections.programme(
        request,
        "steering/merge.html",
        status=422 if form.is_bound else 200,
        form=form,
        action=request.path,
        heading="Réunir deux ménages",
        submit="Comparer les deux dossiers",
    )


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def confirm(request: StaffRequest, kept: UUID, absorbed: UUID) -> HttpResponse:
    """Compare two files side by side, then make one household of them."""
    request.about = f"merge:{kept}:{absorbed}"
    if request.method == "POST" and OnceForm(request.POST).is_valid():
        merge(member=request.member, kept=kept, absorbed=absorbed, at=timezone.now())
        messages.success(request, "Les deux ménages n’en font plus qu’un.")
        return redirect(prescription_path(kept))
    first, second = sides(member=request.member, kept=kept, absorbed=absorbed)
    return sections.programme(
        request,
        "steering/merge_preview.html",
        cards=[
            {"title": "Dossier gardé", "facts": _facts(first)},
            {"title": "Dossier réuni", "facts": _facts(second)},
        ],
        is_doubtful=is_doubtful(first, second),
        differs=[name for name, read in FACTS if read(first) != read(second)],
        form=OnceForm(),
        cancel_url=reverse("steering:merge"),
    )


def _facts(side: Side) -> list[dict[str, str]]:
    return [{"name": name, "value": read(side)} for name, read in FACTS] + [
        {"name": "Référence", "value": str(side.reference)}
    ]
