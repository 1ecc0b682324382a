"""Who sees my data, agreements taken back, a follow-up shared, a file erased: for both sides."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.roles import Role
from coupdepouce.core.sharing import HIDDEN, SHOWN
from coupdepouce.households.models import Consent
from coupdepouce.outreach.models import Message
from coupdepouce.prescriptions import sharing
from coupdepouce.prescriptions.models import Share, Voucher
from tests.apps import cases
from tests.apps.build import NOW, member
from tests.apps.build_shares import asked, given, second_one
from tests.web.desk import file_of, signed_in
from tests.web.test_public import heading, said
from tests.web.test_public_follow import follow

PAGES = (
    "/suivre/qui-voit/", "/suivre/accords/contact/", "/suivre/partager/", "/suivre/effacer/",
    "/suivre/effacer/confirmer/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


@pytest.fixture
def ours(client):
    """Give a request whose code is open in this browser."""
    found = cases.brought_to("issue", email="camille@exemple.fiction", preference="email")
    follow(client, found)
    return found


def posted(client, address, **answers):
    return client.post(address, {"once": uuid4(), **answers})


@pytest.mark.parametrize("address", PAGES)
def test_without_the_code_these_pages_ask_for_it(client, address):
    page = client.get(address)

    assert (page.status_code, heading(page)) == (403, "Suivre ma demande")


def test_the_page_says_who_reads_and_who_did(client, ours):
    file_of(signed_in(ours.prescriber), ours)

    page = said(client.get("/suivre/qui-voit/"))

    assert ours.organisation.name in page
    assert "Quelqu’un y a ouvert vos informations 1 fois. La dernière fois : le" in page
    assert "La personne qui vous suit et ses collègues" in page
    assert "Les responsables du programme" in page
    assert "Les conseillers de la boutique" not in page
    for hidden in ("Camille", "prescripteur", str(ours.prescriber.user), "camille@"):
        assert hidden not in page


def test_in_arabic_the_page_has_arabic_commas(client, ours):
    file_of(signed_in(ours.prescriber), ours)

    page = said(client.get("/suivre/qui-voit/?langue=ar"))

    assert "، مسؤولهم" in page
    assert ", مسؤولهم" not in page


def test_an_agreement_is_taken_back_and_what_waits_never_leaves(client, ours):
    waiting = Message.objects.get(template="voucher_ready")
    # To staff, about the same request: it still leaves.
    sharing_to = Message.objects.create(
        once="x", template="outcome", channel="email", recipient="p@exemple.invalid", text="",
        about=waiting.about, created_at=NOW, next_try_at=NOW,
    )  # fmt: skip

    posted(client, "/suivre/accords/contact/")

    consent = Consent.objects.get(household=ours.household, purpose="contact")
    assert consent.withdrawn_at is not None
    waiting.refresh_from_db()
    sharing_to.refresh_from_db()
    assert (waiting.state, waiting.reason, waiting.next_try_at) == ("failed", "not_wanted", None)
    assert sharing_to.next_try_at == NOW
    page = said(client.get("/suivre/qui-voit/"))
    assert "Recevoir des nouvelles" not in page
    assert "Enregistrer et suivre ma demande" in page


def test_looking_takes_nothing_back(client, ours):
    client.get("/suivre/accords/contact/")
    answer = client.post("/suivre/accords/contact/", {"once": "mistyped"})

    assert answer.status_code == 422
    assert not Consent.objects.filter(withdrawn_at__isnull=False).exists()


@pytest.mark.parametrize("purpose", ["programme", "nothing"])
def test_the_request_itself_is_stopped_or_erased_elsewhere(client, ours, purpose):
    assert posted(client, f"/suivre/accords/{purpose}/").status_code == 404
    assert not Consent.objects.filter(withdrawn_at__isnull=False).exists()


def test_it_shares_with_whom_it_wants_and_stops(client, ours):
    by = second_one(name="Maison fictive de l’emploi")
    found = client.get("/suivre/partager/", {"q": "emploi maison"})
    address = reverse("public:share_with", args=[by.organisation_id])
    assert address in found.content.decode()

    page = said(client.get(address))
    for line in (*(one.told for one in SHOWN), *HIDDEN):
        assert line in page
    assert not Share.objects.exists()
    posted(client, address)

    one = Share.objects.get()
    assert (one.organisation, one.given) == (by.organisation, "code")
    assert "Maison fictive de l’emploi" in said(client.get("/suivre/qui-voit/"))
    posted(client, reverse("public:share_stop", args=[one.reference]))
    assert "Maison fictive de l’emploi" not in said(client.get("/suivre/qui-voit/"))


@pytest.mark.parametrize(
    ("answer", "state"), [("yes", "agreed"), ("no", "refused"), ("", "refused")]
)
def test_it_answers_who_asks(client, ours, answer, state):
    one = asked(ours, second_one())
    assert "Une structure demande à suivre votre demande" in said(client.get("/suivre/demande/"))

    posted(client, reverse("public:share_answer", args=[one.reference]), answer=answer)

    one.refresh_from_db()
    assert one.state == state
    assert "Une structure demande" not in said(client.get("/suivre/demande/"))


def test_a_household_meets_no_share_of_another(client, ours):
    other = cases.brought_to("issue", number=2)
    one = given(other, second_one())

    for name in ("share_answer", "share_stop"):
        address = reverse(f"public:{name}", args=[one.reference])
        assert client.get(address).status_code == posted(client, address).status_code == 404
    one.refresh_from_db()
    assert one.state == "agreed"


def test_the_file_is_erased_on_a_second_screen_with_a_receipt(client, ours):
    first = client.get("/suivre/effacer/")
    assert "Rien n’est encore effacé." in said(first)
    assert "/suivre/effacer/confirmer/" in first.content.decode()
    assert posted(client, "/suivre/effacer/confirmer/").status_code == 422
    assert Voucher.objects.exclude(code="").exists()

    done = posted(client, "/suivre/effacer/confirmer/", understood="on")
    receipt = client.get(done["Location"])

    assert heading(receipt) == "Vos informations sont effacées"
    assert str(ours.reference)[:8] in said(receipt)
    assert receipt["Cache-Control"] == "private, no-store"
    ours.refresh_from_db()
    assert (ours.state, ours.household.erased_at is not None) == ("withdrawn", True)
    assert heading(client.get("/suivre/demande/")) == "Suivre ma demande"
    assert "Effacé le" not in said(Client().get("/suivre/efface/", follow=True))


@pytest.mark.parametrize(
    ("step", "goes_on"), [("issue", False), ("order_line", True), ("activate_line", True)]
)
def test_what_goes_on_is_said_before(client, step, goes_on):
    follow(client, cases.brought_to(step))

    page = said(client.get("/suivre/effacer/confirmer/"))

    assert ("Votre ligne continue." in page) is goes_on
    assert "On ne peut pas revenir en arrière." in page


def test_a_second_organisation_reads_and_is_written_down(ours):
    by = second_one()
    one = given(ours, by)
    desk = signed_in(by)

    assert "Camille" in said(desk.get("/partages/"))
    page = said(desk.get(reverse("sharing:share", args=[one.reference])))

    assert "Camille" in page
    assert "rue Fictive" not in page
    line = AccessLog.objects.get(screen="sharing:share")
    assert (line.about, line.user) == (f"prescription:{ours.reference}", by.user)
    assert desk.get(reverse("prescribing:file", args=[ours.reference])).status_code == 404
    client = Client()
    follow(client, ours)
    shown = said(client.get("/suivre/qui-voit/"))
    assert by.organisation.name in shown
    assert "Quelqu’un y a ouvert vos informations 1 fois" in shown

    sharing.stop_by_household(ours, reference=one.reference, at=NOW)
    assert desk.get(reverse("sharing:share", args=[one.reference])).status_code == 404


def test_consent_is_given_before_the_team(ours):
    by, desk = second_one(name="Mission fictive"), signed_in(ours.prescriber)
    page = desk.get(reverse("sharing:choose", args=[ours.reference]), {"q": "mission"})
    address = reverse("sharing:agree", args=[ours.reference, by.organisation_id])
    assert address in page.content.decode()

    assert posted(desk, address).status_code == 422
    assert not Share.objects.exists()
    posted(desk, address, agrees="on")

    one = Share.objects.get()
    assert (one.given, one.recorded_by) == ("desk", ours.prescriber)
    assert "Mission fictive" in file_of(desk, ours)
    posted(desk, reverse("sharing:stop", args=[one.reference]))
    assert "Mission fictive" not in file_of(desk, ours)


def test_a_stranger_stops_and_reads_nothing(ours):
    one = given(ours, second_one())

    for by in (second_one(), member(Role.PARTNER_MANAGER)):
        desk = signed_in(by)
        for name in ("share", "stop"):
            address = reverse(f"sharing:{name}", args=[one.reference])
            assert desk.get(address).status_code == 404
        assert posted(desk, reverse("sharing:stop", args=[one.reference])).status_code == 404
    one.refresh_from_db()
    assert one.state == "agreed"


def test_known_elsewhere_becomes_a_question_to_the_household(ours):
    person, by = ours.household.people.get(), second_one()
    typed = f"{person.first_name} {person.last_name} 17/05/1980"
    desk = signed_in(by)
    found = desk.post(reverse("home"), {"q": typed})
    assert "Demander au ménage" in said(found)
    assert ours.organisation.name not in said(found)

    answer = desk.post(reverse("sharing:ask"), {"once": uuid4(), "typed": typed}, follow=True)

    assert "Votre question est partie." in said(answer)
    assert Share.objects.get().organisation == by.organisation
    assert AccessLog.objects.get(screen="sharing:ask").about == "search"
