"""What every page of a household has: its language, its cache, the name of the programme."""

import functools
from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from coupdepouce.core.languages import FRENCH
from coupdepouce.core.programme import Programme
from coupdepouce.core.refusal import Refusal
from coupdepouce.programmes.queries import current_programme, offered_languages
from coupdepouce.web import audience
from coupdepouce.web.audience import View, page, public
from coupdepouce.web.middleware import STATUS
from coupdepouce.web.public.words import refusal_in_words
from coupdepouce.web.templatetags.ui import language

LANGUAGE = "langue"
PRIVATE = audience.PRIVATE
# The page is the same for everybody: nobody's answer is in it.
SHARED = "public, max-age=300"
A_YEAR = 365 * 24 * 3600
MOST_RENDERED = 100
_RENDERED: dict[Hashable, bytes] = {}  # of this process: an edition's page never changes


def household(*, cache: str) -> Callable[[View], View]:
    """Open a page to everybody, in the language of `?langue=`, of its cookie or of the browser."""

    def mark(view: View) -> View:
        @functools.wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            wanted = ""
            try:
                wanted = _speak(request)
                response = view(request, *args, **kwargs)
            except Refusal as refusal:
                response = _problem(request, refusal)
            response.headers.setdefault("Cache-Control", cache)
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
            if wanted:
                _remember(response, wanted)
            return response

        return public(shown)

    return mark


def _problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    response = page(
        request,
        "public/problem.html",
        status=STATUS.get(refusal.code, 409),
        text=refusal_in_words(refusal),
    )
    response.headers["Cache-Control"] = PRIVATE
    return response


def _speak(request: HttpRequest) -> str:
    """Take a language of the programme; give its code when the address asks for it."""
    wanted = request.GET.get(LANGUAGE, "")
    if not wanted and language() == FRENCH.code:
        return ""
    try:
        offered = {one.code for one in offered_languages()}
    except Refusal:  # before a programme is loaded, a page that needs none is in every language
        offered = set(dict(settings.LANGUAGES))
    if wanted in offered:
        translation.activate(wanted)
        return wanted
    if language() not in offered:
        translation.activate(FRENCH.code)
    return ""


def _remember(response: Any, code: str) -> None:
    # A shared cache would hand the cookie to the next person.
    if response.headers["Cache-Control"] == SHARED:
        response.headers["Cache-Control"] = "private, max-age=300"
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=A_YEAR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of a household with the programme's name in its language."""
    programme = context.get("programme") or current_programme()[1]
    offered = offered_languages(of=programme)
    context |= {"programme_name": name_of(programme), "offered_languages": offered}
    return page(request, template, status=status, **context)


def show_same(
    request: HttpRequest, template: str, *, edition: Hashable, context: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """Render a page that is the same for everybody once per edition and language, then repeat it.

    `edition` stands for all that the page shows: the programme's text, its confirmed figures.
    """
    if request.GET:  # the links to the other languages repeat what the address says
        return show(request, template, **context())
    key = (template, edition, translation.get_language())
    if key not in _RENDERED:
        if len(_RENDERED) >= MOST_RENDERED:
            _RENDERED.clear()
        _RENDERED[key] = show(request, template, **context()).content
    return HttpResponse(_RENDERED[key])


def name_of(programme: Programme) -> str:
    """Give the name of the programme in the language of the page, in French when it has none."""
    texts = programme.texts.household
    language = (translation.get_language() or "fr").split("-")[0]
    return texts.get(language, texts["fr"]).name
