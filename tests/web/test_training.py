"""The pages of the workshops: who opens what, one tap, one list, the household's own."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from icalendar import Calendar

from coupdepouce.core.calendar import public_holiday
from coupdepouce.core.journey.model import Part
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Organisation
from coupdepouce.prescriptions.models import Prescription
from coupdepouce.training.models import Booking, NeedsAnswer, Session, SkillsAnswer, TrainerReport
from coupdepouce.web.training.roll import open_marks
from tests.apps import build_training as build
from tests.apps import cases
from tests.apps.build import member, organisation
from tests.web.desk import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


@pytest.fixture
def shop() -> Organisation:
    return build.shop()


@pytest.fixture
def trainer(shop):
    return build.trainer(shop)


def request_for(shop, number: int = 1, *, by=None) -> Prescription:
    """Bring a request for workshops to a shop."""
    by = by or cases.prescriber()
    yesterday = timezone.now() - timedelta(days=1)
    made = cases.draft(by=by, number=number, parts=(Part.TRAINING,), at=yesterday)
    advisor = member(Role.SHOP_ADVISOR, of=shop)
    for name, who, answers in (
        ("issue", by, {}),
        ("present", advisor, {"identity_seen": "yes"}),
        ("accept", advisor, {}),
    ):
        cases.step(made, name, who, at=timezone.now(), **answers)
    made.refresh_from_db()
    return made


def soon(shop, *, days: int = 3, **fields) -> Session:
    return build.session(shop=shop, starts_at=timezone.now() + timedelta(days=days), **fields)


def today(shop, **fields) -> Session:
    """Make a session that ended a moment ago."""
    return build.session(shop=shop, starts_at=timezone.now() - timedelta(hours=2), **fields)


def placed(one: Session, made: Prescription) -> Booking:
    """Give a request a place as the trainer does."""
    by = one.trainer or build.trainer(one.shop)
    cases.step(made, "book_session", by, at=timezone.now(), session=str(one.reference))
    return Booking.objects.get(session=one, household=made.household_id)


def page(client: Client, name: str, *args) -> str:
    answer = client.get(reverse(f"training:{name}", args=args))
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def html(answer) -> str:
    return answer.content.decode()


def post(client: Client, name: str, *args, **data):
    return client.post(reverse(f"training:{name}", args=args), {"once": uuid4(), **data})


# -- who opens a session -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "here", "opens"),
    [
        (Role.TRAINER, True, 200),
        (Role.SHOP_ADVISOR, True, 200),
        (Role.PROGRAMME_MANAGER, False, 200),
        (Role.TRAINER, False, 404),
        (Role.SHOP_ADVISOR, False, 404),
        (Role.PRESCRIBER, False, 403),
        (Role.EVALUATOR, False, 403),
    ],
)
def test_a_session_opens_to_those_who_run_it(shop, role, here, opens):
    one = soon(shop)
    kind = Organisation.Kind.SHOP if role in {Role.TRAINER, Role.SHOP_ADVISOR} else "ccas"
    who = member(role, of=shop if here else organisation(kind))

    answer = signed_in(who).get(reverse("training:session", args=[one.reference]))

    assert answer.status_code == opens


@pytest.mark.parametrize("rows", [2, 20])
def test_the_list_costs_the_same_for_more_sessions(shop, trainer, rows, django_assert_num_queries):
    for number in range(rows):
        soon(shop, days=number + 1)
    client = signed_in(trainer)
    page(client, "home")

    with django_assert_num_queries(4):
        text = page(client, "home")

    assert text.count("Premiers pas") == rows


# -- presence ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(30, ["Venu", "Absent", "Excusé"]), (31, ["Excusé"]), (24 * 60, [])],
    ids=["the doors are open", "not yet", "the day before"],
)
def test_only_the_presences_that_may_be_noted_now_are_offered(shop, minutes, shown):
    one = build.session(shop=shop)

    marks = open_marks(one, at=one.starts_at - timedelta(minutes=minutes))

    assert [label for _, label in marks] == shown


def test_one_tap_notes_who_is_there_and_another_takes_it_back(shop, trainer):
    one, made = today(shop), request_for(shop)
    row, client = placed(one, made), signed_in(trainer)

    for state, told in (("attended", "attended"), ("absent", "absent"), ("booked", "booked")):
        answer = post(client, "session", one.reference, mark=f"{row.reference}:{state}")
        assert answer.status_code == 302
        row.refresh_from_db()
        made.refresh_from_db()
        assert (row.state, made.training_state) == (told, told)


def test_two_taps_on_one_button_write_one_event(shop, trainer):
    one, made = today(shop), request_for(shop)
    row, client, once = placed(one, made), signed_in(trainer), uuid4()

    for _ in range(2):
        post(client, "session", one.reference, mark=f"{row.reference}:attended", once=once)

    assert made.events.filter(step="attend_session").count() == 1


def test_the_pressed_button_is_the_one_that_was_tapped(shop, trainer):
    one, made = today(shop), request_for(shop)
    row, client = placed(one, made), signed_in(trainer)
    post(client, "session", one.reference, mark=f"{row.reference}:excused")

    text = page(client, "session", one.reference)

    assert text.count('aria-pressed="true"') == 1
    assert f'value="{row.reference}:booked" aria-pressed="true">Excusé' in text


def test_those_who_came_without_a_file_are_counted(shop, trainer):
    one, client = today(shop), signed_in(trainer)

    post(client, "session", one.reference, anonymous="4")
    refused = post(client, "session", one.reference, anonymous="beaucoup")

    one.refresh_from_db()
    assert (one.anonymous, refused.status_code) == (4, 422)


def test_the_paper_list_leads_back_and_is_copied_at_once(shop, trainer):
    one = today(shop)
    made = [request_for(shop, n) for n in (1, 2)]
    rows = [placed(one, each) for each in made]
    client = signed_in(trainer)

    text = page(client, "paper", one.reference)
    answer = post(
        client, "copy", one.reference,
        **{f"p{rows[0].reference.hex}": "attended", f"p{rows[1].reference.hex}": "absent"},
        anonymous="2",
    )  # fmt: skip

    assert text.count("Camille Exemple") == 2
    assert 'class="qr"' in text
    assert answer.status_code == 302
    assert sorted(Booking.objects.values_list("state", flat=True)) == ["absent", "attended"]


def test_a_line_that_cannot_be_noted_says_so_beside_its_name(shop, trainer):
    one, client = soon(shop), signed_in(trainer)
    rows = [placed(one, request_for(shop, n)) for n in (1, 2)]

    answer = post(client, "copy", one.reference, **{f"p{rows[1].reference.hex}": "attended"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"p{rows[1].reference.hex}"]
    assert "C’est noté" not in answer.content.decode()
    assert set(Booking.objects.values_list("state", flat=True)) == {"booked"}


def test_the_trainer_writes_a_report_after_and_not_before(shop, trainer):
    client = signed_in(trainer)
    before, after = soon(shop), today(shop)

    early = post(client, "report", before.reference, done="Rien encore")
    post(client, "report", after.reference, done="On a écrit un message.")
    post(client, "report", after.reference, done="On a écrit deux messages.")

    assert early.status_code == 422
    assert TrainerReport.objects.get().done == "On a écrit deux messages."
    assert "On a écrit deux messages." in page(client, "session", after.reference)


# -- the plan ----------------------------------------------------------------------------------


def a_plain_day() -> date:
    """Give a day to come without a public holiday that week, nor in the two after it."""
    day = timezone.localdate() + timedelta(days=7)
    while any(public_holiday(day + timedelta(days=7 * week)) for week in range(3)):
        day += timedelta(days=1)
    return day


def series(shop, **changes):
    day = a_plain_day()
    return {
        "shop": shop.pk,
        "workshop": build.workshop().pk,
        "first": f"{day:%d/%m/%Y}",
        "begins": "14:30",
        "every_weeks": "1",
        "until": f"{day + timedelta(days=14):%d/%m/%Y}",
        "closed": f"{day + timedelta(days=7):%d/%m/%Y}",
        "room": "salle du fond",
        "capacity": "8",
        **changes,
    }


def test_the_days_are_shown_before_they_are_written(shop, trainer):
    client, given = signed_in(trainer), series(shop)

    shown = post(client, "new", **given).content.decode()
    assert "2 séances à écrire" in shown
    assert "jour fermé" in shown
    assert not Session.objects.exists()
    once = uuid4()
    for _ in range(2):
        post(client, "new", **given, write="open", once=once)

    assert Session.objects.filter(published_at__isnull=False).count() == 2
    assert Session.objects.values("series").distinct().count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first": "32/13/2026"}, "Écrivez un jour comme 04/12/2026."),
        ({"begins": "midi"}, "Écrivez une heure comme 14:30."),
        ({"until": ""}, "Dites jusqu’à quel jour la série continue."),
        ({"closed": "noël"}, "Écrivez un jour comme 04/12/2026."),
        ({"room": "", "write": "open"}, "Dites la salle, ou le lien d’une séance à distance."),
    ],
)
def test_a_plan_that_cannot_be_says_why_beside_its_field(shop, trainer, changes, sentence):
    answer = post(signed_in(trainer), "new", **series(shop, **changes))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Session.objects.exists()


def test_a_doubt_is_ticked_then_written(shop, trainer):
    client, given = signed_in(trainer), series(shop, every_weeks="0")
    post(client, "new", **given, write="open")

    asked = post(client, "new", **given)
    mark = re.search(r'name="sure"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="sure"', html(asked))
    sure = mark[1] or mark[2]
    again = post(client, "new", **given, write="open")
    shown = post(client, "new", **given, sure=sure)
    post(client, "new", **given, sure=sure, write="open")

    assert (asked.status_code, again.status_code) == (422, 422)
    assert "La salle est déjà prise" in html(asked)
    assert 'type="checkbox" name="sure"' in html(asked)
    assert "1 séance à écrire" in html(shown)
    assert f'name="sure" value="{sure}"' in html(shown)
    assert Session.objects.count() == 2


def test_a_day_that_is_over_is_refused_beside_its_field(shop, trainer):
    day = timezone.localdate() - timedelta(days=1)

    answer = post(
        signed_in(trainer), "new", **series(shop, every_weeks="0", first=f"{day:%d/%m/%Y}")
    )

    assert answer.status_code == 422
    assert "Choisissez un jour et une heure à venir." in html(answer)


def test_a_trainer_prepares_nothing_for_another_shop(trainer):
    answer = post(signed_in(trainer), "new", **series(build.shop()), write="open")

    assert answer.status_code == 422
    assert not Session.objects.exists()


def test_a_session_is_opened_changed_and_cancelled(shop, trainer):
    one, client = soon(shop, published_at=None), signed_in(trainer)
    day = a_plain_day()

    post(client, "publish", one.reference)
    post(
        client, "change", one.reference,
        first=f"{day:%d/%m/%Y}", begins="10:00", minutes="60", room="salle verte", capacity="6",
    )  # fmt: skip
    post(client, "cancel", one.reference, why="la salle est fermée")

    one.refresh_from_db()
    assert (one.room, one.capacity, one.sequence) == ("salle verte", 6, 2)
    assert timezone.localtime(one.starts_at).hour == 10
    assert one.cancelled_at is not None
    shown = page(client, "session", one.reference)
    assert "la salle est fermée" in shown
    assert "Invitez des personnes" not in shown


def test_the_catalogue_is_written_and_a_title_is_used_once(trainer):
    client = signed_in(trainer)
    row = {
        "title": "Mon courriel", "theme": "mail", "level": "beginner", "minutes": "90",
        "material": "computer", "text": "On écrit un message.", "is_offered": "on",
    }  # fmt: skip

    first = post(client, "new_workshop", **row)
    twin = post(client, "new_workshop", **row)

    assert (first.status_code, twin.status_code) == (302, 422)
    assert "Un atelier porte déjà ce titre" in twin.content.decode()
    assert "Mon courriel" in page(client, "catalogue")


# -- inviting ----------------------------------------------------------------------------------


def test_places_left_are_shown_before_inviting_then_each_is_told(shop):
    by = cases.prescriber()
    made = [request_for(shop, n, by=by) for n in range(1, 4)]
    one, client = soon(shop, capacity=2), signed_in(by)

    before = page(client, "invite", one.reference)
    answer = post(client, "invite", one.reference, demande=[str(row.reference) for row in made])

    assert "2 places pour 3 personnes." in before
    text = answer.content.decode()
    assert "Inscrites" in text
    assert "C’est complet : sur liste d’attente, dans cet ordre" in text
    states = Prescription.objects.order_by("pk").values_list("training_state", flat=True)
    assert list(states) == ["booked", "booked", "waiting"]


def test_a_prescriber_picks_its_own_households_only(shop):
    mine, other = request_for(shop, 1, by=(by := cases.prescriber())), request_for(shop, 2)
    one = soon(shop)

    post(
        signed_in(by), "invite", one.reference,
        demande=[str(mine.reference), str(other.reference)],
    )  # fmt: skip

    other.refresh_from_db()
    assert other.training_state == "wanted"
    assert Booking.objects.count() == 1


def test_what_a_session_lacks_is_said_beside_the_name(shop):
    by = cases.prescriber()
    made, client = request_for(shop, by=by), signed_in(by)
    post(client, "needs", made.reference, needs=["wheelchair", "reading"])

    text = page(client, "invite", soon(shop, step_free=False).reference)
    open_to_all = page(client, "invite", soon(shop, step_free=True).reference)

    assert "Ne s’y trouve pas : accès et table pour un fauteuil" in text
    assert "Ne s’y trouve pas" not in open_to_all
    assert "wheelchair" not in NeedsAnswer.objects.values_list("needs", flat=True).get()[:3]


def test_the_form_of_the_step_lists_the_sessions_with_places(shop):
    by = cases.prescriber()
    made, one, full = request_for(shop, by=by), soon(shop), soon(shop, capacity=1, taken=1)
    client = signed_in(by)
    address = reverse("step", args=[made.reference, "book_session"])

    text = client.get(address).content.decode()
    client.post(address, {"once": uuid4(), "session": str(one.reference)})

    assert f'value="{one.reference}"' in text
    assert "4 places libres" in text
    assert str(full.reference) not in text
    made.refresh_from_db()
    assert made.training_state == "booked"


# -- a person ----------------------------------------------------------------------------------


def test_a_person_s_page_says_what_to_prepare_and_never_why(shop, trainer):
    made, client = request_for(shop), signed_in(trainer)

    asked = page(client, "person", made.reference)
    post(client, "needs", made.reference, needs=["hearing"])
    text = page(client, "person", made.reference)

    assert "La question n’a pas encore été posée." in asked
    assert "parler de face, écrire au tableau" in text
    # What is drawn (references, keys of forms) may hold any three figures: the words are read.
    for word in ("quotient", "512", "revenu", "rue Fictive"):
        assert word not in strip_tags(text)


def test_the_same_questions_before_and_after_then_what_changed(shop, trainer):
    made, one, client = request_for(shop), today(shop), signed_in(trainer)
    row, after = placed(one, made), ("skills", made.reference, "apres")
    post(client, "skills", made.reference, "avant", how="help", mail="0", scam="3", search="unsaid")
    assert "Ces questions s’ouvrent après une séance suivie" in page(
        client, "person", made.reference
    )
    assert post(client, *after, how="alone", mail="2").status_code == 409
    post(client, "session", one.reference, mark=f"{row.reference}:attended")
    post(client, *after, how="alone", mail="2", scam="3", search="3")

    text = page(client, "person", made.reference)
    late = post(client, "skills", made.reference, "avant", how="help", mail="3")

    assert late.status_code == 409
    assert SkillsAnswer.objects.get(phase="before").answers["mail"] == 0
    assert "celles d’avant ne changent plus" in text

    assert SkillsAnswer.objects.values("pair").distinct().count() == 1
    assert "Vous faites mieux une chose qu’avant." in text
    assert "Mieux qu’avant" in text
    assert "laissées de côté\N{NO-BREAK SPACE}: 8" in text
    assert "quelqu’un a lu avec la personne" in text


def test_the_questions_speak_the_household_s_language(shop, trainer):
    made, client = request_for(shop), signed_in(trainer)
    made.household.__class__.objects.filter(pk=made.household_id).update(language="en")

    text = page(client, "skills", made.reference, "avant")

    assert 'lang="en"' in text
    assert "Write a message to someone and attach a paper." in text
    assert text.count("I don’t know, or I don’t want to say") == 10


def test_the_attestation_is_a_pdf_once_somebody_came(shop, trainer):
    made, one, client = request_for(shop), today(shop), signed_in(trainer)
    row = placed(one, made)
    address = reverse("training:attestation", args=[made.reference])

    early = client.get(address)
    post(client, "session", one.reference, mark=f"{row.reference}:attended")
    drawn = client.get(address)
    Session.objects.update(cancelled_at=timezone.now())
    never = client.get(address)

    assert never.status_code == 409
    assert early.status_code == 409
    assert drawn["Content-Type"] == "application/pdf"
    assert drawn.content.startswith(b"%PDF")
    assert "Camille" not in drawn["Content-Disposition"]


def test_a_place_is_given_back_with_its_reason_and_the_workshops_end(shop, trainer):
    made, client = request_for(shop), signed_in(trainer)
    row, over = placed(soon(shop), made), placed(today(shop), made)
    post(client, "session", over.session.reference, mark=f"{over.reference}:attended")

    post(client, "give_up", made.reference, row.reference, reason="cannot_come")
    post(client, "finish", made.reference)

    row.refresh_from_db()
    made.refresh_from_db()
    assert (row.state, row.cancelled_by) == ("cancelled", "them")
    assert made.training_state == "done"


def test_another_shop_s_person_is_not_shown(shop):
    made = request_for(shop)

    answer = signed_in(build.trainer()).get(reverse("training:person", args=[made.reference]))

    assert answer.status_code == 404


# -- calendars ---------------------------------------------------------------------------------


def test_the_secret_address_opens_without_signing_in(shop, trainer):
    soon(shop, trainer=trainer)
    text = page(signed_in(trainer), "feeds")
    address = "/agenda/" + text.split("/agenda/")[1].split('"')[0]

    answer = Client().get(address)
    wrong = Client().get(address.replace(".ics", "x.ics"))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1
    assert wrong.status_code == 404
