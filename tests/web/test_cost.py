"""What each main page costs: statements sent to the database, and bytes that travel to show it."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coupdepouce.config.static import travelling
from coupdepouce.core.journey.model import Part
from coupdepouce.core.voucher import grouped
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.training.models import Session
from coupdepouce.web import ui
from tests.apps import build_training, cases
from tests.apps.build_machines import machine
from tests.browser import town
from tests.web.desk import signed_in

STATIC = Path(ui.__file__).parent / "static"
FILES = re.compile(r'<(?:link rel="stylesheet" href|script src)="/static/([^"]+)"')
NAMED = re.compile(r'"(/static/[^"]+)"')
FIRST_PAGE = 14_000  # bytes, as tests/browser/test_weight.py measures them in a browser
ALL = (Part.LINE, Part.COMPUTER, Part.TRAINING)

# Ceilings: page with its style and scripts, as written and compressed, in kB of 1,000 bytes. The
# numbers of rows are in the pages: a base that served before writes them longer.
TABLE = """
page                | statements | raw  | packed
home                |          2 | 22.9 |  7.5
check: place        |          2 | 21.4 |  7.1
check: helped       |          2 | 23.2 |  7.9
check: quotient     |          2 | 21.5 |  7.3
check: amount       |          2 | 23.4 |  8.0
check: answer       |         11 | 23.3 |  7.8
follow: door        |          1 | 21.3 |  7.0
follow: request     |         15 | 27.0 |  7.9
workshops: public   |          2 | 21.0 |  6.9
prescriber: list    |         11 | 29.3 |  9.5
prescriber: new     |         10 | 37.8 | 11.6
prescriber: file    |         28 | 34.9 | 10.6
prescriber: voucher |         15 | 28.4 |  8.7
counter: home       |         12 | 33.9 | 11.9
counter: request    |         26 | 33.2 | 10.5
stock: home         |         12 | 28.8 |  9.4
workshops: home     |          4 | 27.1 |  9.0
workshops: session  |         11 | 29.4 |  9.7
steering: home      |          8 | 34.1 | 10.3
steering: measures  |          9 | 43.4 | 10.7
"""
ROWS = [tuple(map(str.strip, row.split("|"))) for row in TABLE.strip().splitlines()[1:]]


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one page takes."""

    statements: int
    raw: int
    packed: int


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One household whose voucher is out, one whose request is accepted, and who serves them."""

    people: town.Town
    issued: Prescription
    accepted: Prescription
    session: Session


def scene() -> Scene:
    """Make them: a machine in stock, a workshop with a place taken."""
    people = town.build()
    fields = {"by": people.prescriber, "shop": people.advisor, "parts": ALL}
    shop = people.advisor.organisation
    machine(shop)
    session = build_training.session(shop=shop)
    build_training.booked(session)
    return Scene(
        people=people,
        issued=cases.brought_to("issue", number=1, **fields),
        accepted=cases.brought_to("accept", number=2, **fields),
        session=session,
    )


def addresses() -> Iterator[tuple[str, Client, str]]:
    """Give each page of the table to the person who reads it."""
    made = scene()
    yield from of_households(made)
    yield from of_prescribers(made)
    yield from of_shops(made)
    head = signed_in(made.people.manager)
    yield "steering: home", head, reverse("steering:programme")
    yield "steering: measures", head, reverse("steering:measures")


def of_households(made: Scene) -> Iterator[tuple[str, Client, str]]:
    """Walk through the check, then open the accepted request by its code."""
    anybody = Client()
    yield "home", anybody, "/"
    yield "check: place", anybody, "/verifier/"
    helped = "/verifier/?commune=59350"
    yield "check: helped", anybody, helped
    quotient = choices(anybody, helped)[-1]  # none of the benefits
    yield "check: quotient", anybody, quotient
    known, *_, unknown = choices(anybody, quotient)
    yield "check: amount", anybody, known
    yield "check: answer", anybody, unknown
    yield "follow: door", anybody, "/suivre/"
    with_code(anybody, "/suivre/", made.accepted)
    yield "follow: request", anybody, "/suivre/demande/"
    yield "workshops: public", anybody, reverse("training:listing")


def of_prescribers(made: Scene) -> Iterator[tuple[str, Client, str]]:
    """Give the pages of the desk."""
    desk = signed_in(made.people.prescriber)
    yield "prescriber: list", desk, "/accueil/"
    yield "prescriber: new", desk, reverse("prescribing:new")
    yield "prescriber: file", desk, reverse("prescribing:file", args=[made.accepted.reference])
    yield "prescriber: voucher", desk, reverse("prescribing:voucher", args=[made.issued.reference])


def of_shops(made: Scene) -> Iterator[tuple[str, Client, str]]:
    """Give the pages of the counter, of its stock and of its back room."""
    counter = signed_in(made.people.advisor)
    with_code(counter, "/boutique/", made.accepted)
    yield "counter: home", counter, "/boutique/"
    yield "counter: request", counter, reverse("counter:voucher", args=[made.accepted.reference])
    yield "stock: home", counter, reverse("stock:home")
    room = signed_in(build_training.trainer(made.people.advisor.organisation))
    yield "workshops: home", room, reverse("training:home")
    yield "workshops: session", room, reverse("training:session", args=[made.session.reference])


def with_code(client: Client, address: str, prescription: Prescription) -> None:
    """Type the code of a voucher."""
    code = grouped(prescription.vouchers.get().code)
    assert client.post(address, {"code": code, "birth_year": "1980"}).status_code == 302


def choices(client: Client, address: str) -> list[str]:
    """Give where the answers to a question of the check lead."""
    links = re.findall(r'href="(/verifier/\?r=[^"]+)"', client.get(address).content.decode())
    return [link.replace("&amp;", "&") for link in links]


def cost(client: Client, address: str) -> Cost:
    """Measure a page that was read before: what a process keeps is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as sent:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    text = answer.content.decode()
    parts = [answer.content, *map(_served, FILES.findall(text))]
    return Cost(
        statements=len(sent),
        raw=sum(map(len, parts)),
        packed=sum(len(gzip.compress(part)) for part in parts),
    )


def _served(name: str) -> bytes:
    return travelling(name, (STATIC / name).read_text()).encode()


def test_no_page_asks_or_weighs_more_than_its_row():
    found = {name: cost(client, address) for name, client, address in addresses()}

    assert list(found) == [row[0] for row in ROWS]
    over = [
        f"{name}: {found[name]}"
        for name, statements, raw, packed in ROWS
        if found[name].statements > int(statements)
        or found[name].raw > float(raw) * 1000
        or found[name].packed > float(packed) * 1000
    ]
    assert not over, "\n".join(over)


def test_the_first_page_is_light_with_all_it_names():
    cases.programme()
    home = Client().get("/")
    answers = [home, *map(Client().get, set(NAMED.findall(home.content.decode())))]

    carried = sum(map(_carried, answers))

    assert len(answers) > 1
    assert carried <= FIRST_PAGE


def _carried(answer: HttpResponse) -> int:
    """Count what travels for an answer: its headers, and its body compressed."""
    headers = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
    return headers + len(gzip.compress(answer.getvalue()))
