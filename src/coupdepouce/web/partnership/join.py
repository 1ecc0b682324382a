"""A structure asks to become a partner: its number, then one page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coupdepouce.accounts.operations import count_attempt
from coupdepouce.core.refusal import Refusal
from coupdepouce.outreach.joining import Known, join, known_of
from coupdepouce.partners.links import application_token
from coupdepouce.web.partnership.forms import JoinForm, SiretForm
from coupdepouce.web.partnership.screen import structure
from coupdepouce.web.public.screen import show
from coupdepouce.web.steps import refuse

if TYPE_CHECKING:
    from coupdepouce.partners.models import Establishment

INVALID = 422
# A federation may write for several of its sites in one morning; a robot writes more.
TRIES, WINDOW = 20, 3600
FIELDS = {"siret_wrong": "siret", "email_wrong": "email", "application_open": "email"}
FILLED = ("name", "address", "postcode", "commune_name")


@structure
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the SIRET, then for the rest, and write the candidature."""
    if request.method == "POST":
        return _sent(request)
    if not request.GET.get("siret"):
        return _door(request, SiretForm())
    form = SiretForm(request.GET)
    if form.is_valid():
        try:
            return _form_of(request, known_of(form.cleaned_data["siret"]))
        except Refusal as refusal:
            refuse(form, refusal, fields=FIELDS)
    return _door(request, form)


def _door(request: HttpRequest, form: SiretForm) -> HttpResponse:
    status = INVALID if form.is_bound else 200
    return show(request, "partnership/door.html", status=status, form=form)


def _form_of(request: HttpRequest, known: Known) -> HttpResponse:
    form = JoinForm(known={"siret": known.siret, **_filled(known.establishment)}, twins=known.twins)
    return show(request, "partnership/join.html", form=form, is_filled=bool(known.establishment))


def _filled(found: "Establishment | None") -> Mapping[str, Any]:
    return {name: getattr(found, name) for name in FILLED} if found else {}


def _sent(request: HttpRequest) -> HttpResponse:
    try:
        known = known_of(
            request.POST.get("siret", ""),
            town=request.POST.get("commune_name", ""),
            postcode=request.POST.get("postcode", ""),
        )
    except Refusal as refusal:
        door = SiretForm({"siret": request.POST.get("siret", "")})
        refuse(door, refusal, fields=FIELDS)
        return _door(request, door)
    form = JoinForm(request.POST, known={}, twins=known.twins)
    if form.is_valid() and (token := _written(request, form)):
        return redirect("partnership:follow", token)
    return show(request, "partnership/join.html", status=INVALID, form=form)


def _written(request: HttpRequest, form: JoinForm) -> str:
    at = timezone.now()
    address = get_adapter().get_client_ip(request)
    try:
        count_attempt(kind="join:address", who=address, at=at, limit=TRIES, seconds=WINDOW)
        made = join(
            siret=form.cleaned_data["siret"],
            details=form.details,
            twin=form.twin,
            words=form.cleaned_data["words"],
            at=at,
            once=form.cleaned_data["once"],
        )
    except Refusal as refusal:
        if refusal.code == "twin_known":
            form.ask_twin(refusal.data["twins"], same_site=bool(refusal.data["same_site"]))  # type: ignore[arg-type]
        refuse(form, refusal, fields=FIELDS | {"twin_known": "twin"})
        return ""
    return application_token(made.reference)
