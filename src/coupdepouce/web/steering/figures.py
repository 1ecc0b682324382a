"""The figures of the programme: a household reads none without a source or a person's word."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coupdepouce.core.equipment.hardware import FORMS, Form
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.programmes.operations import confirm_figure
from coupdepouce.programmes.queries import FigureRow, figure, figures
from coupdepouce.web.audience import StaffRequest, audience, page
from coupdepouce.web.once import OnceForm
from coupdepouce.web.steering import sections
from coupdepouce.web.steering.forms import refuse
from coupdepouce.web.steering.tables import Line, day, table

LABELS = {
    "offers.line.price": "Prix de la ligne",
    "offers.line.commitment_months": "Engagement de la ligne",
    "offers.computer.price": "Prix de l’ordinateur",
    "offers.training.price": "Prix des ateliers",
    "price_caps.laptop": "Prix plafond d’un ordinateur portable",
    "price_caps.desktop": "Prix plafond d’un ordinateur fixe",
    "price_caps.tablet": "Prix plafond d’une tablette",
    "price_caps.smartphone": "Prix plafond d’un téléphone",
    "price_caps.screen": "Prix plafond d’un écran",
    "price_caps.printer": "Prix plafond d’une imprimante",
    "price_caps.multifunction": "Prix plafond d’un appareil multifonction",
    "eligibility.quotient_familial.ceiling": "Limite du quotient familial",
    "eligibility.quotient_familial.proof_months": "Durée d’un papier de quotient familial",
    "eligibility.status.proof_months": "Durée d’un papier d’aide",
    "stock.guarantee": "Garantie de l’ordinateur",
    "equipment.carbon.kg_avoided": "CO₂ évité par une machine, en kilogrammes",
    "messages.costs.sms": "Coût d’un SMS",
    "messages.costs.email": "Coût d’un courriel",
    "messages.costs.letter": "Coût d’une lettre",
    "messages.allowance.amount": "Budget des messages",
    "retention.accompaniment": "Durée de garde des données",
}
CATEGORY_PRICE = re.compile(r"equipment\.grading\.categories\.(\d+)\.prices\.(\w+)")


def label_of(row: FigureRow) -> str:
    """Name a figure as people say it; a new one is named by its path."""
    if row.market:
        return f"Prix du marché : {row.market}"
    if price := CATEGORY_PRICE.fullmatch(row.path):
        return (
            f"Prix d’une machine de la catégorie n° {int(price[1]) + 1} ({FORMS[Form(price[2])]})"
        )
    return LABELS.get(row.path, row.path)


@audience(Role.PROGRAMME_MANAGER)
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """List the figures: their source, and whether a household may read them."""
    return sections.programme(
        request,
        "steering/list.html",
        heading="Chiffres du programme",
        lead="Un ménage ne lit pas un chiffre sans source vérifiée, sauf si vous le confirmez.",
        rows=table(
            caption="Chiffres",
            columns=("Chiffre", "Valeur", "Source", "Un ménage peut le lire"),
            lines=[_line(row) for row in figures()],
        ),
    )


def _line(row: FigureRow) -> Line:
    said = ("wait", "À confirmer")
    if row.figure.verified:
        said = ("yes", "Vérifié")
    elif row.confirmation:
        said = ("yes", f"Confirmé le {day(row.confirmation.confirmed_at)}")
    return Line(
        head=label_of(row),
        href="" if row.is_printable else reverse("steering:confirm_figure", args=[row.path]),
        values=(row.figure.in_words(), row.figure.source, said),
    )


@audience(Role.PROGRAMME_MANAGER)
@require_http_methods(["GET", "POST"])
def confirm(request: StaffRequest, path: str) -> HttpResponse:
    """Confirm a figure without a verified source: households may then read it."""
    row = figure(path)
    form = OnceForm(request.POST or None)
    if form.is_valid() and _confirmed(request, form, path):
        return redirect("steering:figures")
    return page(
        request,
        "layouts/confirm.html",
        status=422 if form.is_bound else 200,
        heading=f"Confirmer : {label_of(row)} ?",
        consequences=[
            f"Valeur : {row.figure.in_words()}. Source : {row.figure.source}.",
            "Les ménages liront ce chiffre. Votre nom et la date restent écrits.",
            "S’il change, il faudra le confirmer de nouveau.",
        ],
        form=form,
        action=request.path,
        submit="Confirmer ce chiffre",
        kind="primary",
        cancel_url=reverse("steering:figures"),
    )


def _confirmed(request: StaffRequest, form: OnceForm, path: str) -> bool:
    try:
        confirm_figure(path=path, by=request.member, at=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, "Le chiffre est confirmé : les ménages peuvent le lire.")
    return True
