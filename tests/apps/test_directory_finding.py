"""The places around a commune that answer what a person asks."""

from dataclasses import replace
from datetime import datetime

import pytest

from coupdepouce.core.calendar import PARIS
from coupdepouce.core.refusal import Refusal
from coupdepouce.partners.importing import import_places
from coupdepouce.partners.models import Place
from coupdepouce.partners.nearest import PARTNER
from coupdepouce.partners.places.finding import Wanted
from coupdepouce.partners.places.shown import place_shown
from coupdepouce.programmes.commune_names import resolve
from coupdepouce.programmes.directory import places_around
from coupdepouce.programmes.models import CommunePoint
from coupdepouce.programmes.queries import nearest_places
from tests.apps.build import organisation
from tests.apps.test_partners_places import ROUBAIX, ROW

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=PARIS)
NORTH_KM = 1 / 111.2  # degrees of latitude


@pytest.fixture(autouse=True)
def _point():
    CommunePoint.objects.create(code=ROUBAIX, latitude=50.69, longitude=3.17)


def bring_in(*rows):
    import_places(rows=rows, commune_of=resolve)


def at(km, number, **change):
    return replace(ROW, source_id=str(number), latitude=50.69 + km * NORTH_KM, **change)


def around(wanted=None, **change):
    wanted = wanted or Wanted(**{"reach_km": 10.0} | change)
    return places_around(commune_code=ROUBAIX, wanted=wanted, at=WEDNESDAY, start=0, size=10)


def names(findings):
    return [one.place.name for one in findings.places]


def test_the_nearest_come_first_with_their_distance():
    bring_in(at(4, 1, name="Loin"), at(1, 2, name="Près"))

    found = around()

    assert [(one.place.name, one.distance_km) for one in found.places] == [
        ("Près", 1.0),
        ("Loin", 4.0),
    ]


@pytest.mark.parametrize(("km", "total"), [(9.9, 1), (10.1, 0)])
def test_the_reach_is_a_circle(km, total):
    bring_in(at(km, 1))

    assert around().total == total


def test_the_corner_of_the_box_is_too_far():
    bring_in(replace(ROW, latitude=50.69 + 9 * NORTH_KM, longitude=3.17 + 9 * NORTH_KM / 0.633))

    assert around().total == 0


def test_a_place_without_a_point_is_near_in_its_own_commune_only():
    nowhere = {"latitude": None, "longitude": None}
    bring_in(
        replace(ROW, source_id="1", **nowhere),
        replace(ROW, source_id="2", postcode="59000", commune_name="LILLE", **nowhere),
    )

    (found,) = around().places

    assert (found.place.commune_code, found.distance_km) == (ROUBAIX, None)


def test_without_the_point_of_the_commune_its_own_places_are_given():
    CommunePoint.objects.all().delete()
    bring_in(at(1, 1), replace(ROW, source_id="2", postcode="59000", commune_name="LILLE"))

    (found,) = around().places

    assert (found.place.commune_code, found.distance_km) == (ROUBAIX, None)


ASKED = [
    ("a shop", {"kind": "shop"}, {"kind": "shop"}, {}),
    ("a service, whatever the edition", {"service": "on_the_spot"}, {}, {"services": ()}),
    ("free of steps", {"access": "step_free"}, {"access": ("Plain-pied",)}, {}),
    ("a language", {"language": "english"}, {"access": ("Anglais",)}, {}),
    (
        "open now",
        {"open_only": True},
        {"opening_hours": "We 09:00-12:00"},
        {"opening_hours": "We 14:00-15:00"},
    ),
    ("open now, hours not said", {"open_only": True}, {"opening_hours": "We 09:00-12:00"}, {}),
    (
        "said in the row as published",
        {"access": "hearing"},
        {"original": {"publics_accueillis": "Adultes;Surdité"}},
        {"original": {"publics_accueillis": "Adultes"}},
    ),
]


@pytest.mark.parametrize(
    ("asked", "has", "has_not"), [pytest.param(*row, id=case) for case, *row in ASKED]
)
def test_what_is_asked_keeps_those_that_say_it(asked, has, has_not):
    bring_in(at(1, 1, name="Non", **has_not), at(2, 2, name="Oui", **has))

    found = around(**asked)

    assert (names(found), found.total) == (["Oui"], 1)


def test_hours_that_the_import_refused_are_kept_as_written():
    bring_in(at(1, 1, original={"horaires": "le mardi matin"}))

    (found,) = around().places

    assert (found.place.hours, found.now) == ("le mardi matin", None)


def test_closed_places_are_not_found():
    bring_in(at(1, 1))
    Place.objects.update(is_open=False)

    assert around().total == 0
    with pytest.raises(Refusal, match="n’est plus dans la liste"):
        place_shown(Place.objects.get().pk)


def test_a_merged_record_is_shown_by_the_other_which_it_fills():
    bring_in(
        at(1, 1, name="Gardé"),
        at(1, 2, name="Réuni", opening_hours="We 09:00-12:00", website="https://exemple.invalid"),
        at(1, 3, name="Réuni au réuni", access=("Plain-pied",)),
    )
    kept, merged, third = Place.objects.order_by("source_id")
    Place.objects.filter(pk=merged.pk).update(same_as=kept)
    Place.objects.filter(pk=third.pk).update(same_as=merged)

    (found,) = around(access="step_free", open_only=True).places

    assert (found.place.name, found.place.website) == ("Gardé", "https://exemple.invalid")
    assert place_shown(third.pk) == found.place
    kept.refresh_from_db()
    assert (kept.opening_hours, kept.website) == ("", "")


def test_the_three_nearest_of_an_answer_leave_merged_records_out_but_never_a_desk():
    bring_in(at(1, 1), at(1, 2))
    kept, merged = Place.objects.order_by("source_id")
    organisation("ccas", place=merged)
    Place.objects.filter(pk=merged.pk).update(same_as=kept)

    def near(kind):
        return [one.place.pk for one in nearest_places(commune_code=ROUBAIX, kind=kind)]

    assert (near("place"), near(PARTNER)) == ([kept.pk], [merged.pk])


@pytest.mark.parametrize("count", [5, 50])
@pytest.mark.parametrize("asked", [{}, {"open_only": True, "service": "on_the_spot"}])
def test_a_list_ten_times_longer_costs_the_same(count, asked, django_assert_num_queries):
    hours = "24/7"
    bring_in(*(at(number / 20, number, opening_hours=hours) for number in range(2 * count)))
    kept = Place.objects.get(source_id="0")
    Place.objects.filter(source_id__in=[str(2 * at) for at in range(1, count)]).update(same_as=kept)

    # One more for each step of merging: whether the twins have twins.
    with django_assert_num_queries(5 if not asked else 4):
        found = around(**asked)

    assert found.total == count + 1
