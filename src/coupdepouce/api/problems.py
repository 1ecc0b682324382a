"""A refusal as software reads it: problem+json (RFC 9457) with the refusal's own code."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from coupdepouce.core.refusal import Refusal

STATUS = {
    "key_unknown": 401,
    "not_your_screen": 403,
    "not_your_step": 403,
    "not_found": 404,
    "code_unknown": 404,
    "step_unknown": 404,
    "answer_wrong": 422,
    "code_malformed": 422,
    "fact_malformed": 422,
    "reason_needed": 422,
    "too_many_attempts": 429,
}
CONFLICT = 409
PRIVATE = "private, no-store"
MALFORMED = "La demande n’est pas bien écrite : voyez « errors »."


class Problem(Schema):
    """What every answer above 399 holds."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, Any]]


RESPONSES = {frozenset({400, 401, 403, 404, 409, 422, 429}): Problem}


def problem(
    *, status: int, code: str, detail: str, errors: Sequence[dict[str, Any]] = ()
) -> HttpResponse:
    """Write a problem."""
    body = Problem(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        code=code,
        detail=detail,
        errors=list(errors),
    )
    return JsonResponse(
        body.dict(),
        status=status,
        content_type="application/problem+json",
        headers={"Cache-Control": PRIVATE},
    )


def install(api: NinjaAPI) -> None:
    """Translate refusals and malformed requests, in one place."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(ValidationError, _malformed)
    api.add_exception_handler(HttpError, _unreadable)


def _refused(_: HttpRequest, refusal: Any) -> HttpResponse:
    answer = problem(
        status=STATUS.get(refusal.code, CONFLICT), code=refusal.code, detail=refusal.sentence
    )
    if "wait" in refusal.data:
        answer["Retry-After"] = str(refusal.data["wait"])
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def _malformed(_: HttpRequest, wrong: Any) -> HttpResponse:
    # pydantic repeats the input: left out, it may hold what a household said.
    errors = [{"where": list(one["loc"]), "what": one["msg"]} for one in wrong.errors]
    return problem(status=422, code="request_malformed", detail=MALFORMED, errors=errors)


def _unreadable(_: HttpRequest, wrong: Any) -> HttpResponse:
    return problem(status=wrong.status_code, code="request_malformed", detail=str(wrong))
