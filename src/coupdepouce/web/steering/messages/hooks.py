"""What the providers call: nobody signs in there, each call is signed by its provider."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach import opting_out
from coupdepouce.prescriptions import undelivered
from coupdepouce.web.audience import public

STATUS = {"not_found": 404, "signature_wrong": 401}


@csrf_exempt
@public
@require_POST
def receipts(request: HttpRequest, provider: str) -> HttpResponse:
    """Follow a provider's receipts, signed by it; the same twice changes nothing."""
    return _taken(undelivered.take_receipts, request, provider)


@csrf_exempt
@public
@require_POST
def replies(request: HttpRequest, provider: str) -> HttpResponse:
    """Follow the STOP among the answers of people, signed by the provider that gives them."""
    return _taken(opting_out.take_replies, request, provider)


def _taken(take: Callable[..., int], request: HttpRequest, provider: str) -> HttpResponse:
    try:
        taken = take(
            provider=provider, headers=request.headers, body=request.body, at=timezone.now()
        )
    except Refusal as refusal:
        answer = {"code": refusal.code, "sentence": refusal.sentence}
        return JsonResponse(answer, status=STATUS.get(refusal.code, 422))
    return JsonResponse({"taken": taken})
