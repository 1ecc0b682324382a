"""Who sees my data: one page, and the agreements that a household takes back there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from coupdepouce.insight.who_sees import who_sees
from coupdepouce.prescriptions.consents import take_back
from coupdepouce.prescriptions.counter import FollowView
from coupdepouce.web.public.follow import INVALID, with_code
from coupdepouce.web.public.recourse_forms import ActForm
from coupdepouce.web.public.screen import PRIVATE, household, show
from coupdepouce.web.public.trust_shown import AGREEMENTS, who_page


@household(cache=PRIVATE)
@require_safe
@with_code
def who(request: HttpRequest, view: FollowView) -> HttpResponse:
    """Say who may read what of the household, who did, and what it agreed to."""
    found = who_sees(view.prescription)
    return show(request, "public/who.html", **who_page(found, view.prescription))


@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
@with_code
def agreement(request: HttpRequest, view: FollowView, purpose: str) -> HttpResponse:
    """Take back one agreement, once it is said what it changes."""
    if purpose not in AGREEMENTS or not AGREEMENTS[purpose].taken_back:
        raise Http404
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        take_back(view.prescription, purpose=purpose, at=timezone.now())
        return redirect("public:who")
    return show(
        request,
        "public/act.html",
        status=INVALID if form.errors else 200,
        form=form,
        heading=gettext("Retirer mon accord"),
        consequences=[gettext(line) for line in AGREEMENTS[purpose].taken_back],
        kind="primary",
        back_url=reverse("public:who"),
    )
