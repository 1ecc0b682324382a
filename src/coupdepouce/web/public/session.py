"""The short session of a household that follows its request: one sealed cookie, no account."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from coupdepouce.accounts.sealing import seal, unseal
from coupdepouce.core.refusal import Refusal

NAME, RECEIPT, ERASED = "suivi", "reclamation", "efface"
SALT = "coupdepouce.follow"
SECONDS = 20 * 60


def opened(response: HttpResponse, *, code: str, birth_year: str) -> HttpResponse:
    """Remember the key of a request for twenty minutes, on the pages of the request only."""
    return _kept(response, NAME, [code, birth_year])


def received(response: HttpResponse, *, code: str) -> HttpResponse:
    """Remember the receipt of a complaint, as long and as narrowly as a request."""
    return _kept(response, RECEIPT, [code])


def erased(response: HttpResponse, *, number: str, day: str) -> HttpResponse:
    """Remember the receipt of an erasure, and nothing else of who asked for it."""
    return _kept(closed(response), ERASED, [number, day])


def _kept(response: HttpResponse, name: str, key: list[str]) -> HttpResponse:
    response.set_cookie(
        name,
        seal(signing.dumps(key, salt=SALT)),
        max_age=SECONDS,
        path="/suivre/",
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )
    return response


def closed(response: HttpResponse) -> HttpResponse:
    """Forget the keys."""
    for name in (NAME, RECEIPT, ERASED):
        response.delete_cookie(name, path="/suivre/", samesite="Strict")
    return response


def key_of(request: HttpRequest) -> tuple[str, str]:
    """Give the code and the year of birth.

    Raises:
        Refusal: nothing was opened here, or too long ago.
    """
    code, birth_year = _key(request, NAME)
    return code, birth_year


def receipt_of(request: HttpRequest) -> str:
    """Give the code of the receipt.

    Raises:
        Refusal: nothing was opened here, or too long ago.
    """
    return _key(request, RECEIPT)[0]


def erased_of(request: HttpRequest) -> tuple[str, str]:
    """Give the number and the day of an erasure.

    Raises:
        Refusal: nothing was erased here, or too long ago.
    """
    number, day = _key(request, ERASED)
    return number, day


def _key(request: HttpRequest, name: str) -> list[str]:
    try:
        key: Any = signing.loads(unseal(request.COOKIES[name]), salt=SALT, max_age=SECONDS)
    except (KeyError, Refusal, signing.BadSignature):
        raise Refusal(
            "follow_closed",
            "La page s’est fermée pour vous protéger. Entrez de nouveau votre code.",
        ) from None
    return [str(part) for part in key]
