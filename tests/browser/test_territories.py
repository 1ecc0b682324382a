"""A programme manager walks from the ranking to the plan, and without JavaScript too."""

import pytest

from coupdepouce.connect.territory import stored
from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Organisation
from tests.apps.build import member, organisation
from tests.connect.small_lists import more_epci, spread, write_lists, write_outlines
from tests.connect.test_territory import published_in

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/programme/territoires/"


@pytest.fixture
def opened(visit, sign_in, settings, tmp_path):
    """Give a function that opens the ranking of the made-up country."""
    settings.DATA_DIR = tmp_path
    published = published_in(tmp_path)
    spread(published)
    write_lists(published)
    write_outlines(published)
    stored.load(published, tmp_path / "territory")
    more_epci(tmp_path / "territory")

    def at_home(**options):
        operator = organisation(Organisation.Kind.OPERATOR, name="Opérateur fictif")
        page = visit("/", **options)
        page.context.set_default_timeout(60_000)  # the first question reads everything
        sign_in(page, member(Role.PROGRAMME_MANAGER, of=operator).user)
        page.goto(HOME)
        return page

    return at_home


def test_from_what_is_missing_to_the_plan(opened, check_page, settings):
    page = opened()
    assert page.get_by_text("coupdepouce data need", exact=True).is_visible()
    check_page(page, "territories-missing")

    stored.estimate_need(settings.DATA_DIR / "territory", seed=1)
    page.goto(HOME)
    check_page(page, "territories")
    page.get_by_role("link", name="Midi").click()
    check_page(page, "territories-one")
    page.go_back()

    page.get_by_role("link", name="Deux scénarios").click()
    page.locator("#id_a_poverty").fill("100")
    page.get_by_role("button", name="Comparer").click()
    page.get_by_role("heading", name="Scénario A").wait_for()
    check_page(page, "territories-scenarios")

    page.get_by_role("link", name="Où ouvrir").click()
    page.get_by_label("Où", exact=True).select_option(label="Midi")
    page.get_by_label("Sites à ouvrir").fill("1")
    page.get_by_role("button", name="Choisir les sites").click()
    page.get_by_role("columnheader", name="Commune").wait_for()
    check_page(page, "territories-sites")

    page.get_by_role("link", name="Évaluation").click()
    page.get_by_label("Où", exact=True).select_option(label="Midi")
    page.get_by_label("Première ouverture").fill("01/03/2027")
    page.locator("#id_steps").fill("2")
    page.get_by_role("button", name="Préparer le plan").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Télécharger le plan").click()
    check_page(page, "territories-plan")
    assert taken.value.suggested_filename == "plan-evaluation.md"


def test_weights_are_set_by_keyboard_without_javascript(opened, check_page, settings):
    stored_at = settings.DATA_DIR / "territory"
    page = opened(javascript=False, width=320)
    stored.estimate_need(stored_at, seed=1)
    page.goto(HOME)

    page.get_by_text("Poids des critères, en %").focus()
    page.keyboard.press("Enter")
    page.locator("#id_poverty").fill("60")
    page.keyboard.press("Enter")

    page.get_by_text("60,0 % en tout, il faut 100 %").wait_for()
    check_page(page, "territories-refused")
