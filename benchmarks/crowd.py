"""Many fictional households with a draft, written by PostgreSQL itself: ids are 1, 2, 3, …"""

from dataclasses import dataclass

from django.db import connection

from coupdepouce.accounts.sealing import seal
from coupdepouce.partners.models import Membership
from coupdepouce.programmes.queries import current_programme
from tests.apps.build import NOW
from tests.apps.cases import advisor, prescriber

HOUSEHOLDS = """
INSERT INTO households_household (
  id, reference, organisation_id, commune_code, postcode, address, is_shared_address, phone,
  email, preference, language, computer, skills, despite, created_at, last_contact_at)
SELECT n, md5('household' || n)::uuid, %(team)s, '59350', '59000', %(sealed)s, false, %(phone)s,
  '', 'sms', 'fr', '', '', '', %(at)s, %(at)s
FROM generate_series(%(first)s, %(last)s) AS n
"""
PEOPLE = """
INSERT INTO households_person (household_id, role, first_name, last_name, birth_date)
SELECT n, 'applicant', %(sealed)s, %(sealed)s, %(birth)s
FROM generate_series(%(first)s, %(last)s) AS n
"""
CONSENTS = """
INSERT INTO households_consent (household_id, purpose, given_at, recorded_by_id)
SELECT n, purpose, %(at)s, %(prescriber)s
FROM generate_series(%(first)s, %(last)s) AS n, unnest(ARRAY['programme', 'contact']) AS purpose
"""
VERDICTS = """
INSERT INTO households_recordedverdict (
  id, once, household_id, version_id, made_at, made_by_id, answer, route, certain, certain_until,
  reasons, missing, to_bring)
SELECT n, md5('verdict' || n)::uuid, n, %(version)s, %(at)s, %(prescriber)s, 'yes',
  'quotient_familial', true, NULL, '["quotient_at_or_under_ceiling"]', '[]', '[]'
FROM generate_series(%(first)s, %(last)s) AS n
"""
PRESCRIPTIONS = """
INSERT INTO prescriptions_prescription (
  id, reference, programme, version_id, household_id, organisation_id, prescriber_id, referent,
  verdict_id, state, line_state, computer_state, training_state, created_at, waits_for,
  waits_since, due_on, reminded, events_count)
SELECT n, md5('prescription' || n)::uuid, %(programme)s, %(version)s, n, %(team)s, %(prescriber)s,
  '', n, 'draft', 'wanted', 'none', 'none', %(at)s, 'prescriber',
  %(at)s - n %% 500000 * interval '1 minute', NULL, 0, 2
FROM generate_series(%(first)s, %(last)s) AS n
"""
EVENTS = """
INSERT INTO prescriptions_journeyevent (
  once, prescription_id, number, step, at, role, member_id, organisation_id, reason, data,
  previous_hash, hash)
SELECT md5(step || n)::uuid, n, number, step, %(at)s, 'prescriber', %(prescriber)s, %(team)s,
  '', '{}', '', repeat('a', 64)
FROM generate_series(%(first)s, %(last)s) AS n,
  (VALUES (1, 'prepare'), (2, 'want_line')) AS taken (number, step)
"""
SEQUENCES = ("households_household", "households_recordedverdict", "prescriptions_prescription")


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Who acts on it."""

    prescriber: Membership
    advisor: Membership


def staff() -> Crowd:
    """Make one prescriber and one advisor."""
    return Crowd(prescriber=prescriber(), advisor=advisor())


def gather(crowd: Crowd, *, first: int, last: int) -> None:
    """Write households `first` to `last`, each with its draft, its consents and its verdict."""
    version, programme = current_programme()
    values = {
        "first": first,
        "last": last,
        "at": NOW,
        "team": crowd.prescriber.organisation_id,
        "prescriber": crowd.prescriber.pk,
        "version": version.pk,
        "programme": programme.id,
        "sealed": seal("Fictif"),
        "phone": seal("+33639980001"),
        "birth": seal("1980-05-17"),
    }
    with connection.cursor() as cursor:
        for statement in (HOUSEHOLDS, PEOPLE, CONSENTS, VERDICTS, PRESCRIPTIONS, EVENTS):
            cursor.execute(statement, values)
        for table in SEQUENCES:
            cursor.execute(f"SELECT setval('{table}_id_seq', {last})")
        cursor.execute("ANALYZE")
