"""The texts of the messages: read, tried on a real case, written anew, brought back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.languages import FRENCH, language_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach import operations, queries
from coupdepouce.outreach.queries import InForce
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.prescriptions import previews
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.steering.messages import shown
from coupdepouce.web.steering.messages.forms import CaseForm, WordingForm
from coupdepouce.web.steering.messages.rooms import messages_page
from coupdepouce.web.steering.tables import Line, hour, table
from coupdepouce.web.steps import refuse

if TYPE_CHECKING:
    from coupdepouce.outreach.models import Wording

INVALID = 422


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def texts(request: StaffRequest) -> HttpResponse:
    """List the texts that people receive, with their version in each language."""
    standings = queries.standings()
    rows: dict[bool, list[Line]] = {True: [], False: []}
    for template, languages in standings.items():
        rows[template in TEXTS].append(_line(template, languages))
    columns = ("Texte", "Version", "Langues")
    return messages_page(
        request,
        "messages/texts.html",
        tables=[
            table(caption="Aux ménages", columns=columns, lines=rows[True]),
            table(caption="À l’équipe et aux partenaires", columns=columns, lines=rows[False]),
        ],
    )


def _line(template: str, languages: Mapping[str, InForce]) -> Line:
    behind = [language_of(code).name for code, one in languages.items() if one.is_out_of_step]
    step = ("wait", f"À traduire : {', '.join(behind)}") if behind else ("yes", "À jour")
    french = languages[FRENCH.code]
    return Line(
        head=french.words.subject,
        href=reverse("messages:text", args=[template, FRENCH.code]),
        values=(_version(french.number), step),
    )


def _version(number: int) -> str:
    return f"Version {number}" if number else "D’origine"


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def text(request: StaffRequest, template: str, language: str) -> HttpResponse:
    """Read a text in a language, tried on a real request, with its versions."""
    used = _used(template, language)
    form = _case_form(request)
    return messages_page(
        request,
        "messages/text.html",
        heading=queries.in_force(template, FRENCH.code).words.subject,
        used=used,
        version=_version(used.number),
        language=language_of(language),
        languages=_languages(template, language),
        form=form,
        shown=_preview(request, template, used, form.reference),
        keys=shown.keys_of(queries.text_named(template).keys),
        write_url=reverse("messages:write", args=[template, language]),
        versions=_history(template, language, used.number if used.language == language else None),
    )


def _used(template: str, language: str) -> InForce:
    if language not in queries.languages_of(template):
        raise Refusal("not_found", "Ce texte n’existe pas dans cette langue.")
    return queries.in_force(template, language)


def _case_form(request: StaffRequest) -> CaseForm:
    choices = [
        (str(one.reference), f"le dossier {str(one.reference)[:8]}")
        for one in previews.cases(request.member)
    ]
    return CaseForm(request.GET, choices=choices)


def _preview(request: StaffRequest, template: str, used: InForce, reference: str) -> Any:
    if reference:
        request.about = f"prescription:{reference}"
    short, full = (
        previews.values_for(
            member=request.member,
            template=template,
            language=used.language,
            reference=UUID(reference) if reference else None,
            at=timezone.now(),
            is_short=is_short,
        )
        for is_short in (True, False)
    )
    return shown.preview(template, used, short=short, full=full)


def _languages(template: str, current: str) -> list[dict[str, object]]:
    return [
        {
            "label": language_of(code).name,
            "code": code,
            "href": reverse("messages:text", args=[template, code]),
            "current": code == current,
        }
        for code in queries.languages_of(template)
    ]


def _history(template: str, language: str, current: int | None) -> Any:
    rows = queries.history(template, language)
    lines = [_past(template, language, row, current) for row in rows]
    origin = reverse("messages:back", args=[template, language, 0])
    lines.append(
        Line(
            head="D’origine",
            href="" if current == 0 else origin,
            values=("", "", "Livrée avec l’outil", _use(current, 0)),
        )
    )
    return table(
        caption="Versions",
        columns=("Version", "Écrite le", "Par", "Empreinte", "Usage"),
        lines=lines,
    )


def _past(template: str, language: str, row: "Wording", current: int | None) -> Line:
    back = row.same_as is not None
    head = f"Retour à : {_version(row.same_as or 0).lower()}" if back else _version(row.number)
    is_used = current == row.number
    address = reverse("messages:back", args=[template, language, row.number])
    return Line(
        head=head,
        href="" if back or is_used else address,
        values=(
            hour(row.written_at),
            str(row.written_by.user),
            row.digest[:12],
            "" if back else _use(current, row.number),
        ),
    )


def _use(current: int | None, number: int) -> tuple[str, str]:
    return ("yes", "En usage") if current == number else ("info", "Gardée")


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def write(request: StaffRequest, template: str, language: str) -> HttpResponse:
    """Write a new version of a text: look at it first, then put it in use."""
    used = _used(template, language)
    form = WordingForm(
        request.POST or None,
        used=used,
        language=language,
        is_staff=template not in TEXTS,
        read=queries.last_number(template, language),
    )
    is_fit = _is_fit(form, template, language)
    is_kept = is_fit and "keep" in request.POST and _kept(request, form, template, language)
    if is_kept:
        messages.success(request, "La nouvelle version est en usage. L’ancienne est gardée.")
        return redirect("messages:text", template=template, language=language)
    typed = InForce(words=form.words, language=language, wording=None) if is_fit else None
    return page(
        request,
        "messages/write.html",
        status=INVALID if form.errors else 200,
        form=form,
        now=used.words if is_fit and form.errors else None,
        shown=_preview(request, template, typed, "") if typed else None,
        **_around(request, template, language),
    )


def _kept(request: StaffRequest, form: WordingForm, template: str, language: str) -> bool:
    """Put what is typed in use, or say beside what is in use that another person changed it."""
    try:
        operations.write_wording(
            template=template,
            language=language,
            words=form.words,
            meanwhile=form.cleaned_data.get("meanwhile", queries.MEANWHILE[0][0]),
            read=form.cleaned_data["read"],
            by=request.member,
            at=timezone.now(),
        )
    except Refusal as refusal:
        refuse(form, refusal)
        form.read_again(queries.last_number(template, language))
        return False
    return True


def _around(request: StaffRequest, template: str, language: str) -> dict[str, object]:
    """Give what stands around the form where a text is written."""
    french = queries.in_force(template, FRENCH.code).words
    return {
        "heading": f"{french.subject} ({language_of(language).name})",
        "action": request.path,
        "cancel_url": reverse("messages:text", args=[template, language]),
        "keys": shown.keys_of(queries.text_named(template).keys),
        "french": None if language == FRENCH.code else french,
    }


def _is_fit(form: WordingForm, template: str, language: str) -> bool:
    """Say whether what is typed can be sent; what cannot is said beside its field."""
    if not form.is_valid():
        return False
    try:
        operations.check_wording(template=template, language=language, words=form.words)
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def back(request: StaffRequest, template: str, language: str, number: int) -> HttpResponse:
    """Put an earlier version of a text in use again."""
    form = OnceForm(request.POST or None)
    words = queries.words_of(template, language, number)
    if form.is_valid():
        operations.bring_back(
            template=template,
            language=language,
            number=number,
            by=request.member,
            at=timezone.now(),
        )
        messages.success(request, "Ce texte est de nouveau en usage.")
        return redirect("messages:text", template=template, language=language)
    return page(
        request,
        "layouts/confirm.html",
        status=INVALID if form.is_bound else 200,
        heading=f"Revenir à ce texte ({_version(number).lower()}) ?",
        consequences=[text for text in (words.sms, words.subject, words.email) if text]
        + ["Les messages déjà écrits ne changent pas. Le texte d’aujourd’hui est gardé."],
        form=form,
        kind="primary",
        action=request.path,
        cancel_url=reverse("messages:text", args=[template, language]),
        submit="Revenir à ce texte",
    )
