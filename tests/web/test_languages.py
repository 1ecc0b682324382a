"""The page of the languages, and the language of a household and of a workshop."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from coupdepouce.core.roles import Role
from coupdepouce.insight.wording import household_sentences
from coupdepouce.training.models import Workshop
from tests.apps import cases
from tests.apps.build import member, organisation
from tests.web.desk import PERSON, entered, file_of, opened
from tests.web.test_steering import page, signed_in
from tests.words_cases import breton

pytestmark = pytest.mark.django_db
# What a page sends or says without asking anything.
HIDDEN = {"csrfmiddlewaretoken", "once", "opened_for", "viewport", "description", "q"}


@pytest.fixture
def programme():
    """Sign the programme manager in."""
    cases.programme()
    return signed_in(member(Role.PROGRAMME_MANAGER, of=organisation("operator")))


@pytest.fixture
def lagging(tmp_path):
    """Add a language that lacks sentences, and says one that is no longer said."""
    changes = {
        "Retour": None,
        "Ce bon a été remplacé. Demandez le nouveau.": None,
        "Ce bon a été remplacé. Demandez-en un nouveau.": "Erlec’hiet eo.",
        "Une phrase d’hier": "Ur frazenn",
    }
    with breton(tmp_path, changes=changes) as language:
        yield language


def test_each_language_says_what_it_lacks(programme, lagging):
    shown = page(programme, "languages").content.decode()

    total = len(household_sentences())
    row = shown[shown.index("Brezhoneg") :].split("</tr>")[0]
    counts = [total, total - 2, 2, 1, 2, total - 2]
    cells = [int(cell.split("<")[0]) for cell in row.replace(" ", "").split('class="number">')[1:]]
    assert cells == counts
    assert "Non" in row  # the programme does not offer it


def test_a_language_shows_its_sentences_beside_the_french(programme, lagging):
    shown = page(programme, "language", "br").content.decode()

    missing, changed = shown.split("Ont changé")
    assert "Retour" in missing
    assert "ui/back.html" in missing
    assert "Demandez-en un nouveau." in changed
    assert "Erlec’hiet eo." in changed
    assert "Ur frazenn" in changed.split("Ne servent plus")[1].split("Jamais relues")[0]
    assert f"dont c’est la langue : {len(household_sentences()) - 2}" in shown


def test_the_unread_are_turned_page_by_page(programme):
    first = page(programme, "language", "ar").content.decode()
    second = page(programme, "language", "ar", page="2").content.decode()

    assert "Aller au contenu" in first.split("Jamais relues")[1]
    assert "انتقلوا إلى المحتوى" in first
    assert "انتقلوا إلى المحتوى" not in second
    assert "Tout est traduit" in first


@pytest.mark.parametrize("code", ["fr", "xx"])
def test_a_language_without_a_file_is_said(programme, code):
    answer = page(programme, "language", code)

    assert answer.status_code == 404


def workshop(client, **said):
    given = {
        "title": "Premiers pas", "theme": "first_steps", "level": "beginner", "minutes": "90",
        "material": "computer", "text": "On commence ensemble.", "is_offered": "on",
    }  # fmt: skip
    return client.post(reverse("training:new_workshop"), given | said)


def test_a_workshop_is_said_in_each_language_of_the_programme(programme):
    answer = workshop(programme, title_ar="الخطوات الأولى", title_en="", text_ar="نبدأ معا.")

    assert answer.status_code == 302
    row = Workshop.objects.get()
    assert row.translations == {"ar": {"title": "الخطوات الأولى", "text": "نبدأ معا."}}
    assert row.said("title", language="ar") == "الخطوات الأولى"
    assert row.said("title", language="en") == "Premiers pas"
    assert row.said("text", language="fr") == "On commence ensemble."
    again = programme.get(reverse("training:workshop", args=[row.pk])).content.decode()
    assert 'dir="rtl"' in again
    assert "الخطوات الأولى" in again


@pytest.fixture
def desk():
    """Sign a prescriber in."""
    cases.programme()
    return signed_in(cases.prescriber())


@pytest.mark.parametrize(("given", "kept"), [({"language": "ar"}, "ar"), ({}, "fr")])
def test_whoever_prescribes_says_the_language_of_the_household(desk, given, kept):
    request = opened(desk, **given)

    assert request.household.language == kept
    assert ("العربية" in file_of(desk, request)) is (kept == "ar")


def test_the_page_that_enters_a_household_asks_its_language(desk):
    page = desk.get(reverse("prescribing:new")).content.decode()

    assert re.findall(r'<select name="language"', page) == ['<select name="language"']
    assert 'value="ar"' in page
    # Twenty fields, as counted by whoever fills them.
    assert len(set(re.findall(r'name="(\w+)"', page)) - HIDDEN) <= 20


@pytest.mark.parametrize(
    ("typed", "line", "paid"),
    [("34,99", True, 3499), ("0", False, None), ("", None, None)],
)
def test_what_is_paid_says_whether_there_is_a_line(desk, typed, line, paid):
    household = opened(desk, monthly_cost=typed).household

    assert (household.has_line, household.monthly_cost) == (line, paid)


@pytest.mark.parametrize(("given", "kept"), [({"language": "en"}, "en"), ({}, "ar")])
def test_the_language_is_corrected_and_kept_when_nothing_is_chosen(desk, given, kept):
    request = opened(desk, language="ar")
    names = ("first_name", "last_name", "birth_date", "address", "postcode", "preference",
             "adults", "children", "consents")  # fmt: skip
    said = {name: PERSON[name] for name in names} | {"once": uuid4()} | given

    answer = desk.post(reverse("prescribing:edit", args=[request.reference]), said)

    request.household.refresh_from_db()
    assert answer.status_code == 302
    assert request.household.language == kept


def test_a_language_the_programme_has_not_is_refused(desk):
    answer = entered(desk, language="br")

    assert answer.status_code == 422
