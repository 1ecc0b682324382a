"""Our services for data·inclusion: what partners and shops offer, and the structures they are."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, Max, OuterRef

from coupdepouce.connect.places.publishing import data_inclusion
from coupdepouce.connect.places.publishing.offered import (
    COMPUTER,
    LINE,
    MATERIAL,
    SKILLS,
    WORKSHOP,
    Service,
    publish_service,
)
from coupdepouce.connect.places.publishing.writing import Value, publish
from coupdepouce.core.calendar import day_of
from coupdepouce.core.programme import Programme
from coupdepouce.core.programme.figures import Amount
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import PRESCRIBERS, Membership, Organisation
from coupdepouce.partners.places.publishing import Account, entry_of
from coupdepouce.programmes.queries import current_programme, printable_figures
from coupdepouce.training.models import Session, Workshop

FREE, PAID = "gratuit", "payant"


@dataclass(kw_only=True)
class ServicesAccount:
    """What the export wrote and could not write, of structures and of services."""

    structures: Account = field(default_factory=Account)
    services: Account = field(default_factory=Account)


def services_file(*, at: datetime, account: ServicesAccount) -> Iterator[str]:
    """Give the file: the structures, then their services; each names one that is in the file."""
    version, programme = current_programme()
    printable = printable_figures(of=programme)
    offers = _offers(programme, printable, on=day_of(version.loaded_at))
    found = [(one, offers) for one in _partners()] + _shops(at, programme, printable)
    structures: dict[str, Mapping[str, Value]] = {}
    services: list[Mapping[str, Value]] = []
    for organisation, offered in found:
        structure = _structure(organisation, offered, account.structures)
        if structure is None:
            continue
        structures[str(structure["id"])] = structure
        published = [
            publish_service(
                replace(one, key=f"{organisation.pk}-{one.key}"),
                source=programme.id,
                structure=structure,
            )
            for one in offered
        ]
        services += account.services.records(published)
    account.structures.written = len(structures)
    yield json.dumps(
        {"structures": list(structures.values()), "services": services},
        ensure_ascii=False,
        indent=1,
    )
    yield "\n"


def _structure(
    organisation: Organisation, offered: Sequence[Service], account: Account
) -> Mapping[str, Value] | None:
    if organisation.place is None:
        return None
    entry = entry_of(organisation.place)
    # A shop's list has no day; what we say of it last changed with what we offer there.
    day = entry.row.updated_on or max(one.changed_on for one in offered)
    published = publish(
        replace(entry, row=replace(entry.row, updated_on=day)), data_inclusion.STRUCTURE
    )
    return next(account.records([published]), None)


def _partners() -> Sequence[Organisation]:
    """Give the partners where somebody can hand out a voucher, and where people can go."""
    working = Membership.objects.filter(
        organisation=OuterRef("pk"), role=Role.PRESCRIBER, until__isnull=True
    )
    rows = Organisation.objects.filter(
        Exists(working), kind__in=PRESCRIBERS, is_active=True, place__is_open=True
    )
    return list(rows.select_related("place").order_by("pk"))


def _offers(programme: Programme, printable: frozenset[str], *, on: date) -> Sequence[Service]:
    text = programme.texts.household["fr"].pitch
    link = f"{settings.SITE_URL}/verifier/"
    offers = programme.offers
    said = (("line", offers.line, LINE, " par mois"), ("computer", offers.computer, COMPUTER, ""))
    return [
        Service(
            key=key,
            name=offer.name,
            text=f"{text} Comprend : {', '.join(offer.included)}.",
            kind=MATERIAL,
            themes=(theme,),
            changed_on=on,
            link=link,
            **_fee(f"offers.{key}.price", offer.price, printable, per=per),
        )
        for key, offer, theme, per in said
    ]


def _fee(path: str, price: Amount, printable: frozenset[str], *, per: str = "") -> dict[str, str]:
    """Say a price that people may read; the others are not said at all."""
    if path not in printable:
        return {}
    if not price.value:
        return {"fee": FREE}
    return {"fee": PAID, "fee_said": f"{price.in_words()}{per}"}


def _shops(
    at: datetime, programme: Programme, printable: frozenset[str]
) -> list[tuple[Organisation, Sequence[Service]]]:
    """Give the shops with workshops to come, one service for each workshop."""
    coming = Session.objects.filter(
        starts_at__gte=at,
        published_at__lte=at,
        cancelled_at__isnull=True,
        shop__is_active=True,
        shop__place__is_open=True,
    ).order_by()
    rows = coming.values_list("shop", "workshop").annotate(day=Max("published_at"))
    workshops = Workshop.objects.in_bulk({workshop for _, workshop, _ in rows})
    fee = _fee("offers.training.price", programme.offers.training.price, printable)
    offered: dict[int, list[Service]] = defaultdict(list)
    for shop, workshop, moment in rows:
        offered[shop].append(_workshop(workshops[workshop], on=day_of(moment), fee=fee))
    shops = Organisation.objects.filter(pk__in=offered).select_related("place").order_by("pk")
    return [(one, sorted(offered[one.pk], key=lambda service: service.key)) for one in shops]


def _workshop(one: Workshop, *, on: date, fee: Mapping[str, str]) -> Service:
    return Service(
        key=f"workshop-{one.pk}",
        name=f"Atelier : {one.title}",
        text=one.text,
        kind=WORKSHOP,
        themes=(SKILLS,),
        changed_on=on,
        link=f"{settings.SITE_URL}/ateliers/",
        **fee,
    )
