"""What every page of a structure without an account has: French, private, open to everybody."""

import functools
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from coupdepouce.web.audience import View
from coupdepouce.web.public.screen import PRIVATE, household


def structure(view: View) -> View:
    """Open a page to a structure that has no account: professionals read French."""

    @functools.wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        translation.activate("fr")
        return view(request, *args, **kwargs)

    return household(cache=PRIVATE)(shown)
