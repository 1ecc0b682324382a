"""The first page, the check, and the pages that say what is done with what is said."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from coupdepouce.core.calendar import day_of
from coupdepouce.core.eligibility import Question
from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.queries import place
from coupdepouce.programmes import communes
from coupdepouce.programmes.commune_search import How
from coupdepouce.programmes.queries import current_programme, printable_figures
from coupdepouce.web.numbers import whole
from coupdepouce.web.public.answers import Answers, read_token
from coupdepouce.web.public.arriving import finished
from coupdepouce.web.public.check import Check, address, question_page
from coupdepouce.web.public.forms import CommuneForm, PaysForm, QuotientForm
from coupdepouce.web.public.result import offer_of, result_page
from coupdepouce.web.public.screen import PRIVATE, SHARED, household, show, show_same
from coupdepouce.web.public.towns import (
    ABSENT,
    choice_page,
    found_town,
    not_found,
    not_in_list,
    with_town,
)

UNREADABLE = 422


@household(cache=SHARED)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what it is, for whom, and open the check."""
    found = _check(Answers())
    return show_same(
        request,
        "public/home.html",
        edition=found.edition,
        context=lambda: {
            "programme": found.programme,
            "offer": offer_of(found),
            "check_url": reverse("public:check"),
            "follow_url": reverse("public:follow"),
        },
    )


# Nothing is stored and nobody is signed in: there is nothing to forge, and no cookie to ask for.
@csrf_exempt
@household(cache=PRIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask the next question, or answer."""
    if request.method == "POST":
        return _note(request)
    answers = _answers(request)
    if "ville" in request.GET:
        return _search(request, answers)
    found = _check(answers)
    if answers.came_by and not answers.is_counted and found.question is None:
        return finished(request, answers)
    if answers.given:
        return _shown(request, found, typed="chiffre" in request.GET)
    response = _first(request, found)
    response.headers["Cache-Control"] = SHARED
    return response


def _first(request: HttpRequest, found: Check) -> HttpResponse:
    question = found.question
    if question is None or question.asks != "commune" or ABSENT in request.GET:
        return _shown(request, found, typed="chiffre" in request.GET)
    return show_same(
        request,
        "public/question.html",
        edition=found.edition,
        context=lambda: _asked(found, question, typed=False),
    )


def _check(answers: Answers) -> Check:
    version, programme = current_programme()
    return Check(
        version=version.content_hash,
        programme=programme,
        printable=printable_figures(of=programme),
        answers=answers,
        on=day_of(timezone.now()),
    )


def _answers(request: HttpRequest) -> Answers:
    """Read the answers of the address: sealed, or the commune that a partner's link carries."""
    answers = read_token(request.GET.get("r", ""))
    code = request.GET.get("commune", "")
    if "lieu" in request.GET:
        number = whole(request.GET["lieu"], default=0)
        code = place(number).commune_code if number else ""
    if not code:
        return answers
    return answers.adding("commune", communes.commune(code).code)


def _shown(
    request: HttpRequest, found: Check, *, typed: bool = False, form: Any = None
) -> HttpResponse:
    status = UNREADABLE if form is not None and form.errors else 200
    question = found.question
    if question is None:
        return show(
            request, "public/result.html", status=status, form=form or PaysForm(),
            programme=found.programme, **result_page(found),
        )  # fmt: skip
    context = _asked(found, question, typed=typed)
    if ABSENT in request.GET:
        context["question"] |= {"hint": not_in_list()}
    form = form or context["form"]
    return show(request, "public/question.html", status=status, **context | {"form": form})


def _asked(found: Check, question: Question, *, typed: bool) -> dict[str, Any]:
    forms = {"commune": CommuneForm, "quotient_familial": QuotientForm if typed else None}
    empty = forms.get(question.asks)
    return {
        "programme": found.programme,
        "form": empty() if empty else None,
        "method": "post" if typed else "get",
        **question_page(found, question, typed=typed),
    }


def _search(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Find the commune: a sure one goes on, the others are shown, none is said."""
    found = _check(answers)
    form = CommuneForm(request.GET)
    if not form.is_valid():
        return _shown(request, found, form=form)
    towns = found_town(found, form.cleaned_data["ville"])
    if towns.how is How.SURE:
        return redirect(with_town(answers, towns.communes[0]))
    if not towns.communes:
        form.add_error("ville", not_found(towns))
        return _shown(request, found, form=form)
    return show(
        request,
        "public/question.html",
        programme=found.programme,
        **choice_page(found, towns),
    )


def _note(request: HttpRequest) -> HttpResponse:
    """Seal what was typed into an address, and go there: back works, and nothing shows."""
    answers = read_token(request.POST.get("r", ""))
    form: QuotientForm | PaysForm
    if "quotient" in request.POST:
        form = QuotientForm(request.POST)
        if form.is_valid():
            quotient = form.cleaned_data["quotient"]
            return redirect(address(answers.adding("quotient_familial", quotient)))
    elif "pays_now" in request.POST:
        form = PaysForm(request.POST)
        if form.is_valid():
            return redirect(address(answers.paying(form.cleaned_data["pays_now"])))
    else:
        raise Refusal("answer_missing", "Cette page n’est pas complète. Recommencez les questions.")
    return _shown(request, _check(answers), typed=True, form=form)


@household(cache=SHARED)
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was checked, and no more."""
    return show(request, "public/accessibility.html", gaps=_gaps())


def _gaps() -> list[str]:
    return [
        gettext("Personne n’a encore vérifié les textes en anglais et en arabe."),
        gettext("Les noms et les horaires des lieux viennent de listes publiques."),
    ]


@household(cache=SHARED)
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is written down, by whom, for how long."""
    _, programme = current_programme()
    months = programme.retention.accompaniment.value
    kept = gettext("%(months)s mois après votre dernier contact") % {"months": months}
    return show(
        request,
        "public/privacy.html",
        programme=programme,
        controller=programme.operator,
        retention=[{"name": gettext("Votre demande"), "value": kept}] if months else [],
        authority=gettext("à la CNIL"),
    )


@household(cache=SHARED)
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Say who helps with what."""
    return show(
        request,
        "public/help.html",
        check_url=reverse("public:check"),
        follow_url=reverse("public:follow"),
    )
