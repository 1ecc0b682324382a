"""The languages that households read: what is missing, what fell out of step, who has read it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from coupdepouce.core.languages import Language, language_of
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.words.catalogue import Standing
from coupdepouce.insight.wording import places, standing_of, standings
from coupdepouce.programmes.queries import offered_languages
from coupdepouce.web import numbers
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.tables import Line, pages, table

PAGE = 50
COUNTS = ("Phrases", "Traduites", "Manquent", "Ont changé", "Ne servent plus", "Jamais relues")
LEAD = (
    "Un ménage lit en français ce qui n’est pas traduit. Une traduction reste « jamais relue » "
    "tant qu’une personne dont c’est la langue ne l’a pas lue."
)


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """Show where each language stands beside the French texts of today."""
    offered = offered_languages()
    rows = table(
        caption="Les langues",
        columns=("Langue", "Au programme", *COUNTS),
        lines=[
            Line(
                head=language.name,
                href=reverse("steering:language", args=[language.code]),
                values=(
                    ("yes", "Oui") if language in offered else ("info", "Non"),
                    *_counts(standing),
                ),
            )
            for language, standing in standings().items()
        ],
        numbers=COUNTS,
    )
    return sections.programme(
        request,
        "steering/list.html",
        heading="Langues",
        lead=LEAD,
        rows=rows,
        empty="Chaque langue est un fichier : locale/xx/LC_MESSAGES/django.po.",
    )


def _counts(standing: Standing) -> Sequence[int]:
    found = (standing.missing, standing.changed, standing.left_over, standing.unread)
    return (standing.sentences, standing.translated, *map(len, found))


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def one(request: StaffRequest, code: str) -> HttpResponse:
    """Show the sentences of a language that somebody must look at."""
    language = language_of(code)
    if language.code != code or code == "fr":
        raise Refusal("not_found", "Cette langue n’a pas de fichier : choisissez dans la liste.")
    standing = standing_of(language)
    number = numbers.page_number(request.GET.get("page", ""))
    return sections.programme(
        request,
        "steering/language.html",
        heading=language.name,
        code=code,
        direction="rtl" if language.right_to_left else "ltr",
        back_url=reverse("steering:languages"),
        tables=[rows for rows in _tables(standing, language) if rows["rows"]],
        unread=_unread(standing, language, number=number),
        pages=pages(total=len(standing.unread), size=PAGE, number=number),
    )


def _tables(standing: Standing, language: Language) -> Iterable[Mapping[str, Any]]:
    apart, changed = language.apart, {change.french for change in standing.changed}
    yield table(
        caption="Manquent : le ménage lit le français",
        columns=("Phrase", "Où"),
        lines=[
            Line(head=text, values=(places().get(text, ""),))
            for text in standing.missing
            if text not in changed
        ],
    )
    yield table(
        caption="Ont changé : la traduction dit encore l’ancienne phrase",
        columns=("Phrase d’aujourd’hui", "Phrase d’avant", "Sa traduction"),
        lines=[
            Line(head=row.french, values=(row.before, apart(row.text))) for row in standing.changed
        ],
    )
    yield table(
        caption="Perdent une valeur ou une balise",
        columns=("Phrase", "Traduction"),
        lines=[Line(head=row.french, values=(apart(row.text),)) for row in standing.broken],
    )
    yield table(
        caption="Ne servent plus",
        columns=("Phrase", "Traduction"),
        lines=[Line(head=row.french, values=(apart(row.text),)) for row in standing.left_over],
    )


def _unread(standing: Standing, language: Language, *, number: int) -> Mapping[str, Any]:
    first = PAGE * (number - 1)
    return table(
        caption=f"Jamais relues par une personne dont c’est la langue : {len(standing.unread)}",
        columns=("Phrase", "Traduction"),
        lines=[
            Line(head=row.french, values=(language.apart(row.text),))
            for row in standing.unread[first : first + PAGE]
        ],
    )
