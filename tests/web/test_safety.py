"""What the pages withstand: sessions that outlive a right, wild numbers, files too big."""

import gzip
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from coupdepouce.accounts.models import AccessLog
from coupdepouce.cli.migrate import keep_private
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.partners.operations import connect_proof, open_account
from coupdepouce.web.prescribing.fields import EurosField
from coupdepouce.web.steering.places import LARGEST_UNPACKED
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


# --- what is written down, and what no cache keeps ------------------------------------------------


def noted() -> list[tuple[str, str]]:
    return list(AccessLog.objects.order_by("pk").values_list("screen", "about"))


@pytest.mark.parametrize(
    ("role", "method", "path", "said", "row"),
    [
        (Role.PRESCRIBER, "post", "/accueil/", {"q": "Exemple"}, ("home", "search")),
        (Role.PRESCRIBER, "get", "/accueil/", {}, ("home", "list")),
        (Role.PRESCRIBER, "get", "/prescriptions/bons/", {}, ("prescribing:batch", "list")),
        (Role.SHOP_ADVISOR, "get", "/boutique/", {"tout": "1"}, ("counter:home", "list")),
        (Role.PARTNER_MANAGER, "get", "/equipe/", {}, ("steering:team", "list")),
        (Role.PROGRAMME_MANAGER, "get", "/programme/export.csv", {}, ("steering:export", "export")),
    ],
)
def test_a_page_of_several_people_is_noted_and_not_cached(role, method, path, said, row):
    cases.programme()

    answer = getattr(signed_in(member(role)), method)(path, said)

    assert noted() == [row]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_each_voucher_printed_is_noted():
    cases.programme()
    ours = cases.prescriber()
    printed = [cases.brought_to("issue", by=ours, number=number) for number in range(2)]
    references = [str(one.reference) for one in printed]

    signed_in(ours).get("/prescriptions/bons.pdf", {"bon": references})

    assert {about for _, about in noted()} == {f"prescription:{one}" for one in references}


def test_a_refusal_is_not_cached():
    answer = signed_in(member()).get("/programme/")

    assert answer.status_code == 403
    assert answer.headers["Cache-Control"] == "private, no-store"


# --- files of places ------------------------------------------------------------------------------

HEADER = "id,nom,adresse,code_postal,commune,latitude,longitude,horaires,courriel\n"


def sent(data: bytes) -> str:
    client = signed_in(member(Role.PROGRAMME_MANAGER))
    file = SimpleUploadedFile("lieux.csv", data)
    answer = client.post(reverse("steering:places"), {"once": uuid4(), "file": file})
    assert answer.status_code == 422
    return answer.content.decode()


def test_a_file_that_swells_is_refused():
    swollen = gzip.compress(b"0" * (LARGEST_UNPACKED + 1), 1)

    assert "trop gros une fois décompressé" in sent(swollen)


def test_a_file_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("coupdepouce.web.steering.places.MOST_ROWS", 2)

    assert "plus de 2 lignes" in sent((HEADER + "b,x,1 rue,59000,Lille,,,,\n" * 3).encode())


# --- where the service of the administration is ---------------------------------------------------


@pytest.mark.parametrize(
    ("url", "is_demo", "code"),
    [
        ("http://127.0.0.1:8410", True, None),
        ("http://127.0.0.1:8410", False, "address_private"),
        ("https://localhost.", False, "address_private"),
        ("https://[::ffff:127.0.0.1]", False, "address_private"),
        ("https://10.0.0.1", True, "address_private"),
        ("https://169.254.169.254", True, "address_private"),
        ("https://[fe80::1]", True, "address_private"),
        ("https://[::ffff:10.0.0.1]", True, "address_private"),
        ("https://0.0.0.0", True, "address_private"),
        ("https://2130706433", True, "address_private"),
        ("https://127.1", True, "address_private"),
        ("https://0x7f.0x1", True, "address_private"),
        ("https://particulier.api.gouv.fr", False, None),
    ],
)
def test_the_token_never_goes_into_a_private_network(settings, url, is_demo, code):
    settings.DEMO = is_demo
    by = member(Role.PARTNER_MANAGER)
    said = {"url": url, "token": "jeton", "recipient": "0" * 14, "by": by, "at": NOW}

    if code is None:
        assert connect_proof(**said).url == url
    else:
        with pytest.raises(Refusal) as refused:
            connect_proof(**said)
        assert refused.value.code == code


# --- what is too long, and what comes too often ---------------------------------------------------


@pytest.mark.parametrize("path", ["/verifier/", "/suivre/", "/compte/connexion/"])
def test_a_file_sent_to_a_public_page_is_not_read(path: str):
    file = SimpleUploadedFile("gros.bin", b"0" * 1024 * 1024)

    answer = Client().post(path, {"file": file})

    assert answer.status_code == 413
    assert "Ce que vous envoyez est trop long" in answer.content.decode()


@pytest.mark.parametrize("screen", ["steering:places", "refurbishing:home", "lines:upload"])
def test_a_page_that_takes_files_reads_one_of_two_megabytes(screen: str):
    file = SimpleUploadedFile("liste.csv", b"0" * 2 * 1024 * 1024)

    assert Client().post(reverse(screen), {"file": file}).status_code != 413


@pytest.mark.parametrize("length", ["9" * 25, "1048577"])
def test_a_length_announced_is_enough_to_refuse(length: str):
    answer = Client().post("/verifier/", {}, CONTENT_LENGTH=length)

    assert answer.status_code == 413


def test_a_form_without_its_key_is_told_in_our_words():
    answer = Client(enforce_csrf_checks=True).post("/suivre/", {})

    assert answer.status_code == 403
    assert "Cette page est restée ouverte trop longtemps" in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Revenez à la page d’avant"), ("en", "Go back to the page before"), ("ar", "ارجعوا")],
)
def test_the_address_behind_a_button_says_to_go_back(language: str, said: str):
    answer = Client().get("/suivre/quitter/", HTTP_ACCEPT_LANGUAGE=language)

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert said in answer.content.decode()


def test_software_that_asks_in_another_way_reads_a_problem():
    answer = Client().delete("/api/v1/prescriptions")

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "method_not_allowed"


def test_too_many_tries_to_sign_in_are_told_in_our_words(settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}

    answers = [Client().post("/compte/mot-de-passe/oublie/", {"email": "a@x.fr"}) for _ in "12"]

    assert answers[1].status_code == 429
    assert "Attendez quelques minutes" in answers[1].content.decode()


def test_an_address_longer_than_its_column_is_refused():
    address = f"{'w' * 60}@{'.'.join(['c' * 60] * 4)}.fr"
    boss = member(Role.PARTNER_MANAGER)

    with pytest.raises(Refusal) as refused:
        open_account(
            email=address, first_name="A", last_name="B", organisation=boss.organisation,
            role=Role.PRESCRIBER, by=boss, at=NOW,
        )  # fmt: skip

    assert refused.value.code == "email_wrong"


def test_the_file_of_the_base_is_its_owners(tmp_path):
    file = tmp_path / "base.sqlite3"

    keep_private({"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)})

    assert file.stat().st_mode & 0o777 == 0o600
