"""Campaigns in the database: waves, letters drawn, arrivals counted, what a request came by."""

import csv
from datetime import date, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from coupdepouce.core.calendar import day_of
from coupdepouce.core.campaigns.waves import A, B, Channel, Plan, split
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.core.stats.disclosure import KEPT, SMALL
from coupdepouce.insight.campaigns import letters_csv, report
from coupdepouce.outreach.campaigns import operations, queries
from coupdepouce.outreach.campaigns.arrivals import count_arrival, count_finished
from coupdepouce.outreach.campaigns.models import Campaign, ShortCode, Tally, Wave
from coupdepouce.partners.models import Organisation
from coupdepouce.prescriptions.came_by import note_came_by
from tests.apps import cases
from tests.apps.build import NOW, member, organisation

pytestmark = pytest.mark.django_db
TODAY = day_of(NOW)
TEXT = "Coup de Pouce : internet à petit prix : {link}"


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


@pytest.fixture
def manager():
    return member(Role.PROGRAMME_MANAGER, of=organisation(Organisation.Kind.OPERATOR))


def campaign(by, **changes):
    new = operations.NewCampaign(
        **{
            "name": "Rentrée fictive",
            "communes": ("59350",),
            "sender_kind": Organisation.Kind.CCAS,
            "reached": "Des familles fictives",
            "estimated": 5000,
        }
        | changes
    )
    return operations.make_campaign(new=new, by=by, at=NOW, once=uuid4())


def wave(by, *, of=None, once=None, **changes):
    senders = changes.pop("senders", None) or (organisation().pk,)
    new = operations.NewWave(
        **{
            "channel": Channel.MAILING,
            "starts_on": TODAY,
            "last_day": TODAY + timedelta(days=60),
            "senders": senders,
            "text_a": TEXT,
        }
        | changes
    )
    made = operations.add_wave(
        campaign=of or campaign(by), new=new, by=by, at=NOW, once=once or uuid4()
    )
    return queries.wave(by, made.reference)


def compared(by, **changes):
    plan = {"text_b": "Vous y avez peut-être droit : {link}", "plan": Plan(usual=5, gap=40)}
    return wave(by, **plan | changes)


def draw(one, by, count, *, at=NOW, once=None):
    return operations.draw_letters(wave=one, count=count, by=by, at=at, once=once or uuid4())


def codes(one, version=A):
    return list(ShortCode.objects.filter(sending__wave=one, sending__version=version))


def arrive(found, number, *, day=TODAY):
    for code in found[:number]:
        count_arrival(code.code, day=day)


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.PARTNER_MANAGER, Role.ADMINISTRATOR])
def test_only_the_programme_manager_makes_and_reads_campaigns(manager, role):
    other = member(role)
    one = wave(manager)

    for act in (
        lambda: campaign(other),
        lambda: wave(other, of=one.campaign),
        lambda: draw(one, other, 5),
        lambda: queries.campaigns(other),
        lambda: queries.wave(other, one.reference),
        lambda: operations.close_campaign(campaign=one.campaign, by=other, at=NOW),
        lambda: list(queries.letters(other, one, uuid4())),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "not_your_screen"


REFUSED = {
    "it starts yesterday": ({"starts_on": TODAY - timedelta(days=1)}, "period_wrong"),
    "it ends before it starts": ({"last_day": TODAY - timedelta(days=1)}, "period_wrong"),
    "no link in its text": ({"text_a": "Bonjour"}, "text_link"),
    "a second text and no plan": ({"text_b": TEXT}, "plan_missing"),
    "a plan and no second text": ({"plan": Plan(usual=5, gap=3)}, "plan_missing"),
    "a plan out of bounds": ({"text_b": TEXT, "plan": Plan(usual=90, gap=20)}, "plan_wrong"),
    "two texts without a code by letter": (
        {"text_b": TEXT, "plan": Plan(usual=5, gap=3), "channel": Channel.SMS},
        "comparison_by_letter",
    ),
    "nobody sends it": ({"senders": (999_999,)}, "senders_wrong"),
}


@pytest.mark.parametrize(("changes", "code"), REFUSED.values(), ids=REFUSED)
def test_a_wave_that_cannot_be_made(manager, changes, code):
    with pytest.raises(Refusal) as refused:
        wave(manager, **changes)

    assert refused.value.code == code
    assert not Wave.objects.exists()


def test_one_data_holder_sends_a_mailing_and_no_shop_does(manager):
    two = (organisation().pk, organisation().pk)
    shop = (organisation(Organisation.Kind.SHOP).pk,)

    for senders in (two, shop):
        with pytest.raises(Refusal, match="Choisissez qui envoie"):
            wave(manager, senders=senders)
    assert wave(manager, senders=two, channel=Channel.SMS).sendings.count() == 2


def test_the_same_key_makes_one_campaign_one_wave_one_draw(manager):
    once = uuid4()
    one = campaign(manager)
    first = wave(manager, of=one, once=once)
    second = wave(manager, of=one, once=once)
    draw(first, manager, 10, once=once)
    draw(first, manager, 10, once=once)

    assert first == second
    assert ShortCode.objects.count() == 10
    assert Campaign.objects.count() == 1


def test_waves_are_numbered_in_their_campaign(manager):
    one = campaign(manager)

    assert [wave(manager, of=one).number, wave(manager, of=one).number] == [1, 2]


def test_each_partner_has_its_own_code_and_each_poster_too(manager):
    two = (organisation().pk, organisation().pk)
    one = wave(manager, senders=two, channel=Channel.POSTER, text_a="")
    first = one.sendings.first()
    hung = operations.hang_poster(beside=first, spot="Accueil", by=manager, at=NOW)
    again = operations.hang_poster(beside=first, spot="Accueil", by=manager, at=NOW)

    assert hung == again
    assert len({code.code for code in ShortCode.objects.all()}) == 3
    labels = [row.label for row in report(queries.wave(manager, one.reference), day=TODAY).rows]
    assert f"{first.organisation.name}, Accueil" in labels


def test_a_poster_hangs_in_a_wave_of_posters_only(manager):
    one = wave(manager)

    with pytest.raises(Refusal, match="pas d’affiche"):
        operations.hang_poster(beside=one.sendings.get(), spot="Accueil", by=manager, at=NOW)


def test_the_letters_of_a_draw_are_split_by_the_seed_that_is_stated(manager):
    one = compared(manager)
    draw(one, manager, 101)
    draw(one, manager, 50)
    drawn = dict(ShortCode.objects.values_list("rank", "sending__version"))

    expected = split(range(1, 102), seed=one.seed) | split(range(102, 152), seed=one.seed)
    assert drawn == expected


def test_the_file_has_a_line_for_each_letter_and_no_name(manager):
    one = compared(manager, text_a='Un lien ; avec "guillemets" : {link}')
    key = draw(one, manager, 20)
    text = "".join(letters_csv(member=manager, wave=one, draw=key))
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))

    assert [row["numero"] for row in rows] == [str(rank) for rank in range(1, 21)]
    assert {row["version"] for row in rows} == {A, B}
    assert all(row["lien"].endswith(f"/c/{row['code']}") for row in rows)
    assert all(row["texte"].count(row["lien"]) == 1 for row in rows)
    assert len({row["code"] for row in rows}) == 20
    assert {row["nombre_de_sms"] for row in rows} == {"1"}


@pytest.mark.parametrize("count", [0, 20_001])
def test_a_draw_is_of_some_letters_and_not_too_many(manager, count):
    with pytest.raises(Refusal, match="de 1 à 20000"):
        draw(wave(manager), manager, count)


def test_letters_are_drawn_until_the_last_day_and_not_once_compared(manager):
    one, other = wave(manager), compared(manager)
    needed = 2 * (other.needed or 0)
    draw(other, manager, needed)

    draw(one, manager, 1, at=NOW + timedelta(days=60))
    draw(other, manager, 2, at=NOW + timedelta(days=27))
    with pytest.raises(Refusal, match="est finie"):
        draw(one, manager, 1, at=NOW + timedelta(days=61))
    with pytest.raises(Refusal, match="est finie"):
        draw(other, manager, 1, at=NOW + timedelta(days=28))


def test_an_arrival_is_a_count_by_code_and_day(manager):
    one = wave(manager, channel=Channel.SMS)
    code = ShortCode.objects.get()
    tomorrow = TODAY + timedelta(days=1)
    for day in (TODAY, TODAY, tomorrow):
        assert count_arrival(code.code.lower(), day=day) == code.code
    count_finished(code.code, day=tomorrow)

    rows = Tally.objects.order_by("day").values_list("day", "arrivals", "finished")
    assert list(rows) == [(TODAY, 2, 0), (tomorrow, 1, 1)]
    assert queries.reached(one)[code.sending_id] == queries.Reached(
        sent=None, arrivals=3, finished=1
    )


def test_a_letter_counts_once_however_often_it_is_opened(manager):
    one = wave(manager)
    draw(one, manager, 3)
    found = codes(one)
    for day in range(3):
        arrive(found, 2, day=TODAY + timedelta(days=day))

    (sending,) = queries.reached(one).values()
    assert sending == queries.Reached(sent=3, arrivals=2, finished=0)


def test_once_closed_a_campaign_counts_nothing_and_draws_nothing(manager):
    one = wave(manager)
    draw(one, manager, 1)
    operations.close_campaign(campaign=one.campaign, by=manager, at=NOW)
    operations.close_campaign(campaign=one.campaign, by=manager, at=NOW + timedelta(days=1))

    for act in (
        lambda: count_arrival(codes(one)[0].code, day=TODAY),
        lambda: draw(one, manager, 1),
        lambda: wave(manager, of=one.campaign),
    ):
        with pytest.raises(Refusal):
            act()
    assert not Tally.objects.exists()
    assert Campaign.objects.get().closed_at == NOW


@pytest.mark.parametrize("text", ["K7M2QX4P", "", "RIEN"])
def test_a_code_of_nothing_counts_nothing(text):
    with pytest.raises(Refusal, match="d’aucune annonce"):
        count_arrival(text, day=TODAY)
    assert not Tally.objects.exists()


def test_a_request_keeps_the_sending_it_came_by_and_not_the_letter(manager):
    one = wave(manager)
    draw(one, manager, 2)
    first, second = codes(one)
    desk = cases.prescriber()
    request = cases.draft(by=desk)
    note_came_by(member=desk, reference=request.reference, code=first.code)
    request.refresh_from_db()
    kept = request.came_by
    note_came_by(member=desk, reference=request.reference, code=second.code)
    request.refresh_from_db()

    assert kept == request.came_by == first.sending
    note_came_by(member=desk, reference=request.reference, code="")
    request.refresh_from_db()
    assert request.came_by is None


def test_who_may_write_what_a_request_came_by(manager):
    wave(manager, channel=Channel.SMS)
    code = ShortCode.objects.get().code
    desk = cases.prescriber()
    request = cases.draft(by=desk)
    other = cases.prescriber()

    tries = (
        (other, code, "not_found"),
        (manager, code, "not_your_step"),
        (desk, "K7M2QX4P", "campaign_code_unknown"),
    )
    for who, said, refusal in tries:
        with pytest.raises(Refusal) as refused:
            note_came_by(member=who, reference=request.reference, code=said)
        assert refused.value.code == refusal
    cases.step(request, "withdraw", desk, reason="no_need")
    with pytest.raises(Refusal, match="est finie"):
        note_came_by(member=desk, reference=request.reference, code=code)
    request.refresh_from_db()
    assert request.came_by is None


def brought(by, code, step, number):
    for each in range(number):
        desk = cases.prescriber()
        request = cases.draft(by=desk, number=each)
        note_came_by(member=desk, reference=request.reference, code=code)
        if step == "issue":
            cases.step(request, "issue", desk)


def test_the_report_follows_a_wave_from_the_letter_to_the_line(manager):
    one = wave(manager, channel=Channel.SMS)
    code = ShortCode.objects.get()
    operations.note_copies(sending=code.sending, copies=400, by=manager)
    for _ in range(9):
        count_arrival(code.code, day=TODAY)
    for _ in range(7):
        count_finished(code.code, day=TODAY)
    brought(manager, code.code, "issue", 5)
    active = cases.brought_to("activate_line", number=30)
    active.came_by = code.sending
    active.save()

    (row,) = report(queries.wave(manager, one.reference), day=TODAY).rows
    assert row.counts == ["400", "9", "7", "6", "6", SMALL]


def test_small_counts_of_partners_are_hidden_with_what_would_tell_them(manager):
    one = wave(manager, channel=Channel.SMS, senders=tuple(organisation().pk for _ in range(3)))
    shared = [sending.shared[0] for sending in one.sendings.all()]
    for code, number in zip(shared, (2, 9, 30), strict=True):
        for _ in range(number):
            count_arrival(code.code, day=TODAY)

    found = report(queries.wave(manager, one.reference), day=TODAY)
    assert [row.counts[1] for row in found.rows] == [SMALL, KEPT, "30"]
    assert found.total.counts[1] == "41"


def test_two_texts_are_not_told_apart_before_their_day(manager):
    one = compared(manager)
    draw(one, manager, 2 * (one.needed or 0))
    reading = queries.read_on(one)
    arrive(codes(one, A), 12)
    arrive(codes(one, B), 5)
    arrive(codes(one, B)[5:], 6, day=reading)

    before = report(queries.wave(manager, one.reference), day=reading - timedelta(days=1))
    after = report(queries.wave(manager, one.reference), day=reading)

    assert reading == TODAY + timedelta(days=28)
    assert len(before.rows) == 1
    assert before.verdict.gap is None
    assert f"{reading:%d/%m/%Y}" in before.verdict.sentence
    assert len(after.rows) == 2
    # What came on the reading day and after is in the table, and changes nothing of the verdict.
    assert [row.counts[1] for row in after.rows] == ["12", "11"]
    assert after.verdict.gap == pytest.approx(100 * 7 / (one.needed or 0))


def test_letters_that_are_missing_are_counted_before_the_last_day(manager):
    one = compared(manager)
    draw(one, manager, 2)
    lacks = (one.needed or 0) - 1

    found = report(queries.wave(manager, one.reference), day=TODAY).verdict
    over = report(
        queries.wave(manager, one.reference), day=one.last_day + timedelta(days=1)
    ).verdict
    assert f"Il manque {lacks} lettres pour chaque texte." in found.sentence
    assert over.is_short


def test_the_page_of_a_wave_costs_the_same_for_more_letters(manager, django_assert_num_queries):
    for count in (2, 60):
        one = compared(manager)
        draw(one, manager, count)
        arrive(codes(one), count // 2)
        with django_assert_num_queries(11):
            report(queries.wave(manager, one.reference), day=date(2027, 12, 1))


def test_the_base_refuses_a_comparison_without_a_plan(manager):
    one = compared(manager)

    with pytest.raises(IntegrityError), transaction.atomic():
        Wave.objects.filter(pk=one.pk).update(needed=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wave.objects.filter(pk=one.pk).update(text_b="")
