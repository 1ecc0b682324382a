"""A short link opens the check, and counts an arrival: no cookie, and nothing of the person.

Once per visit, as far as it can be told without knowing anybody: the browser keeps the redirection
for half an hour, so the same link opened again does not come back here. Scanned again later, or by
another browser, it counts again. Robots that say so and pages loaded ahead are not counted; a robot
that passes for a person is.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from coupdepouce.core.calendar import day_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.campaigns.arrivals import count_arrival, count_finished
from coupdepouce.web.public.answers import Answers
from coupdepouce.web.public.check import address
from coupdepouce.web.public.screen import PRIVATE, household

ONE_VISIT = "private, max-age=1800"
# Words of the names that robots, previews of links and programs give themselves; Cubot is a phone.
ROBOTS = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|curl|wget|python|httpx"
    r"|java/|okhttp|go-http|headless|monitor",
    re.IGNORECASE,
)
AHEAD = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")


def is_person(request: HttpRequest) -> bool:
    """Say whether a page is opened by a person, as far as the request tells."""
    headers = request.headers
    name = headers.get("User-Agent", "")
    ahead = any(re.search("prefetch|preview", headers.get(one, "")) for one in AHEAD)
    # Browsers say what they load a page for; those that do not are old, not robots.
    looked_at = headers.get("Sec-Fetch-Dest", "document") == "document"
    is_robot = not name or ROBOTS.search(name) is not None
    return request.method == "GET" and looked_at and not (ahead or is_robot)


@household(cache=PRIVATE)
@require_safe
def arrive(request: HttpRequest, code: str) -> HttpResponse:
    """Count an arrival and open the check; a code that is wrong or over opens it all the same."""
    if not is_person(request):
        return _onward(Answers())
    try:
        known = count_arrival(code, day=day_of(timezone.now()))
    except Refusal:
        return _onward(Answers())
    return _onward(Answers(came_by=known), cache=ONE_VISIT)


def finished(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Count a check that came to its answer, and show it: reloaded, it counts nothing more."""
    if not is_person(request):
        # Loaded ahead: kept, it would hide the person who comes after it.
        return _onward(answers.counted())
    try:
        count_finished(answers.came_by, day=day_of(timezone.now()))
    except Refusal:
        # Closed since: the code is still worth saying at the desk.
        return _onward(answers.counted())
    return _onward(answers.counted(), cache=ONE_VISIT)


def _onward(answers: Answers, *, cache: str = PRIVATE) -> HttpResponse:
    response = redirect(address(answers))
    response.headers["Cache-Control"] = cache
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
