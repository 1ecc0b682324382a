"""What goes on paper: the letters in their folder, the posters, the card of the shops."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from coupdepouce.core.languages import known_languages
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach import post
from coupdepouce.outreach.posters import card_of, card_pdf, poster_pdf
from coupdepouce.programmes.queries import current_programme, printable_figures
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.steering.messages.rooms import messages_page
from coupdepouce.web.steering.tables import hour

PDF, CSV = "application/pdf", "text/csv; charset=utf-8"


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def papers(request: StaffRequest) -> HttpResponse:
    """Show the letters that wait, the batches ready to print, the posters and the card."""
    _, programme = current_programme()
    return messages_page(
        request,
        "messages/papers.html",
        waiting=post.count_waiting(),
        lost=post.count_not_drawn(),
        has_folder=post.has_folder(),
        batches=[_batch(one) for one in post.batches()],
        posters=[
            {
                "label": one.name,
                "code": one.code,
                "href": reverse("messages:poster", args=[one.code]),
            }
            for one in known_languages()
            if one.code in programme.languages
        ],
    )


def _batch(one: post.Batch) -> Mapping[str, object]:
    return {
        "name": one.name,
        "at": hour(one.at),
        "count": one.count,
        "pdf_url": reverse("messages:batch", args=[one.name, "pdf"]),
        "list_url": reverse("messages:batch", args=[one.name, "csv"]),
    }


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def batch(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """Give a batch of letters to print, or its list."""
    request.about = "export"
    return _file(post.batch(name, kind), f"{name}.{kind}", PDF if kind == "pdf" else CSV)


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def poster(request: StaffRequest, language: str) -> HttpResponse:  # noqa: ARG001
    """Give the poster of the programme in a language."""
    _, programme = current_programme()
    if language not in {one.code for one in known_languages()} & set(programme.languages):
        raise Refusal("not_found", "L’affiche n’existe pas dans cette langue.")
    drawn = poster_pdf(programme, printable=printable_figures(), language=language)
    return _file(drawn, f"affiche-{language}.pdf", PDF)


@audience(Role.PROGRAMME_MANAGER, Role.SHOP_ADVISOR)
@require_GET
def card(request: StaffRequest) -> HttpResponse:  # noqa: ARG001
    """Give the one page that a shop keeps behind the counter."""
    _, programme = current_programme()
    drawn = card_pdf(card_of(programme, printable=printable_figures()))
    return _file(drawn, "fiche-boutique.pdf", PDF)


@audience(Role.ADMINISTRATOR)
@require_GET
def letter(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a letter of the demonstration as it would be printed."""
    if not settings.DEMO:
        raise Refusal("not_found", "Cette page n’existe que dans la démonstration.")
    request.about = f"letter:{pk}"
    return _file(post.letter_pdf(pk), "lettre.pdf", PDF)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
