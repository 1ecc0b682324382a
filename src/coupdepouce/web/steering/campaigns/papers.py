"""What leaves for those who send: the lines of a mailing, posters and cards with their own QR."""

from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from coupdepouce.core.languages import known_languages
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.insight.campaigns import letters_csv
from coupdepouce.outreach.campaigns import queries
from coupdepouce.outreach.posters import card_of, card_pdf, poster_pdf
from coupdepouce.programmes.queries import current_programme, printable_figures
from coupdepouce.web.audience import StaffRequest, audience

PDF, CSV = "application/pdf", "text/csv; charset=utf-8"


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def letters(request: StaffRequest, reference: UUID, key: UUID) -> StreamingHttpResponse:
    """Give the lines of a draw: codes and texts, nobody's name."""
    wave = queries.wave(request.member, reference)
    request.about = "export"
    response = StreamingHttpResponse(
        letters_csv(member=request.member, wave=wave, draw=key), content_type=CSV
    )
    response["Content-Disposition"] = f'attachment; filename="lettres-{str(key)[:8]}.csv"'
    return response


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def poster(request: StaffRequest, code: str, language: str) -> HttpResponse:
    """Give the poster of a partner in a language, with its own QR."""
    found = queries.shared_code(request.member, code)
    _, programme = current_programme()
    if language not in {one.code for one in known_languages()} & set(programme.languages):
        raise Refusal("not_found", "L’affiche n’existe pas dans cette langue.")
    drawn = poster_pdf(
        programme,
        printable=printable_figures(),
        language=language,
        address=queries.link_of(found.code),
        partner=found.sending.organisation.name,
    )
    return _file(drawn, f"affiche-{found.code}-{language}.pdf")


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def card(request: StaffRequest, code: str) -> HttpResponse:
    """Give the one-page card with the QR of a partner."""
    found = queries.shared_code(request.member, code)
    _, programme = current_programme()
    written = card_of(programme, printable=printable_figures())
    drawn = card_pdf(written, address=queries.link_of(found.code))
    return _file(drawn, f"fiche-{found.code}.pdf")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
