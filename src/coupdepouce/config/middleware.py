"""What a person or a software reads where only another kind of request is taken."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from coupdepouce.api.problems import problem

API = "/api/"


class MethodMiddleware:
    """Gives words to a request that an address does not take, where the library is silent.

    Most often the address behind a button, copied or opened again from the history.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say it as the house does; what is taken stays in the header."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        said = _problem() if request.path.startswith(API) else _page()
        said.headers["Allow"] = response.headers.get("Allow", "")
        return said


def _problem() -> HttpResponse:
    return problem(
        status=HTTPStatus.METHOD_NOT_ALLOWED,
        code="method_not_allowed",
        detail="Cette adresse ne prend pas cette sorte de demande : voyez l’en-tête « Allow ».",
    )


def _page() -> HttpResponse:
    return HttpResponse(render_to_string("405.html"), status=HTTPStatus.METHOD_NOT_ALLOWED)
