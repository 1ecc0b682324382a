"""The short session of a household that follows its request: one sealed cookie, no account."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from coupdepouce.accounts.sealing import seal, unseal
from coupdepouce.core.refusal import Refusal

NAME = "suivi"
SALT = "coupdepouce.follow"
SECONDS = 20 * 60


def opened(response: HttpResponse, *, code: str, birth_year: str) -> HttpResponse:
    """Remember the key of a request for twenty minutes, on the pages of the request only."""
    response.set_cookie(
        NAME,
        seal(signing.dumps([code, birth_year], salt=SALT)),
        max_age=SECONDS,
        path="/suivre/",
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )
    return response


def closed(response: HttpResponse) -> HttpResponse:
    """Forget the key."""
    response.delete_cookie(NAME, path="/suivre/", samesite="Strict")
    return response


def key_of(request: HttpRequest) -> tuple[str, str]:
    """Give the code and the year of birth.

    Raises:
        Refusal: nothing was opened here, or too long ago.
    """
    try:
        key: Any = signing.loads(unseal(request.COOKIES[NAME]), salt=SALT, max_age=SECONDS)
    except (KeyError, Refusal, signing.BadSignature):
        raise Refusal(
            "follow_closed",
            "La page s’est fermée pour vous protéger. Entrez de nouveau votre code.",
        ) from None
    return key[0], key[1]
