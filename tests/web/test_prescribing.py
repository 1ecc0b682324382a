"""A prescriber's pages: search before create, one form, the decision, the voucher."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from pypdf import PdfReader

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.journey.model import Part
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Household, RecordedVerdict
from coupdepouce.partners.models import Membership
from coupdepouce.prescriptions.models import Prescription
from tests.apps import cases
from tests.apps.build import member
from tests.web.desk import YESTERDAY, entered, file_of, issued, opened, signed_in, step


@pytest.fixture
def prescriber() -> Membership:
    cases.programme()
    return cases.prescriber()


@pytest.fixture
def desk(prescriber: Membership) -> Client:
    return signed_in(prescriber)


def test_a_household_becomes_a_decided_draft(desk):
    prescription = opened(desk)

    text = file_of(desk, prescription)
    assert "Le ménage y a droit." in text
    assert "Le quotient familial ne dépasse pas la limite." in text
    assert "Remettre le bon" in text


def test_the_quotient_is_kept_nowhere(desk):
    prescription = opened(desk)

    # What is drawn (references, keys of forms) may hold any three figures: the words are read.
    assert "512" not in strip_tags(file_of(desk, prescription))
    # Its keys and its moment are chance: they may hold any three figures.
    said = RecordedVerdict.objects.values("answer", "route", "reasons", "missing", "to_bring")
    assert "512" not in str(said)


def test_a_quotient_of_zero_is_copied_and_read_as_an_answer(desk):
    page = desk.get(reverse("prescribing:new")).content.decode()

    opened(desk, quotient_familial="0")

    assert "Recopiez-le, même si c’est 0." in page
    (reason,) = RecordedVerdict.objects.get().reasons
    assert "quotient_zero_doubt" in str(reason)


def test_an_unverified_figure_is_marked_for_staff(desk):
    assert "Chiffres à vérifier" in file_of(desk, opened(desk))


def test_a_double_click_makes_one_household(desk):
    once = uuid4()

    entered(desk, once=once)
    entered(desk, once=once)

    assert Household.objects.count() == Prescription.objects.count() == 1


@pytest.mark.parametrize("agreed", [[], ["contact", "check"]])
def test_without_the_household_s_agreement_nothing_is_written(desk, agreed):
    answer = entered(desk, consents=agreed)

    assert answer.status_code == 422
    assert answer.context["form"].errors["consents"] == ["Sans son accord, rien n’est enregistré."]
    assert not Household.objects.exists()


NEWS = """
case                          | preference | agreed            | status
by the prescriber             | prescriber | programme         | 302
by e-mail, agreed             | email      | programme contact | 302
by e-mail, not agreed         | email      | programme         | 422
by SMS, agreed to a check only | sms       | programme check   | 422
by letter, not agreed         | letter     | programme         | 422
"""
NEWS_ROWS = [[cell.strip() for cell in line.split("|")] for line in NEWS.strip().splitlines()[1:]]


@pytest.mark.parametrize(
    ("preference", "agreed", "status"),
    [row[1:] for row in NEWS_ROWS],
    ids=[row[0] for row in NEWS_ROWS],
)
def test_news_are_sent_to_those_who_agreed(desk, preference, agreed, status):
    reached = {"phone": "06 39 98 01 23", "email": "elodie@exemple.invalid"}

    answer = entered(desk, **reached, preference=preference, consents=agreed.split())

    assert answer.status_code == int(status)
    assert ("recevoir des nouvelles »" in answer.content.decode()) is (status == "422")


COMMUNES = """
case                            | postcode | commune    | status | says
one commune, left blank         | 59800    |            | 302    |
its name, without accents       | 59800    | lille      | 302    |
several communes, left blank    | 62120    |            | 422    | Choisissez parmi les
several communes, one typed     | 62120    | AIRE SUR LA LYS | 302 |
a name of somewhere else        | 59800    | Arras      | 422    | Choisissez parmi les
no such postcode                | 59999    |            | 422    | Aucune commune
not a postcode                  | 598      |            | 422    | cinq chiffres
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in COMMUNES.strip().splitlines()[1:]]


@pytest.mark.parametrize(
    ("postcode", "commune", "status", "says"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS]
)
def test_the_postcode_gives_the_commune(desk, postcode, commune, status, says):
    answer = entered(desk, postcode=postcode, commune=commune)

    assert answer.status_code == int(status)
    assert says in answer.content.decode()


def test_a_list_of_communes_loses_nothing_and_can_be_answered(desk):
    text = entered(desk, postcode="62120").content.decode()

    assert 'value="Élodie"' in text
    assert '<option value="62014">Aire-sur-la-Lys</option>' in text
    assert entered(desk, postcode="62120", commune="62014").status_code == 302


def test_a_refusal_of_the_inside_is_written_beside_its_field(desk):
    answer = entered(desk, phone="12")

    assert answer.status_code == 422
    assert answer.context["form"].errors["phone"]


def test_a_known_person_leads_to_the_file(desk):
    household = opened(desk).household

    text = entered(desk).content.decode()

    assert "a déjà un dossier ici" in text
    assert reverse("prescribing:household", args=[household.reference]) in text


def test_a_person_known_elsewhere_says_neither_who_nor_where(desk):
    other = cases.prescriber()
    opened(signed_in(other))

    text = entered(desk).content.decode()

    assert "déjà connu : demandez au programme" in text
    assert other.organisation.name not in text


def test_the_same_dwelling_can_go_on_with_a_reason(desk):
    opened(desk)
    other = {"first_name": "Dominique", "last_name": "Modèle", "birth_date": "01/02/1990"}

    refused = entered(desk, **other)
    accepted = entered(desk, **other, despite="same_dwelling")

    assert "Continuer quand même" in refused.content.decode()
    assert accepted.status_code == 302


def test_the_search_finds_ones_own_and_keeps_the_name_out_of_the_address(desk):
    opened(desk)

    answer = desk.post(reverse("home"), {"q": "exemple elodie"})

    assert "Élodie Exemple" in answer.content.decode()
    assert answer.request["QUERY_STRING"] == ""


def test_the_search_says_known_elsewhere_for_a_full_name_only(desk):
    opened(signed_in(cases.prescriber()))

    full = desk.post(reverse("home"), {"q": "Élodie Exemple 27/03/1985"}).content.decode()
    name = desk.post(reverse("home"), {"q": "Élodie Exemple"}).content.decode()

    assert "Ce ménage est déjà connu" in full
    assert "Personne à ce nom" in name


CARRIED = [
    ("Élodie Exemple 27/03/1985", "Élodie", "Exemple", date(1985, 3, 27)),
    ("DE LA TOUR Élodie", "Élodie", "DE LA TOUR", None),
    ("Exemple", "", "Exemple", None),
    ("Élodie De La Tour", "Élodie", "De La Tour", None),
]


@pytest.mark.parametrize(("typed", "first", "last", "birth"), CARRIED)
def test_what_was_searched_is_not_typed_again(desk, typed, first, last, birth):
    form = desk.post(reverse("prescribing:new"), {"typed": typed}).context["form"]

    assert form.initial["first_name"] == first
    assert form.initial["last_name"] == last
    assert form.initial["birth_date"] == birth


def test_without_a_paper_the_voucher_says_why_it_waits(desk):
    prescription = opened(desk, proof_kind="", proof_dated="")

    text = file_of(desk, prescription)

    assert "aucun papier valable ne le prouve encore" in text
    assert "notez un justificatif encore valable" in text
    assert step(desk, prescription, "issue").status_code == 422


def test_a_paper_seen_later_opens_the_voucher(desk):
    prescription = opened(desk, proof_kind="", proof_dated="")

    desk.post(
        reverse("prescribing:proof", args=[prescription.reference]),
        {
            "once": uuid4(),
            "proof_kind": "attestation_qf",
            "proof_dated": YESTERDAY,
            "quotient_familial": "700",
        },
    )

    assert step(desk, prescription, "issue").status_code == 302


def test_a_step_goes_on_where_the_page_wanted_and_never_to_another_site(desk):
    local, away = opened(desk), "https://ailleurs.invalid/"
    address = reverse("step", args=[local.reference, "issue"])

    refused = desk.post(f"{address}?suite={away}", {"once": uuid4()})
    kept = desk.post(f"{address}?suite=/accueil/", {"once": uuid4()})

    assert refused["Location"] == reverse("prescribing:file", args=[local.reference])
    assert kept.status_code == 422


def test_a_step_asks_its_reasons(desk):
    prescription = opened(desk)

    without = step(desk, prescription, "withdraw")
    given = step(desk, prescription, "withdraw", reason="no_need")

    assert without.status_code == 422
    assert given.status_code == 302


def test_the_manager_sees_the_teams_list_and_answers_hardship(desk, prescriber):
    prescription = opened(desk, quotient_familial="900")
    step(desk, prescription, "claim_hardship", reason="sudden_loss")
    manager = signed_in(member(Role.PARTNER_MANAGER, of=prescriber.organisation))

    listed = manager.get(reverse("home")).content.decode()
    step(manager, prescription, "approve_hardship")

    assert "Élodie Exemple" in listed
    assert "Attend le responsable" in listed
    assert step(desk, prescription, "issue").status_code == 302


def test_a_colleague_of_another_team_finds_nothing(desk):
    prescription = opened(desk)
    stranger = signed_in(cases.prescriber())

    answer = stranger.get(reverse("prescribing:file", args=[prescription.reference]))

    assert answer.status_code == 404


def test_the_voucher_prints_the_code_and_no_name(desk):
    prescription = issued(desk)

    text = desk.get(reverse("prescribing:voucher", args=[prescription.reference])).content.decode()

    code = prescription.vouchers.get().code
    assert code[:3] in text
    assert "Élodie" not in text
    assert "Exemple" not in text


def test_the_pdf_says_what_the_page_says(desk):
    prescription = issued(desk, parts=["line", "computer"])

    answer = desk.get(reverse("prescribing:voucher_pdf", args=[prescription.reference]))

    pages = PdfReader(BytesIO(answer.content)).pages
    text = pages[0].extract_text()
    code = prescription.vouchers.get().code
    assert len(pages) == 1
    assert f"{code[:3]} {code[3:6]} {code[6:]}" in text
    assert "19,99" in text
    assert "Exemple" not in text


def test_several_vouchers_make_one_file(desk):
    first = issued(desk)
    second = issued(desk, first_name="Dominique", last_name="Modèle", address="9 rue Inventée")

    chosen = f"?bon={first.reference}&bon={second.reference}"
    answer = desk.get(reverse("prescribing:batch_pdf") + chosen)

    assert len(PdfReader(BytesIO(answer.content)).pages) == 2


REFUSED_BATCHES = ["", "?bon=abc", "?bon=5f1c1a52-5d0f-4f67-9d6e-0d6a4b1c2e3f"]


@pytest.mark.parametrize("chosen", REFUSED_BATCHES)
def test_a_batch_of_nothing_is_refused_with_a_sentence(desk, chosen):
    answer = desk.get(reverse("prescribing:batch_pdf") + chosen)

    assert answer.status_code == 409
    assert "Choisissez des bons" in answer.content.decode()


def test_the_prescriber_learns_the_outcome_until_it_is_read(desk, prescriber):
    prescription = issued(desk)
    cases.step(prescription, "present", cases.advisor(), identity_seen="yes")
    advisor = Membership.objects.get(organisation=Prescription.objects.get().shop)
    cases.step(prescription, "accept", advisor)

    before = desk.get(reverse("home")).content.decode()
    desk.post(reverse("prescribing:news_read"))
    after = desk.get(reverse("home")).content.decode()

    assert "a accepté la demande" in before
    assert "a accepté la demande" not in after


def test_a_known_household_is_prescribed_again_without_typing(desk):
    prescription = opened(desk)
    step(desk, prescription, "withdraw", reason="no_need")

    answer = desk.post(
        reverse("prescribing:prescribe", args=[prescription.household.reference]),
        {
            "once": uuid4(),
            "parts": ["computer"],
            "proof_kind": "attestation_qf",
            "proof_dated": YESTERDAY,
            "quotient_familial": "512",
        },
    )

    assert answer.status_code == 302
    assert Prescription.objects.latest("pk").computer_state == "wanted"


def test_what_is_read_about_somebody_is_written_down(desk, prescriber):
    prescription = opened(desk)

    file_of(desk, prescription)

    visit = AccessLog.objects.first()
    assert visit.about == f"prescription:{prescription.reference}"
    assert visit.user == prescriber.user


def test_the_messages_sent_are_on_the_file_with_their_state(desk):
    prescription = issued(
        desk,
        email="elodie@exemple.invalid",
        preference="email",
        consents=["programme", "contact"],
    )

    text = file_of(desk, prescription)

    assert "Votre bon est prêt" in text
    assert "à envoyer" in text


def test_a_page_costs_the_same_for_more_rows(desk, prescriber, django_assert_max_num_queries):
    for number in range(12):
        cases.draft(by=prescriber, number=number, at=timezone.now())

    with django_assert_max_num_queries(16):
        desk.get(reverse("home"))


def test_nobody_asks_for_a_part_that_is_not_one(desk):
    assert entered(desk, parts=[Part.PRESCRIPTION.value]).status_code == 422
