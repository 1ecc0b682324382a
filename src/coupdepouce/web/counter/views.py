"""The counter: a code, whose it is, what to do now."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coupdepouce.accounts.operations import count_attempt
from coupdepouce.core.journey.steps import BY_NAME
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.posters import card_of
from coupdepouce.prescriptions import conflicts, counter, lists
from coupdepouce.programmes.queries import current_programme, printable_figures
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.counter.forms import CodeForm
from coupdepouce.web.counter.shown import list_page, voucher_page
from coupdepouce.web.counter.visits import today
from coupdepouce.web.numbers import page_number
from coupdepouce.web.steps import StepForm, refuse, take

INVALID = 422
PRESENT = BY_NAME["present"]
LOOKED_UP = "looked_up"
WAITING = lists.Filter(waits_for=Role.SHOP_ADVISOR, settled=False)
TO_FINISH = lists.Filter(waits_for=Role.SHOP_ADVISOR, settled=True)
REMEMBERED = 20
# A busy counter reads a voucher a minute; a machine trying codes does not stop there.
TRIES, WINDOW = 60, 600


@audience(Role.SHOP_ADVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: StaffRequest) -> HttpResponse:
    """Ask for a code, and show what waits for the shop."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _looked_up(request, form.cleaned_data["code"])
        except Refusal as refusal:
            refuse(form, refusal)
    request.about = "list"
    everything, now = "tout" in request.GET, timezone.now()
    keep = lists.Filter() if everything else WAITING
    number = page_number(request.GET.get("page", ""))
    listed = lists.listed(member=request.member, keep=keep, at=now, number=number)
    to_finish = None if everything else _to_finish(request, at=now)
    return page(
        request,
        "counter/home.html",
        status=INVALID if form.errors else 200,
        form=form,
        everything=everything,
        visits=today(request.member, at=timezone.now()),
        conflicts=conflicts.to_read(member=request.member),
        **list_page(listed, to_finish),
    )


def _to_finish(request: StaffRequest, *, at: datetime) -> lists.Page:
    number = page_number(request.GET.get("terminer", ""))
    return lists.listed(member=request.member, keep=TO_FINISH, at=at, number=number)


def _looked_up(request: StaffRequest, code: str) -> HttpResponse:
    """Open a voucher by its code; from here on its address carries a reference, never the code.

    Raises:
        Refusal: too many tries, no such voucher, or another shop received it.
    """
    now = timezone.now()
    who = str(request.member.pk)
    count_attempt(kind="counter:member", who=who, at=now, limit=TRIES, seconds=WINDOW)
    view = counter.at_counter(text=code, member=request.member, at=now)
    reference = str(view.prescription.reference)
    seen = dict(request.session.get(LOOKED_UP, {}))
    seen.pop(reference, None)
    newest = [*seen.items(), (reference, view.voucher_id)][-REMEMBERED:]
    request.session[LOOKED_UP] = dict(newest)
    return redirect("counter:voucher", reference)


@audience(Role.SHOP_ADVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def voucher(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a voucher, and receive it once the identity is seen."""
    request.about = f"prescription:{reference}"
    view = _view(request, reference)
    form = None
    if request.method == "POST":
        form = StepForm(PRESENT, request.POST)
        if take(request, prescription_id=view.prescription.pk, step=PRESENT, form=form):
            return redirect("counter:voucher", reference)
        view = _view(request, reference)
    return page(
        request,
        "counter/voucher.html",
        status=INVALID if form else 200,
        **voucher_page(view, form=form),
    )


def _view(request: StaffRequest, reference: UUID) -> counter.CounterView:
    return counter.in_shop(
        reference=reference,
        member=request.member,
        looked_up=request.session.get(LOOKED_UP, {}).get(str(reference)),
        at=timezone.now(),
    )


@audience(Role.SHOP_ADVISOR)
@require_safe
def card(request: StaffRequest) -> HttpResponse:
    """Show the one page that a shop keeps behind the counter."""
    _, programme = current_programme()
    return page(
        request,
        "counter/card.html",
        card=card_of(programme, printable=printable_figures()),
        back_url=reverse("counter:home"),
        pdf_url=reverse("messages:card"),
    )
