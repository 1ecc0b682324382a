"""What the pages withstand: sessions that outlive a right, wild numbers, files too big."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.web.prescribing.fields import EurosField
from tests.apps import cases
from tests.apps.build import NOW, member, organisation

pytestmark = pytest.mark.django_db


def signed_in(one: Membership) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(one.user)
    return client


@pytest.fixture
def administrator() -> Membership:
    return member(Role.ADMINISTRATOR, of=organisation(Organisation.Kind.OPERATOR))


# --- looking as another person ----------------------------------------------------------------


def close(one: Membership) -> None:
    one.until = NOW
    one.save()


def deactivate(one: Membership) -> None:
    one.user.is_active = False
    one.user.save()


def change_password(one: Membership) -> None:
    one.user.set_password("un autre mot de passe")
    one.user.save()


@pytest.mark.parametrize("act", [close, deactivate, change_password])
def test_an_administrator_shut_out_stops_looking_as_another(
    administrator: Membership, act: Callable[[Membership], None]
):
    client = signed_in(administrator)
    client.post(reverse("steering:impersonate", args=[member().user_id]))
    before = client.get(reverse("home"))

    act(administrator)
    after = client.get(reverse("home"))

    assert before.status_code == 200
    assert after.url == reverse("account_login")
    assert not client.session.keys()


# --- limits of tries ----------------------------------------------------------------------------


def issued(number: int = 1) -> str:
    return cases.brought_to("issue", number=number).vouchers.get().code


def follow(code: str, year: str = "1980") -> int:
    return Client().post("/suivre/", {"code": code, "birth_year": year}).status_code


def test_a_town_hall_with_one_address_is_not_locked_out():
    cases.programme()
    codes = [issued(number) for number in range(12)]

    answers = {follow(code) for code in codes}

    assert answers == {302}


def test_failures_of_one_address_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("coupdepouce.web.public.follow.FAILURES", 2)
    cases.programme()
    code = issued()

    wrong = [follow(code, "1901") for _ in range(2)]
    right = follow(code)

    assert (wrong, right) == ([422, 422], 422)


def test_tries_of_one_code_end_sooner():
    cases.programme()
    code = issued()

    wrong = [follow(code, "1901") for _ in range(10)]
    right = follow(code)

    assert (set(wrong), right) == ({422}, 422)


# --- wild numbers -------------------------------------------------------------------------------

NINES, MANY = "9" * 5000, "9" * 25
WILD = {
    "a quotient": ("post", "/verifier/", {"quotient": NINES}),
    "an amount of a thousand million digits": ("post", "/verifier/", {"pays_now": "1e999999999"}),
    "an amount": ("post", "/verifier/", {"pays_now": NINES}),
    "a place": ("get", "/verifier/", {"lieu": NINES}),
    "a place beyond the base": ("get", "/verifier/", {"lieu": MANY}),
}


@pytest.mark.parametrize("case", WILD)
def test_a_wild_number_is_refused_to_anybody(case: str):
    cases.programme()
    method, path, said = WILD[case]

    answer = getattr(Client(raise_request_exception=False), method)(path, said)

    assert answer.status_code < 500


@pytest.mark.parametrize("number", [MANY, NINES, "99999999", "9" * 19, "-1", "²", "٣"])
@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.PRESCRIBER, "/accueil/"),
        (Role.SHOP_ADVISOR, "/boutique/"),
        (Role.PROGRAMME_MANAGER, "/programme/"),
        (Role.PROGRAMME_MANAGER, "/programme/quartiers/"),
        (Role.ADMINISTRATOR, "/acces/"),
        (Role.ADMINISTRATOR, "/acces/comptes/"),
    ],
)
def test_a_page_that_does_not_exist_is_a_page(role: Role, path: str, number: str):
    cases.programme()

    answer = signed_in(member(role)).get(path, {"page": number})

    assert answer.status_code == 200


@pytest.mark.parametrize("number", [MANY, NINES, "9223372036854775807", "9223372036854775808"])
def test_an_account_of_a_wild_number_does_not_exist(administrator: Membership, number: str):
    client = signed_in(administrator)

    looked = client.post(f"/acces/comptes/{number}/voir/")
    switched = client.post("/compte/changer/", {"organisation": number})
    closed = client.get(f"/equipe/{number}/fermer/")

    assert {looked.status_code, switched.status_code, closed.status_code} == {404}


def test_days_at_the_ends_of_time_are_said(administrator: Membership):
    client = signed_in(administrator)

    answer = client.get("/acces/", {"first": "01/01/0001", "last": "31/12/9999"})

    assert answer.status_code == 200
    assert "entre 1900 et 2100" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("100000", 10_000_000), ("100000,01", None), ("1e999999999", None), ("NaN", None)],
)
def test_what_a_line_costs_has_a_limit(typed: str, kept: int | None):
    field = EurosField()

    if kept is not None:
        assert field.clean(typed) == kept
    else:
        with pytest.raises(ValidationError, match="Écrivez un montant"):
            field.clean(typed)
