"""`coupdepouce demo`, `doctor`, `backup`, `restore` on a machine where nothing is set."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, suppress
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coupdepouce.accounts.models import User
from coupdepouce.cli.demo import _make_keys
from coupdepouce.cli.demo_cases import CASES, seed_cases
from coupdepouce.cli.demo_complaints import seed_complaints
from coupdepouce.cli.demo_data import LOGINS, PARTNERS
from coupdepouce.cli.demo_life import seed_life
from coupdepouce.cli.demo_seed import (
    seed_connection,
    seed_password,
    seed_programme,
    seed_team,
)
from coupdepouce.cli.stand_in import playing
from coupdepouce.connect.api_particulier.parameters import STAND_IN_PORT, STAND_IN_URL
from coupdepouce.core.roles import STAFF
from coupdepouce.outreach.models import Message
from coupdepouce.partners.models import (
    Agreement,
    BriefingAttempt,
    Membership,
    Organisation,
    ProofConnection,
    Quota,
    QuotaGrant,
)
from coupdepouce.prescriptions.models import JourneyEvent, Prescription
from coupdepouce.recourse.models import Complaint, ComplaintEvent
from tests.cli.run import coupdepouce, environment

BASE = "coupdepouce.sqlite3"


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """Give a folder where the demonstration was prepared once."""
    folder = tmp_path_factory.mktemp("machine")
    done = coupdepouce(folder, "demo")
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def dump(folder):
    with closing(sqlite3.connect(folder / BASE)) as base:
        return [line for line in base.iterdump() if "shared_cache" not in line]


def test_one_log_in_per_role_is_printed_with_the_password(machine):
    _, page = machine

    assert {login.role for login in LOGINS} == set(STAFF)
    assert all(login.email in page for login in LOGINS)
    assert re.search(r"Mot de passe : \S{12}$", page.rstrip())
    assert "EXEMPLE-SOUS" in page


def test_the_second_time_nothing_changes(machine):
    folder, page = machine
    before = dump(folder)

    again = coupdepouce(folder, "demo")

    assert again.stdout == page
    assert dump(folder) == before


def test_a_partner_that_somebody_closed_stays_closed(machine, tmp_path):
    folder, printed = machine
    for name in (BASE, "secrets.env", "demo-accounts.txt"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    with closing(sqlite3.connect(tmp_path / BASE)) as base:
        base.execute("UPDATE partners_organisation SET is_active = 0 WHERE name LIKE 'CCAS%'")
        base.execute(
            "UPDATE partners_membership SET until = '2026-01-01' WHERE role = 'prescriber'"
        )
        base.commit()

    again = coupdepouce(tmp_path, "demo")

    assert again.returncode == 0, again.stderr
    assert again.stdout == printed
    assert "« --reset » la refait" in again.stderr


@pytest.mark.parametrize("name", ["secrets.env", "demo-accounts.txt"])
def test_keys_and_passwords_are_for_their_owner_only(machine, name):
    folder, _ = machine

    assert (folder / name).stat().st_mode & 0o777 == 0o600


def test_every_machine_has_its_own_keys_and_password(machine, tmp_path):
    folder, page = machine

    other = coupdepouce(tmp_path, "demo")

    assert other.stdout.split()[-1] != page.split()[-1]
    assert (tmp_path / "secrets.env").read_text() != (folder / "secrets.env").read_text()


def test_a_real_programme_is_never_made_a_demonstration(tmp_path):
    coupdepouce(tmp_path, "demo")
    keys = tmp_path / "secrets.env"
    keys.write_text(keys.read_text().replace("COUPDEPOUCE_DEMO=true\n", ""))
    before = dump(tmp_path)

    done = coupdepouce(tmp_path, "demo", "--reset")

    assert done.returncode == 3
    assert "n’est pas une démonstration" in done.stderr
    assert dump(tmp_path) == before


def test_reset_starts_again(machine):
    folder, page = machine
    with closing(sqlite3.connect(folder / BASE)) as base:
        base.execute("UPDATE partners_organisation SET name = 'abîmé'")
        base.commit()

    done = coupdepouce(folder, "demo", "--reset")

    assert done.stdout == page
    assert "abîmé" not in "".join(dump(folder))


def test_doctor_is_content_with_a_demonstration(machine):
    done = coupdepouce(machine[0], "doctor")

    assert done.returncode == 0, done.stdout
    assert all(line.startswith("ok ") for line in done.stdout.splitlines())


def test_doctor_says_what_a_long_address_costs_and_does_not_fail(machine):
    site = "https://coup-de-pouce.un-departement.exemple.invalid"

    done = coupdepouce(machine[0], "doctor", COUPDEPOUCE_SITE_URL=site)

    assert done.returncode == 0, done.stdout
    assert f"À SAVOIR longueur des SMS : l’adresse du site est longue ({site})" in done.stdout
    assert "line_late (fr)" in done.stdout


def test_doctor_says_what_to_do_on_an_empty_machine(tmp_path):
    done = coupdepouce(tmp_path, "doctor")

    assert done.returncode == 1
    assert "À FAIRE  réglages : COUPDEPOUCE_SECRET_KEY manque" in done.stdout
    assert "coupdepouce demo" in done.stdout


def test_doctor_asks_for_the_tables_first(tmp_path):
    keys = {
        "COUPDEPOUCE_SECRET_KEY": "x",
        "COUPDEPOUCE_LOOKUP_KEY": "x",
        "COUPDEPOUCE_FIELD_KEYS": "pas une clé",
        "COUPDEPOUCE_VOUCHER_KEYS": "x",
    }

    before = coupdepouce(tmp_path, "doctor", **keys)
    migrated = coupdepouce(tmp_path, "migrate", **keys)
    after = coupdepouce(tmp_path, "doctor", **keys)

    assert "À FAIRE  clés" in before.stdout
    assert "migrations : lancez « coupdepouce migrate »" in before.stdout
    assert migrated.returncode == 0
    assert "ok       tables" in after.stdout
    assert "À FAIRE  programme" in after.stdout
    assert (before.returncode, after.returncode) == (1, 1)


def test_a_copy_holds_everything_and_can_be_put_back(machine, tmp_path):
    folder, _ = machine
    copy = tmp_path / "copie.sqlite3"
    before = dump(folder)

    made = coupdepouce(folder, "backup", str(copy))
    with closing(sqlite3.connect(folder / BASE)) as base:
        base.execute("UPDATE partners_organisation SET name = 'abîmé'")
        base.commit()
    restored = coupdepouce(folder, "restore", str(copy), "--yes")

    assert (made.returncode, restored.returncode) == (0, 0)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert dump(folder) == before
    assert [kept.name for kept in folder.glob("*-avant-*")]


def test_a_copy_never_covers_a_file(machine, tmp_path):
    (tmp_path / "copie.sqlite3").write_text("à garder")

    done = coupdepouce(machine[0], "backup", str(tmp_path / "copie.sqlite3"))

    assert done.returncode == 3
    assert (tmp_path / "copie.sqlite3").read_text() == "à garder"


@pytest.mark.parametrize("content", ["pas une base", ""])
def test_what_is_not_a_copy_is_not_put_back(machine, tmp_path, content):
    folder, _ = machine
    before = dump(folder)
    (tmp_path / "copie.sqlite3").write_text(content)

    done = coupdepouce(folder, "restore", str(tmp_path / "copie.sqlite3"), "--yes")

    assert done.returncode == 3
    assert dump(folder) == before


def test_without_a_yes_nothing_is_put_back(machine, tmp_path):
    folder, _ = machine
    coupdepouce(folder, "backup", str(tmp_path / "copie.sqlite3"))
    before = dump(folder)

    done = coupdepouce(folder, "restore", str(tmp_path / "copie.sqlite3"))

    assert done.returncode == 1
    assert dump(folder) == before


@pytest.fixture
def taken():
    """Hold the port of the stand-in, unless something else of this machine does."""
    with socket.socket() as held:
        with suppress(OSError):
            held.bind(("127.0.0.1", STAND_IN_PORT))
            held.listen()
        yield


def test_the_site_is_served_without_the_state_and_stops_when_told(machine, taken):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "coupdepouce", "serve"],
        env=environment(machine[0], PORT=str(port)),
        stderr=subprocess.PIPE,
        text=True,
    )

    try:
        status = answered(f"http://127.0.0.1:{port}/")
        waiting = letters_left(machine[0])
    finally:
        os.kill(server.pid, signal.SIGINT)
    _, talk = server.communicate(timeout=20)

    assert status < 500
    assert "Le port 8410 est pris" in talk
    assert f"http://localhost:{port} — Ctrl+C arrête." in talk
    assert "Travail terminé." in talk  # the work stops with the server
    assert server.returncode == 0
    assert waiting == 0


def letters_left(folder, seconds=20):
    """Wait until every letter of the demonstration has left, and count those that have not."""
    asked = "SELECT count(*) FROM outreach_message WHERE state = 'waiting'"
    end, left = time.monotonic() + seconds, 1
    while left and time.monotonic() < end:
        time.sleep(0.1)
        with closing(sqlite3.connect(folder / BASE)) as base:
            left = base.execute(asked).fetchone()[0]
    return left


def answered(url, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url) as answer:
                return answer.status
        except urllib.error.HTTPError as answer:
            return answer.code
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("the site did not answer")


def test_the_state_is_played_while_the_site_is_served():
    with playing(port=0) as url:
        assert answered(f"{url}/v3/dss/quotient_familial/identite?nomNaissance=x") == 404

    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(url)


def test_a_port_that_is_taken_is_said_in_one_line(capsys):
    with playing(port=0) as url:
        port = int(url.rpartition(":")[2])
        with playing(port=port) as second:
            assert second == ""

    assert capsys.readouterr().err.splitlines() == [
        f"Le port {port} est pris : l’administration n’est pas jouée."
    ]


FILLED = (
    Organisation, Membership, User, Prescription, JourneyEvent, Agreement, QuotaGrant,
    BriefingAttempt, Complaint, ComplaintEvent, Message,
)  # fmt: skip


def seed():
    at = timezone.now()
    seed_programme(at=at)
    members = seed_team(at=at)
    seed_life(members=members, at=at)
    count = seed_cases(members=members, at=at)
    seed_complaints(members=members, at=at)
    return members, count


@pytest.mark.django_db
def test_the_cases_stand_at_every_moment_of_the_journey():
    seed()

    states = set(Prescription.objects.values_list("state", flat=True))
    lines = set(Prescription.objects.values_list("line_state", flat=True))
    assert states == {
        "draft", "issued", "presented", "accepted", "closed", "refused", "withdrawn",
    }  # fmt: skip
    assert lines >= {"wanted", "available", "ordered", "appointment", "active", "failed"}


@pytest.mark.django_db
def test_the_exit_plan_of_a_line_can_be_seen_and_is_marked_as_an_example():
    members, _ = seed()
    found = Prescription.objects.filter(
        line_state="active", prescriber=members["prescripteur"]
    ).first()
    client = Client()
    client.force_login(members["prescripteur"].user)

    line = client.get(reverse("lines:household", args=[found.reference])).content.decode()
    address = reverse("lines:exit_plan", args=[found.reference])
    plan = client.get(address).content.decode()

    assert f'href="{address}"' in line
    assert "29,99\u00a0€ par mois (à vérifier)" in plan
    assert "exemple de la démonstration" in plan


@pytest.mark.django_db
def test_the_operators_desk_has_somebody_to_call_and_a_number_of_fiction():
    members, _ = seed()
    client = Client()
    client.force_login(members["operateur"].user)

    page = client.get(reverse("lines:operator"), {"liste": "rappels"}).content.decode()

    assert "Fictif Active" in page
    assert "06 39 98" in page.replace("\u00a0", " ")


@pytest.mark.django_db
def test_filling_twice_writes_nothing_more():
    seed()
    before = [model.objects.count() for model in FILLED]

    _, count = seed()

    assert count == len(CASES) == before[3]
    assert before == [model.objects.count() for model in FILLED]


@pytest.mark.django_db
def test_the_ccas_is_trained_and_bound_and_its_vouchers_are_counted():
    members, _ = seed()
    client = Client()
    client.force_login(members["responsable"].user)

    bound = client.get(reverse("partnership:agreement")).content.decode()
    team = client.get(reverse("steering:team")).content.decode()

    assert "La convention est en vigueur" in bound
    assert Quota.objects.get().count.used > 0
    assert team.count("Réussie le") == 2


@pytest.mark.django_db
def test_one_complaint_was_looked_at_twice_and_one_waits():
    seed()

    told = {one.state: one for one in Complaint.objects.all()}

    assert set(told) == {"closed", "received"}
    assert told["closed"].answered_by != told["closed"].reviewed_by
    assert told["closed"].second_outcome == "changed"
    texts = ComplaintEvent.objects.values_list("text", flat=True)
    assert all(text.startswith("Exemple fictif.") for text in texts)


@pytest.mark.django_db
def test_everything_says_that_it_is_fictional():
    seed()

    assert {row.name for row in Organisation.objects.all()} == {one.name for one in PARTNERS}
    assert all(row.is_fictional for row in Organisation.objects.all())
    assert all("démonstration" in partner.name for partner in PARTNERS)
    assert all(user.email.endswith("@demo.example") for user in User.objects.all())


@pytest.mark.django_db
def test_the_password_is_given_once():
    members, _ = seed()
    seed_password("phrase-de-passe-1", is_new=False)

    seed_password("phrase-de-passe-2", is_new=False)

    user = User.objects.get(pk=members["admin"].user_id)
    assert user.check_password("phrase-de-passe-1")


@pytest.mark.django_db
def test_the_ccas_is_connected_to_the_stand_in_and_what_it_changed_stays(settings):
    settings.DEMO = True
    members, _ = seed()
    manager = members["responsable"]
    seed_connection(by=manager, at=timezone.now())
    first = ProofConnection.objects.get()

    seed_connection(by=manager, at=timezone.now(), url="http://127.0.0.1:9")

    assert (first.url, first.recipient) == (STAND_IN_URL, "0" * 14)
    assert ProofConnection.objects.get().url == STAND_IN_URL


@pytest.mark.django_db
def test_a_prescriber_of_the_demonstration_asks_the_state_from_the_draft(settings):
    settings.DEMO = True
    members, _ = seed()
    prescriber = members["prescripteur"]
    draft = Prescription.objects.get(state="draft", household__consents__purpose="check")
    desk = Client()
    desk.force_login(prescriber.user)
    said = {
        "once": uuid4(), "endpoint": "quotient_familial", "birth_name": "EXEMPLE-SOUS",
        "first_names": "CAMILLE", "birth_date": "17/05/1980", "sex": "F",
        "birth_country": "99100",
    }  # fmt: skip

    with playing(port=0) as url:
        seed_connection(by=members["responsable"], at=timezone.now(), url=url)
        answer = desk.post(reverse("prescribing:ask", args=[draft.reference]), said)

    draft.refresh_from_db()
    assert "ne dépasse pas le plafond" in answer.content.decode()
    assert draft.verdict.certain


def test_a_demonstration_older_than_signatures_gets_its_key(tmp_path, monkeypatch):
    monkeypatch.delenv("COUPDEPOUCE_VOUCHER_KEYS", raising=False)
    file = tmp_path / "secrets.env"
    file.write_text("COUPDEPOUCE_SECRET_KEY=ancienne\n")

    for _ in range(2):
        _make_keys(file)

    before, after = file.read_text().splitlines()
    assert before == "COUPDEPOUCE_SECRET_KEY=ancienne"
    name, _, key = after.partition("=")
    assert (name, len(key)) == ("COUPDEPOUCE_VOUCHER_KEYS", 43)
