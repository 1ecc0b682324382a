"""The table of communes delivered with the package."""

import csv
import gzip
import lzma
import os
import subprocess
import sys
from functools import partial
from importlib.resources import files
from pathlib import Path

import pytest

from coupdepouce.core.programme import Place
from coupdepouce.core.refusal import Refusal
from coupdepouce.programmes import communes

PACKED = files("coupdepouce.programmes").joinpath("communes.csv.xz").read_bytes()
SHARED = Path(os.environ["COUPDEPOUCE_SHARED"])


def names(found):
    return [commune.name for commune in found]


def test_the_table_is_light():
    assert len(PACKED) <= 700_000


@pytest.mark.skipif(not SHARED.is_dir(), reason="COUPDEPOUCE_SHARED names no folder of open data")
def test_the_table_is_the_national_one_packed():
    source = SHARED / "data" / "communes_2026.csv.gz"

    ancient = SHARED / "data" / "communes_deleguees_associees_2026.csv.gz"

    opened = partial(gzip.open, mode="rt", encoding="utf-8", newline="")
    with opened(source) as text, opened(ancient) as former:
        packed = communes.pack(csv.DictReader(text), former=csv.DictReader(former))

    # The text is compared, not the bytes: another version of xz may pack it otherwise.
    assert lzma.decompress(packed) == lzma.decompress(PACKED)


def test_every_commune_is_there_overseas_too():
    everywhere = [commune.code for commune in communes.everywhere()]

    assert len(everywhere) == 34_969
    assert everywhere == sorted(everywhere)
    assert "97502" in everywhere


def test_a_commune_is_known_with_all_that_surrounds_it():
    lille = communes.commune("59350")

    assert lille == communes.Commune(
        code="59350",
        name="Lille",
        department="59",
        department_name="Nord",
        region="32",
        region_name="Hauts-de-France",
        epci="200093201",
        epci_name="Métropole Européenne de Lille",
        postcodes=("59000", "59160", "59260", "59777", "59800"),
        population=238_246,
        former=("Hellemmes-Lille", "Lomme"),
    )


def test_a_commune_nobody_lives_in_has_no_population_and_no_postcode():
    kerguelen = communes.commune("98412")

    assert (kerguelen.population, kerguelen.postcodes, kerguelen.epci) == (None, (), "")


@pytest.mark.parametrize("code", ["", "5935", "59999", "2a004", "75101", "Lille"])
def test_what_is_not_a_commune_does_not_exist(code):
    assert not communes.exists(code)


@pytest.mark.parametrize(
    ("district", "parent"),
    [
        ("75101", "75056"), ("75120", "75056"), ("69381", "69123"),
        ("69389", "69123"), ("13201", "13055"), ("13216", "13055"),
    ],
)  # fmt: skip
def test_a_district_names_its_commune(district, parent):
    with pytest.raises(Refusal, match=parent) as refused:
        communes.commune(district)

    assert refused.value.data == {"commune": district, "parent": parent}
    assert communes.exists(parent)


def test_an_unknown_commune_is_refused():
    with pytest.raises(Refusal, match="vérifiez-le ou cherchez par nom") as refused:
        communes.commune("59999")

    assert refused.value.code == "commune_unknown"


def test_a_postcode_gives_its_communes_the_most_inhabited_first():
    found = communes.communes_at("02400")

    assert found[0].name == "Château-Thierry"
    assert len(found) > 1
    assert found == sorted(found, key=lambda commune: -commune.population)


def test_a_postcode_of_nowhere_gives_nothing():
    assert communes.communes_at("00000") == communes.communes_at("") == []


def test_departments_and_regions_have_names():
    assert communes.department("59") == "Nord"
    assert communes.department("2A") == "Corse-du-Sud"
    assert communes.region("32") == "Hauts-de-France"


@pytest.mark.parametrize(
    ("look_up", "code"), [(communes.department, "department"), (communes.region, "region")]
)
def test_an_unknown_area_is_refused(look_up, code):
    with pytest.raises(Refusal, match="« 00 » n’est pas un code") as refused:
        look_up("00")

    assert refused.value.code == f"{code}_unknown"


PLACES = {
    "a region": Place(level="region", code="32"),
    "a department": Place(level="department", code="59"),
    "a commune": Place(level="commune", code="59350"),
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_place_contains_its_communes_and_no_other(place):
    contains = communes.within([place])

    assert communes.place_exists(place)
    assert [contains(code) for code in ("59350", "75056", "59999")] == [True, False, False]


def test_a_territory_may_be_made_of_several_places():
    contains = communes.within([PLACES["a commune"], Place(level="department", code="62")])

    assert [contains(code) for code in ("59350", "62041", "59512")] == [True, True, False]


def test_a_department_is_not_the_region_of_the_same_code():
    contains = communes.within([Place(level="department", code="32")])

    assert not contains("59350")
    assert not communes.place_exists(Place(level="commune", code="75101"))


def test_the_table_loads_without_django():
    code = (
        "import sys; from coupdepouce.programmes.communes import exists;"
        "assert exists('59350'); sys.exit('django.conf' in sys.modules)"
    )
    path = os.pathsep.join(path for path in sys.path if path)

    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, check=False
    )

    assert done.returncode == 0
