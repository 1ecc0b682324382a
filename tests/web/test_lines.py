"""The pages of the line: the operator's desk, stuck cases, a household's line."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from coupdepouce.connect.operator import read_reports
from coupdepouce.core.journey.line_steps import TECHNOLOGIES
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.households.models import Household
from coupdepouce.lines.models import (
    BillSeen,
    Line,
    LineCheck,
    LineReport,
    StuckCase,
    StuckMessage,
)
from coupdepouce.prescriptions.forgetting import forget_household
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.prescriptions.order_numbers import correct_order
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import load_programme
from tests.apps import cases
from tests.apps.build import member
from tests.apps.line_cases import HEADER, active, back_office, opened, ordered
from tests.web.desk import signed_in


@pytest.fixture(autouse=True)
def _programme(db):
    cases.programme()


NETWORKS = dict(TECHNOLOGIES)
PERSON = {"address": "4 rue Inventée", "phone": "0639980123"}


def text_of(answer):
    return answer.content.decode()


def words_of(page):
    """Give what a person reads: a token or a reference may hold any number."""
    return re.sub(r"<[^>]*>", " ", page)


def page_of(desk, name, *args, **query):
    return text_of(desk.get(reverse(f"lines:{name}", args=args), query))


def soon(days):
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def known(found):
    person = found.household.people.get()
    return person.last_name


class TestDesk:
    def test_it_shows_what_is_stuck_first_and_counts_the_rest(self):
        by, desk = cases.prescriber(), signed_in(back_office())
        stuck, other = ordered(by=by), ordered("FICTIF-2")
        opened(stuck, by)

        home = page_of(desk, "operator")
        orders = page_of(desk, "operator", liste="commandes")

        assert desk.get("/accueil/")["Location"] == "/operateur/"
        assert known(stuck) in home
        assert known(other) not in home
        assert "Attend le service de l’opérateur" in home
        assert {"Bloqués (1)", "Commandes en cours (2)"} <= set(_tabs(home))
        assert known(other) in orders

    def test_before_the_order_it_is_the_address_to_check_and_no_more(self):
        by, shop = cases.prescriber(), cases.advisor()
        found = cases.brought_to("accept", by=by, shop=shop, number=50, **PERSON)
        desk = signed_in(back_office())

        listed = page_of(desk, "operator", liste="adresses")
        file = page_of(desk, "line", found.reference)

        for page in (listed, file):
            assert "Lille" in page
            assert known(found) not in page
            assert "4 rue Inventée" in page
            assert "06 39" not in page

    def test_of_a_request_that_is_over_no_address_is_left_to_check(self):
        shop = cases.advisor()
        found = cases.brought_to("accept", by=cases.prescriber(), shop=shop, number=50, **PERSON)
        cases.step(found, "find_line_not_available", shop, reason="no_network")
        page = page_of(signed_in(back_office()), "line", found.reference)
        assert "4 rue Inventée" in page
        Prescription.objects.filter(pk=found.pk).update(state="closed")

        page = page_of(signed_in(back_office()), "line", found.reference)

        assert "Lille" in page
        assert "4 rue Inventée" not in page

    def test_from_the_order_on_it_has_the_address_and_the_telephone(self):
        found = ordered(**PERSON)

        page = page_of(signed_in(back_office()), "line", found.reference)

        assert known(found) in page
        assert "4 rue Inventée" in page
        assert "06 39 98 01 23" in page
        assert "enregistrée" in page
        assert "TMF622" not in page
        assert "acknowledged" not in page

    def test_it_never_sees_an_income_a_verdict_a_computer_or_a_workshop(self):
        by = cases.prescriber()
        found = active(by=by, quotient=512)
        found.computer_state, found.training_state = "wanted", "wanted"
        found.save()
        household = found.household
        household.monthly_cost = 3499
        household.save()
        opened(found, by)
        desk = signed_in(back_office())

        pages = [page_of(desk, "line", found.reference), page_of(desk, "operator")]
        pages.append(page_of(desk, "case", StuckCase.objects.get().reference))

        for page in map(words_of, pages):
            for hidden in ("512", "quotient", "34,99", "y a droit", "Ordinateur", "telier", "CAF"):
                assert hidden not in page
        assert desk.get(reverse("prescribing:file", args=[found.reference])).status_code == 403
        assert desk.get(reverse("lines:household", args=[found.reference])).status_code == 403

    @pytest.mark.parametrize(
        ("step", "answers", "button"),
        [
            ("", {}, "La ligne marche toujours"),
            ("note_late_payment", {"cut_on": soon(9)}, "Le paiement est réglé, la ligne marche"),
            ("note_suspended", {"checked_on": soon(0)}, "La ligne remarche"),
        ],
        ids=["active", "late", "suspended"],
    )
    def test_the_button_of_a_line_that_works_says_from_where_it_comes(self, step, answers, button):
        found, desk = active(), signed_in(back_office())
        if step:
            taken = reverse("step", args=[found.reference, step])
            desk.post(taken, {"once": uuid4(), **answers})

        page = page_of(desk, "line", found.reference)
        form = text_of(desk.get(reverse("step", args=[found.reference, "keep_line"])))

        assert button in page
        assert button in form
        assert ("La ligne marche toujours" in page) == (step == "")

    def test_once_the_line_is_over_the_person_is_no_longer_shown(self):
        found, one = active(**PERSON), back_office()
        desk = signed_in(one)
        address = reverse("step", args=[found.reference, "end_line"])
        today = f"{timezone.localdate():%d/%m/%Y}"

        done = desk.post(address, {"once": uuid4(), "ended_on": today, "reason": "moved"})

        assert done["Location"] == reverse("lines:line", args=[found.reference])
        assert "rue Inventée" not in page_of(desk, "line", found.reference)

    @pytest.mark.parametrize(
        ("phone", "said"), [("0639980123", "06 39 98 01 23"), ("", "aucun téléphone donné")]
    )
    def test_a_call_back_gives_the_number_to_call_when_there_is_one(self, phone, said):
        found = active(on="2026-09-01", phone=phone)
        desk = signed_in(back_office())

        listed = page_of(desk, "operator", liste="rappels").replace("\u00a0", " ")
        file = page_of(desk, "line", found.reference).replace("\u00a0", " ")

        assert said in listed
        assert ("06 39" in file) == bool(phone)
        assert "06 39" not in page_of(desk, "operator", liste="commandes").replace("\u00a0", " ")

    def test_a_call_back_is_due_and_answered_by_a_step(self):
        found = active(on="2026-09-01")
        desk = signed_in(back_office())
        assert known(found) in page_of(desk, "operator", liste="rappels")

        today = f"{timezone.localdate():%d/%m/%Y}"
        address = reverse("step", args=[found.reference, "keep_line"])
        desk.post(address, {"once": uuid4(), "checked_on": today})

        assert known(found) not in page_of(desk, "operator", liste="rappels")
        assert "La ligne marche et elle est payée (rappel" in page_of(desk, "line", found.reference)

    @pytest.mark.parametrize("rows", [2, 12])
    def test_a_list_costs_the_same_for_more_rows(self, rows, django_assert_max_num_queries):
        by, desk = cases.prescriber(), signed_in(back_office())
        for number in range(rows):
            opened(ordered(f"FICTIF-{number}", by=by), by)

        with django_assert_max_num_queries(17):
            page = page_of(desk, "operator")

        assert page.count("Attend le service") == rows


def _tabs(page):
    return re.findall(r">\s*([^<>]+ \(\d+\))\s*</a>", page)


ROWS = "FICTIF-1,late,{day},{cut},,\nINCONNU,active,{day},,,\nFICTIF-1,perdu,{day},,,"


def sent(desk, text=ROWS, name="suivi.csv", header=HEADER):
    today = timezone.localdate()
    text = text.format(day=today, cut=today + timedelta(days=15))
    file = SimpleUploadedFile(name, f"{header}\n{text}".encode())
    return desk.post(reverse("lines:upload"), {"once": uuid4(), "file": file})


class TestFile:
    def test_a_french_excel_s_file_is_read_with_a_notice(self):
        active()
        desk = signed_in(back_office())
        row = f"FICTIF-1,late,{timezone.localdate()},,,échéance"
        content = f"{HEADER}\n{row}\n".replace(",", ";").encode("cp1252")
        file = SimpleUploadedFile("suivi.csv", content)

        preview = desk.post(reverse("lines:upload"), {"once": uuid4(), "file": file})["Location"]

        shown = text_of(desk.get(preview))
        assert "Vérifiez les accents" in shown
        assert "1 ligne lue." in shown

    def test_it_is_shown_first_and_written_once_agreed(self):
        found, desk = active(), signed_in(back_office())

        preview = sent(desk)["Location"]
        shown = text_of(desk.get(preview))
        found.refresh_from_db()
        assert found.line_state == "active"
        assert "Rien n’est encore écrit." in shown
        assert "Aucune ligne n’a ce numéro de commande." in shown
        assert "Ce statut n’existe pas." in shown
        change = " ".join(words_of(shown.partition("Ce qui change, ligne par ligne")[2]).split())
        for word in ("FICTIF-1", "Retard de paiement", "Ligne active", "Paiement en retard"):
            assert word in change

        desk.post(preview, {"once": uuid4()})

        found.refresh_from_db()
        assert found.line_state == "late"
        left = page_of(desk, "left_over")
        assert "INCONNU" in left
        assert "Ligne active, le " in left
        assert "n’est plus gardé" in text_of(desk.get(preview))

    @pytest.mark.parametrize(
        ("header", "said"),
        [("numero,etat", "il lui manque order_number"), ("", "est vide")],
        ids=["another file", "nothing"],
    )
    def test_a_wrong_file_is_refused_in_the_form(self, header, said):
        answer = sent(signed_in(back_office()), text="", header=header)

        assert answer.status_code == 422
        assert said in text_of(answer)

    def test_nobody_reads_the_file_of_another(self):
        preview = sent(signed_in(back_office()))["Location"]

        answer = signed_in(back_office()).get(preview)

        assert "n’est plus gardé" in text_of(answer)
        assert not LineReport.objects.exists()


class TestCase:
    def test_the_prescriber_opens_it_and_the_desk_answers(self):
        by = cases.prescriber()
        found = ordered(by=by)
        desk, office = signed_in(by), signed_in(back_office())
        form = {"once": uuid4(), "cause": "no_news", "text": "Rien depuis dix jours."}
        address = reverse("lines:open", args=[found.reference])

        opened_at = desk.post(address, form)["Location"]
        again = desk.post(address, form)["Location"]
        office.post(opened_at, {"once": uuid4(), "text": "Le technicien passe lundi."})
        handed = {"once": uuid4(), "to": "prescriber", "text": "À vous."}
        office.post(f"{opened_at}confier/", handed)

        page = text_of(desk.get(opened_at))
        file = text_of(desk.get(reverse("prescribing:file", args=[found.reference])))
        assert opened_at == again
        assert "Rien depuis dix jours." in page
        assert "Le technicien passe lundi." in page
        assert "a confié le dossier au prescripteur" in page
        assert "Le dossier attend le prescripteur depuis aujourd’hui." in file

    def test_it_ends_with_an_outcome(self):
        by = cases.prescriber()
        case = opened(ordered(by=by), by)
        desk, address = signed_in(by), reverse("lines:close", args=[case.reference])

        refused = desk.post(address, {"once": uuid4()})
        desk.post(address, {"once": uuid4(), "outcome": "solved"})

        assert refused.status_code == 422
        assert "Choisissez comment cela finit." in text_of(refused)
        page = page_of(desk, "case", case.reference)
        assert "Débloqué : la commande continue" in page
        assert "Répondre" not in page

    def test_a_second_opening_leads_to_the_one_that_is_open(self):
        by = cases.prescriber()
        found = ordered(by=by)
        case = opened(found, by)

        answer = signed_in(by).post(
            reverse("lines:open", args=[found.reference]), {"once": uuid4(), "cause": "other"}
        )

        assert answer["Location"] == reverse("lines:case", args=[case.reference])

    def test_an_empty_message_says_so_beside_its_field(self):
        by = cases.prescriber()
        case = opened(ordered(by=by), by)

        answer = signed_in(by).post(
            reverse("lines:case", args=[case.reference]), {"once": uuid4(), "text": "  "}
        )

        assert answer.status_code == 422
        assert "Écrivez votre message." in text_of(answer)

    @pytest.mark.parametrize("name", ["case", "hand_over", "close"])
    def test_another_organisation_sees_nothing(self, name):
        by = cases.prescriber()
        case = opened(ordered(by=by), by)
        address = reverse(f"lines:{name}", args=[case.reference])

        for one in (cases.prescriber(), cases.advisor()):
            assert signed_in(one).get(address).status_code == 404
            written = {"once": uuid4(), "text": "x", "to": "prescriber", "outcome": "solved"}
            assert signed_in(one).post(address, written).status_code == 404
        assert StuckMessage.objects.count() == 1

    def test_the_shop_that_follows_the_request_finds_it_on_its_page(self):
        by, shop = cases.prescriber(), cases.advisor()
        found = ordered(by=by, shop=shop)
        desk, address = signed_in(shop), reverse("counter:voucher", args=[found.reference])

        before = text_of(desk.get(address))
        opened(found, by)
        after = text_of(desk.get(address))

        assert "Signaler un blocage" in before
        assert "La ligne est bloquée : Aucune nouvelle de la commande." in after

    def test_text_that_looks_like_a_page_is_shown_as_text(self):
        by = cases.prescriber()
        case = opened(ordered(by=by), by, text="<script>alert(1)</script>")

        page = page_of(signed_in(by), "case", case.reference)

        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


class TestHousehold:
    def test_a_line_about_to_be_cut_says_the_day_and_what_can_be_done(self):
        by, desk = cases.prescriber(), signed_in(back_office())
        found = active(by=by)
        address = reverse("step", args=[found.reference, "note_late_payment"])
        desk.post(address, {"once": uuid4(), "cut_on": soon(15)})
        mine = signed_in(by)

        page = page_of(mine, "household", found.reference)
        home = text_of(mine.get("/accueil/"))
        file = text_of(mine.get(reverse("prescribing:file", args=[found.reference])))

        assert "Coupure annoncée le" in page
        assert "échéancier" in page
        assert "Coupure annoncée le" in file
        assert "La ligne risque une coupure : voyez avec la personne" in home

    def test_three_numbers_with_the_contract_that_was_noted(self):
        by = cases.prescriber()
        load_programme(text=read_today(), at=timezone.now())
        found, desk = active(by=by), signed_in(by)
        form = {"once": uuid4(), "monthly_cost": "34,99", "exit_fee": "49", "ends_on": soon(90)}

        desk.post(reverse("lines:contract", args=[found.reference]), form)
        page = page_of(desk, "household", found.reference)

        assert Household.objects.get(pk=found.household_id).exit_fee == 4900
        assert "15\u00a0€" in page
        assert "Partir avant la fin coûte 49\u00a0€" in page
        assert "4,09\u00a0€ par mois la première année" in page
        # The cheapest offer of the market is unverified: staff read it, marked so.
        assert "Orange Livebox (promotion)" in page
        assert "Prix à vérifier : ne l’annoncez pas à la personne." in page

    @pytest.mark.parametrize(
        ("has_line", "said"),
        [(True, "La personne a déjà une ligne."), (None, "On ne sait pas si la personne a une")],
    )
    def test_why_no_access_is_gained_is_said(self, has_line, said):
        by = cases.prescriber()
        found = active(by=by)
        Household.objects.filter(pk=found.household_id).update(has_line=has_line)

        page = page_of(signed_in(by), "household", found.reference)

        assert said in page
        assert "ou on ne sait pas" not in page

    def test_a_cut_that_is_over_is_said_to_be_so(self, client):
        by, desk = cases.prescriber(), signed_in(back_office())
        found = active(by=by)
        address = reverse("step", args=[found.reference, "note_late_payment"])
        desk.post(address, {"once": uuid4(), "cut_on": soon(-2)})

        past = "date passée, voyez si la ligne marche encore"
        assert past in page_of(signed_in(by), "household", found.reference)
        assert past in page_of(desk, "operator", liste="impayes")
        assert past in text_of(
            signed_in(by).get(reverse("prescribing:file", args=[found.reference]))
        )

    def test_a_bundle_is_not_compared(self):
        by = cases.prescriber()
        found, desk = active(by=by), signed_in(by)
        form = {"once": uuid4(), "monthly_cost": "49,99", "has_mobile": "on"}

        desk.post(reverse("lines:contract", args=[found.reference]), form)

        page = page_of(desk, "household", found.reference)
        assert "les deux prix ne se comparent pas" in page
        assert "30\u00a0€" not in page

    def test_when_the_market_beats_ours_it_is_said(self):
        by = cases.prescriber()
        found = active(by=by)
        load_programme(
            text=read_today().replace('value = "22.99"', 'value = "17.99"', 1),
            at=timezone.now(),
        )

        page = page_of(signed_in(by), "household", found.reference)

        assert "Le marché est moins cher" in page
        assert "2\u00a0€" in page

    def test_a_market_too_old_is_not_compared_and_the_page_says_of_when_it_is(self):
        by = cases.prescriber()

        page = page_of(signed_in(by), "household", active(by=by).reference)

        assert "Trop ancien pour comparer." in page
        assert 'figure-value">Trop ancien' not in page
        assert "mardi 13 avril 2021" in page
        assert "Orange Livebox" not in page

    @pytest.mark.parametrize(
        ("name", "said"),
        [("order_line", "ne marche pas encore"), ("activate_line", "ne dit pas quand l’offre")],
    )
    def test_where_there_is_no_exit_plan_the_page_says_why(self, name, said):
        by = cases.prescriber()
        found = cases.brought_to(name, by=by)
        desk = signed_in(by)

        page = page_of(desk, "household", found.reference)

        assert said in page
        assert "Voir le plan de sortie" not in page
        assert said in text_of(desk.get(reverse("lines:exit_plan", args=[found.reference])))

    def test_a_bill_confirms_the_price_or_says_by_how_much(self):
        by = cases.prescriber()
        found, desk = active(by=by, on="2026-09-01"), signed_in(by)
        address = reverse("lines:bill", args=[found.reference])
        once = uuid4()

        for key, month, amount in (
            (once, "10/2026", "19,99"), (once, "10/2026", "19,99"), (uuid4(), "11/2026", "21,99"),
        ):  # fmt: skip
            desk.post(address, {"once": key, "month": month, "amount": amount})

        page = page_of(desk, "household", found.reference)
        assert BillSeen.objects.count() == 2
        assert "le prix annoncé est confirmé" in page
        assert "2\u00a0€ de plus qu’annoncé" in page

    @pytest.mark.parametrize("month", ["10/2026", "2026-10", "25/10/2026", "2026-10-25"])
    def test_the_month_of_a_bill_may_be_typed_as_its_day(self, month):
        by = cases.prescriber()
        found = active(by=by, on="2026-09-01")

        signed_in(by).post(
            reverse("lines:bill", args=[found.reference]),
            {"once": uuid4(), "month": month, "amount": "19,99"},
        )

        assert f"{BillSeen.objects.get().month}" == "2026-10-01"

    @pytest.mark.parametrize(
        ("month", "amount", "said"),
        [("08/2026", "19,99", "ne marchait pas encore"), ("12/2999", "19,99", "mois comme 11/2026"),
         ("11/2090", "19,99", "pas encore là"), ("11/2026", "1000,01", "au plus"),
         ("11/2026", "beaucoup", "montant comme 34,99"), ("novembre", "19,99", "mois comme")],
        ids=["before the line", "a year of nobody", "to come", "too much", "a word", "in words"],
    )  # fmt: skip
    def test_a_bill_that_cannot_be_is_refused(self, month, amount, said):
        by = cases.prescriber()
        found = active(by=by, on="2026-09-01")

        answer = signed_in(by).post(
            reverse("lines:bill", args=[found.reference]),
            {"once": uuid4(), "month": month, "amount": amount},
        )

        assert answer.status_code == 422
        assert said in text_of(answer)
        assert not BillSeen.objects.exists()

    @pytest.mark.parametrize("name", ["household", "contract", "bill", "exit_plan", "open"])
    def test_another_organisation_sees_nothing(self, name):
        found = active()

        answer = signed_in(cases.prescriber()).get(reverse(f"lines:{name}", args=[found.reference]))

        assert answer.status_code == 404

    def test_the_exit_plan_gives_the_day_the_price_and_what_to_do(self):
        by = cases.prescriber()
        found, desk = active(by=by), signed_in(by)
        assert desk.get(reverse("lines:exit_plan", args=[found.reference])).status_code != 200

        load_programme(text=ending(days=60), at=timezone.now())

        page = page_of(desk, "exit_plan", found.reference)
        assert "29,99\u00a0€ par mois (à vérifier)" in page
        assert "La nouvelle ligne marche d’abord" in page
        assert "Orange Livebox (promotion)" in page
        assert "Voir le plan de sortie" in page_of(desk, "household", found.reference)


def read_today():
    """Give the delivered programme with its market read today: its own is too old to compare."""
    old = "since = 2021-04-13"
    assert old in default_text()
    return default_text().replace(old, f"since = {timezone.localdate()}")


def ending(*, days):
    day = timezone.localdate() + timedelta(days=days)
    after = 'price_after = { value = "29.99", source = "exemple", verified = false }'
    return read_today().replace(
        "[offers.computer]", f"ends_on = {day.isoformat()}\n{after}\n[offers.computer]", 1
    )


class TestFollow:
    """What the household reads of its line, by its code."""

    def followed(self, client, found):
        from coupdepouce.prescriptions.models import Voucher

        code = Voucher.objects.get(prescription=found).code
        form = {"code": code, "birth_year": "1980"}
        return text_of(client.post(reverse("public:follow"), form, follow=True))

    def step(self, found, name, **answers):
        desk = signed_in(back_office())
        done = desk.post(
            reverse("step", args=[found.reference, name]), {"once": uuid4(), **answers}
        )
        assert done.status_code == 302, text_of(done)

    def test_a_late_payment_is_said_warmly_with_who_helps(self, client):
        found = active()
        self.step(found, "note_late_payment", cut_on=soon(15))

        page = self.followed(client, found)

        assert "Cela arrive. On peut vous aider." in page
        assert "Sans paiement, la ligne peut être coupée le" in page
        assert "payer en plusieurs fois" in page
        assert found.organisation.name in page
        for blame in ("impayé", "dette", "faute", "obligation"):
            assert blame not in page

    def test_a_line_that_is_cut_can_come_back(self, client):
        found = active()
        self.step(found, "note_suspended", checked_on=f"{timezone.localdate():%d/%m/%Y}")

        assert "Votre ligne peut revenir." in self.followed(client, found)

    def test_a_closed_request_still_says_that_the_line_is_late(self, client):
        shop = cases.advisor()
        found = active(shop=shop)
        cases.step(found, "close", shop)
        self.step(found, "note_late_payment", cut_on=soon(15))

        assert "Cela arrive." in self.followed(client, found)

    @pytest.mark.parametrize(("days", "is_said"), [(89, True), (120, False)])
    def test_the_end_of_the_price_is_said_once_it_is_near(self, client, days, is_said):
        found = active()
        load_programme(text=ending(days=days), at=timezone.now())

        page = self.followed(client, found)

        assert ("Le prix de votre ligne change le" in page) == is_said
        # The price after has no verified source: a household does not read it.
        assert "29,99" not in page

    @pytest.mark.parametrize("is_sure", [True, False])
    def test_a_cheaper_offer_is_said_only_when_its_price_is_sure(self, client, is_sure):
        found = cases.brought_to("accept", number=60)
        source = 'source = "comparateur d’offres, relevé du 13 avril 2021"'
        old = f'value = "22.99", {source}, verified = false'
        new = old.replace("22.99", "17.99").replace("= false", "= true" if is_sure else "= false")
        assert old in read_today()
        load_programme(text=read_today().replace(old, new, 1), at=timezone.now())

        page = self.followed(client, found)

        assert ("Une autre offre coûte moins cher" in page) == is_sure
        assert ("17,99" in page) == is_sure


def test_the_counter_gives_the_hint_of_the_commune_and_marks_what_is_not_sure():
    from coupdepouce.connect.coverage import NETWORKS, CoverageRow
    from coupdepouce.lines.operations import import_coverage
    from coupdepouce.programmes import communes

    shares = dict.fromkeys(NETWORKS, 1000) | {"fibre": 886}
    row = CoverageRow(line=2, code="59350", name="Lille", premises=10, per_thousand=shares)
    import_coverage(rows=[row], exists=communes.exists, read_on="2024", source="Arcep")
    shop = cases.advisor()
    found = cases.brought_to("accept", shop=shop, number=61)

    page = text_of(signed_in(shop).get(reverse("counter:voucher", args=[found.reference])))

    assert "Fibre : 88,6\u00a0% des logements et locaux de Lille." in page
    assert "Source : Arcep, 2024." in page
    assert "seul l’opérateur le dit pour une adresse" in page
    assert "offre et prix à confirmer avec l’opérateur" in page


def test_the_programme_reads_the_cases_and_the_rows_left_over():
    by, boss = cases.prescriber(), member(Role.PROGRAMME_MANAGER)
    case = opened(ordered(by=by), by)
    desk = signed_in(boss)

    assert desk.get(reverse("lines:case", args=[case.reference])).status_code == 200
    assert desk.get(reverse("lines:left_over")).status_code == 200


def test_a_line_that_ended_saves_nothing_and_the_shop_ends_the_request():
    by = cases.prescriber()
    found, desk = active(by=by), signed_in(by)
    Household.objects.filter(pk=found.household_id).update(has_line=True, monthly_cost=3499)
    before = page_of(desk, "household", found.reference)

    cases.step(found, "end_line", back_office(), ended_on="2026-11-20", reason="moved")
    found.refresh_from_db()

    page = page_of(desk, "household", found.reference)
    listed = text_of(desk.get("/accueil/", follow=True))
    assert "avec l’offre" in before
    assert "avec l’offre" not in page
    assert "il n’y a ni économie, ni dépense" in page
    assert found.waits_for == Role.SHOP_ADVISOR
    assert "La ligne est arrêtée : voyez avec la personne" in listed


def test_an_order_that_was_delivered_is_not_called_over():
    page = page_of(signed_in(back_office()), "line", active().reference)

    assert "livrée" in page
    assert "terminée" not in page


def test_a_network_that_was_refused_is_not_offered_again():
    shop = cases.advisor()
    found = cases.brought_to("find_line_available", shop=shop)
    cases.step(found, "find_line_not_available", shop, reason="no_network")
    desk, taken = signed_in(shop), reverse("step", args=[found.reference, "find_line_available"])

    page = text_of(desk.get(taken))
    answer = desk.post(taken, {"once": uuid4(), "technology": "fibre"})
    with pytest.raises(Refusal, match="choisissez-en un autre"):
        cases.step(found, "find_line_available", shop, technology="fibre")
    cases.step(found, "find_line_available", shop, technology="satellite")

    assert {name for name in NETWORKS if f'value="{name}"' in page} == {"fixed_4g", "satellite"}
    assert answer.status_code == 422


def test_a_row_without_its_day_says_which_column_is_missing():
    (row,) = read_reports(f"{HEADER}\nFICTIF-1,late,2026-11-20,,,".encode(), name="suivi.csv")

    assert row.sentence == "Le statut « late » demande la colonne « cut_on »."


def test_a_file_too_long_for_a_page_names_the_command():
    rows = "\n".join(f"FICTIF-{n},active,2026-11-20,,," for n in range(1001))
    file = SimpleUploadedFile("suivi.csv", f"{HEADER}\n{rows}".encode())

    answer = signed_in(back_office()).post("/operateur/fichier/", {"once": uuid4(), "file": file})

    assert answer.status_code == 422
    assert "coupdepouce import line-status" in text_of(answer)


def test_a_call_without_an_answer_is_noted_from_the_page_and_read_by_the_prescriber():
    by = cases.prescriber()
    found = active(by=by)
    LineCheck.objects.filter(line=found.line, months=1).update(due_on=timezone.localdate(), tries=2)
    desk = signed_in(back_office())
    before = page_of(desk, "line", found.reference)

    answer = desk.post(reverse("lines:no_answer", args=[found.reference]), follow=True)

    after = page_of(desk, "line", found.reference)
    file = text_of(signed_in(by).get(reverse("prescribing:file", args=[found.reference])))
    assert "Personne ne répond" in before
    assert "Personne ne répond" not in after
    assert "Personne n’a répondu : c’est noté." in text_of(answer)
    assert "appels sans réponse : 3" in after
    assert "La personne ne répond pas à l’opérateur." in file


def test_the_list_of_call_backs_says_the_calls_that_nobody_answered():
    found, today = active(), timezone.localdate()
    checks = LineCheck.objects.filter(line=found.line, months=1)
    checks.update(due_on=today)
    desk = signed_in(back_office())
    before = page_of(desk, "operator", liste="rappels")

    pressed = [
        text_of(desk.post(reverse("lines:no_answer", args=[found.reference]), follow=True))
        for _ in range(2)
    ]

    assert "sans réponse" not in before
    assert "c’est noté. Rappelez un autre jour." in pressed[0]
    assert "1 appel sans réponse, aujourd’hui" in pressed[0]
    assert "Cet appel est déjà noté aujourd’hui." in pressed[1]
    assert "1 appel sans réponse, aujourd’hui" in pressed[1]
    checks.update(tries=2, tried_on=today - timedelta(days=1))
    assert "2 appels sans réponse, le dernier" in page_of(desk, "operator", liste="rappels")


@pytest.mark.parametrize("who", ["operator", "shop"])
def test_an_order_number_typed_wrong_is_corrected_and_both_are_kept(who):
    shop, office = cases.advisor(), back_office()
    found, other = ordered("FICTIF-1", shop=shop), ordered("FICTIF-2")
    Line.objects.filter(pk=found.line.pk).update(order_number="FICTIF-1 (en double, 7)")
    desk = signed_in(office if who == "operator" else shop)
    page, once = reverse("lines:order_number", args=[found.reference]), uuid4()

    taken = desk.post(page, {"once": once, "order_number": other.line.order_number})
    for typed in ("FICTIF-3", "fictif\u00a0- 3"):
        desk.post(page, {"once": once, "order_number": typed})

    found.line.refresh_from_db()
    kept = found.line.corrections.get()
    read = page_of(signed_in(office), "line", found.reference)
    assert taken.status_code == 422
    assert "déjà celui d’une autre ligne" in text_of(taken)
    assert (found.line.order_number, kept.before) == ("FICTIF-3", "FICTIF-1 (en double, 7)")
    assert "FICTIF-1 (en double, 7) avant" in read


@pytest.mark.parametrize("is_theirs", [True, False])
def test_two_numbers_are_exchanged_by_whom_holds_both(is_theirs):
    shop = cases.advisor()
    found = ordered("FICTIF-1", shop=shop)
    other = ordered("FICTIF-2", shop=shop if is_theirs else None)
    desk = signed_in(shop)
    page, typed = (
        reverse("lines:order_number", args=[found.reference]),
        {"order_number": "FICTIF-2"},
    )

    first = desk.get(page).content.decode()
    refused = desk.post(page, typed | {"once": uuid4()})
    done = desk.post(page, typed | {"once": uuid4(), "exchange": "on"})

    assert 'name="exchange"' not in first
    assert ('name="exchange"' in refused.content.decode()) is is_theirs
    other.line.refresh_from_db()
    expected = (302, "FICTIF-1") if is_theirs else (422, "FICTIF-2")
    assert (done.status_code, other.line.order_number) == expected


def test_another_shop_does_not_correct_an_order_number():
    found = ordered()
    page = reverse("lines:order_number", args=[found.reference])

    assert signed_in(cases.advisor()).get(page).status_code == 404


def test_a_forgotten_household_leaves_no_corrected_number():
    shop = cases.advisor()
    found = ordered(shop=shop)
    correct_order(member=shop, reference=found.reference, order_number="FICTIF-9",
                  at=timezone.now())  # fmt: skip

    forget_household(household_id=found.household_id, at=timezone.now())

    kept = found.line.corrections.get()
    assert (kept.before, kept.after) == ("", "")
