"""The pages of those who steer: what they show, what they refuse, what they write down."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from coupdepouce.accounts.models import AccessLog
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Household, Merge, Person
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.operations import Recipient, enqueue
from coupdepouce.partners.models import Membership, Organisation, Place
from coupdepouce.prescriptions.queries import applicant_of
from coupdepouce.programmes.directory import review_new
from coupdepouce.programmes.models import FigureConfirmation, PriorityZone
from coupdepouce.programmes.queries import figures
from coupdepouce.web.steering.figures import label_of
from coupdepouce.web.steering.measures import FAMILIES
from coupdepouce.web.steering.screens import SENTENCES, sentence, subject
from coupdepouce.web.templatetags.ui import phone
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
from tests.apps.build_complaints import said
from tests.apps.build_journey import ACCEPTED, ACTIVE, ISSUED, prescription
from tests.screens import every_screen

pytestmark = pytest.mark.django_db
COMPUTER = "offers.computer.price"
SHOPS = (
    "id,nom,adresse,code_postal,commune,latitude,longitude,horaires,courriel\n"
    "b1,Boutique fictive,1 rue inventée,59000,Lille,50.63,3.06,,boutique@exemple.invalid\n"
)


def signed_in(one: Membership) -> Client:
    client = Client()
    client.force_login(one.user)
    return client


def page(client: Client, screen: str, /, *args: object, **query: str):
    return client.get(reverse(f"steering:{screen}", args=args), query)


def send(client: Client, screen: str, /, *args: object, **said: object):
    return client.post(reverse(f"steering:{screen}", args=args), {"once": uuid4(), **said})


@pytest.fixture
def operator() -> Organisation:
    return organisation(Organisation.Kind.OPERATOR, name="Opérateur fictif")


@pytest.fixture
def programme(operator) -> Client:
    return signed_in(member(Role.PROGRAMME_MANAGER, of=operator))


@pytest.fixture
def administrator(operator) -> Client:
    return signed_in(member(Role.ADMINISTRATOR, of=operator))


@pytest.fixture
def manager() -> Membership:
    return member(Role.PARTNER_MANAGER)


# --- the team ---------------------------------------------------------------------------------


def test_a_manager_sees_the_team_and_what_waits(manager):
    prescription(by=manager)
    late = prescription(by=manager, due_on=NOW.date() - timedelta(days=400))

    shown = page(signed_in(manager), "team").content.decode()

    assert str(manager.user) in shown
    assert f"/prescriptions/{late.reference}/" in shown
    assert "Le ménage" in shown


def test_a_manager_sees_no_other_team(manager):
    other = member(Role.PARTNER_MANAGER)
    prescription(by=other, due_on=NOW.date() - timedelta(days=400))

    shown = page(signed_in(manager), "team").content.decode()

    assert str(other.user) not in shown
    assert "Rien n’est en retard." in shown


def test_opening_an_account_sends_an_invitation_that_opens_once(manager):
    client = signed_in(manager)
    said = {"first_name": "Dominique", "last_name": "Fictif", "email": "d@exemple.invalid"}

    answer = send(client, "open_account", role="prescriber", **said)

    made = Membership.objects.get(user__email="d@exemple.invalid")
    letter = Message.objects.get(template="invitation")
    assert answer.status_code == 302
    assert (made.organisation, made.role) == (manager.organisation, "prescriber")
    assert "/compte/mot-de-passe/choisir/" in letter.text
    assert letter.recipient == "d@exemple.invalid"


def test_an_account_opened_twice_keeps_what_was_typed_and_says_why(manager):
    client = signed_in(manager)
    said = {"first_name": "D", "last_name": "Fictif", "email": "d@exemple.invalid"}
    send(client, "open_account", role="prescriber", **said)

    answer = send(client, "open_account", role="prescriber", **said)

    assert answer.status_code == 422
    assert "a déjà ce rôle ici" in answer.content.decode()
    assert "d@exemple.invalid" in answer.content.decode()


def test_a_manager_cannot_give_the_role_of_a_shop(manager):
    answer = send(
        signed_in(manager), "open_account", role="shop_advisor", first_name="D", last_name="F",
        email="d@exemple.invalid",
    )  # fmt: skip

    assert answer.status_code == 422
    assert not Membership.objects.filter(user__email="d@exemple.invalid").exists()


def test_a_closed_account_no_longer_enters(manager):
    prescriber = member(of=manager.organisation)

    answer = send(signed_in(manager), "close_account", prescriber.pk)

    prescriber.refresh_from_db()
    assert answer.status_code == 302
    assert prescriber.until is not None


def test_the_last_manager_stays_and_another_team_is_out_of_reach(manager):
    client = signed_in(manager)

    last = send(client, "close_account", manager.pk)
    elsewhere = send(client, "close_account", member().pk)

    assert (last.status_code, elsewhere.status_code) == (422, 404)
    assert "dernier responsable" in last.content.decode()


# --- the programme ----------------------------------------------------------------------------


def test_the_list_shows_every_partner_and_no_name(programme):
    one, other = prescription(*ACTIVE), prescription(*ISSUED)

    shown = page(programme, "programme").content.decode()

    assert f"/prescriptions/{one.reference}/" in shown
    assert f"/prescriptions/{other.reference}/" in shown
    assert "Camille" not in shown


def test_the_stuck_come_first_and_say_so(programme):
    fresh = prescription(waits_since=NOW)
    stuck = prescription(waits_since=NOW - timedelta(days=60), due_on=NOW.date())

    shown = page(programme, "programme").content.decode()

    assert shown.index(str(stuck.reference)) < shown.index(str(fresh.reference))
    assert "Bon remis, en retard" in shown


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"state": "accepted"}, [1]), ({"line": "active"}, [1]), ({"waits": "household"}, [0]),
        ({"department": "59"}, [0, 1]), ({"department": "80"}, []), ({"stuck": "on"}, [0]),
        ({"department": "Nord"}, [0, 1]), ({"page": "0"}, [0, 1]), ({"page": "-3"}, [0, 1]),
    ],
)  # fmt: skip
def test_filters_keep_what_they_say_and_a_wrong_one_keeps_all(programme, query, kept):
    rows = [prescription(*ISSUED, due_on=NOW.date()), prescription(*ACTIVE)]

    shown = page(programme, "programme", **query).content.decode()

    assert [n for n, row in enumerate(rows) if f"/{row.reference}/" in shown] == kept


def test_a_line_says_the_commune_and_where_the_line_stands(programme):
    prescription(*ACTIVE)
    prescription(*ACCEPTED, "find_line_available", "order_line", "fail_order")

    shown = page(programme, "programme").content.decode()

    assert "59350 Lille" in shown
    assert "Ligne active" in shown
    assert "Commande en échec" in shown
    assert "2 prescriptions : les cas bloqués d’abord" in shown


def test_one_prescription_is_one(programme):
    prescription()

    assert "1 prescription : " in page(programme, "programme").content.decode()


@pytest.mark.parametrize(("typed", "said"), [("00", "pas un code"), ("Nord", "comme 59")])
def test_a_wrong_department_is_refused_with_a_sentence(programme, typed, said):
    prescription()

    assert said in page(programme, "programme", department=typed).content.decode()


def test_the_filter_by_partner_lists_partners_only(programme):
    one, other = prescription(), prescription()

    shown = page(programme, "programme", partner=str(one.organisation_id)).content.decode()

    assert f"/{one.reference}/" in shown
    assert f"/{other.reference}/" not in shown
    assert "Opérateur fictif</option>" not in shown


def test_the_export_is_that_of_the_list(programme):
    prescription(*ACTIVE)
    prescription(*ISSUED)

    answer = page(programme, "export", state="issued")

    text = answer.getvalue().decode()
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert text.startswith("\ufeffreference;")
    assert text.count("\r\n") == 2


@pytest.mark.parametrize("rows", [2, 12])
@pytest.mark.parametrize("name", ["programme", "measures", "figures", "organisations", "zones"])
def test_a_page_costs_the_same_for_more_rows(programme, name, rows, django_assert_max_num_queries):
    for _ in range(rows):
        prescription(*ACCEPTED)

    with django_assert_max_num_queries(11):
        assert page(programme, name).status_code == 200


def test_the_measures_count_what_happened(programme):
    prescription(*ISSUED, "withdraw", reasons={"withdraw": "price"})

    shown = page(programme, "measures").content.decode()

    assert "Pas demandé" in shown
    assert "Jusqu’où vont les demandes" in shown


def test_the_measures_of_complaints_hide_what_is_small_and_are_exported_so(programme):
    said(prescription(*ISSUED), reason="waiting")

    shown = page(programme, "measures").content.decode()
    text = page(programme, "complaints_csv").getvalue().decode()

    assert "moins de 5" in shown
    assert "Réclamations, par raison" not in shown
    assert "raison;Attend depuis trop longtemps;moins de 5" in text


def test_the_measures_of_complaints_are_shown_once_there_are_enough(programme):
    for _ in range(6):
        said(prescription(*ISSUED), reason="waiting")

    shown = page(programme, "measures").content.decode()

    assert "Réclamations, par raison" in shown
    assert "C’est trop peu" not in shown


def test_the_measures_tell_stages_in_their_order_and_what_the_words_mean(programme):
    prescription(*ACTIVE)

    shown = page(programme, "measures").content.decode()

    stages = ("Prescrits", "Bons remis", "Reçus en boutique", "Lignes actives", "Terminés")
    places = [shown.index(f"\n          {stage}\n") for stage in stages]
    assert places == sorted(places)
    assert '<progress value="1" max="1" aria-hidden="true">' in shown
    assert "Une demande compte à chaque étape" in shown
    assert all(name in shown for name, _ in FAMILIES)
    assert "Odenore" in shown


def test_every_figure_has_a_name_a_source_and_its_standing(programme):
    prescription()

    shown = page(programme, "figures").content.decode()

    for row in figures():
        assert label_of(row) != row.path
        assert label_of(row) in shown
    assert "Vérifié" in shown
    assert "À confirmer" in shown


def test_a_figure_is_confirmed_by_a_person_who_read_it(programme):
    prescription()

    asked = page(programme, "confirm_figure", COMPUTER).content.decode()
    answer = send(programme, "confirm_figure", COMPUTER)

    assert "169" in asked
    assert answer.status_code == 302
    assert FigureConfirmation.objects.get().path == COMPUTER
    assert "Confirmé le" in page(programme, "figures").content.decode()


def test_a_verified_or_unknown_figure_is_not_confirmed(programme):
    prescription()

    verified = send(programme, "confirm_figure", "offers.line.price")
    unknown = page(programme, "confirm_figure", "offers.line.colour")

    assert (verified.status_code, unknown.status_code) == (422, 404)
    assert not FigureConfirmation.objects.exists()


def test_versions_say_which_is_in_force(programme):
    prescription()

    assert "En vigueur" in page(programme, "versions").content.decode()


def test_zones_are_listed_and_searched(programme):
    PriorityZone.objects.create(
        code="QP059001", name="Quartier Fictif", department="59", communes="59350"
    )

    assert "Quartier Fictif" in page(programme, "zones", q="fictif").content.decode()
    assert "Quartier Fictif" not in page(programme, "zones", q="ailleurs").content.decode()


# --- partners, shops and places ---------------------------------------------------------------


def test_a_partner_is_added_then_given_a_first_account(programme):
    cases.programme()
    answer = send(programme, "new_organisation", name="CCAS fictif", kind="ccas")

    made = Organisation.objects.get(name="CCAS fictif")
    opened = send(
        programme, "member", made.pk, first_name="D", last_name="Fictif", role="partner_manager",
        email="d@exemple.invalid",
    )  # fmt: skip
    assert answer.url == reverse("steering:organisation", args=[made.pk])
    assert opened.status_code == 302
    assert "D Fictif" in page(programme, "organisation", made.pk).content.decode()
    assert "CCAS fictif" in page(programme, "organisations", q="ccas").content.decode()
    assert "CCAS ou CIAS" in page(programme, "organisation", made.pk).content.decode()


def test_a_partner_receives_at_a_listed_place_or_at_one_of_ours(programme):
    cases.programme()
    ccas = organisation(name="CCAS fictif")
    send(programme, "partner_place", ccas.pk, address="3 rue Inventée", postcode="59000",
         commune_name="lille")  # fmt: skip
    ours = Organisation.objects.get(pk=ccas.pk).place
    listed = Place.objects.create(
        source="liste", source_id="1", kind="place", name="Maison inventée", digest="1",
        commune_code="59350", address="4 rue Inventée",
    )  # fmt: skip
    assert (ours.name, ours.commune_name, ours.latitude) == ("CCAS fictif", "Lille", None)
    assert "Choisir ou créer son lieu" in page(programme, "organisation", ccas.pk).content.decode()
    assert "Maison inventée" in page(programme, "partner_place", ccas.pk).content.decode()

    send(programme, "partner_place", ccas.pk, listed=listed.pk)

    assert Organisation.objects.get(pk=ccas.pk).place == listed
    # Nobody receives at the first one any more: the directory leaves it out.
    assert not Place.objects.get(pk=ours.pk).is_open
    send(programme, "partner_place", ccas.pk, address="5 rue Inventée", postcode="59000",
         commune_name="Lille")  # fmt: skip
    again = Organisation.objects.get(pk=ccas.pk).place
    assert (again.pk, again.address, again.is_open) == (ours.pk, "5 rue Inventée", True)


def test_an_address_that_is_typed_is_kept_whatever_place_has_the_number(programme):
    cases.programme()
    ccas = organisation(name="CCAS fictif", siret="00000000000018")
    Place.objects.create(
        source="liste", source_id="1", kind="place", name="Maison inventée", digest="1",
        commune_code="59350", address="4 rue Inventée", siret="00000000000018",
    )  # fmt: skip

    send(programme, "partner_place", ccas.pk, address="5 rue Inventée", postcode="59000",
         commune_name="Lille")  # fmt: skip

    place = Organisation.objects.get(pk=ccas.pk).place
    assert (place.name, place.address) == ("CCAS fictif", "5 rue Inventée")


@pytest.mark.parametrize(
    "said",
    [{}, {"address": "3 rue Inventée", "postcode": "59999", "commune_name": "Nulle-Part"}],
    ids=["nothing", "no such commune"],
)
def test_a_place_without_an_address_in_a_commune_is_refused(programme, said):
    ccas = organisation(name="CCAS fictif")

    answer = send(programme, "partner_place", ccas.pk, **said)

    assert answer.status_code == 422
    assert "écrivez l’adresse" in answer.content.decode()
    assert not Place.objects.exists()


def test_a_wrong_siret_is_refused_in_the_form(programme):
    answer = send(programme, "new_organisation", name="CCAS fictif", kind="ccas", siret="123")

    assert answer.status_code == 422
    assert "SIRET" in answer.content.decode()
    assert "CCAS fictif" in answer.content.decode()


def test_the_page_of_places_says_what_an_import_left_to_look_at(programme):
    rows = SHOPS.splitlines()
    twice = "\n".join([*rows, rows[1].replace("b1", "b2", 1)])
    programme.post(uploaded(programme, twice).url, {"once": uuid4()})
    before = page(programme, "places").content.decode()

    review_new(at=NOW)

    assert "à regarder" not in before
    assert "1 paire à regarder" in page(programme, "places").content.decode()


def test_a_programme_manager_makes_no_administrator(programme, operator):
    answer = send(
        programme, "member", operator.pk, first_name="D", last_name="F", role="administrator",
        email="d@exemple.invalid",
    )  # fmt: skip

    assert answer.status_code == 422


def uploaded(client: Client, text: str, name: str = "boutiques.csv"):
    return send(client, "places", file=SimpleUploadedFile(name, text.encode()))


def test_an_import_is_shown_before_it_is_written(programme):
    shown = uploaded(programme, SHOPS)
    assert shown.status_code == 302, shown.content.decode()
    preview = programme.get(shown.url).content.decode()
    before = Place.objects.count()

    done = programme.post(shown.url, {"once": uuid4()})

    assert before == 0
    assert "Rien n’est encore écrit." in preview
    assert done.url == reverse("steering:organisations")
    assert Place.objects.get().name == "Boutique fictive"
    assert Organisation.objects.filter(kind="shop", name="Boutique fictive").exists()


def test_a_bad_row_is_shown_with_its_line_and_remedy(programme):
    shown = uploaded(programme, SHOPS + "b2,,2 rue inventée,59000,Lille,50.6,3.0,,\n")

    preview = programme.get(shown.url).content.decode()

    assert "Ligne 3" in preview
    assert "Laissée de côté" in preview


def test_a_file_that_is_no_table_is_refused_in_the_form(programme):
    answer = uploaded(programme, "rien du tout", name="notes.txt")

    assert answer.status_code == 422
    assert not Place.objects.exists()


def test_a_preview_belongs_to_who_sent_it_and_goes_once_written(programme, operator):
    url = uploaded(programme, SHOPS).url
    colleague = signed_in(member(Role.PROGRAMME_MANAGER, of=operator))

    assert colleague.get(url).status_code == 409
    programme.post(url, {"once": uuid4()})
    assert programme.get(url).status_code == 409


# --- two households made one ------------------------------------------------------------------


def test_two_households_are_compared_then_merged_with_a_trace(programme):
    kept, absorbed = prescription(*ISSUED), prescription(*ISSUED, "expire")
    url = send(programme, "merge", kept=kept.reference, absorbed=absorbed.reference).url

    shown = programme.get(url).content.decode()
    answer = programme.post(url, {"once": uuid4()})

    assert "1980" in shown
    assert answer.url == f"/prescriptions/{kept.reference}/"
    assert Merge.objects.get().absorbed_id == absorbed.household_id
    assert Household.objects.get(pk=absorbed.household_id).merged_into_id == kept.household_id
    assert AccessLog.objects.filter(about=f"merge:{kept.reference}:{absorbed.reference}").exists()


def other_year(made, year: str) -> None:
    Person.objects.filter(household=made.household_id).update(birth_date=f"{year}-05-17")


def test_who_holds_the_voucher_still_follows_its_request_after_a_merge(programme):
    cases.programme()
    by = cases.prescriber()
    kept, absorbed = (cases.draft(by=by, number=number) for number in (1, 2))
    for one in (kept, absorbed):
        cases.step(one, "issue", by)
    cases.step(kept, "withdraw", by, reason="no_need")
    other_year(absorbed, "1975")
    url = reverse("steering:merge_preview", args=[kept.reference, absorbed.reference])
    before = applicant_of(absorbed).last_name

    programme.post(url, {"once": uuid4()})

    absorbed.refresh_from_db()
    assert absorbed.household_id == kept.household_id
    assert applicant_of(absorbed).last_name == before
    for one, year, opens in (
        (absorbed, "1975", True), (absorbed, "1980", True), (absorbed, "1981", False),
        (kept, "1980", True),
    ):  # fmt: skip
        code = one.vouchers.get().code
        door = Client().post(reverse("public:follow"), {"code": code, "birth_year": year})
        assert (door.status_code == 302) is opens, (one, year)


@pytest.mark.parametrize(
    ("year", "same_name", "loud"),
    [("1975", False, True), ("1980", False, False), ("1975", True, False)],
)
def test_two_other_people_are_not_merged_without_a_loud_warning(programme, year, same_name, loud):
    kept, absorbed = prescription(*ISSUED), prescription(*ISSUED, "expire")
    other_year(absorbed, year)
    if same_name:
        known = Person.objects.get(household=kept.household_id)
        Person.objects.filter(household=absorbed.household_id).update(
            first_name=known.first_name.upper(), last_name=known.last_name
        )
    Household.objects.filter(pk=absorbed.household_id).update(phone="0600000000")

    shown = page(programme, "merge_preview", kept.reference, absorbed.reference)

    text = shown.content.decode()
    assert ("Ni le nom ni l’année de naissance" in text) is loud
    differs = text.partition("Ce qui diffère :")[2].partition("</p>")[0]
    assert "Téléphone" in differs
    assert "Commune" not in differs
    assert ("Année de naissance" in differs) is (year != "1980")


def test_two_open_requests_are_not_merged(programme):
    kept, absorbed = prescription(), prescription()

    answer = send(programme, "merge", kept=kept.reference, absorbed=absorbed.reference)

    assert answer.status_code == 422
    assert "arrêtez-en une" in answer.content.decode()


def test_a_household_is_not_merged_with_itself_nor_with_nobody(programme):
    one = prescription()

    same = send(programme, "merge", kept=one.reference, absorbed=one.reference)
    nobody = send(programme, "merge", kept=one.reference, absorbed=uuid4())

    assert "déjà du même ménage" in same.content.decode()
    assert "n’existe pas" in nobody.content.decode()


# --- accesses ---------------------------------------------------------------------------------


def test_the_log_shows_who_read_what(administrator):
    reader = member()
    AccessLog.objects.create(
        at=NOW, user=reader.user, organisation_id=reader.organisation_id, role=reader.role,
        screen="prescribing:file", about="prescription:abc",
    )  # fmt: skip

    assert "prescription abc" in page(administrator, "access").content.decode()
    assert "prescription abc" in page(administrator, "access", first="01/11/2026").content.decode()
    assert "prescription abc" not in page(administrator, "access", about="x").content.decode()


def test_days_and_hours_are_those_of_paris(administrator):
    reader = member()
    AccessLog.objects.create(
        at=datetime(2026, 11, 19, 23, 30, tzinfo=UTC), user=reader.user, role=reader.role,
        screen="prescribing:file",
    )  # fmt: skip

    assert "20/11/2026 00:30" in page(administrator, "access").content.decode()


def test_looking_as_another_is_noted_reads_and_never_writes(administrator, manager):
    cases.programme()
    prescriber = member(of=manager.organisation)
    taken = administrator.post(reverse("steering:impersonate", args=[manager.user_id]))

    looked = page(administrator, "team").content.decode()
    wrote = send(administrator, "close_account", prescriber.pk)

    prescriber.refresh_from_db()
    assert taken.status_code == 302
    assert f"Vous voyez les pages de {manager.user}" in looked
    assert wrote.status_code == 403
    assert prescriber.until is None
    assert AccessLog.objects.get(screen="steering:impersonate").about == (
        f"account:{manager.user_id}"
    )
    assert AccessLog.objects.get(screen="steering:team").impersonator_id is not None


def test_coming_back_gives_the_administrator_back(administrator, manager):
    administrator.post(reverse("steering:impersonate", args=[manager.user_id]))

    back = administrator.post(reverse("steering:release"))

    assert back.url == reverse("steering:accounts")
    assert page(administrator, "access").status_code == 200
    assert administrator.post(reverse("steering:release")).status_code == 409


def test_nobody_looks_as_an_administrator(administrator, operator, programme):
    other = member(Role.ADMINISTRATOR, of=operator)

    asked = administrator.post(reverse("steering:impersonate", args=[other.user_id]))
    outsider = programme.post(reverse("steering:impersonate", args=[member().user_id]))

    assert (asked.status_code, outsider.status_code) == (403, 403)
    assert "hijack_history" not in administrator.session


def test_every_screen_of_staff_has_its_sentence_and_no_other():
    assert set(SENTENCES) == {screen.name for screen in every_screen() if screen.roles}


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("prescription:1a2b3c4d-0000-4000-8000-000000000000", "prescription 1a2b3c4d"),
        ("account:12", "compte 12"), ("vouchers:3", "bons : 3"), ("", ""),
    ],
)  # fmt: skip
def test_the_log_names_a_file_as_the_lists_do(about, said):
    assert subject(about) == said


@pytest.mark.parametrize(
    ("screen", "said"),
    [
        ("api:GET /api/v1/prescriptions/x", "a lu par un logiciel"),
        ("api:POST /api/v1/prescriptions/x", "a écrit par un logiciel"),
        ("gone:page", "gone:page"),
    ],
)
def test_the_log_tells_the_work_of_software_too(screen, said):
    assert sentence(screen) == said


def test_the_log_folds_what_was_done_again_in_a_row(administrator, manager):
    made = prescription(by=manager)
    client = signed_in(manager)
    for _ in range(3):
        client.get(f"/prescriptions/{made.reference}/")

    shown = page(administrator, "access").content.decode()

    assert "a lu le dossier, 3 fois" in shown
    assert f"prescription {str(made.reference)[:8]}" in shown
    assert "prescribing:file" not in shown


def test_accounts_are_searched_and_closed(administrator, manager):
    shown = page(administrator, "accounts", q=manager.user.email).content.decode()
    other = member(Role.PARTNER_MANAGER, of=manager.organisation)

    closed = send(administrator, "close_account", other.pk)

    assert reverse("steering:impersonate", args=[manager.user_id]) in shown
    assert closed.url == reverse("steering:accounts")


@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 404)])
def test_the_mailbox_exists_in_the_demonstration_only(administrator, settings, demo, status):
    settings.DEMO = demo
    enqueue(
        once="x", template="invitation", to=Recipient(channel="email", address="a@exemple.invalid"),
        context={"organisation": "Maison <fictive>", "link": "http://x/", "next_step": ""},
        about="", at=NOW,
    )  # fmt: skip

    answer = page(administrator, "mailbox")

    assert answer.status_code == status
    assert ("Maison &lt;fictive&gt;" in answer.content.decode()) is demo


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("+33639980123", "06 39 98 01 23"),
        ("+32470123456", "+32 470 12 34 56"),
        ("a@exemple.invalid", "a@exemple.invalid"),
        ("", ""),
    ],
)
def test_a_number_is_shown_as_people_say_it(address, shown):
    assert phone(address) == shown


ROLES = {
    "team": {Role.PARTNER_MANAGER}, "open_account": {Role.PARTNER_MANAGER},
    "programme": {Role.PROGRAMME_MANAGER}, "export": {Role.PROGRAMME_MANAGER},
    "measures": {Role.PROGRAMME_MANAGER}, "figures": {Role.PROGRAMME_MANAGER},
    "complaints_csv": {Role.PROGRAMME_MANAGER},
    "organisations": {Role.PROGRAMME_MANAGER}, "zones": {Role.PROGRAMME_MANAGER},
    "merge": {Role.PROGRAMME_MANAGER}, "versions": {Role.PROGRAMME_MANAGER},
    "places": {Role.PROGRAMME_MANAGER}, "access": {Role.ADMINISTRATOR},
    "accounts": {Role.ADMINISTRATOR}, "languages": {Role.PROGRAMME_MANAGER},
}  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if role not in {"household", "receiver"}])
def test_each_role_opens_its_own_pages_and_no_other(role):
    prescription()
    client = signed_in(member(role))

    opened = {name for name in ROLES if page(client, name).status_code == 200}

    assert opened == {name for name, roles in ROLES.items() if role in roles}
