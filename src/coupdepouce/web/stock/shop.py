"""The stock of a shop: what is free, what is kept, who waits, and one machine's history."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from coupdepouce.core.calendar import day_of
from coupdepouce.core.roles import Role
from coupdepouce.equipment.queries import shops
from coupdepouce.equipment.queries.places import named, where
from coupdepouce.equipment.queries.waiting import FORMULA, RULE
from coupdepouce.prescriptions.computers import QueueRow, StockRow, queue_of, stock_rows
from coupdepouce.programmes.queries import current_programme
from coupdepouce.web.audience import StaffRequest, audience
from coupdepouce.web.steering.tables import Line, day, table
from coupdepouce.web.stock.sections import stock
from coupdepouce.web.stock.words import COMING, awaited_elsewhere, badge, kept_for, told_elsewhere
from coupdepouce.web.templatetags.ui import euros, in_words


@audience(Role.SHOP_ADVISOR)
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show the machines of the shop, what to do first, and whether it runs short."""
    _, programme = current_programme()
    rules, member = programme.stock, request.member
    rows = stock_rows(member)
    if any(row.whose for row in rows):
        request.about = "list"
    return stock(
        request,
        "stock/home.html",
        figures=shops.shop_stock(
            member.organisation, form=rules.form, alert_under=rules.alert_under
        ),
        to_open=[
            {"href": reverse("stock:parcel", args=[one.reference]), "label": one.origin.name}
            for one in shops.parcels_of(member)
            if one.received_at is None and one.destination_id == member.organisation_id
        ],
        to_send=awaited_elsewhere(member),
        told=told_elsewhere(member),
        rows=table(
            caption="Machines de la boutique",
            columns=("Machine", "Numéro de série", "État", "Pour qui"),
            lines=[_line(row) for row in rows],
        ),
    )


def _line(row: StockRow) -> Line:
    one = row.computer
    return Line(
        head=named(one),
        href=reverse("stock:machine", args=[one.reference]),
        values=(
            one.serial,
            badge(one),
            _kept(row),
        ),
    )


def _kept(row: StockRow) -> str:
    one = row.computer
    if not one.reserved_for_id:
        return "Personne"
    who = row.whose.name if row.whose else COMING
    if one.reserved_shop_id and one.reserved_shop_id != one.shop_id:
        who = f"Une personne de : {one.reserved_shop}"
    until = one.reserved_until
    return f"{who}, jusqu’au {until:%d/%m/%Y}" if until else who


@audience(Role.SHOP_ADVISOR)
@require_GET
def queue(request: StaffRequest) -> HttpResponse:
    """Show who waits for a computer here, in the published order, with its rule."""
    request.about = "list"
    rows = queue_of(request.member, at=timezone.now())
    return stock(
        request,
        "stock/queue.html",
        rule=RULE,
        formula=FORMULA,
        rows=table(
            caption="Liste d’attente de la boutique",
            columns=("Place et personne", "Demandé le", "Date prévue"),
            lines=[_place(row) for row in rows],
        ),
    )


def _place(row: QueueRow) -> Line:
    whose = row.whose
    return Line(
        head=f"{row.position}. {whose.name if whose else COMING}",
        href=reverse("counter:voucher", args=[whose.reference]) if whose else "",
        values=(
            day(row.since),
            in_words(row.expected_on) if row.expected_on else "Pas encore connue",
        ),
    )


@audience(Role.SHOP_ADVISOR, Role.REFURBISHER, Role.PROGRAMME_MANAGER)
@require_GET
def machine(request: StaffRequest, reference: UUID) -> HttpResponse:
    """Show a machine: what it is, where it is, and what happened to it."""
    one = shops.machine(member=request.member, reference=reference)
    tone, word = badge(one)
    return stock(
        request,
        "stock/machine.html",
        heading=named(one),
        tone=tone,
        word=word,
        facts=[
            {"name": name, "value": value} for name, value in _facts(one) if value not in {"", None}
        ],
        events=[
            {
                "day": event.at,
                "sentence": _happened(event),
                "by": str(event.by.user) if event.by else "Le programme",
            }
            for event in shops.history(one)
        ],
    )


def _facts(one: Any) -> list[tuple[str, Any]]:
    until = one.reserved_until
    return [
        ("Numéro de série", one.serial),
        ("Où", where(one)),
        ("Forme", one.get_form_display()),
        ("Processeur", one.processor),
        ("Mémoire", f"{round(one.ram_mib / 1024)} Go" if one.ram_mib else ""),
        ("Catégorie", one.category),
        ("Fonctionnement", one.get_functional_grade_display()),
        ("Aspect", one.get_cosmetic_grade_display()),
        ("Prix", euros(one.price) if one.price is not None else ""),
        ("Réservée pour", one.reserved_shop if kept_for(one) else ""),
        ("Réservée jusqu’au", in_words(until) if until else ""),
        ("En stock depuis", in_words(day_of(one.stocked_at)) if one.stocked_at else ""),
    ]


def _happened(event: Any) -> str:
    said = str(event.get_kind_display()).capitalize()
    places = [
        f"de : {event.origin.name}" if event.origin else "",
        f"pour : {event.destination.name}" if event.destination else "",
    ]
    return ", ".join(filter(None, (said, *places)))
