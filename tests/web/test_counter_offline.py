"""What the offline page exchanges with the site: strict, for one person, in one call."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.journey.model import Part
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Organisation
from coupdepouce.prescriptions import offline
from coupdepouce.prescriptions.models import Conflict, Prescription
from coupdepouce.prescriptions.seals import sign
from coupdepouce.web.counter import offline_words
from tests.apps import cases
from tests.apps.build import member, organisation

PAGE = "/boutique/hors-ligne/"
LUGGAGE, SEND = f"{PAGE}bagage/", f"{PAGE}envoi/"
CODE = "CP1.X"


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


@pytest.fixture
def advisor(client):
    """Give an advisor, signed in."""
    one = cases.advisor()
    client.force_login(one.user)
    return one


def issued() -> Prescription:
    at = timezone.now()
    prescription = cases.draft(at=at)
    cases.step(prescription, "issue", prescription.prescriber, at=at)
    return prescription


def reception(prescription: Prescription, by, **changes: object) -> dict[str, object]:
    voucher = prescription.vouchers.get()
    return {
        "once": str(uuid4()),
        "text": sign(code=voucher.code, parts=[Part.LINE], last_day=voucher.last_day),
        "shop": offline.luggage(member=by).shop,
        "happened_at": timezone.now().isoformat(),
        "identity_seen": True,
        "accept": False,
        **changes,
    }


def parcel(*entries: dict[str, object], **changes: object) -> dict[str, object]:
    return {"sent_at": timezone.now().isoformat(), "entries": list(entries), **changes}


def post(client: Client, body: object):
    return client.post(SEND, json.dumps(body), content_type="application/json")


def test_what_was_received_is_settled_and_the_visit_written(client, advisor):
    prescription = issued()
    one = reception(prescription, advisor)

    (answer,) = post(client, parcel(one)).json()["answers"]

    assert answer["once"] == one["once"]
    assert (answer["outcome"], answer["code"]) == ("done", "")
    assert answer["href"] == f"/boutique/bon/{prescription.reference}/"
    assert client.get(answer["href"]).status_code == 200
    visits = AccessLog.objects.filter(screen="counter:offline_send")
    assert [visit.about for visit in visits] == [f"prescription:{prescription.reference}"]


def test_only_the_pace_of_the_browser_s_clock_counts(client, advisor):
    prescription, wrong = issued(), timezone.now() - timedelta(days=3000)
    one = reception(prescription, advisor, happened_at=wrong.isoformat())

    before = timezone.now()
    (answer,) = post(client, parcel(one, sent_at=wrong.isoformat())).json()["answers"]

    assert answer["outcome"] == "done"
    assert prescription.events.last().at >= before


def test_a_refused_reception_says_no_address(client, advisor):
    prescription = issued()
    cases.step(prescription, "present", cases.advisor(), at=timezone.now(), identity_seen="yes")

    (answer,) = post(client, parcel(reception(prescription, advisor))).json()["answers"]

    assert (answer["outcome"], answer["code"], answer["href"]) == ("refused", "two_shops", "")
    assert str(prescription.reference) not in json.dumps(answer)


MALFORMED = {
    "not JSON": lambda one: "{",
    "no moment of sending": lambda one: json.dumps({"entries": [one]}),
    "a moment without its zone": lambda one: json.dumps(parcel(one, sent_at="2026-11-20T10:00")),
    "an age of thousands of years": lambda one: json.dumps(
        parcel({**one, "happened_at": "0001-01-02T00:00:00Z"})
    ),
    "identity not seen": lambda one: json.dumps(parcel({**one, "identity_seen": False})),
    "a name": lambda one: json.dumps(parcel({**one, "name": "Camille"})),
    "a key that is none": lambda one: json.dumps(parcel({**one, "once": "1"})),
    "an endless text": lambda one: json.dumps(parcel({**one, "text": "A" * 161})),
    "too many": lambda one: json.dumps(parcel(*[one] * 21)),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_what_our_page_does_not_send_is_refused_whole(client, advisor, case):
    prescription = issued()
    body = MALFORMED[case](reception(prescription, advisor))

    answer = client.post(SEND, body, content_type="application/json")

    assert answer.status_code == 400
    assert "Rechargez la page" in answer.json()["sentence"]
    assert not Conflict.objects.exists()
    assert prescription.events.last().step == "issue"


def test_another_site_cannot_send(advisor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(advisor.user)
    body = json.dumps(parcel(reception(issued(), advisor)))

    refused = strict.post(SEND, body, content_type="application/json")
    token = strict.get(LUGGAGE).json()["token"]
    sent = strict.post(SEND, body, content_type="application/json", headers={"X-CSRFToken": token})

    assert (refused.status_code, sent.status_code) == (403, 200)


def test_the_luggage_names_nobody_and_holds_no_private_key(client, advisor, settings):
    answer = client.get(LUGGAGE)

    told = answer.content.decode()
    assert set(answer.json()) == {"user", "secret", "shop", "shop_name", "keys", "token", "now"}
    for hidden in (advisor.user.email, *settings.VOUCHER_KEYS, settings.LOOKUP_KEY):
        assert hidden not in told
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_luggage_of_two_people_has_nothing_in_common(client):
    shop = organisation(Organisation.Kind.SHOP)
    told = []
    for one in (member(Role.SHOP_ADVISOR, of=shop), member(Role.SHOP_ADVISOR, of=shop)):
        client.force_login(one.user)
        told.append(client.get(LUGGAGE).json())

    assert not {told[0][name] for name in ("user", "secret", "shop")} & {
        told[1][name] for name in ("user", "secret", "shop")
    }


def test_the_kept_page_is_the_same_for_everybody(client, advisor):
    first = client.get(PAGE).content
    client.force_login(cases.advisor().user)

    assert client.get(PAGE).content == first
    assert b"csrf" not in first
    assert advisor.organisation.name.encode() not in first


def test_the_mark_leaves_with_its_person(client, advisor):
    client.get(LUGGAGE)
    mark = client.cookies["comptoir"]
    assert mark.value == offline.user_mark(advisor.user_id)
    assert not mark["httponly"]

    client.post("/compte/deconnexion/")

    assert client.cookies["comptoir"].value == ""


def test_the_mark_leaves_when_another_person_signs_in(client, advisor):
    client.get(LUGGAGE)

    client.force_login(cases.prescriber().user)
    client.get("/accueil/")

    assert client.cookies["comptoir"].value == ""


def test_who_looks_at_the_place_of_another_takes_no_luggage(client):
    administrator = member(Role.ADMINISTRATOR, of=organisation(Organisation.Kind.OPERATOR))
    client.force_login(administrator.user)
    client.post(reverse("steering:impersonate", args=[cases.advisor().user_id]))

    assert client.get(PAGE).status_code == 200
    answer = client.get(LUGGAGE)
    assert answer.status_code == 403
    assert "revenez à votre compte" in answer.content.decode()
    assert "comptoir" not in answer.cookies


def test_the_script_may_watch_the_counter_and_nothing_else(client):
    answer = client.get(f"{PAGE}service.js")

    assert answer.headers["Service-Worker-Allowed"] == "/boutique/"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]


def test_the_page_runs_no_script_of_its_own(client, advisor):
    answer = client.get(PAGE)

    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.content.count(b"<script") == answer.content.count(b"<script src=")


def test_each_sentence_the_scripts_may_show_is_in_the_page(client, advisor):
    told = client.get(PAGE).content.decode()

    for words in (*offline_words.LINES, *offline_words.VERDICTS):
        assert words["title"] in told


def test_the_counter_says_what_could_not_be_kept_until_it_is_read(client, advisor):
    prescription = issued()
    cases.step(prescription, "present", cases.advisor(), at=timezone.now(), identity_seen="yes")
    post(client, parcel(reception(prescription, advisor)))
    conflict = Conflict.objects.get()

    shown = client.get("/boutique/").content.decode()
    client.post(f"/boutique/conflit/{conflict.once}/lu/")

    assert f"qui finit par {prescription.vouchers.get().code[-4:]}" in shown
    assert "pas gardé" in shown
    assert "pas gardé" not in client.get("/boutique/").content.decode()


def test_the_ordinary_counter_takes_what_a_scanner_types(client, advisor):
    prescription = issued()
    text = reception(prescription, advisor)["text"]

    opened = client.post("/boutique/", {"code": text})
    tampered = client.post("/boutique/", {"code": text.replace(".L.", ".LC.")})

    assert opened["Location"] == f"/boutique/bon/{prescription.reference}/"
    assert tampered.status_code == 422
    assert "Ne le recevez pas, appelez le prescripteur" in tampered.content.decode()


def test_another_shop_cannot_say_it_has_read_it(client, advisor):
    post(client, parcel(reception(issued(), advisor, text=CODE)))
    conflict = Conflict.objects.get()
    client.force_login(cases.advisor().user)

    answer = client.post(f"/boutique/conflit/{conflict.once}/lu/")

    assert answer.status_code == 404
    conflict.refresh_from_db()
    assert conflict.read_at is None


def test_the_counter_costs_the_same_for_more_conflicts(client, advisor):
    prescription = issued()
    cost = []
    for more in (1, 9):
        for _ in range(more):
            post(client, parcel(reception(prescription, advisor, text=CODE)))
        with CaptureQueriesContext(connection) as read:
            client.get("/boutique/")
        cost.append(len(read))

    assert cost[0] == cost[1]
    assert Conflict.objects.count() == 10
