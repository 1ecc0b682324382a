"""Who is signed in, said to the offline page by a cookie that its scripts can read.

Without network the page cannot ask: it works while this cookie is there and is the mark of whoever
prepared it. It names nobody, opens nothing, and leaves with the session.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coupdepouce.prescriptions.offline import user_mark

COOKIE = "comptoir"


def remember(response: HttpResponse, mark: str) -> None:
    """Say who is signed in, for as long as a session lasts."""
    response.set_cookie(
        COOKIE,
        mark,
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def forget_other_person(request: HttpRequest, response: HttpResponse) -> None:
    """Take the mark away as soon as its person is signed out, or another one is signed in."""
    mark = request.COOKIES.get(COOKIE)
    if mark is None or COOKIE in response.cookies:
        return
    user = request.user
    if not user.is_authenticated or user_mark(user.pk) != mark:
        response.delete_cookie(COOKIE, samesite="Lax")
