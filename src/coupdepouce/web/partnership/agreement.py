"""The partner's agreement and quota: read, accepted, printed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.calendar import day_of, in_words
from coupdepouce.core.partners.agreement import DOCUMENTS, WORDS, Document, Standing
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.agreements import Life, accept, life_of
from coupdepouce.partners.queries import agreements as queries
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.prescribing.fields import WordedForm
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.steps import refuse

if TYPE_CHECKING:
    from coupdepouce.partners.models import Agreement

INVALID = 422


class AcceptForm(WordedForm):
    """Both texts accepted, in the version that was read."""

    def __init__(self, data: Any = None, *, life: Life) -> None:
        super().__init__(data)
        for document, text in life.texts.items():
            self.fields[f"{document}_version"] = forms.CharField(
                widget=forms.HiddenInput, initial=text.version
            )
            self.fields[document.value] = forms.BooleanField(
                label=f"J’ai lu et j’accepte {DOCUMENTS[document]}.",
                error_messages={"required": "Cochez la case pour accepter."},
            )

    @property
    def read(self) -> Mapping[Document, str]:
        """Give the versions that were on the page."""
        return {one: self.cleaned_data[f"{one}_version"] for one in Document}


@audience(Role.PARTNER_MANAGER)
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest) -> HttpResponse:
    """Show the agreement, accept the one that waits, and read the quota."""
    life = life_of(
        member=request.member, organisation_id=request.member.organisation_id, at=timezone.now()
    )
    waiting = _first(life, Standing.TO_ACCEPT)
    form = AcceptForm(request.POST if request.method == "POST" else None, life=life)
    if waiting and form.is_valid() and _accepted(request, form, waiting):
        return redirect("partnership:agreement")
    return page(
        request,
        "partnership/agreement.html",
        status=INVALID if form.is_bound else 200,
        notice=notice(life),
        waiting=waiting,
        documents=documents(life),
        form=form,
        agreements=agreements_table(life, url="partnership:agreement_paper"),
        quotas=quotas_table(life),
        default_quota=life.default_quota,
    )


def _accepted(request: StaffRequest, form: AcceptForm, one: "Agreement") -> bool:
    try:
        accept(agreement=one, read=form.read, by=request.member, at=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, "La convention est acceptée.")
    return True


def _first(life: Life, stands: Standing) -> "Agreement | None":
    # The oldest first: what is to accept now comes before its renewal.
    found = [one for one in reversed(life.agreements) if life.standing(one) is stands]
    return found[0] if found else None


def notice(life: Life) -> Mapping[str, str]:
    """Say in one sentence what the agreement lets the partner do today."""
    running, waiting = _first(life, Standing.IN_FORCE), _first(life, Standing.TO_ACCEPT)
    if running:
        return {
            "tone": "wait" if waiting else "yes",
            "title": f"La convention est en vigueur, jusqu’au {in_words(running.ends_on)} exclu.",
            "text": _after(life, is_waiting=bool(waiting)),
        }
    if not life.agreements and life.holds:
        return {"tone": "info", "title": "Aucune convention n’est demandée pour l’instant."}
    return {
        "tone": "no",
        "title": "Aucune convention n’est en vigueur.",
        "text": "L’équipe ne remet pas de bon. Les demandes en cours continuent.",
    }


def _after(life: Life, *, is_waiting: bool) -> str:
    if _first(life, Standing.COMING):
        return "La suivante est déjà acceptée : rien ne s’arrête."
    after = " La suivante attend d’être acceptée." if is_waiting else ""
    return f"À cette date, plus aucun bon ne part. Ce qui est en cours continue.{after}"


def waiting_notice(request: StaffRequest) -> Mapping[str, str]:
    """Tell a manager that an agreement waits for them; nothing when none does."""
    if not queries.waits_for_acceptance(member=request.member, day=day_of(timezone.now())):
        return {}
    return {
        "title": "Votre convention attend d’être acceptée.",
        "text": "L’équipe en a besoin pour remettre des bons.",
        "href": reverse("partnership:agreement"),
        "link": "Lire et accepter la convention",
    }


def documents(life: Life) -> Sequence[Mapping[str, Any]]:
    """Give the texts that are accepted today."""
    return [
        {
            "title": DOCUMENTS[document][:1].upper() + DOCUMENTS[document][1:],
            "version": text.version,
            "sentences": text.sentences,
        }
        for document, text in life.texts.items()
    ]


def agreements_table(life: Life, *, url: str) -> Mapping[str, Any]:
    """Give the agreements, the latest first."""
    return table(
        caption="Conventions",
        columns=("Période", "État", "Acceptée par"),
        lines=[
            Line(
                head=f"Du {one.starts_on:%d/%m/%Y} au {one.ends_on:%d/%m/%Y} exclu",
                href=reverse(url, args=[one.pk]),
                values=(WORDS[life.standing(one)], _by(one)),
            )
            for one in life.agreements
        ],
    )


def _by(one: "Agreement") -> str:
    accepted = list(one.acceptances.all())
    if not accepted:
        return "personne"
    return f"{accepted[0].by.user}, le {day_of(accepted[0].at):%d/%m/%Y}"


def quotas_table(life: Life) -> Mapping[str, Any]:
    """Give the quotas, the latest first: every unit is somewhere."""
    counts = ("Accordés", "Utilisés", "Revenus", "Restants", "Rendus au programme")
    return table(
        caption="Dotation en bons",
        columns=("Période", *counts),
        lines=[
            Line(
                head=f"Du {one.starts_on:%d/%m/%Y} au {one.ends_on:%d/%m/%Y} exclu",
                values=(
                    one.granted,
                    one.count.used,
                    one.returned,
                    one.count.left,
                    one.handed_back,
                ),
            )
            for one in life.quotas
        ],
        numbers=counts,
    )


@audience(Role.PARTNER_MANAGER, Role.PROGRAMME_MANAGER)
@require_GET
def paper(request: StaffRequest, pk: int) -> HttpResponse:
    """Print an agreement with what was accepted, by whom and when."""
    one = queries.agreement(member=request.member, pk=pk)
    life = life_of(member=request.member, organisation_id=one.organisation_id, at=timezone.now())
    accepted = {row.document: row for row in one.acceptances.all()}
    is_manager = request.member.role == Role.PARTNER_MANAGER
    return page(
        request,
        "partnership/agreement_paper.html",
        agreement=one,
        word=WORDS[life.standing(one)][1],
        documents=[
            _document(document, life, accepted.get(document.value)) for document in Document
        ],
        back_url=reverse("partnership:agreement")
        if is_manager
        else reverse("steering:organisation", args=[one.organisation_id]),
    )


def _document(document: Document, life: Life, row: Any) -> Mapping[str, Any]:
    text = life.texts[document]
    return {
        "title": DOCUMENTS[document][:1].upper() + DOCUMENTS[document][1:],
        "version": row.version if row else text.version,
        "sentences": row.text.splitlines() if row else text.sentences,
        "accepted": f"Acceptée par {row.by.user} le {in_words(day_of(row.at))}." if row else "",
    }
