"""Vouchers on paper: a page to print, the same as PDF, and several in one file."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_GET

from coupdepouce.connect.messages.folder import NotDrawn
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.printing import Sheet, vouchers_pdf
from coupdepouce.prescriptions import lists, queries, vouchers
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.prescribing import words
from coupdepouce.web.prescribing.views import PRESCRIBERS
from coupdepouce.web.public.hours import hours_in_words
from coupdepouce.web.standing import since

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership

MOST_AT_ONCE = 500


@audience(*PRESCRIBERS)
@require_GET
def voucher(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show the voucher as it prints."""
    if (state := queries.find(request.member, reference).state) != "issued":
        return _no_voucher(request, reference, state)
    sheet = _spoken(vouchers.sheets(member=request.member, references=[reference])[0])
    request.about = f"prescription:{reference}"
    with override(sheet.language):
        return page(
            request,
            "prescriptions/voucher.html",
            sheet=sheet,
            programme_name=sheet.programme,
            back_url=reverse("prescribing:file", args=[reference]),
            pdf_url=reverse("prescribing:voucher_pdf", args=[reference]),
        )


@audience(*PRESCRIBERS)
@require_GET
def voucher_pdf(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Give the voucher as a PDF."""
    if (state := queries.find(request.member, reference).state) != "issued":
        return _no_voucher(request, reference, state)
    request.about = f"prescription:{reference}"
    return _pdf(request, [reference])


def _no_voucher(request: StaffRequest, reference: UUID, state: str) -> HttpResponse:
    """Say why there is nothing to print, and lead back to the file."""
    return page(
        request,
        "prescribing/no_voucher.html",
        status=409,
        sentence=words.NO_VOUCHER.get(state, words.VOUCHER_OVER),
        file_url=reverse("prescribing:file", args=[reference]),
    )


@audience(*PRESCRIBERS)
@require_GET
def batch(request: StaffRequest) -> HttpResponse:
    """Let the team choose the vouchers to print together."""
    request.about = "list"
    rows = lists.listed(
        member=request.member, keep=lists.Filter(state="issued"), at=timezone.now()
    ).rows
    return page(
        request,
        "prescribing/batch.html",
        rows=[
            {
                "reference": row.prescription.reference,
                "name": row.name,
                "days": since(row.days),
            }
            for row in rows
        ],
    )


@audience(*PRESCRIBERS)
@require_GET
def batch_pdf(request: StaffRequest) -> HttpResponse:
    """Give the chosen vouchers in one PDF."""
    chosen = request.GET.getlist("bon")
    if len(chosen) > MOST_AT_ONCE:
        raise Refusal("too_many_vouchers", f"Imprimez au plus {MOST_AT_ONCE} bons à la fois.")
    try:
        references = [UUID(text) for text in chosen]
    except ValueError:
        raise Refusal("no_voucher", "Choisissez des bons dans la liste.") from None
    request.abouts = [f"prescription:{reference}" for reference in references]
    return _pdf(request, references)


def _spoken(sheet: Sheet) -> Sheet:
    """Write the hours of the shops in words, in the household's language."""
    with override(sheet.language):
        shops = [
            replace(shop, lines=(*shop.lines, *filter(None, [hours_in_words(shop.hours)])))
            for shop in sheet.shops
        ]
    return replace(sheet, shops=tuple(shops))


def _pdf(request: StaffRequest, references: list[UUID]) -> HttpResponse:
    try:
        drawn = _drawn(request.member, references)
    except NotDrawn:
        return _not_drawn(request, references)
    response = HttpResponse(drawn, content_type="application/pdf")
    # A neutral name: files stay in download folders.
    response["Content-Disposition"] = 'inline; filename="bons.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _drawn(member: "Membership", references: Sequence[UUID]) -> bytes:
    sheets = vouchers.sheets(member=member, references=references)
    return vouchers_pdf([_spoken(sheet) for sheet in sheets])


def _not_drawn(request: StaffRequest, references: list[UUID]) -> HttpResponse:
    """Say which vouchers are printed from their own page, and keep the others together."""
    lost = _lost(request.member, references)
    others = [one for one in references if one not in lost]
    return page(
        request,
        "prescribing/not_drawn.html",
        status=409,
        lost=[reverse("prescribing:voucher", args=[one]) for one in lost],
        others=len(others),
        others_url=f"?{urlencode([('bon', one) for one in others])}",
        back_url=reverse("prescribing:batch"),
    )


def _lost(member: "Membership", references: Sequence[UUID]) -> Sequence[UUID]:
    """Give those that cannot be drawn, by halves down to the ones at fault."""
    try:
        _drawn(member, references)
    except NotDrawn:
        half = len(references) // 2
        if not half:
            return references
        return [*_lost(member, references[:half]), *_lost(member, references[half:])]
    return []
