"""The administrator's pages: who read what, the accounts, and looking as another person."""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from hijack.views import AcquireUserView, ReleaseUserView

from coupdepouce.accounts.operations import note_access
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES, STAFF, Role
from coupdepouce.insight.access import PAGE, Visit, impersonable, visits
from coupdepouce.insight.access import accounts as live_accounts
from coupdepouce.outreach.queries import mailbox as last_messages
from coupdepouce.web.audience import StaffRequest, audience, even_while_impersonating
from coupdepouce.web.middleware import IMPERSONATOR_HASH
from coupdepouce.web.steering import screens, sections
from coupdepouce.web.steering.forms import AccessForm, SearchForm
from coupdepouce.web.steering.programme import page_number
from coupdepouce.web.steering.tables import Line, hour, pages, table

if TYPE_CHECKING:
    from coupdepouce.partners.models import Membership


@audience(Role.ADMINISTRATOR)
@require_GET
def log(request: StaffRequest) -> HttpResponse:
    """Show who read or did what, about which file."""
    form = AccessForm(request.GET)
    number = page_number(request)
    found = visits(keep=form.kept, number=number)
    kept = {name: value for name, value in request.GET.items() if value and name != "page"}
    return sections.access(
        request,
        "steering/list.html",
        heading="Journal des accès",
        form=form,
        count=f"{found.total} lecture{'s' * (found.total > 1)}, les dernières d’abord.",
        clear_url=request.path if kept else "",
        query=f"{urlencode(kept)}&" if kept else "",
        pages=pages(total=found.total, size=PAGE, number=number),
        empty="Personne n’a encore lu de dossier.",
        rows=table(
            caption="Accès",
            columns=(
                "Quand",
                "Qui",
                "Rôle",
                "Organisation",
                "Acte",
                "Dossier",
                "À sa place",
            ),
            lines=_folded(found.rows),
        ),
    )


def _folded(rows: Iterable[Visit]) -> list[Line]:
    """Write the same visit once, however many times it was made in a row."""
    groups = (list(group) for _, group in groupby(rows, key=_said))
    return [_visit(group[0], times=len(group)) for group in groups]


def _said(row: Visit) -> tuple[str, ...]:
    what, about = screens.sentence(row.screen), screens.subject(row.about)
    return row.who, row.role, row.organisation, what, about, row.impersonator


def _visit(row: Visit, *, times: int) -> Line:
    who, role, organisation, what, about, impersonator = _said(row)
    what = f"{what}, {times} fois" if times > 1 else what
    return Line(head=hour(row.at), values=(who, role, organisation, what, about, impersonator))


@audience(Role.ADMINISTRATOR)
@require_GET
def accounts(request: StaffRequest) -> HttpResponse:
    """List the accounts, and look as one of them."""
    form = SearchForm(request.GET)
    found = live_accounts(text=form.text)
    number = page_number(request)
    return sections.access(
        request,
        "steering/accounts.html",
        form=form,
        count=f"{len(found)} rôles ouverts.",
        clear_url=request.path if form.text else "",
        query=f"{urlencode({'q': form.text})}&" if form.text else "",
        pages=pages(total=len(found), size=PAGE, number=number),
        people=[_account(one) for one in found[(number - 1) * PAGE : number * PAGE]],
    )


def _account(one: "Membership") -> dict[str, object]:
    return {
        "user": one.user,
        "role": NAMES[Role(one.role)].capitalize(),
        "organisation": one.organisation,
        "close_url": reverse("steering:close_account", args=[one.pk]),
        "look_url": ""
        if one.role == Role.ADMINISTRATOR
        else reverse("steering:impersonate", args=[one.user_id]),
    }


@audience(Role.ADMINISTRATOR)
@require_POST
def impersonate(request: StaffRequest, user_id: int) -> HttpResponseBase:
    """Look at the pages of another person: written down, and nothing can be changed."""
    person = impersonable(user_id=user_id)
    note_access(
        member=request.member,
        impersonator=None,
        screen="steering:impersonate",
        about=f"account:{person.pk}",
    )
    posted = request.POST.copy()
    posted["user_pk"] = str(person.pk)
    request.POST = posted  # type: ignore[assignment]  # hijack reads the account from the form
    administrator = request.member.user
    response = AcquireUserView.as_view()(request)
    request.session[IMPERSONATOR_HASH] = administrator.get_session_auth_hash()
    return response


@even_while_impersonating
@audience(*STAFF)
@require_POST
def release(request: StaffRequest) -> HttpResponseBase:
    """Come back to one’s own account."""
    if request.impersonator is None:
        raise Refusal("not_impersonating", "Vous êtes déjà sur votre compte.")
    return ReleaseUserView.as_view(success_url=reverse("steering:accounts"))(request)


@audience(Role.ADMINISTRATOR)
@require_GET
def mailbox(request: StaffRequest) -> HttpResponse:
    """Show the last messages of the demonstration."""
    if not settings.DEMO:
        raise Refusal("not_found", "Cette page n’existe que dans la démonstration.")
    return sections.access(request, "steering/mailbox.html", letters=last_messages())
