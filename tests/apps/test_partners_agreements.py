"""An agreement: accepted by the partner, renewed in time, and what its end stops."""

from datetime import date, timedelta

import pytest

from coupdepouce.core.calendar import midnight
from coupdepouce.core.partners.agreement import Document
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach import agreements
from coupdepouce.outreach.models import Message
from coupdepouce.partners.models import Acceptance, Agreement, Organisation
from coupdepouce.partners.queries import agreements as queries
from coupdepouce.prescriptions import work
from coupdepouce.programmes.defaults import default_text
from coupdepouce.programmes.operations import load_programme
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
from tests.apps.build_partners import candidature, manager, move

READ = {Document.CHARTER: "exemple-1", Document.ANNEX: "exemple-1"}
START, END = date(2026, 1, 1), date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


@pytest.fixture
def chief():
    return member(Role.PARTNER_MANAGER)


@pytest.fixture
def by(chief):
    return member(Role.PRESCRIBER, of=chief.organisation)


def proposed(chief, starts_on=START) -> Agreement:
    return agreements.propose(
        organisation=chief.organisation, starts_on=starts_on, by=manager(), at=NOW
    )


def accepted(chief, starts_on=START, at=NOW) -> Agreement:
    return agreements.accept(agreement=proposed(chief, starts_on), read=READ, by=chief, at=at)


def subjects() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("template", flat=True))


def test_who_accepted_which_version_and_when_is_kept_with_the_text(chief):
    one = accepted(chief)

    rows = Acceptance.objects.order_by("document").values_list("document", "version", "by", "at")
    assert list(rows) == [
        ("annex", "exemple-1", chief.pk, NOW),
        ("charter", "exemple-1", chief.pk, NOW),
    ]
    assert "Elle ne demande aucun argent" in one.acceptances.get(document="charter").text
    assert (one.starts_on, one.ends_on, one.accepted_at) == (START, END, NOW)


def test_accepted_twice_it_is_accepted_once(chief):
    one = accepted(chief)

    agreements.accept(agreement=one, read=READ, by=chief, at=NOW + timedelta(days=1))

    assert Acceptance.objects.count() == 2


def test_a_text_that_changed_since_it_was_read_is_not_accepted(chief):
    one = proposed(chief)

    with pytest.raises(Refusal, match="relisez-le"):
        agreements.accept(
            agreement=one, read=READ | {Document.ANNEX: "exemple-0"}, by=chief, at=NOW
        )

    assert not Acceptance.objects.exists()


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.PARTNER_MANAGER])
def test_only_the_managers_of_the_partner_accept(chief, role):
    of = chief.organisation if role is Role.PRESCRIBER else organisation()

    with pytest.raises(Refusal, match="responsable de la structure"):
        agreements.accept(agreement=proposed(chief), read=READ, by=member(role, of=of), at=NOW)


@pytest.mark.parametrize(
    ("starts_on", "refused"),
    [
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
        (date(2025, 2, 1), True),
    ],
    ids=["one day over", "the day it ends", "over before today"],
)
def test_two_agreements_share_no_day(chief, starts_on, refused):
    proposed(chief)

    if refused:
        with pytest.raises(Refusal):
            proposed(chief, starts_on)
    else:
        assert proposed(chief, starts_on).ends_on == date(2028, 1, 1)


def test_a_shop_signs_none():
    shop = member(Role.SHOP_ADVISOR, of=organisation(Organisation.Kind.SHOP))

    with pytest.raises(Refusal, match="qui prescrit"):
        proposed(shop)


MOMENTS = {
    "the day before it starts": (START - timedelta(days=1), True, "no_agreement"),
    "the day it starts": (START, True, ""),
    "its last day": (END - timedelta(days=1), True, ""),
    "the day it ends": (END, True, "no_agreement"),
    "in time but not accepted": (date(2026, 11, 20), False, "no_agreement"),
}


@pytest.mark.parametrize(("day", "is_accepted", "code"), MOMENTS.values(), ids=MOMENTS)
def test_a_voucher_goes_out_only_while_the_agreement_holds(chief, by, day, is_accepted, code):
    proposed(chief)
    Agreement.objects.update(accepted_at=NOW if is_accepted else None)
    draft = cases.draft(by=by, at=midnight(day))

    if not code:
        assert cases.step(draft, "issue", by, at=midnight(day)).step == "issue"
        return
    with pytest.raises(Refusal, match="demandes en cours continuent") as refused:
        cases.step(draft, "issue", by, at=midnight(day))
    assert refused.value.code == code


def test_the_last_second_is_in_and_the_first_of_the_end_is_out(chief, by):
    accepted(chief)
    last = midnight(END) - timedelta(seconds=1)

    first, second = (cases.draft(by=by, number=number, at=last) for number in (1, 2))

    cases.step(first, "issue", by, at=last)

    with pytest.raises(Refusal, match="convention"):
        cases.step(second, "issue", by, at=midnight(END))


def test_what_is_open_goes_on_after_the_end(chief, by):
    accepted(chief)
    shop, last = cases.advisor(), midnight(END) - timedelta(days=1)
    draft = cases.draft(by=by, at=last)
    cases.step(draft, "issue", by, at=last)

    cases.step(draft, "present", shop, at=midnight(END), identity_seen="yes")
    cases.step(draft, "accept", shop, at=midnight(END))

    draft.refresh_from_db()
    assert draft.state == "accepted"


def test_a_partner_that_never_had_one_goes_on_unless_the_programme_needs_it(by):
    cases.brought_to("issue", by=by)
    text = default_text().replace("agreement_needed = false", "agreement_needed = true")
    load_programme(text=text, at=NOW)

    with pytest.raises(Refusal) as refused:
        cases.brought_to("issue", by=by, number=2)

    assert refused.value.code == "no_agreement"


def test_a_new_partner_finds_its_agreement_to_accept():
    one = candidature()

    move(one, "approve", manager())

    made = Agreement.objects.get(organisation=one.organisation)
    assert (made.starts_on, made.ends_on) == (date(2026, 11, 20), date(2027, 11, 20))
    assert made.accepted_at is None


@pytest.mark.parametrize(
    ("at", "renewed"),
    [
        (midnight(date(2026, 10, 1)) - timedelta(seconds=1), 0),
        (midnight(date(2026, 10, 1)), 1),
        (midnight(END) - timedelta(seconds=1), 1),
        (midnight(END), 0),
    ],
    ids=["a second too soon", "three months before", "the last second", "too late"],
)
def test_the_next_one_is_proposed_three_months_before_the_end(chief, at, renewed):
    accepted(chief)

    assert agreements.renew_agreements(at=at) == renewed
    assert agreements.renew_agreements(at=at) == 0

    assert Agreement.objects.count() == 1 + renewed
    assert subjects().count("agreement_to_renew") == renewed


def test_renewed_and_accepted_nothing_stops(chief, by):
    accepted(chief)
    agreements.renew_agreements(at=midnight(date(2026, 10, 1)))
    following = Agreement.objects.get(starts_on=END)
    agreements.accept(agreement=following, read=READ, by=chief, at=NOW)

    cases.step(cases.draft(by=by, at=midnight(END)), "issue", by, at=midnight(END))
    agreements.end_agreements(at=midnight(END))

    assert "agreement_ended" not in subjects()


def test_at_the_end_the_partner_and_the_programme_are_told_once(chief):
    accepted(chief)
    manager()

    assert agreements.end_agreements(at=midnight(END) - timedelta(seconds=1)) == 0
    assert agreements.end_agreements(at=midnight(END)) == 1
    assert agreements.end_agreements(at=midnight(END)) == 0

    assert subjects().count("agreement_ended") == 1
    assert "demandes en cours continuent" in Message.objects.get(template="agreement_ended").text
    assert "agreement_over" in subjects()


def test_an_agreement_over_is_no_longer_accepted(chief):
    one = proposed(chief)

    with pytest.raises(Refusal, match="Sa date est passée"):
        agreements.accept(agreement=one, read=READ, by=chief, at=midnight(END))


def test_the_worker_does_it_all(chief):
    accepted(chief)

    done = work.work_once(at=midnight(date(2026, 10, 1)))

    assert done["conventions à renouveler"] == 1
    assert done["conventions terminées"] == done["bons rendus au programme"] == 0


def test_each_reads_its_own_agreements(chief, by):
    one = accepted(chief)

    assert queries.agreement(member=chief, pk=one.pk) == one
    for stranger in (by, member(Role.PARTNER_MANAGER)):
        with pytest.raises(Refusal, match="n’est pas la vôtre"):
            queries.agreement(member=stranger, pk=one.pk)


def test_what_a_partner_may_do_is_one_query(chief, django_assert_num_queries):
    accepted(chief)

    with django_assert_num_queries(1):
        may = queries.rights(
            organisation_id=chief.organisation_id, day=NOW.date(), agreement_needed=True,
            default_quota=None,
        )  # fmt: skip
    assert (may.agreement_holds, may.quota_left) == (True, True)
