"""The counter without network: one page that works alone, and what it exchanges when it can."""

from importlib.resources import files
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.prescriptions import conflicts
from coupdepouce.prescriptions import offline as prescriptions
from coupdepouce.prescriptions.offline import Answer
from coupdepouce.web.audience import StaffRequest, audience, page, public
from coupdepouce.web.counter import marks, sent
from coupdepouce.web.counter.offline_words import LINES, PARTS, VERDICTS

SCRIPT = files("coupdepouce.web").joinpath("static", "offline", "service.js")
SCOPE = "/boutique/"


@audience(Role.SHOP_ADVISOR)
@require_safe
def desk(request: StaffRequest) -> HttpResponse:
    """Receive vouchers without network: a page the browser keeps, and that names nobody."""
    return page(request, "counter/offline.html", lines=LINES, parts=PARTS, verdicts=VERDICTS)


@audience(Role.SHOP_ADVISOR)
@require_safe
def luggage(request: StaffRequest) -> HttpResponse:
    """Give the browser what it takes along: marks, public keys, and a key against forgery."""
    if request.impersonator:
        raise Refusal(
            "impersonating_reads_only",
            "Vous regardez à la place d’une autre personne : revenez à votre compte pour agir.",
        )
    given = prescriptions.luggage(member=request.member)
    answer = JsonResponse(
        {
            "user": given.user,
            "secret": given.secret,
            "shop": given.shop,
            "shop_name": given.shop_name,
            "keys": dict(given.keys),
            "token": get_token(request),
            "now": timezone.now().isoformat(),
        }
    )
    marks.remember(answer, given.user)
    return answer


@audience(Role.SHOP_ADVISOR)
@require_POST
def send(request: StaffRequest) -> HttpResponse:
    """Settle the receptions that a browser queued, and answer for each."""
    try:
        entries = sent.read(request.body)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "sentence": refusal.sentence}, status=400)
    answers = prescriptions.reconcile(entries=entries, by=request.member, at=timezone.now())
    request.abouts = [f"prescription:{one.reference}" for one in answers if one.reference]
    return JsonResponse({"answers": [_answer(one) for one in answers]})


def _answer(answer: Answer) -> dict[str, str]:
    return {
        "once": str(answer.once),
        "outcome": answer.outcome.value,
        "code": answer.code,
        "sentence": answer.sentence,
        "href": reverse("counter:voucher", args=[answer.reference]) if answer.reference else "",
    }


@public
@require_safe
def service(_: HttpRequest) -> HttpResponse:
    """Give the script that keeps the offline page; the same for everybody."""
    answer = HttpResponse(SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    # It watches the whole counter, to open the page it keeps when the counter does not answer.
    answer.headers["Service-Worker-Allowed"] = SCOPE
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@audience(Role.SHOP_ADVISOR)
@require_POST
def read(request: StaffRequest, once: UUID) -> HttpResponse:
    """Note that the shop has read about a reception that could not be kept."""
    conflicts.mark_read(member=request.member, once=once, at=timezone.now())
    return redirect("counter:home")
