"""Places written twice: found, answered by a person, taken back; the exports never change."""

import csv
import gzip
import os
import re
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from coupdepouce.core.directory import twins
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import Role
from coupdepouce.partners.importing import import_places
from coupdepouce.partners.models import PairDecision, Place, PlacePair
from coupdepouce.partners.places.finding import Wanted
from coupdepouce.partners.places.pairing import (
    merge,
    pair,
    pairs,
    part,
    take_back,
    waiting_pairs,
)  # fmt: skip
from coupdepouce.partners.places.publishing import Account, Format, places_file
from coupdepouce.partners.places.reviewing import is_due
from coupdepouce.partners.places.shown import all_shown, place_shown
from coupdepouce.partners.places.worst import quality_page
from coupdepouce.prescriptions.work import work_once
from coupdepouce.programmes.commune_names import resolve
from coupdepouce.programmes.directory import places_around, review_new, review_places
from tests.apps.build import member, organisation
from tests.apps.test_partners_places import ROUBAIX, ROW

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DATA = Path(os.environ["COUPDEPOUCE_SHARED"]) / "data"
REPORT = Path(__file__).parents[2] / "var" / "reports" / "twins.md"
AS_PUBLISHED = {"id": "x", "pivot": "0" * 14, "date_maj": "2022-06-02"}


def bring_in(*rows):
    import_places(rows=rows, commune_of=resolve)


@pytest.fixture
def manager():
    return member(Role.PROGRAMME_MANAGER)


@pytest.fixture
def twice():
    """Give the pair of one place written by two lists."""
    other = replace(ROW, source="autre", name="LIEU FICTIF", original=AS_PUBLISHED)
    bring_in(replace(ROW, original=AS_PUBLISHED), other)
    review_places(on=TODAY)
    return PlacePair.objects.get()


def listed():
    wanted = Wanted(reach_km=10.0)
    found = places_around(commune_code=ROUBAIX, wanted=wanted, at=NOW, start=0, size=10)
    return [one.place.pk for one in found.places]


def exported():
    return [
        "".join(places_file(Format(name=name), account=Account()))
        for name in ("mednum", "data-inclusion")
    ]


def test_a_pair_is_proposed_once(twice):
    again = review_places(on=TODAY)

    assert (again.judged, again.pairs) == (2, 1)
    assert PlacePair.objects.get() == twice


def test_an_import_is_reviewed_once_without_being_asked():
    bring_in(ROW, replace(ROW, source="autre", name="LIEU FICTIF"))
    first, again = review_new(at=NOW), review_new(at=NOW)
    bring_in(ROW)  # the same: nothing to look at

    assert (first, again, review_new(at=NOW)) == (2, 0, 0)
    assert waiting_pairs() == 1

    bring_in(replace(ROW, name="Tout autre nom"))

    assert work_once(at=NOW)["lieux relus"] == 2
    assert waiting_pairs() == 0


def test_a_place_changed_during_a_review_waits_for_the_next(monkeypatch):
    bring_in(ROW)
    find = twins.find

    def changed_meanwhile(records):
        Place.objects.update(digest="changed", reviewed_on=None)
        return find(records)

    monkeypatch.setattr(twins, "find", changed_meanwhile)
    review_new(at=NOW)

    assert is_due()


def test_a_pair_that_no_longer_looks_alike_is_forgotten(twice):
    Place.objects.filter(pk=twice.one_id).update(name="Mission locale", address="8 rue Rêvée")

    assert review_places(on=TODAY).pairs == 0
    assert not PlacePair.objects.exists()


def test_a_place_and_a_shop_are_never_one():
    bring_in(ROW, replace(ROW, source_id="2", kind="shop"))

    assert review_places(on=TODAY).pairs == 0


def test_merged_one_record_is_shown_and_the_exports_do_not_change(twice, manager):
    before = exported()

    merge(pk=twice.pk, kept=twice.other_id, by=manager, at=NOW)

    assert listed() == [twice.other_id]
    assert exported() == before


def test_taken_back_both_are_shown_as_before(twice, manager):
    both = listed()
    merge(pk=twice.pk, kept=twice.one_id, by=manager, at=NOW)

    take_back(pk=twice.pk, by=manager, at=NOW, seen=1)

    assert listed() == both
    said = pair(twice.pk).decisions.all()
    assert [(one.answer, one.kept_id, one.by_id) for one in said] == [
        ("same", twice.one_id, manager.pk),
        ("proposed", None, manager.pk),
    ]


def test_what_was_answered_is_not_proposed_again_nor_its_trace_lost(twice, manager):
    part(pk=twice.pk, by=manager, at=NOW)
    assert review_places(on=TODAY).pairs == 0

    take_back(pk=twice.pk, by=manager, at=NOW, seen=1)
    assert review_places(on=TODAY).pairs == 1

    assert PairDecision.objects.count() == 2


@pytest.fixture
def chain(manager):
    """Give four records of one place, each merged into the next, and their pairs in that order."""
    sources = ("un", "deux", "trois", "quatre")
    bring_in(*(replace(ROW, source=one, original=AS_PUBLISHED) for one in sources))
    review_places(on=TODAY)
    records = [Place.objects.get(source=one) for one in sources]
    steps = [PlacePair.objects.get(one=a, other=b) for a, b in pairwise(records)]
    for step in steps:
        merge(pk=step.pk, kept=step.other_id, by=manager, at=NOW)
    return records, steps


def groups(records):
    """Give what is shown, each by the sources that it is made of."""
    heads = Place.objects.filter(pk__in=[one.pk for one in records], same_as__isnull=True)
    return [set(one.sources) for one in all_shown(list(heads.order_by("pk")))]


def test_a_record_merged_three_steps_away_still_says_what_it_knows(chain):
    records, _ = chain

    assert groups(records) == [{"un", "deux", "trois", "quatre"}]
    assert place_shown(records[0].pk).pk == records[-1].pk


@pytest.mark.parametrize(
    ("undone", "left"),
    [
        (0, [{"un"}, {"deux", "trois", "quatre"}]),
        (1, [{"un", "deux"}, {"trois", "quatre"}]),
        (2, [{"un", "deux", "trois"}, {"quatre"}]),
    ],
)
def test_each_of_three_merges_is_undone_alone(chain, manager, undone, left):
    records, steps = chain

    take_back(pk=steps[undone].pk, by=manager, at=NOW, seen=1)

    assert groups(records) == left
    assert PairDecision.objects.count() == 4


def test_said_to_be_two_after_all_they_are_shown_apart(twice, manager):
    merge(pk=twice.pk, kept=twice.one_id, by=manager, at=NOW)

    part(pk=twice.pk, by=manager, at=NOW, seen=1)

    assert len(listed()) == 2


def test_a_second_click_writes_nothing(twice, manager):
    for _ in range(2):
        merge(pk=twice.pk, kept=twice.one_id, by=manager, at=NOW)

    assert PairDecision.objects.count() == 1


@pytest.mark.parametrize("second", ["another person", "the same person"])
def test_of_two_tabs_the_second_says_who_answered_and_changes_nothing(twice, manager, second):
    other = manager if second == "the same person" else member(Role.PROGRAMME_MANAGER)
    merge(pk=twice.pk, kept=twice.one_id, by=manager, at=NOW)

    with pytest.raises(Refusal, match=f"{manager.user} a déjà répondu « un seul lieu »"):
        merge(pk=twice.pk, kept=twice.other_id, by=other, at=NOW)
    with pytest.raises(Refusal, match="a déjà répondu"):
        part(pk=twice.pk, by=other, at=NOW)

    assert listed() == [twice.one_id]
    assert PairDecision.objects.count() == 1
    part(pk=twice.pk, by=other, at=NOW, seen=1)
    assert len(listed()) == 2


def test_an_import_of_the_same_file_does_not_part_them(twice, manager):
    merge(pk=twice.pk, kept=twice.one_id, by=manager, at=NOW)

    bring_in(replace(ROW, original=AS_PUBLISHED, name="Lieu fictif renommé"))

    assert listed() == [twice.one_id]


def test_a_record_where_an_organisation_receives_is_kept(twice, manager):
    organisation("ccas", place=twice.one)

    with pytest.raises(Refusal, match="gardez ce lieu-là"):
        merge(pk=twice.pk, kept=twice.other_id, by=manager, at=NOW)

    merge(pk=twice.pk, kept=twice.one_id, by=manager, at=NOW)
    assert listed() == [twice.one_id]


def test_a_record_merged_already_is_refused(twice, manager):
    third = replace(ROW, source="troisième")
    bring_in(third)
    review_places(on=TODAY)
    merge(pk=twice.pk, kept=twice.one_id, by=manager, at=NOW)
    again = (
        PlacePair.objects.exclude(pk=twice.pk)
        .filter(other__source="troisième")
        .get(one=twice.other)
    )

    with pytest.raises(Refusal, match="déjà réuni"):
        merge(pk=again.pk, kept=again.other_id, by=manager, at=NOW)

    left = pairs(answer="proposed", start=0, size=10)
    assert [(one.one_id, one.other.source) for one in left.pairs] == [(twice.one_id, "troisième")]
    assert left.counts["proposed"] == 1


def test_a_record_of_no_pair_cannot_be_kept(twice, manager):
    with pytest.raises(Refusal, match="Choisissez lequel"):
        merge(pk=twice.pk, kept=0, by=manager, at=NOW)


def test_first_to_mend_is_where_households_are_received(manager):
    bring_in(
        replace(ROW, source_id="1", name="A", services=(), access=()),
        replace(ROW, source_id="2", name="B", opening_hours="We 09:00-12:00"),
    )
    organisation("ccas", place=Place.objects.get(name="B"), email="")
    review_places(on=TODAY)

    page = quality_page(missing="", start=0, size=10)

    assert [place.name for place in page.worst] == ["B", "A"]
    assert (page.places, page.judged, page.failing["services"], page.failing["hours"]) == (
        2,
        2,
        1,
        1,
    )
    assert [place.name for place in quality_page(missing="services", start=0, size=10).worst] == [
        "A"
    ]
    with pytest.raises(Refusal, match="critère"):
        quality_page(missing="beauty", start=0, size=10)


@pytest.mark.parametrize("count", [2, 20])
def test_pages_cost_the_same_for_more_places(count, django_assert_num_queries):
    bring_in(*(replace(ROW, source_id=str(number)) for number in range(count)))
    review_places(on=TODAY)

    with django_assert_num_queries(3):
        [place.judgement for place in quality_page(missing="hours", start=0, size=50).worst]
    with django_assert_num_queries(4):
        [(one.one.name, one.other.name) for one in pairs(answer="proposed", start=0, size=50).pairs]


def real_records():
    rows = []
    for name in ("mednum_lieux_nord_pas_de_calais_2023", "mednum_lieux_data_inclusion_2022"):
        with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8-sig") as file:
            rows += csv.DictReader(file)
    return rows


def comparable(key, row):
    has_point = row["latitude"] and row["longitude"]
    return twins.Record(
        key=key,
        name=twins.folded(row["nom"]),
        address=twins.folded(row["adresse"]),
        commune=resolve(row["code_insee"], row["commune"], row["code_postal"]) or "",
        point=(float(row["latitude"]), float(row["longitude"])) if has_point else None,
    )


def same(keys):
    """Give the pairs of rows that share a key; rows without one share nothing."""
    groups = defaultdict(list)
    for number, key in enumerate(keys):
        if key:
            groups[key].append(number)
    return {pair for group in groups.values() for pair in combinations(group, 2)}


def siret(row):
    return row["pivot"] if row["pivot"].strip("0") else ""


def source_id(row):
    # Only these two number their places by themselves, the same in both files.
    if row["source"] not in {"conseiller-numerique", "dora"}:
        return None
    return row["source"], re.sub(r"-(mediation-numerique-.*|dora)$", "", row["id"])


@pytest.mark.skipif(not DATA.is_dir(), reason="COUPDEPOUCE_SHARED names no folder of open data")
def test_on_the_real_files_most_known_twins_are_found_and_few_others():
    rows = real_records()
    addresses = [twins.folded(row["adresse"]) for row in rows]
    by_siret = same(
        [siret(row) and (siret(row), at) for row, at in zip(rows, addresses, strict=True)]
    )
    by_id = same([source_id(row) for row in rows])

    found = {(one.one, one.other) for one in twins.find(map(comparable, range(len(rows)), rows))}

    both = {one for one in found if all(siret(rows[number]) for number in one)}
    one_siret = {one for one in both if siret(rows[one[0]]) == siret(rows[one[1]])}
    figures = {
        "known by SIRET and address": (len(by_siret & found), len(by_siret)),
        "known by the identifier of their source": (len(by_id & found), len(by_id)),
        "found, both with a SIRET: same SIRET and address": (len(both & by_siret), len(both)),
        "found, both with a SIRET: same SIRET": (len(one_siret), len(both)),
    }
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(
        "".join(f"- {name}: {good} of {of}\n" for name, (good, of) in figures.items())
        + f"- found in all: {len(found)}\n"
    )
    shares = [good / of for good, of in figures.values()]
    assert [len(by_siret), len(by_id)] == [334, 125]
    assert shares[0] >= 0.89
    assert shares[1] >= 0.99
    assert shares[2] >= 0.84
    assert shares[3] >= 0.93
