"""Organisations, the people who act for them, their keys and connections."""

import pytest

from coupdepouce.accounts.models import User
from coupdepouce.cli.doctor import CHECKS
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation, ProofConnection
from coupdepouce.partners.operations import (
    close_membership,
    connect_proof,
    create_organisation,
    disconnect_proof,
    make_api_key,
    open_account,
    revoke_api_key,
    switch_membership,
)
from coupdepouce.partners.queries import (
    current_membership,
    live_memberships,
    membership,
    membership_by_key,
    organisation,
    organisations,
    proof_connection,
    team,
)
from tests.apps.build import NOW, member
from tests.apps.build import organisation as build_organisation

Kind = Organisation.Kind
SIRET = "00000000000000"


def operator(role=Role.PROGRAMME_MANAGER):
    return member(role, of=build_organisation(Kind.OPERATOR))


def led(kind=Kind.CCAS):
    """Make an organisation, and its manager when it is one that prescribes."""
    made = build_organisation(kind)
    if made.prescribes:
        member(Role.PARTNER_MANAGER, of=made)
    return made


def opened(role=Role.PRESCRIBER, *, of, by=None, email="alex.fictif@exemple.invalid"):
    return open_account(
        email=email,
        first_name="Alex",
        last_name="Fictif",
        organisation=of,
        role=role,
        by=by,
        at=NOW,
    )


def test_a_new_person_waits_for_a_password():
    ccas = led()

    made = opened(of=ccas, email=" Alex.Fictif@Exemple.invalid ")

    assert made.user.email == "alex.fictif@exemple.invalid"
    assert not made.user.has_usable_password()
    assert (made.role, made.since, made.until) == (Role.PRESCRIBER, NOW, None)


def test_a_person_already_known_keeps_their_name_and_gets_one_more_role():
    first = opened(of=led())

    second = open_account(
        email=first.user.email,
        first_name="Autre",
        last_name="Nom",
        organisation=led(),
        role=Role.PRESCRIBER,
        by=None,
        at=NOW,
    )

    assert second.user == first.user
    assert User.objects.get(pk=first.user_id).first_name == "Alex"


def test_the_same_role_twice_is_refused():
    ccas = led()
    opened(of=ccas)

    with pytest.raises(Refusal) as refused:
        opened(of=ccas)

    assert refused.value.code == "already_member"


def test_a_role_closed_can_be_given_again():
    ccas = led()
    close_membership(membership=opened(of=ccas), by=None, at=NOW)

    opened(of=ccas)

    found = Membership.objects.filter(role=Role.PRESCRIBER).order_by("pk")
    assert [one.until for one in found] == [NOW, None]


def test_the_first_account_of_a_partner_is_its_manager():
    ccas, by = build_organisation(), operator()

    with pytest.raises(Refusal, match="ouvrez d’abord") as refused:
        opened(of=ccas, by=by)
    gone = opened(Role.PARTNER_MANAGER, of=ccas, by=by, email="chef.fictif@exemple.invalid")
    made = opened(of=ccas, by=by)

    assert refused.value.code == "manager_first"
    assert made.role == Role.PRESCRIBER
    # One who left manages no more.
    Membership.objects.filter(pk=gone.pk).update(until=NOW)
    with pytest.raises(Refusal, match="ouvrez d’abord"):
        opened(of=ccas, by=by, email="autre.fictif@exemple.invalid")


CLASHES = """
first           | second          | answer
prescriber      | shop_advisor    | refused
partner_manager | shop_advisor    | refused
shop_advisor    | prescriber      | refused
shop_advisor    | partner_manager | refused
trainer         | prescriber      | opened
prescriber      | partner_manager | opened
prescriber      | evaluator       | opened
prescriber      | programme_manager | refused
partner_manager | programme_manager | refused
prescriber      | back_office     | refused
administrator   | prescriber      | refused
programme_manager | back_office   | opened
"""
HOME = {
    "prescriber": Kind.CCAS,
    "partner_manager": Kind.ASSOCIATION,
    "shop_advisor": Kind.SHOP,
    "trainer": Kind.SHOP,
    "evaluator": Kind.EVALUATOR,
    "back_office": Kind.OPERATOR,
    "programme_manager": Kind.OPERATOR,
    "administrator": Kind.OPERATOR,
}


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        pytest.param(first, second, answer, id=f"{first} then {second}")
        for first, second, answer in (
            [cell.strip() for cell in line.split("|")] for line in CLASHES.strip().splitlines()[1:]
        )
    ],
)
def test_whoever_prescribes_never_redeems(first, second, answer):
    opened(first, of=led(HOME[first]))
    there = led(HOME[second])

    if answer == "opened":
        assert opened(second, of=there).role == second
        return
    with pytest.raises(Refusal) as refused:
        opened(second, of=there)

    assert refused.value.code == "roles_incompatible"


@pytest.mark.parametrize(
    ("until", "second", "said"),
    [
        (None, Role.SHOP_ADVISOR, "1 : qui prescrit"),
        (None, Role.TRAINER, ""),
        (NOW, Role.SHOP_ADVISOR, ""),
    ],
)
def test_the_doctor_counts_who_was_given_both_sides_before(until, second, said):
    both = opened(of=led())
    for _ in range(2):  # in two shops: still one person
        shop = build_organisation(Kind.SHOP)
        Membership.objects.create(
            user=both.user, organisation=shop, role=second, since=NOW, until=until
        )
    found = next(one for one in CHECKS if one.name == "personnes des deux côtés")

    assert found.only_says
    assert found.find().startswith(said)
    assert bool(found.find()) is bool(said)


def test_a_closed_role_clashes_no_more():
    close_membership(membership=opened(of=led()), by=None, at=NOW)

    assert opened(Role.SHOP_ADVISOR, of=build_organisation(Kind.SHOP)).pk


@pytest.mark.parametrize(
    ("kind", "role"),
    [(Kind.SHOP, Role.PRESCRIBER), (Kind.CCAS, Role.ADMINISTRATOR), (Kind.CCAS, "household")],
)
def test_a_role_fits_the_kind_of_organisation(kind, role):
    with pytest.raises(Refusal) as refused:
        opened(role, of=build_organisation(kind))

    assert refused.value.code == "role_unfit"


RIGHTS = """
who               | where     | role              | answer
partner_manager   | own       | prescriber        | opened
partner_manager   | other     | prescriber        | not_your_team
prescriber        | own       | prescriber        | not_your_team
shop_advisor      | other     | prescriber        | not_your_team
programme_manager | other     | partner_manager   | opened
programme_manager | own       | programme_manager | opened
programme_manager | own       | administrator     | not_your_team
administrator     | own       | administrator     | opened
administrator     | other     | prescriber        | opened
"""
ORGANISATION_OF = {
    "partner_manager": Kind.CCAS,
    "prescriber": Kind.CCAS,
    "shop_advisor": Kind.SHOP,
    "programme_manager": Kind.OPERATOR,
    "administrator": Kind.OPERATOR,
}


@pytest.mark.parametrize(
    ("who", "where", "role", "answer"),
    [
        pytest.param(*cells, id=" ".join(cells[:3]))
        for cells in (
            [cell.strip() for cell in line.split("|")] for line in RIGHTS.strip().splitlines()[1:]
        )
    ],
)
def test_who_may_open_an_account_where(who, where, role, answer):
    by = member(Role(who), of=build_organisation(ORGANISATION_OF[who]))
    there = by.organisation if where == "own" else led()

    if answer == "opened":
        assert opened(role, of=there, by=by).organisation == there
        return
    with pytest.raises(Refusal) as refused:
        opened(role, of=there, by=by)

    assert refused.value.code == answer
    assert not User.objects.filter(email="alex.fictif@exemple.invalid").exists()


@pytest.mark.parametrize("email", ["", "alex", "alex@", "a b@exemple.invalid"])
def test_an_address_that_cannot_be_one_is_refused(email):
    with pytest.raises(Refusal) as refused:
        opened(of=build_organisation(), email=email)

    assert refused.value.code == "email_wrong"


def test_the_last_manager_stays_until_another_comes():
    ccas = build_organisation()
    only = member(Role.PARTNER_MANAGER, of=ccas)

    with pytest.raises(Refusal) as refused:
        close_membership(membership=only, by=only, at=NOW)
    opened(Role.PARTNER_MANAGER, of=ccas)
    close_membership(membership=only, by=only, at=NOW)

    assert refused.value.code == "last_manager"
    assert Membership.objects.get(pk=only.pk).until == NOW


def test_closing_twice_keeps_the_first_day():
    gone = opened(of=led())
    close_membership(membership=gone, by=None, at=NOW)

    again = close_membership(membership=gone, by=None, at=NOW.replace(hour=23))

    assert again.until == NOW


def test_leaving_closes_the_keys():
    leaver = opened(of=led())
    _, secret = make_api_key(membership=leaver, label="logiciel fictif", at=NOW)

    close_membership(membership=leaver, by=None, at=NOW)

    with pytest.raises(Refusal):
        membership_by_key(secret)


def test_switching_chooses_the_role_of_the_next_pages():
    first = opened(of=led())
    second = opened(of=led())

    switch_membership(user=first.user, membership_id=second.pk)

    assert current_membership(first.user, live_memberships(first.user)) == second


def test_nobody_switches_to_a_role_that_is_not_theirs_or_closed():
    mine = opened(of=led())
    closed = opened(of=led())
    close_membership(membership=closed, by=None, at=NOW)

    for other in (member().pk, closed.pk, 0):
        with pytest.raises(Refusal) as refused:
            switch_membership(user=mine.user, membership_id=other)
        assert refused.value.code == "not_found"


def test_the_team_is_that_of_the_organisation_those_who_left_last():
    ccas = build_organisation()
    one, gone = member(of=ccas), member(of=ccas)
    close_membership(membership=gone, by=None, at=NOW)
    member()

    found = team(one)

    assert set(found) == {one, gone}
    assert {row.pk for row in found if row.until is None} == {one.pk}


@pytest.mark.parametrize("count", [2, 20])
def test_the_team_costs_the_same_for_more_people(count, django_assert_num_queries):
    ccas = build_organisation()
    people = [member(of=ccas) for _ in range(count)]

    with django_assert_num_queries(1):
        assert len([(row.user.email, row.organisation.name) for row in team(people[0])]) == count


def test_a_partner_sees_itself_and_the_programme_sees_all():
    ours, theirs = member(), member()
    manager = operator()

    assert organisations(ours) == [ours.organisation]
    assert set(organisations(manager)) >= {ours.organisation, theirs.organisation}
    assert organisation(member=manager, pk=ours.organisation_id) == ours.organisation
    assert membership(member=manager, pk=theirs.pk) == theirs
    for hidden in (
        lambda: organisation(member=ours, pk=theirs.organisation_id),
        lambda: membership(member=ours, pk=theirs.pk),
    ):
        with pytest.raises(Refusal) as refused:
            hidden()
        assert refused.value.code == "not_found"


def test_an_organisation_keeps_the_digits_of_its_siret():
    made = create_organisation(name=" CCAS fictif ", kind=Kind.CCAS, siret="000 000 000 00000")

    assert (made.name, made.siret) == ("CCAS fictif", SIRET)


BAD_ORGANISATIONS = """
case              | name | kind  | siret          | code
no name           |      | ccas  |                | name_missing
unknown kind      | X    | mairie|                | kind_unknown
thirteen digits   | X    | ccas  | 0000000000000  | siret_wrong
one digit changed | X    | ccas  | 00000000000001 | siret_wrong
"""


@pytest.mark.parametrize(
    ("name", "kind", "siret", "code"),
    [
        pytest.param(*cells, id=case)
        for case, *cells in (
            [cell.strip() for cell in line.split("|")]
            for line in BAD_ORGANISATIONS.strip().splitlines()[1:]
        )
    ],
)
def test_an_organisation_that_is_refused(name, kind, siret, code):
    with pytest.raises(Refusal) as refused:
        create_organisation(name=name, kind=kind, siret=siret)

    assert refused.value.code == code


def test_a_siret_is_there_once():
    create_organisation(name="Premier", kind=Kind.CCAS, siret=SIRET)

    with pytest.raises(Refusal) as refused:
        create_organisation(name="Second", kind=Kind.CCAS, siret=SIRET)

    assert refused.value.code == "organisation_exists"


def connected(by, url="https://particulier.api.exemple.invalid", token="jeton-fictif"):
    return connect_proof(url=url, token=token, recipient=SIRET, by=by, at=NOW)


def test_a_public_body_connects_its_own_habilitation_and_its_token_is_sealed():
    by = member(Role.PARTNER_MANAGER, of=build_organisation(Kind.CCAS))

    made = connected(by)

    assert proof_connection(by.organisation_id) == made
    assert ProofConnection.objects.get().token == "jeton-fictif"
    with_sql = ProofConnection.objects.extra(select={"raw": "token"}).values_list("raw", flat=True)
    assert "jeton-fictif" not in with_sql[0]


def test_a_new_token_replaces_the_old_one():
    by = member(Role.PARTNER_MANAGER)
    connected(by)

    connected(by, token="jeton-neuf")

    assert proof_connection(by.organisation_id).token == "jeton-neuf"


def test_a_connection_that_is_cut_forgets_its_token():
    by = member(Role.PARTNER_MANAGER)
    connected(by)
    elsewhere = member(Role.PARTNER_MANAGER)
    connected(elsewhere)

    disconnect_proof(by=by)
    disconnect_proof(by=by)

    cut = ProofConnection.objects.get(organisation=by.organisation)
    assert (cut.is_enabled, cut.token) == (False, "")
    assert proof_connection(by.organisation_id) is None
    assert proof_connection(elsewhere.organisation_id).token == "jeton-fictif"


def test_a_prescriber_cannot_cut_the_connection():
    by = member(Role.PARTNER_MANAGER)
    connected(by)

    with pytest.raises(Refusal) as refused:
        disconnect_proof(by=member(of=by.organisation))

    assert refused.value.code == "not_your_team"
    assert proof_connection(by.organisation_id)


BAD_CONNECTIONS = """
case              | kind        | role            | url               | t | code
an association    | association | partner_manager | https://a.invalid | t | not_a_public_body
a CCAS prescriber | ccas        | prescriber      | https://a.invalid | t | not_your_team
a clear address   | ccas        | partner_manager | http://a.invalid  | t | address_not_protected
no token          | ccas        | partner_manager | https://a.invalid |   | token_malformed
"""


@pytest.mark.parametrize(
    ("kind", "role", "url", "token", "code"),
    [
        pytest.param(*cells, id=case)
        for case, *cells in (
            [cell.strip() for cell in line.split("|")]
            for line in BAD_CONNECTIONS.strip().splitlines()[1:]
        )
    ],
)
def test_a_connection_that_is_refused(kind, role, url, token, code):
    by = member(Role(role), of=build_organisation(kind))

    with pytest.raises(Refusal) as refused:
        connected(by, url=url, token=token)

    assert refused.value.code == code
    assert proof_connection(by.organisation_id) is None


def test_the_stand_in_of_this_machine_needs_no_lock(settings):
    settings.DEMO = True

    assert connected(member(Role.PARTNER_MANAGER), url="http://127.0.0.1:8410").pk


def test_a_key_acts_for_its_membership_and_its_secret_is_not_kept():
    owner = member()

    key, secret = make_api_key(membership=owner, label="logiciel fictif", at=NOW)

    assert membership_by_key(secret) == owner
    assert secret not in str(vars(key))


def test_a_revoked_key_opens_nothing():
    owner = member()
    key, secret = make_api_key(membership=owner, label="logiciel fictif", at=NOW)

    revoke_api_key(key=key, by=owner, at=NOW)

    with pytest.raises(Refusal) as refused:
        membership_by_key(secret)
    assert refused.value.code == "key_unknown"


@pytest.mark.parametrize(("label", "code"), [(" ", "label_missing"), ("Logiciel ", "label_taken")])
def test_a_key_needs_a_name_of_its_own(label, code):
    owner = member()
    make_api_key(membership=owner, label="Logiciel", at=NOW)

    with pytest.raises(Refusal) as refused:
        make_api_key(membership=owner, label=label, at=NOW)

    assert refused.value.code == code
    assert make_api_key(membership=member(), label="Logiciel", at=NOW)


def test_the_name_of_a_revoked_key_can_be_given_again():
    owner = member()
    key, _ = make_api_key(membership=owner, label="Logiciel", at=NOW)

    revoke_api_key(key=key, by=owner, at=NOW)

    assert make_api_key(membership=owner, label="Logiciel", at=NOW)


def test_the_key_of_another_team_cannot_be_revoked():
    key, secret = make_api_key(membership=member(), label="logiciel fictif", at=NOW)

    with pytest.raises(Refusal):
        revoke_api_key(key=key, by=member(), at=NOW)

    assert membership_by_key(secret)
