"""Reading an identity: the specification's words, its published slips, and clear refusals."""

import pytest

from coupdepouce.connect.api_particulier.identity import read_identity
from coupdepouce.connect.api_particulier.parameters import Endpoint
from coupdepouce.core.refusal import Refusal

CAMILLE = {"nomNaissance": "EXEMPLE", "prenoms": ["Camille", "Lou"], "sexeEtatCivil": "F"}
WHOLE = {
    **CAMILLE,
    "nomUsage": "MODELE",
    "anneeDateNaissance": 1980,
    "moisDateNaissance": "09",
    "jourDateNaissance": 20,
    "codeCogInseePaysNaissance": 99100,
    "codeCogInseeCommuneNaissance": 8480,
    "annee": 2026,
    "mois": 10,
}


def test_each_endpoint_gets_its_own_parameters_under_the_specification_names():
    identity = read_identity(WHOLE)

    asked = identity.query(Endpoint.RSA, recipient="1" * 14)

    assert asked == [
        ("recipient", "1" * 14),
        ("nomNaissance", "EXEMPLE"),
        ("nomUsage", "MODELE"),
        ("prenoms[]", "Camille"),
        ("prenoms[]", "Lou"),
        ("anneeDateNaissance", "1980"),
        ("moisDateNaissance", "9"),
        ("jourDateNaissance", "20"),
        ("sexeEtatCivil", "F"),
        ("codeCogInseePaysNaissance", "99100"),
        ("codeCogInseeCommuneNaissance", "08480"),
    ]


def test_only_the_quotient_has_a_month():
    identity = read_identity(WHOLE)

    quotient = dict(identity.query(Endpoint.QUOTIENT_FAMILIAL, recipient="1" * 14))

    assert (quotient["annee"], quotient["mois"]) == ("2026", "10")


def test_the_least_we_accept_is_a_name_first_names_and_a_sex():
    identity = read_identity({**CAMILLE, "nomUsage": None, "nomCommuneNaissance": ""})

    assert len(identity.query(Endpoint.C2S, recipient="1" * 14)) == 5
    assert identity.recipient is None
    assert identity.warnings == ()


@pytest.mark.parametrize(
    ("slip", "name", "value"),
    [
        ("anneeDateDaissance", "anneeDateNaissance", "2002"),
        ("anneeNateNaissance", "anneeDateNaissance", "1950"),
        ("moisDateDaissance", "moisDateNaissance", "12"),
        ("jourDateDaissance", "jourDateNaissance", "5"),
        ("codePaysLieuDaissance", "codeCogInseePaysNaissance", "99100"),
        ("codeInseeLieuDaissance", "codeCogInseeCommuneNaissance", "75107"),
    ],
)
def test_a_published_slip_is_read_as_the_right_name_and_told(slip, name, value):
    identity = read_identity({**CAMILLE, slip: value})

    assert dict(identity.query(Endpoint.AAH, recipient="1" * 14))[name] == value
    assert slip in identity.warnings[0]
    assert name in identity.warnings[0]


def test_a_list_may_bear_its_brackets():
    with_brackets = {("prenoms[]" if k == "prenoms" else k): v for k, v in CAMILLE.items()}

    assert read_identity(with_brackets) == read_identity(CAMILLE)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("nomNaissance", 12),
        ("nomNaissance", "   "),
        ("nomNaissance", "A" * 101),
        ("nomNaissance", "EX\nEMPLE"),
        ("nomNaissance", "\ud800"),
        ("prenoms", "Camille"),
        ("prenoms", []),
        ("prenoms", ["A", "B", "C", "D"]),
        ("prenoms", [{}]),
        ("sexeEtatCivil", "X"),
        ("anneeDateNaissance", "80"),
        ("anneeDateNaissance", 1849),
        ("anneeDateNaissance", 1980.0),
        ("anneeDateNaissance", True),
        ("moisDateNaissance", 13),
        ("moisDateNaissance", 0),
        ("jourDateNaissance", 32),
        ("codeCogInseePaysNaissance", "FRANCE"),
        ("codeCogInseeCommuneNaissance", "2C004"),
        ("codeCogInseeCommuneNaissance", "591234"),
        ("codeCogInseeDepartementNaissance", "9999"),
        ("recipient", "123"),
        ("mois", 13),
    ],
)
def test_a_malformed_value_is_refused_by_its_key_and_never_repeated(key, value):
    with pytest.raises(Refusal) as refused:
        read_identity({**CAMILLE, key: value})

    assert refused.value.code == "identity_malformed"
    assert refused.value.sentence.startswith(f"« {key} » est mal écrit.")
    assert refused.value.data == {"key": key}


@pytest.mark.parametrize("value", [1850, 2100])
def test_years_at_the_edge(value):
    read_identity({**CAMILLE, "anneeDateNaissance": value})


@pytest.mark.parametrize("value", ["2A004", "2b004", "97101", "59350"])
def test_communes_of_everywhere(value):
    read_identity({**CAMILLE, "codeCogInseeCommuneNaissance": value})


def born(year: int | None, month: int, day: int) -> dict[str, object]:
    return {
        **CAMILLE,
        "anneeDateNaissance": year,
        "moisDateNaissance": month,
        "jourDateNaissance": day,
    }


@pytest.mark.parametrize("date", [(2000, 2, 29), (None, 2, 29), (1999, 12, 31)])
def test_a_day_that_exists(date):
    read_identity(born(*date))


@pytest.mark.parametrize("date", [(1999, 2, 29), (None, 2, 30), (2000, 4, 31)])
def test_a_day_that_does_not_exist(date):
    with pytest.raises(Refusal, match="Ce jour n’existe pas"):
        read_identity(born(*date))


@pytest.mark.parametrize("missing", ["nomNaissance", "prenoms", "sexeEtatCivil"])
@pytest.mark.parametrize("how", ["absent", "null", "empty"])
def test_what_is_missing_is_named(missing, how):
    raw: dict[str, object] = dict(CAMILLE)
    if how == "absent":
        del raw[missing]
    else:
        raw[missing] = None if how == "null" else ""

    with pytest.raises(Refusal, match=f"Il manque « {missing} »"):
        read_identity(raw)


@pytest.mark.parametrize(
    ("key", "remedy"),
    [
        ("nomNaisance", "Vouliez-vous dire « nomNaissance »"),
        ("codePaysLieuDeNaissance", "Vouliez-vous dire « codeCogInseePaysNaissance »"),
        ("zzz", "Clés connues : nomNaissance, "),
        ("", "Clés connues : nomNaissance, "),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest(key, remedy):
    with pytest.raises(Refusal) as refused:
        read_identity({**CAMILLE, key: "x"})

    assert refused.value.code == "identity_unknown_key"
    assert remedy in refused.value.sentence


def test_a_key_given_twice_under_two_names_is_refused():
    with pytest.raises(Refusal, match="donnée deux fois"):
        read_identity({**CAMILLE, "moisDateNaissance": 1, "moisDateDaissance": 2})


@pytest.mark.parametrize("raw", [None, [], "EXEMPLE", 12])
def test_an_identity_is_an_object(raw):
    with pytest.raises(Refusal, match="objet JSON"):
        read_identity(raw)


def test_an_identity_is_not_shown():
    assert "EXEMPLE" not in repr(read_identity(WHOLE))
    assert "1980" not in repr(read_identity(WHOLE))
