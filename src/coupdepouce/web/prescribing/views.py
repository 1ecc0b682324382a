"""The prescriber's first two screens: search before create, then one form."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coupdepouce.accounts.operations import see_news
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import STAFF, Role
from coupdepouce.households.checks import phone_in_words
from coupdepouce.households.search import DAY, PHONE, read, search
from coupdepouce.partners.queries import shops
from coupdepouce.prescriptions import lists, opening, queries, undelivered
from coupdepouce.prescriptions.briefed import check_briefed
from coupdepouce.prescriptions.outcomes import news
from coupdepouce.programmes import communes
from coupdepouce.programmes.queries import current_programme, figures
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.frame import TEAM, menu_of
from coupdepouce.web.numbers import page_number
from coupdepouce.web.partnership.agreement import waiting_notice
from coupdepouce.web.prescribing import shown, words
from coupdepouce.web.prescribing.forms import FIELD_OF, NewPrescriptionForm
from coupdepouce.web.prescribing.identity import IdentityFields
from coupdepouce.web.steps import refuse

PRESCRIBERS = (Role.PRESCRIBER, Role.PARTNER_MANAGER)
KNOWN = frozenset({"already_known_here", "known_elsewhere"})


@audience(*STAFF)
@require_http_methods(["GET", "POST"])
def home(request: StaffRequest) -> HttpResponse:
    """Send each role to its first page; a prescriber's is here."""
    role = Role(request.member.role)
    if role in TEAM:
        return _desk(request)
    return redirect(menu_of(role)[0].href)


def _desk(request: StaffRequest) -> HttpResponse:
    """Show the search, what it found, the team's list and the news."""
    # By POST: a name must not stay in an address, a history or a server's log.
    typed = request.POST.get("q", "").strip()
    request.about = "search" if typed else "list"
    return page(
        request,
        "prescribing/home.html",
        typed=typed,
        agreement=waiting_notice(request),
        **side(request),
        **(_found(request, typed) if typed else {}),
        news=[shown.outcome(row) for row in news(member=request.member)],
        to_reach=undelivered.to_reach(member=request.member),
    )


def side(request: StaffRequest, *, current: queries.File | None = None) -> Mapping[str, Any]:
    """Give the team's list, as it stands beside every page of a prescriber."""
    listed = lists.listed(
        member=request.member,
        keep=lists.Filter(),
        at=timezone.now(),
        number=page_number(request.GET.get("page", "")),
    )
    reference = current.prescription.reference if current else None
    rows = [shown.list_row(row, current=reference) for row in listed.rows]
    rows.sort(key=lambda row: row["is_over"])
    if current and not any(row["current"] for row in rows):
        rows.insert(0, shown.own_row(current))
    return {"rows": rows, "listed": listed, "is_short": "tout" not in request.GET}


def _found(request: StaffRequest, typed: str) -> Mapping[str, Any]:
    try:
        found = search(member=request.member, text=typed)
    except Refusal as refusal:
        return {"problem": refusal.sentence}
    hits = [{"hit": hit, "town": communes.commune(hit.commune_code).name} for hit in found.hits]
    return {
        "searched": True,
        "hits": hits,
        "known_elsewhere": found.known_elsewhere,
        "share_once": uuid4(),
    }


@audience(*PRESCRIBERS)
@require_POST
def news_read(request: StaffRequest) -> HttpResponse:
    """Put away the news."""
    see_news(user=request.member.user, at=timezone.now())
    return redirect("home")


@audience(*PRESCRIBERS)
@require_POST
def reached(request: StaffRequest, key: UUID) -> HttpResponse:
    """Note that a household was told otherwise what a message did not bring."""
    reference = undelivered.reached(member=request.member, key=key, at=timezone.now())
    request.about = f"prescription:{reference}"
    return redirect("home")


@audience(*PRESCRIBERS)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Enter a household once: file, request, paper seen and decision, all or nothing."""
    check_briefed(member=request.member, at=timezone.now())
    if request.method == "GET" or "typed" in request.POST:
        typed = _carried(request.POST.get("typed", ""))
        return _ask_once(request, _form(None, initial=typed))
    form = _form(request.POST)
    if not form.is_valid():
        return _ask_once(request, form)
    try:
        prescription = opening.start(
            new=form.household,
            request=form.request,
            proof=form.proof,
            figures=form.figures,
            by=request.member,
            at=timezone.now(),
            once=form.cleaned_data["once"],
        )
    except Refusal as refusal:
        refuse_known(form, refusal)
        return _ask_once(request, form)
    return redirect("prescribing:file", reference=prescription.reference)


def _form(data: Any, **given: Any) -> NewPrescriptionForm:
    _version, programme = current_programme()
    return NewPrescriptionForm(data, programme=programme, shops=shops(), **given)


def _carried(text: str) -> Mapping[str, Any]:
    """Give the form what the search box held: nobody types a name twice."""
    asked = read(text)
    names = PHONE.sub(" ", DAY.sub(" ", text)).split()
    # "DUPONT Marie" and "Marie Dupont" are both typed; one word alone is a last name.
    capitals = [name for name in names if name.isupper() and len(name) > 1]
    last = capitals if 0 < len(capitals) < len(names) else names[1:] or names
    first = [name for name in names if name not in last]
    return {
        "first_name": " ".join(first),
        "last_name": " ".join(last),
        "birth_date": asked.birth_date,
        "phone": phone_in_words(asked.phone),
    }


def refuse_known(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal in the form; a household that is known leads to its file, or to a reason."""
    if refusal.code in KNOWN and isinstance(form, IdentityFields):
        form.known_reference = str(refusal.data.get("reference", ""))
        form.may_go_on = bool(refusal.data.get("may_go_on"))
    refuse(form, refusal, fields=FIELD_OF)


def _ask_once(request: StaffRequest, form: NewPrescriptionForm) -> HttpResponse:
    return page(
        request,
        "prescribing/new.html",
        status=422 if form.is_bound else 200,
        form=form,
        policy=words.POLICY,
        warning=warning(),
    )


def warning() -> str:
    """Name the figures behind a decision that nobody verified: staff read them marked so."""
    doubtful = [
        f"{words.FIGURES[row.path]} ({row.figure.in_words()})"
        for row in figures()
        if not row.is_printable and row.path in words.FIGURES
    ]
    return f"{words.UNVERIFIED} {', '.join(doubtful)}." if doubtful else ""


@audience(*PRESCRIBERS)
@require_GET
def communes_of(request: HttpRequest) -> HttpResponse:
    """List the communes of a postcode, as options: an addition, the form works without it."""
    found = communes.communes_at(request.GET.get("cp", "")[:5])
    return page(request, "prescribing/_communes.html", communes=found)
