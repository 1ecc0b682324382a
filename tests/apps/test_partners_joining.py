"""A structure joins: its number, the body already there, the thread, the end of each way."""

from datetime import timedelta
from uuid import uuid4

import pytest

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.outreach.joining import (
    forget_candidatures,
    known_of,
    lapse_candidatures,
    opened,
)
from coupdepouce.outreach.models import Message
from coupdepouce.partners.links import application_token
from coupdepouce.partners.models import (
    PRESCRIBERS,
    Application,
    ApplicationEvent,
    Establishment,
    Membership,
    Organisation,
    Place,
)
from coupdepouce.partners.nearest import PARTNER, Around, nearest
from coupdepouce.partners.operations.joining import Twin
from coupdepouce.partners.operations.people import PRESCRIBING, ROLES_OF
from coupdepouce.partners.places.finding import Wanted, find_places
from coupdepouce.partners.queries import joining, prescribers
from coupdepouce.prescriptions import work
from tests.apps import cases
from tests.apps.build import NOW, member, organisation
from tests.apps.build_partners import (
    FAR_SIRET,
    OTHER_SIRET,
    SIRET,
    candidature,
    details,
    manager,
    move,
)


@pytest.fixture(autouse=True)
def _programme():
    cases.programme()


@pytest.fixture
def chief():
    return manager()


def texts(template: str) -> list[str]:
    return [one.text for one in Message.objects.filter(template=template).order_by("pk")]


def test_a_candidature_waits_for_the_programme_and_both_sides_are_told(chief):
    one = candidature("000 000 000 00018")

    assert (one.siret, one.state, one.waits_for) == (SIRET, "received", "programme_manager")
    assert one.commune_code == "59350"
    assert [event.words for event in one.events.all()] == ["Nous voulons aider."]
    assert "/partenaires/candidature/" in texts("application_received")[0]
    assert f"/candidatures/{one.reference}/" in texts("application_to_read")[0]


def test_the_same_key_writes_one_candidature_and_one_message():
    once = uuid4()

    assert candidature(once=once).pk == candidature(once=once).pk
    assert Application.objects.count() == 1
    assert len(texts("application_received")) == 1


@pytest.mark.parametrize(
    ("siret", "changes", "code"),
    [
        ("00000000000019", {}, "siret_wrong"),
        ("1234", {}, "siret_wrong"),
        (SIRET, {"kind": "shop"}, "kind_unknown"),
        (SIRET, {"commune_name": "Nulle-Part", "postcode": "59999"}, "commune_unknown"),
        (SIRET, {"commune_name": "Lyon", "postcode": "69001"}, "out_of_territory"),
    ],
)
def test_what_cannot_join_says_what_to_do(siret, changes, code):
    with pytest.raises(Refusal) as refused:
        candidature(siret, **changes)

    assert refused.value.code == code
    assert not Application.objects.exists()
    assert not Message.objects.exists()


def test_two_at_once_from_the_same_person_are_one():
    candidature()

    with pytest.raises(Refusal, match="attend déjà"):
        candidature()


def test_accepted_it_becomes_a_partner_with_its_first_manager(chief):
    one = candidature()

    move(one, "approve", chief, words="Bienvenue.")

    made = one.organisation
    assert (made.name, made.siret, made.kind, made.department) == (
        "Épicerie solidaire inventée", SIRET, "association", "59",
    )  # fmt: skip
    person = Membership.objects.get(organisation=made)
    assert (person.role, person.user.email) == (Role.PARTNER_MANAGER, "dominique@exemple.invalid")
    assert f"http://testserver/{person.user_id}" in texts("invitation")[0]
    assert "Bienvenue." in texts("application_news")[0]
    assert (one.state, one.waits_for, one.ended_at) == ("approved", "", NOW)


AROUND_LILLE = Around(commune_code="59350", point=(50.63, 3.06), rank=lambda _: None)


def test_a_new_partner_is_in_the_directory_and_among_those_who_prescribe(chief):
    one = candidature()

    move(one, "approve", chief, receives_public=True)

    found = find_places(around=AROUND_LILLE, wanted=Wanted(reach_km=5), at=NOW, size=10)
    place = one.organisation.place
    assert [(it.place.pk, it.distance_km) for it in found.places] == [(place.pk, None)]
    assert [it.place for it in nearest(around=AROUND_LILLE, kind=PARTNER)] == [place]
    assert (place.name, place.address, place.postcode, place.commune_name, place.siret) == (
        "Épicerie solidaire inventée", "5 rue Inventée", "59000", "Lille", SIRET,
    )  # fmt: skip
    assert (place.source, place.reviewed_on) == ("coup-de-pouce", None)


def test_the_address_of_a_structure_that_receives_nobody_is_published_nowhere(chief):
    Place.objects.create(
        source="liste", source_id="1", kind="place", name="Lieu inventé", digest="1",
        commune_code="59350", address="5 rue Inventée",
    )  # fmt: skip
    one = candidature()

    move(one, "approve", chief)

    assert (one.state, one.organisation.place) == ("approved", None)
    assert Place.objects.count() == 1
    assert nearest(around=AROUND_LILLE, kind=PARTNER) == []


LISTED = """
what is listed                     | used
siret=00000000000018               | yes
address=5 R. inventee              | yes
address=5 rue Inventée, town=59512 | no
address=6 rue Inventée             | no
siret=00000000000018, kind=shop    | no
siret=00000000000018, is_open=     | no
siret=00000000000018, town=59512   | no
"""


@pytest.mark.parametrize(
    ("said", "used"),
    [
        pytest.param(*(cell.strip() for cell in line.split("|")), id=line.split("|")[0].strip())
        for line in LISTED.strip().splitlines()[1:]
    ],
)
def test_a_place_already_listed_is_not_made_twice(chief, said, used):
    fields = dict(cell.split("=") for cell in said.split(", "))
    town = fields.pop("town", "59350")
    listed = Place.objects.create(
        source="liste", source_id="1", name="Lieu inventé", commune_code=town, digest="1",
        **{"kind": "place", **fields, "is_open": "is_open" not in fields},
    )  # fmt: skip
    one = candidature()

    move(one, "approve", chief, receives_public=True)

    assert (one.organisation.place == listed) is (used == "yes")
    assert Place.objects.count() == (1 if used == "yes" else 2)


TWO_DOORS = [
    ("two at its address", ["address=5 rue Inventée", "address=5 rue Inventée"], None),
    ("two of its number", [f"siret={SIRET}", f"siret={SIRET}"], None),
    ("two of its number, the second at its address",
     [f"siret={SIRET}, address=1 rue Inventée", f"siret={SIRET}, address=5 rue Inventée"], 1),
    ("two of its number, another at its address",
     [f"siret={SIRET}", f"siret={SIRET}", "address=5 rue Inventée"], 2),
    ("one of its number, another at its address",
     ["address=5 rue Inventée", f"siret={SIRET}"], 1),
    ("two of its number, one in its town",
     [f"siret={SIRET}, commune_code=59512", f"siret={SIRET}"], 1),
]  # fmt: skip


@pytest.mark.parametrize(("why", "doors", "used"), TWO_DOORS, ids=[one[0] for one in TWO_DOORS])
def test_two_listed_places_leave_a_doubt_unless_one_thing_settles_it(chief, why, doors, used):
    listed = [
        Place.objects.create(
            source="liste", source_id=str(number), kind="place", name=f"Lieu inventé {number}",
            digest=str(number),
            **{"commune_code": "59350", **dict(cell.split("=") for cell in door.split(", "))},
        )
        for number, door in enumerate(doors)
    ]  # fmt: skip
    one = candidature()

    move(one, "approve", chief, receives_public=True)

    place = one.organisation.place
    assert place.source == "coup-de-pouce" if used is None else place == listed[used]


def test_a_person_who_cannot_manage_leaves_the_candidature_as_it_was(chief):
    shop = member(Role.SHOP_ADVISOR, of=organisation(Organisation.Kind.SHOP))
    one = candidature(email=shop.user.email)

    with pytest.raises(Refusal) as refused:
        move(one, "approve", chief)

    assert refused.value.code == "roles_incompatible"
    one.refresh_from_db()
    assert (one.state, one.organisation, one.events.count()) == ("received", None, 1)
    assert not Organisation.objects.filter(siret=SIRET).exists()


@pytest.mark.parametrize("name", ["approve", "attach"])
def test_nobody_answers_their_own_candidature(chief, name):
    team = organisation(siret=OTHER_SIRET, commune_code="59350")
    member(Role.PARTNER_MANAGER, of=team)
    twin = Twin(team_id=team.pk) if name == "attach" else Twin(is_told_apart=True)
    one = candidature(email=chief.user.email.upper(), twin=twin)

    with pytest.raises(Refusal, match="demandez à un collègue") as refused:
        move(one, name, chief)

    assert refused.value.code == "own_candidature"
    one.refresh_from_db()
    assert (one.state, one.organisation) == ("received", None)


def test_a_correction_goes_and_comes_back(chief):
    one = candidature()

    move(one, "ask_correction", chief, words="Quelle est votre adresse ?")
    assert (one.state, one.waits_for) == ("to_correct", "applicant")
    assert f"{one.due_on:%d/%m/%Y}" == "21/12/2026"
    move(one, "correct", details=details(address="6 rue Inventée"), words="La voici.")

    assert (one.state, one.address, one.due_on) == ("received", "6 rue Inventée", None)
    said = [event.words for event in one.events.all()]
    assert said[1:] == ["Quelle est votre adresse ?", "La voici."]
    changed = [event.changes for event in one.events.all()]
    assert changed == [{}, {}, {"address": ["5 rue Inventée", "6 rue Inventée"]}]
    assert "Quelle est votre adresse ?" in texts("application_news")[0]


def test_a_refusal_says_why_and_what_next(chief):
    one = candidature()

    move(one, "refuse", chief, ground="out_of_scope")

    assert "n’accompagne pas de ménages" in texts("application_news")[0]
    assert "partenaire proche" in texts("application_news")[0]
    assert one.state == "refused"


def test_another_reason_is_written_in_the_message(chief):
    one = candidature()

    with pytest.raises(Refusal) as refused:
        move(one, "refuse", chief, ground="other")

    one.refresh_from_db()
    assert (refused.value.code, one.state) == ("words_missing", "received")


def test_a_double_click_is_one_step(chief):
    one, once = candidature(), uuid4()

    move(one, "write", chief, words="Bonjour", once=once)
    move(one, "write", chief, words="Bonjour", once=once)

    assert one.events.count() == 2
    assert len(texts("application_news")) == 1


TWIN_CASES = [
    ("the same site", SIRET, "59350", True),
    ("another site of the department", OTHER_SIRET, "59512", True),
    ("another department", OTHER_SIRET, "62498", False),
    ("another body", FAR_SIRET, "59350", False),
]


@pytest.mark.parametrize(("why", "siret", "commune", "known"), TWIN_CASES)
def test_the_same_body_in_the_department_is_proposed_first(why, siret, commune, known):
    organisation(siret=siret, commune_code=commune)

    if known:
        with pytest.raises(Refusal) as refused:
            candidature()
        assert refused.value.code == "twin_known"
    else:
        assert candidature().state == "received"


def test_an_organisation_that_is_closed_or_does_not_prescribe_is_no_twin():
    organisation(siret=OTHER_SIRET, commune_code="59350", is_active=False)
    organisation(Organisation.Kind.SHOP, siret=OTHER_SIRET, commune_code="59350")

    assert candidature().state == "received"


def test_another_site_can_be_told_apart_but_not_the_same_one(chief):
    organisation(siret=OTHER_SIRET, commune_code="59350")
    one = candidature(twin=Twin(is_told_apart=True))

    move(one, "approve", chief)

    assert one.organisation.siret == SIRET
    with pytest.raises(Refusal) as refused:
        candidature(twin=Twin(is_told_apart=True))
    assert refused.value.data["same_site"]


def test_who_asks_for_an_account_is_attached_to_the_team(chief):
    team = organisation(siret=OTHER_SIRET, commune_code="59350")
    member(Role.PARTNER_MANAGER, of=team)
    one = candidature(twin=Twin(team_id=team.pk))

    with pytest.raises(Refusal, match="rattachez-la"):
        move(one, "approve", chief)
    move(one, "attach", chief)

    assert one.organisation == team
    made = Membership.objects.get(organisation=team, user__email="dominique@exemple.invalid")
    assert made.role == Role.PRESCRIBER
    assert Organisation.objects.filter(siret=SIRET).count() == 0


def test_nobody_asks_for_the_team_of_another_body():
    other = organisation(siret=FAR_SIRET, commune_code="59350")

    with pytest.raises(Refusal):
        candidature(twin=Twin(team_id=other.pk))


def test_a_twin_that_came_meanwhile_stops_the_approval_until_it_is_settled(chief):
    one = candidature()
    organisation(siret=OTHER_SIRET, commune_code="59350")

    with pytest.raises(Refusal, match="du même SIREN"):
        move(one, "approve", chief)
    move(one, "tell_apart", chief)
    move(one, "approve", chief)

    assert one.state == "approved"


def test_a_correction_that_never_came_closes_the_candidature(chief):
    one = candidature()
    move(one, "ask_correction", chief, words="Le nom ?")

    assert lapse_candidatures(at=NOW + timedelta(days=30), each=work._each) == 0
    assert lapse_candidatures(at=NOW + timedelta(days=31), each=work._each) == 1

    one.refresh_from_db()
    assert (one.state, one.waits_for) == ("lapsed", "")
    assert "la précision n’est pas venue" in texts("application_news")[-1]


def test_one_that_cannot_close_does_not_hold_up_the_others(chief):
    stuck, one = candidature(), candidature(FAR_SIRET, email="autre@exemple.invalid")
    for each in (stuck, one):
        move(each, "ask_correction", chief, words="Le nom ?")
    # Its history lost a line: the number of the next one is taken.
    stuck.events.first().delete()

    assert lapse_candidatures(at=NOW + timedelta(days=31), each=work._each) == 1

    stuck.refresh_from_db()
    one.refresh_from_db()
    assert (stuck.state, one.state) == ("to_correct", "lapsed")


def test_who_spoke_for_a_candidature_without_a_partner_is_forgotten(chief):
    refused, accepted = candidature(), candidature(FAR_SIRET, email="autre@exemple.invalid")
    move(refused, "ask_correction", chief, words="Le nom ?")
    move(refused, "correct", details=details(last_name="Inventé"), words="Voilà.")
    move(refused, "refuse", chief, ground="other", words="Une raison.")
    move(accepted, "approve", chief)

    assert forget_candidatures(at=NOW + timedelta(days=364)) == 0
    assert forget_candidatures(at=NOW + timedelta(days=365)) == 1

    assert not ApplicationEvent.objects.filter(application=refused).exclude(changes={}).exists()
    refused.refresh_from_db(), accepted.refresh_from_db()
    assert (refused.email, refused.last_name) == ("", "")
    assert {event.words for event in refused.events.all()} == {""}
    assert accepted.email
    assert forget_candidatures(at=NOW + timedelta(days=366)) == 0


def test_only_the_programme_reads_candidatures(chief):
    one = candidature()

    assert joining.applications(chief) == [one]
    assert joining.applications(member(Role.PARTNER_MANAGER)) == []
    with pytest.raises(Refusal, match="n’existe pas"):
        joining.application(member=member(), reference=one.reference)


def test_the_link_opens_one_candidature_and_no_other_word_does():
    one = candidature()

    assert opened(token=application_token(one.reference)).application == one
    for token in ("x", application_token(one.reference)[:-1], application_token(uuid4())):
        with pytest.raises(Refusal):
            opened(token=token)


def test_the_register_fills_what_it_knows():
    row = Establishment.objects.create(
        siret=SIRET, name="ENSEIGNE", address="5 RUE INVENTEE", postcode="59000",
        commune_code="59350", commune_name="LILLE",
    )  # fmt: skip
    twin = organisation(siret=OTHER_SIRET, commune_code="59350")

    known = known_of("000 000 000 00018")

    assert known.establishment == row
    assert known.twins == [(twin.pk, twin.name)]
    assert known_of(FAR_SIRET).establishment is None


def test_every_kind_has_its_roles_and_those_that_prescribe_are_listed(chief):
    assert set(ROLES_OF) == set(Organisation.Kind)
    assert {kind for kind, roles in ROLES_OF.items() if roles == PRESCRIBING} == PRESCRIBERS
    housing = organisation(Organisation.Kind.HOUSING)
    assert housing in prescribers(chief)
    assert not housing.is_public_body
