"""The pages of messages in a real browser: axe, both widths, and the way by keyboard alone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from coupdepouce.core.messages.hours import next_post
from coupdepouce.core.roles import Role
from coupdepouce.outreach.models import Message
from coupdepouce.outreach.sending import send_due
from coupdepouce.prescriptions import undelivered
from tests.apps import cases
from tests.apps.build import NOW, member

pytestmark = pytest.mark.django_db(transaction=True)
READY = "voucher_ready"


@pytest.fixture
def manager(settings, tmp_path):
    """Give a manager, whose households were told by text, by e-mail and by letter."""
    settings.LETTER_URL = f"folder:{tmp_path}"
    cases.programme()
    by = cases.prescriber()
    told = [
        {"preference": "letter"},
        {"preference": "sms", "phone": "0639980123"},
        {"preference": "email", "email": "camille@exemple.invalid"},
    ]
    for number, how in enumerate(told, start=1):
        cases.brought_to("issue", by=by, number=number, **how)
    send_due(at=next_post(NOW) + timedelta(hours=5))
    lost = Message.objects.get(channel="sms")
    Message.objects.filter(pk=lost.pk).update(state="failed", reason="number_invalid")
    undelivered.note(Message.objects.get(pk=lost.pk), at=NOW)
    return member(Role.PROGRAMME_MANAGER), by


PAGES = {
    "texts": [], "text": [READY, "fr"], "text-ar": [READY, "ar"], "write": [READY, "en"],
    "report": [], "papers": [],
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody_at_both_widths(name, manager, visit, sign_in, check_page):
    page = visit("/")
    sign_in(page, manager[0].user)

    page.goto(reverse(f"messages:{name.partition('-')[0]}", args=PAGES[name]))

    check_page(page, f"messages-{name}")


def test_what_does_not_reach_a_household_is_on_the_team_s_list(manager, visit, sign_in, check_page):
    page = visit("/")
    sign_in(page, manager[1].user)

    page.goto(reverse("home"))

    assert page.get_by_text("À prévenir autrement").first.is_visible()
    check_page(page, "messages-undelivered")


def test_a_text_is_written_looked_at_and_brought_back_by_keyboard(
    manager, visit, sign_in, check_page
):
    page = visit("/", javascript=False)
    sign_in(page, manager[0].user)
    page.goto(reverse("messages:write", args=[READY, "fr"]))
    page.get_by_label("Objet").fill("Votre bon est là")
    page.get_by_role("button", name="Voir l’aperçu").press("Enter")
    looked = page.get_by_role("heading", name="Aperçu : pas encore en usage").is_visible()
    page.get_by_role("button", name="Mettre en usage").press("Enter")
    used = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="D’origine").press("Enter")
    page.get_by_role("button", name="Revenir à ce texte").press("Enter")

    assert looked
    assert used == "Votre bon est là"
    assert page.get_by_role("heading", level=1).inner_text() == "Votre bon est prêt"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_fewer_messages(language, manager, visit, check_page):
    mail = Message.objects.get(channel="email")
    page = visit(f"{reverse('public:stop', args=[mail.key])}?langue={language}")

    page.get_by_role("radio").nth(1).check()
    page.locator("main form button").click()

    assert page.get_by_role("status").first.is_visible()
    check_page(page, f"messages-stop-{language}")
