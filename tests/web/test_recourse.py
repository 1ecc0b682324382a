"""The pages of a complaint: for a household with its code or none, and for who answers."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.calendar import add_days, in_words
from coupdepouce.core.roles import Role
from coupdepouce.core.voucher import grouped
from coupdepouce.households.models import Household
from coupdepouce.recourse.models import Complaint
from coupdepouce.recourse.operations import forget, forget_household
from tests.apps import cases
from tests.apps.build import member
from tests.apps.build_complaints import WORDS, answered, manager_of, programme_manager, taken
from tests.apps.build_complaints import said as complained
from tests.apps.build_shares import given, second_one
from tests.web.desk import signed_in
from tests.web.test_public import heading, said
from tests.web.test_public_follow import follow

NEW = "/suivre/reclamation/nouvelle/"
SAID = {"reason": "decision", "text": WORDS, "channel": "none"}


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


def written(client, **changes):
    return client.post(NEW, {"once": uuid4(), **SAID} | changes)


def test_a_person_without_a_file_gets_a_code_and_a_day(client):
    answer = written(client)
    page = client.get(answer["Location"])

    one = Complaint.objects.get()
    assert heading(page) == "Votre réclamation est reçue."
    last = in_words(add_days(one.due_on, -1))
    assert f"Nous répondons au plus tard le {last}." in said(page)
    assert "Vous lirez la réponse ici, avec votre code." in said(page)
    assert f'aria-label="{", ".join(grouped(one.code).split())}"' in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    cookie = answer.cookies["reclamation"]
    assert (cookie["path"], cookie["httponly"], one.code in cookie.value) == (
        "/suivre/", True, False,
    )  # fmt: skip


def test_nobody_else_reads_it(client):
    address = written(client)["Location"]

    assert Client().get(address)["Location"] == "/suivre/reclamation/"
    other = Client()
    written(other)
    assert other.get(address)["Location"] == "/suivre/reclamation/"
    follow(stranger := Client(), cases.brought_to("issue"))
    assert stranger.get(address)["Location"] == "/suivre/reclamation/"


def test_the_answer_is_read_with_the_code_of_the_receipt():
    one = answered(complained(), programme_manager())
    client = Client()

    door = client.post("/suivre/reclamation/", {"code": f" {grouped(one.code).lower()} "})
    page = client.get(door["Location"])

    assert heading(page) == "Nous vous avons répondu."
    assert "La réponse reste la même." in said(page)
    assert "Le papier manque." in said(page)
    assert "Demander qu’une autre personne regarde" in said(page)


def test_a_wrong_code_opens_nothing_and_too_many_are_stopped(client):
    answers = [client.post("/suivre/reclamation/", {"code": "0000000000"}) for _ in range(61)]

    assert answers[0].status_code == 422
    assert "Aucune réclamation n’a ce code." in said(answers[0])
    assert "Trop d’essais." in said(answers[-1])


NUMBER = {"channel": "sms", "address": "06 39 98 00 01"}
FROM = {
    "a number": (5, NUMBER, NUMBER),
    "a number written otherwise": (5, NUMBER, NUMBER | {"address": "+33 6 39 98 00 01"}),
    "an e-mail": (5, *[{"channel": "email", "address": "camille@exemple.invalid"}] * 2),
    "an address": (30, {}, {}),
}


@pytest.mark.parametrize("case", FROM)
def test_many_complaints_without_a_code_are_sent_another_way(case):
    limit, before, last = FROM[case]
    for _ in range(limit):
        assert written(Client(), **before).status_code == 302

    late = written(Client(), **last)

    assert late.status_code == 422
    assert "Écrivez la suite sur papier, ou dites-la à un lieu d’aide." in said(late)
    assert Complaint.objects.count() == limit


def test_many_complaints_of_one_browser_are_sent_another_way(client):
    client.get(NEW)

    answers = [written(client) for _ in range(11)]

    assert [one.status_code for one in answers] == [302] * 10 + [422]


def test_a_household_with_its_code_writes_after_a_flood_from_its_address(client):
    for _ in range(31):
        written(Client())
    follow(client, cases.brought_to("issue"))

    assert written(client, reason="price").status_code == 302


def test_with_its_code_the_household_asks_for_a_second_look(client):
    by = cases.prescriber()
    request = cases.brought_to("issue", by=by)
    follow(client, request)
    written(client, reason="price")
    one = Complaint.objects.get()
    first = programme_manager()
    answered(one, first)

    page = client.get("/suivre/demande/")
    assert "On me demande de payer plus que prévu" in said(page)
    address = reverse("public:complaint_step", args=[one.reference, "ask_second_look"])
    assert "Une personne qui n’a pas répondu" in said(client.get(address))
    client.post(address, {"once": uuid4(), "text": "Je ne comprends pas."})

    one.refresh_from_db()
    assert (one.household_id, one.state) == (request.household_id, "second_look")
    desk = signed_in(first)
    page = said(desk.get(reverse("recourse:complaint", args=[one.reference])))
    assert "Vous avez donné la première réponse" in page
    assert "Je ne comprends pas." in page


@pytest.mark.parametrize(
    ("pages", "spoken", "kept"),
    [("ar", "fr", "ar"), ("fr", "ar", "ar"), ("en", "ar", "en"), ("fr", "fr", "fr")],
)
@pytest.mark.parametrize("has_file", [True, False])
def test_a_complaint_is_kept_in_the_language_of_its_pages(client, pages, spoken, kept, has_file):
    if has_file:
        request = cases.brought_to("issue")
        Household.objects.filter(pk=request.household_id).update(language=spoken)
        follow(client, request)
    client.get(NEW, {"langue": pages})

    written(client)

    assert Complaint.objects.get().language == (kept if has_file else pages)


@pytest.mark.parametrize(
    ("way", "told", "staff"),
    [
        ("letter", "Vous recevrez une lettre.", "par lettre"),
        ("email", "Vous recevrez un courriel.", "par courriel"),
        ("prescriber", "Vous lirez la réponse ici, avec votre code.", "avec son code"),
    ],
)
def test_it_says_how_the_answer_comes(client, way, told, staff):
    request = cases.brought_to("issue", preference=way, email="camille@exemple.fiction")
    follow(client, request)

    page = said(client.get(written(client)["Location"]))

    assert told in page
    address = reverse("recourse:complaint", args=[Complaint.objects.get().reference])
    assert staff in said(signed_in(manager_of(request.prescriber)).get(address))


def test_a_person_without_a_file_erases_it(client):
    address = written(client)["Location"]

    answer = client.post(f"{address}effacer/", {"once": uuid4()})

    assert answer["Location"] == "/"
    assert WORDS not in [event.text for event in Complaint.objects.get().events.all()]
    assert client.get(address)["Location"] == "/suivre/reclamation/"


def test_it_is_written_in_english(client):
    page = client.get(f"{NEW}?langue=en")
    written(client)

    assert heading(page) == "You disagree?"
    assert Complaint.objects.get().language == "en"
    problem = said(written(client, text=""))
    assert "Write a few words." in problem


def test_a_sheet_of_paper_says_the_seven_reasons(client):
    page = said(client.get("/suivre/reclamation/papier/"))

    assert page.count("On m’a dit non, et je ne suis pas d’accord") == 1
    assert "Autre chose" in page


def test_a_prescriber_enters_it_and_hands_over_the_code():
    by = cases.prescriber()
    request = cases.brought_to("issue", by=by)
    desk, manager = signed_in(by), manager_of(by)

    answer = desk.post(
        reverse("recourse:of_request", args=[request.reference]),
        {"once": uuid4(), "reason": "waiting", "text": WORDS, "received_on": ""},
    )

    one = Complaint.objects.get()
    assert answer["Location"] == reverse("recourse:complaint", args=[one.reference])
    assert "Code à donner à la personne" in said(desk.get(answer["Location"]))
    seen = signed_in(manager).get(answer["Location"])
    assert "Code à donner" not in said(seen)
    assert "Répondre" in said(seen)
    about = f"complaint:{one.reference}"
    assert AccessLog.objects.filter(about=about, user=manager.user).count() == 1


def test_the_day_it_came_is_that_of_paris():
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    request = cases.brought_to("issue")
    complained(request, at=late)
    share = given(request, second_one(), at=late)
    request.household.proofs.update(seen_at=late)

    page = said(signed_in(manager_of(request.prescriber)).get(
        reverse("recourse:complaint", args=[Complaint.objects.get().reference])
    ))  # fmt: skip
    shared = said(signed_in(member(of=share.organisation)).get("/partages/"))
    file = said(signed_in(request.prescriber).get(
        reverse("prescribing:file", args=[request.reference])
    ))  # fmt: skip

    assert ", le 21/11/2026" in page
    assert "Partagé depuis le 21/11/2026" in shared
    assert "20/11/2026" not in file
    assert f"vu par {request.prescriber.user} le 21/11/2026" in file


def test_a_manager_reads_who_waits_since_when_late_ones_first():
    by = cases.prescriber()
    request, manager = cases.brought_to("issue", by=by), manager_of(by)
    at = timezone.now() - timedelta(days=20)
    complained(request, at=at, reason="waiting")
    complained(request, at=timezone.now(), reason="other")

    page = said(signed_in(manager).get("/reclamations/"))

    assert "1 en retard, 2 à répondre." in page
    assert page.index("Attend depuis trop longtemps") < page.index("Autre chose")
    assert "doit répondre depuis 20 jours" in page


def test_the_programme_takes_over_what_a_partner_left_late():
    by, programme = cases.prescriber(), programme_manager()
    manager_of(by)
    request = cases.brought_to("issue", by=by)
    early, late = (
        complained(request, reason="waiting", at=timezone.now() - timedelta(days=days))
        for days in (10, 20)
    )
    desk = signed_in(programme)
    page_of, step_of = (
        lambda one: reverse("recourse:complaint", args=[one.reference]),
        lambda one: reverse("recourse:step", args=[one.reference, "take_over"]),
    )

    waits = said(desk.get(page_of(early)))
    desk.post(step_of(late), {"once": uuid4(), "text": ""})
    mine = said(desk.get(page_of(late)))

    assert "Le partenaire a encore le temps de répondre" in waits
    assert "a repris la réclamation, restée sans réponse" in mine
    assert "Reprendre la réclamation" not in mine
    late.refresh_from_db()
    assert late.owner == programme.role


def test_an_answer_needs_an_outcome_and_words_then_closes_the_form():
    manager = programme_manager()
    one = complained()
    desk, address = signed_in(manager), reverse("recourse:step", args=[one.reference, "answer"])

    first = said(desk.get(address))
    wrong = desk.post(address, {"once": uuid4(), "text": ""})
    right = {"once": uuid4(), "text": "Voici.", "outcome": "explained"}
    done, again = desk.post(address, right), desk.post(address, right | {"once": uuid4()})

    assert "il faut une deuxième personne" in first
    assert wrong.status_code == 422
    assert WORDS in said(wrong)
    assert done.status_code == 302
    assert "a changé depuis" in said(again)
    page = said(desk.get(reverse("recourse:complaint", args=[one.reference])))
    assert "Aucun message ne part" in page


def test_the_administrator_answers_what_nobody_else_may():
    only = programme_manager()
    desk = signed_in(member(Role.ADMINISTRATOR, of=only.organisation))
    one = complained()
    first = said(signed_in(only).get(reverse("recourse:step", args=[one.reference, "answer"])))
    taken(answered(one, only), "ask_second_look")
    address = reverse("recourse:step", args=[one.reference, "answer_again"])

    page = said(desk.get(reverse("recourse:complaint", args=[one.reference])))
    done = desk.post(address, {"once": uuid4(), "text": "Voici.", "outcome": "changed"})

    assert "il faut une deuxième personne" not in first
    assert "Répondre après un deuxième regard" in page
    assert done.status_code == 302
    assert "Clos après" in said(desk.get(done["Location"]))


def test_after_an_erasure_the_history_says_so():
    prescription, desk = cases.brought_to("issue"), signed_in(programme_manager())
    of_file, alone = complained(prescription), complained()
    forget_household(household_id=prescription.household_id, at=timezone.now())
    forget(reference=alone.reference, at=timezone.now())

    pages = [
        said(desk.get(reverse("recourse:complaint", args=[one.reference])))
        for one in (of_file, alone)
    ]

    assert "Le dossier du ménage est effacé, et sa réclamation avec lui" in pages[0]
    assert "La réclamation est effacée : elle est sans dossier" in pages[1]
    assert not any("a retiré la réclamation" in page for page in pages)


def test_another_partner_reads_nothing():
    one = complained(cases.brought_to("issue"))
    address = reverse("recourse:complaint", args=[one.reference])

    answer = signed_in(manager_of(member())).get(address)

    assert answer.status_code == 404


def test_a_closed_complaint_says_who_answered_twice(client):
    one = taken(answered(complained(), programme_manager()), "ask_second_look")
    taken(one, "answer_again", programme_manager(), outcome="changed", text="Nous reprenons.")
    client.post("/suivre/reclamation/", {"code": one.code})

    page = said(client.get(reverse("public:complaint", args=[one.reference])))

    assert page.index("Nous reprenons.") < page.index("Le papier manque.")
    assert "Effacer ma réclamation" in page
