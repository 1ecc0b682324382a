"""Under which terms messages leave: at night, once the money is spent, after a STOP."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.messages.hours import is_quiet
from coupdepouce.core.programme import parse
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach import opting_out
from coupdepouce.outreach.models import Message, OptOut
from coupdepouce.outreach.operations import Recipient, enqueue
from coupdepouce.outreach.report import report
from coupdepouce.outreach.sending import send_due
from coupdepouce.outreach.terms import first_day, terms_at
from coupdepouce.outreach.text import Text
from coupdepouce.outreach.texts import TEXTS
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import load_programme
from tests.apps.build import NOW, member

NIGHT = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
QUIET = [
    ("2026-11-20T19:59+00:00", False),  # 20 h 59 in Paris
    ("2026-11-20T20:00+00:00", True),
    ("2026-11-21T06:59+00:00", True),
    ("2026-11-21T07:00+00:00", False),
    ("2026-07-20T18:59+00:00", False),  # summer: 20 h 59 in Paris
    ("2026-07-20T19:00+00:00", True),
    ("2026-03-28T19:59+00:00", False),  # the day before the hour goes forward
    ("2026-03-29T05:59+00:00", True),  # 7 h 59, that morning
    ("2026-03-29T06:00+00:00", False),
    ("2026-10-25T06:59+00:00", True),  # 7 h 59, the morning after it goes back
    ("2026-10-25T07:00+00:00", False),
    ("2026-10-25T00:30+00:00", True),  # 2 h 30, the first time
    ("2026-10-25T01:30+00:00", True),  # 2 h 30, the second
]


@pytest.mark.parametrize(("at", "quiet"), QUIET)
def test_the_hours_without_sms_are_those_of_paris(at, quiet):
    assert is_quiet(datetime.fromisoformat(at), begins=21, ends=8) is quiet


@pytest.mark.parametrize(("hour", "quiet"), [(11, False), (12, True), (13, True), (14, False)])
def test_hours_of_the_day_may_be_quiet_too(hour, quiet):
    at = datetime(2026, 11, 20, hour - 1, 30, tzinfo=UTC)

    assert is_quiet(at, begins=12, ends=14) is quiet
    assert not is_quiet(at, begins=12, ends=12)


ALLOWANCE = """
[messages.allowance]
amount = { value = "0.10", source = "exemple", verified = false }
period = "month"
necessary_go_on = %s
"""


def loaded(*, go_on="true", allowance=True):
    text = default_text()
    if allowance:
        text += ALLOWANCE % go_on
    load_programme(text=text, at=NOW)


@pytest.fixture
def programme(db):
    """Load the programme delivered: a text costs 4.5 cents, and nothing limits them."""
    loaded(allowance=False)


def written(number=1, *, template="accepted", channel="sms", at=NOW, to=""):
    address = to or {"sms": f"06399801{number:02d}", "email": "a@exemple.invalid"}[channel]
    enqueue(
        once=f"envoi:{number}",
        template=template,
        to=Recipient(channel=channel, address=address),
        context=dict.fromkeys(TEXTS[template].keys, "x"),
        about="",
        at=at,
    )
    return Message.objects.get(once=f"envoi:{number}")


def state(message):
    message.refresh_from_db()
    return message.state


def test_at_night_a_text_waits_for_the_morning_and_an_email_leaves(programme):
    text, mail = written(at=NIGHT), written(2, channel="email", at=NIGHT)

    send_due(at=NIGHT)
    at_night = state(text), state(mail)
    send_due(at=MORNING)

    assert at_night == ("waiting", "sent")
    assert state(text) == "sent"


def test_an_appointment_does_not_wait_for_the_morning(programme):
    text = written(template="line_reminder", at=NIGHT)

    send_due(at=NIGHT)

    assert state(text) == "sent"


def test_a_message_costs_its_parts_once_it_has_left(programme, monkeypatch):
    long = Text(sms="é" * 161, subject="Long", email="Long")
    monkeypatch.setitem(TEXTS, "long", long)
    one, two, mail = written(), written(2, template="long"), written(3, channel="email")

    before = [m.cost for m in (one, two, mail)]
    send_due(at=NOW)
    for message in (one, two, mail):
        message.refresh_from_db()

    assert before == [0, 0, 0]
    assert [(m.parts, m.cost) for m in (one, two, mail)] == [(1, 45), (2, 90), (1, 1)]
    assert terms_at(NOW).spent == 136


def test_a_number_that_cannot_be_costs_nothing(programme):
    message = written(to="0320123456")

    send_due(at=NOW)
    message.refresh_from_db()

    assert (message.state, message.reason, message.cost) == ("failed", "number_invalid", 0)


@pytest.mark.parametrize(
    ("period", "first"), [("month", date(2026, 11, 1)), ("year", date(2026, 1, 1))]
)
def test_a_period_begins_on_its_first_day(period, first):
    assert first_day(date(2026, 11, 20), period=period) == first


def test_what_was_spent_last_month_is_not_of_this_one(db):
    loaded()
    last = datetime(2026, 10, 31, 22, 59, tzinfo=UTC)  # 23 h 59 in Paris
    for number, at in enumerate((last, last + timedelta(minutes=1)), start=1):
        Message.objects.filter(pk=written(number).pk).update(created_at=at, cost=45)

    assert terms_at(NOW).spent == 45


@pytest.mark.django_db
@pytest.mark.parametrize(("go_on", "sent"), [("true", 40), ("false", 16)])
def test_a_long_turn_stops_at_the_end_of_its_handful(go_on, sent):
    loaded(go_on=go_on)
    for number in range(40):
        written(number)

    send_due(at=NOW)

    assert Message.objects.filter(state="sent").count() == sent
    assert Message.objects.filter(reason="no_money").count() == 40 - sent


def refused(number):
    opting_out.wish(key=written(number).key, scope="all", at=NOW)


def misdialled(number):
    written(number, to="0320123456")


def written_last_month(number):
    october = datetime(2026, 10, 31, 12, 0, tzinfo=UTC)
    Message.objects.filter(pk=written(number).pk).update(created_at=october)


UNPAID = [refused, misdialled, written_last_month]


@pytest.mark.django_db
@pytest.mark.parametrize("unpaid", UNPAID, ids=lambda one: one.__name__)
def test_what_costs_nothing_is_not_counted_in_the_turn(unpaid):
    loaded(go_on="false")
    for number in range(16):  # a whole handful
        unpaid(number)
    text = written(16)

    send_due(at=NOW)

    assert (state(text), text.reason) == ("sent", "")


@pytest.mark.django_db
def test_what_was_in_doubt_is_not_paid_twice():
    loaded(go_on="false")
    for number in range(16):
        Message.objects.filter(pk=written(number).pk).update(state="unknown", cost=4)
    text = written(16)
    assert terms_at(NOW).share == 64

    send_due(at=NOW)

    assert (state(text), text.reason) == ("sent", "")


@pytest.mark.django_db
def test_what_one_channel_spends_is_not_left_for_the_next(monkeypatch):
    loaded(go_on="false")
    monkeypatch.setattr("coupdepouce.outreach.sending.SETTINGS", ["sms", "email"])
    for number in range(3):
        written(number)
    mail = written(3, channel="email")

    send_due(at=NOW)

    assert (state(mail), mail.reason) == ("failed", "no_money")


@pytest.mark.django_db
@pytest.mark.parametrize(("go_on", "left"), [("true", "sent"), ("false", "failed")])
def test_a_text_written_after_the_last_cent(go_on, left):
    loaded(go_on=go_on)
    Message.objects.filter(pk=written().pk).update(cost=100, state="sent", next_try_at=None)
    late = written(2)

    send_due(at=NOW)

    assert state(late) == left
    assert late.reason == ("" if left == "sent" else "no_money")


@pytest.mark.django_db
def test_an_announcement_stops_in_any_case(monkeypatch):
    loaded(go_on="true")
    monkeypatch.setitem(
        TEXTS, "fair", Text(sms="Venez {link}", subject="Venez", email="Venez", necessary=False)
    )
    Message.objects.filter(pk=written().pk).update(cost=100, state="sent", next_try_at=None)
    fair = written(2, template="fair")

    send_due(at=NOW)

    assert (state(fair), fair.reason) == ("failed", "no_money")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cost", "told"), [(79, []), (80, ["80"]), (98, ["80"]), (100, ["80", "100"])]
)
def test_the_manager_is_told_once_at_each_share(cost, told):
    loaded()
    manager = member(Role.PROGRAMME_MANAGER)
    Message.objects.filter(pk=written().pk).update(cost=cost, state="sent", next_try_at=None)

    for _ in range(2):
        send_due(at=NOW)

    found = Message.objects.filter(template="allowance").order_by("pk")
    assert [one.subject for one in found] == [f"Le budget des messages est à {s} %" for s in told]
    assert {one.recipient for one in found} <= {manager.user.email}


def test_after_stop_necessary_news_are_told_otherwise_and_mail_still_leaves(programme):
    first, mail = written(), written(2, channel="email")
    opting_out.wish(key=first.key, scope="all", at=NOW)

    send_due(at=NOW)

    assert (state(first), first.reason, first.cost) == ("failed", "stopped", 0)
    assert state(mail) == "sent"


@pytest.mark.parametrize(
    ("scope", "news", "fair"),
    [("", "sent", "sent"), ("news", "sent", "failed"), ("all", "failed", "failed")],
)
def test_announcements_and_necessary_news_are_two_things(programme, monkeypatch, scope, news, fair):
    monkeypatch.setitem(
        TEXTS, "fair", Text(sms="Venez {link}", subject="Venez", email="Venez", necessary=False)
    )
    one, other = written(to="0639980199"), written(2, template="fair", to="0639980199")
    opting_out.wish(key=one.key, scope=scope, at=NOW)

    send_due(at=NOW)

    assert (state(one), state(other)) == (news, fair)
    assert other.reason == ("" if fair == "sent" else "not_wanted")


def test_a_person_changes_their_mind(programme):
    message = written()
    for scope in ("all", "news", ""):
        opting_out.wish(key=message.key, scope=scope, at=NOW)

        assert opting_out.wish_of(message.key).scope == scope
    assert not OptOut.objects.exists()


def test_a_link_that_leads_nowhere_says_whom_to_tell(programme):
    message = written()
    Message.objects.filter(pk=message.pk).update(recipient="", text="")

    for key in (message.key, uuid4()):
        with pytest.raises(Refusal, match="trop ancien"):
            opting_out.wish_of(key)


def test_the_number_is_not_readable_in_the_list_of_those_who_stopped(programme):
    opting_out.wish(key=written().key, scope="all", at=NOW)

    assert "639980101" not in str(OptOut.objects.values())


def test_each_email_to_a_household_leads_to_the_page_and_no_sms_does(programme):
    text, mail = written(), written(2, channel="email")

    assert f"/messages/arret/{mail.key}/" in mail.text
    assert "/messages/arret/" not in text.text


def test_the_report_counts_by_text_channel_and_state(programme):
    for number in range(1, 4):
        written(number)
    written(4, channel="email")
    Message.objects.filter(once="envoi:3").update(state="failed", next_try_at=None)
    send_due(at=NOW)

    spending, rows = report(at=NOW)

    assert [(r.channel, r.state, r.count, r.cost) for r in rows] == [
        ("email", "sent", 1, 1), ("sms", "failed", 1, 0), ("sms", "sent", 2, 90),
    ]  # fmt: skip
    assert (spending.spent, spending.since, spending.allowance) == (91, date(2026, 1, 1), 0)


@pytest.mark.parametrize("value", ['"0.0455"', '"-1"', '"x"', "true", '"1000"'])
def test_a_cost_is_written_to_the_tenth_of_a_cent(value):
    text = default_text().replace('sms = { value = "0.045"', f"sms = {{ value = {value}")

    with pytest.raises(Refusal):
        parse(text)


@pytest.mark.parametrize(
    ("value", "said"), [("0.045", "4,5 centimes"), ("0.01", "1 centime"), ("0.9", "90 centimes")]
)
def test_a_cost_in_words(value, said):
    text = default_text().replace('sms = { value = "0.045"', f'sms = {{ value = "{value}"')

    words = parse(text).messages.costs["sms"].in_words()

    assert words.replace("\N{NO-BREAK SPACE}", " ") == said
