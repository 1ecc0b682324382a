"""The addresses of the API: the same reads, the same steps and the same rights as the pages."""

from typing import Annotated, Any
from uuid import UUID, uuid5

from django.http import HttpResponse
from django.utils import timezone
from ninja import Body, Header, NinjaAPI, Query

from coupdepouce.accounts.operations import count_attempt
from coupdepouce.api import problems, schemas
from coupdepouce.api.keys import Key, KeyRequest, note, roles
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import STAFF, Role
from coupdepouce.insight.verdicts import public_verdict
from coupdepouce.prescriptions import counter, lists, queries
from coupdepouce.prescriptions.actors import staff
from coupdepouce.prescriptions.operations import take_step

READERS = (Role.PRESCRIBER, Role.PARTNER_MANAGER, Role.SHOP_ADVISOR, Role.PROGRAMME_MANAGER)
LOOK_UPS, WINDOW = 30, 300


class Api(NinjaAPI):
    """Answers that no cache keeps: most are about somebody."""

    def create_response(self, *given: Any, **named: Any) -> HttpResponse:
        """Write an answer."""
        response = super().create_response(*given, **named)
        response.headers.setdefault("Cache-Control", problems.PRIVATE)
        return response


api = Api(
    title="Coup de Pouce",
    version="1",
    description="Juger des faits, lire et faire avancer les prescriptions.",
    auth=Key(),
    docs_url=None,  # ninja's page of documentation is fetched from elsewhere
    openapi_url="/openapi.json",
    urls_namespace="api",
)
problems.install(api)


def _said(summary: str, description: str) -> dict[str, Any]:
    """Give the words of the description, and the refusals that every address shares."""
    return {"summary": summary, "description": description}


@api.post(
    "/check",
    **_said("Juger des faits", "Sans nom ; rien n’est gardé."),
    response={200: schemas.VerdictShown, **problems.RESPONSES},
)
@roles(*STAFF)
def check(request: KeyRequest, facts: Body[dict[str, Any]]) -> Any:  # noqa: ARG001  ninja passes it
    """Judge facts without a name; nothing is kept."""
    return public_verdict(facts)


@api.get(
    "/prescriptions",
    **_said("Lire les prescriptions", "Celles que la clé peut voir."),
    response={200: schemas.PrescriptionPage, **problems.RESPONSES},
)
@roles(*READERS)
def list_prescriptions(request: KeyRequest, wanted: Query[schemas.Wanted]) -> Any:
    """List what the key may see, what waits longest first."""
    keep = lists.Filter(**wanted.dict(exclude={"page"}))
    found = lists.listed(member=request.member, keep=keep, at=timezone.now(), number=wanted.page)
    return schemas.PrescriptionPage(
        total=found.total,
        page=found.number,
        has_next=found.has_next,
        prescriptions=[schemas.row_shown(row) for row in found.rows],
    )


@api.get(
    "/prescriptions/{uuid:reference}",
    **_said("Lire une prescription", "Où elle en est, ce qu’on peut faire, ce qui a été fait."),
    response={200: schemas.FileShown, **problems.RESPONSES},
)
@roles(*READERS)
def read_prescription(request: KeyRequest, reference: UUID) -> Any:
    """Show a prescription: where it stands, what can be done, what was done."""
    found = queries.file(member=request.member, reference=reference, at=timezone.now())
    note(request, reference)
    return schemas.file_shown(found)


@api.post(
    "/prescriptions/{uuid:reference}/steps/{name}",
    **_said("Faire une étape", "La même clé d’envoi donne le même événement."),
    response={200: schemas.Taken, **problems.RESPONSES},
)
@roles(*READERS)
def take(
    request: KeyRequest,
    reference: UUID,
    name: str,
    said: schemas.StepGiven,
    idempotency_key: Annotated[UUID, Header(alias="Idempotency-Key")],
) -> Any:
    """Take a step; the same key of sending gives the same event."""
    event = take_step(
        prescription_id=_opened(request, reference, said.code),
        name=name,
        actor=staff(request.member),
        at=timezone.now(),
        # Two partners may choose the same key: each has its own.
        once=uuid5(idempotency_key, str(request.member.pk)),
        reason=said.reason,
        answers=said.answers,
    )
    note(request, reference)
    return schemas.Taken(number=event.number, step=event.step, at=event.at)


def _opened(request: KeyRequest, reference: UUID, code: str) -> int:
    """Give the prescription: one's own, or the one whose voucher a shop has in hand."""
    if not (code and request.member.role == Role.SHOP_ADVISOR):
        return queries.find(request.member, reference).pk
    found = _seen(request, code).prescription
    if found.reference != reference:
        raise Refusal("not_found", "Ce bon n’est pas celui de cette prescription.")
    return found.pk


def _seen(request: KeyRequest, code: str) -> counter.CounterView:
    at = timezone.now()
    who = str(request.member.organisation_id)
    count_attempt(kind="api_code", who=who, at=at, limit=LOOK_UPS, seconds=WINDOW)
    return counter.at_counter(text=code, member=request.member, at=at)


@api.post(
    "/vouchers/look-up",
    **_said("Lire un bon", "À qui il est et ce qu’il ouvre, jamais les revenus."),
    response={200: schemas.VoucherShown, **problems.RESPONSES},
)
@roles(Role.SHOP_ADVISOR)
def look_up(request: KeyRequest, said: schemas.CodeGiven) -> Any:
    """Show a voucher by its code: whose it is, what it opens, never the income."""
    view = _seen(request, said.code)
    note(request, view.prescription.reference)
    return schemas.voucher_shown(view)
