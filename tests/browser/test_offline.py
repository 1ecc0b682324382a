"""The counter with a bad line: the network cut, the server killed, the tab closed half-way."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from coupdepouce.core.roles import Role
from coupdepouce.core.voucher import grouped
from coupdepouce.partners.models import Membership, Organisation
from coupdepouce.prescriptions import offline
from coupdepouce.prescriptions.models import Conflict, Prescription
from coupdepouce.prescriptions.offline import Entry
from coupdepouce.prescriptions.vouchers import sheets
from tests.apps import cases
from tests.apps.build import member, organisation
from tests.browser.conftest import HEIGHT, WIDE

PAGE = "/boutique/hors-ligne/"
KEPT = """
new Promise((done) => {
  const look = async () =>
    navigator.serviceWorker.controller && (await caches.match("/boutique/hors-ligne/"))
      ? done()
      : setTimeout(look, 50);
  look();
})
"""
SEND = "**/boutique/hors-ligne/envoi/"
ANSWERED = 1.0


@pytest.fixture
def context(browser: Browser, live_server, pilot, sign_in) -> Iterator[BrowserContext]:
    """Give a browser in which the pilot's advisor is signed in; its scripts never fail."""
    opened = browser.new_context(
        base_url=live_server.url,
        viewport={"width": WIDE, "height": HEIGHT},
        locale="fr-FR",
        reduced_motion="reduce",
    )
    opened.set_default_timeout(10_000)
    troubles: list[str] = []
    opened.on("weberror", lambda error: troubles.append(str(error.error)))
    opened.on("console", lambda said: troubles.extend(_refused(said.text)))
    yield opened
    opened.close()
    # The site may still be answering what a closed page asked: the base is emptied after that.
    time.sleep(ANSWERED)
    assert troubles == []


def _refused(text: str) -> list[str]:
    # A line that is cut writes in the console too; what the policy refuses is a mistake of ours.
    return [text] if "Content Security Policy" in text else []


def given_the_page(context: BrowserContext, pilot, sign_in) -> Page:
    """Open the offline page once with the network, and wait until the browser keeps it."""
    page = context.new_page()
    page.goto("/suivre/")
    sign_in(page, pilot.advisor.user)
    page.goto(PAGE)
    then_the_line_is(page, "En ligne")
    page.evaluate(KEPT)
    return page


def given_a_voucher(pilot, number: int = 1, *, issued_days_ago: int = 0) -> Prescription:
    at = timezone.now() - timedelta(days=issued_days_ago)
    prescription = cases.draft(by=pilot.prescriber, at=at, number=number)
    cases.step(prescription, "issue", pilot.prescriber, at=at)
    return prescription


def qr_of(prescription: Prescription) -> str:
    by = prescription.prescriber
    (sheet,) = sheets(member=by, references=[prescription.reference])
    return sheet.scanned


def when_the_network_is_cut(page: Page) -> None:
    page.context.set_offline(True)
    then_the_line_is(page, "Hors ligne")


def when_the_network_is_back(page: Page) -> None:
    page.context.set_offline(False)


def when_it_is_scanned(page: Page, text: str) -> None:
    # A scanner plugged in types the text, then the end of the line.
    page.get_by_label("QR du bon").fill(text)
    page.keyboard.press("Enter")


def when_it_is_received(page: Page, text: str, *, accept: bool = False) -> None:
    when_it_is_scanned(page, text)
    page.get_by_label("J’ai vu une pièce d’identité").check()
    if accept:
        page.get_by_label("Accepter aussi la demande").check()
    page.get_by_role("button", name="Recevoir ce bon").click()


def then_the_line_is(page: Page, words: str) -> None:
    expect(page.locator("[data-line]:visible")).to_contain_text(words)


def then_it_says(page: Page, words: str) -> None:
    expect(page.locator("[data-verdict]:visible")).to_contain_text(words)


def then_so_many_wait(page: Page, count: int) -> None:
    expect(page.locator("#waiting > li")).to_have_count(count)


def then_it_was_received_once(prescription: Prescription, by: Membership) -> None:
    prescription.refresh_from_db()
    assert prescription.shop == by.organisation
    assert prescription.events.filter(step="present").count() == 1


def test_the_network_cut_then_back(context, pilot, sign_in, check_page):
    prescription = given_a_voucher(pilot)
    text = qr_of(prescription)
    page = given_the_page(context, pilot, sign_in)
    check_page(page, "offline-online")

    when_the_network_is_cut(page)
    check_page(page, "offline-cut")
    when_it_is_scanned(page, text)
    then_it_says(page, "Bon signé par le programme")
    check_page(page, "offline-valid")
    page.get_by_role("button", name="Recevoir ce bon").click()
    expect(page.get_by_text("Cochez la case pour continuer")).to_be_visible()
    check_page(page, "offline-identity-missing")
    page.get_by_label("J’ai vu une pièce d’identité").check()
    page.get_by_label("Accepter aussi la demande").check()
    page.get_by_role("button", name="Recevoir ce bon").click()

    then_it_says(page, "Le bon est noté")
    then_so_many_wait(page, 1)
    expect(page.get_by_text("1 réception en attente")).to_be_visible()
    check_page(page, "offline-waiting")
    assert prescription.events.last().step == "issue"

    when_the_network_is_back(page)
    expect(page.get_by_text("enregistré", exact=False).first).to_be_visible()
    then_so_many_wait(page, 0)
    check_page(page, "offline-sent")
    then_it_was_received_once(prescription, pilot.advisor)
    assert prescription.state == "accepted"
    page.get_by_role("link", name="Voir le nom").click()
    expect(page.get_by_role("heading", name="Camille Exempleb1")).to_be_visible()


def test_the_page_opens_without_network_and_the_counter_leads_to_it(context, pilot, sign_in):
    page = given_the_page(context, pilot, sign_in)
    page.goto("/boutique/")
    context.set_offline(True)

    page.goto("/boutique/")

    expect(page.get_by_role("heading", name="Recevoir un bon sans réseau")).to_be_visible()
    then_the_line_is(page, "Hors ligne")


def test_a_new_version_of_the_site_does_not_break_the_page_that_is_kept(context, pilot, sign_in):
    page = given_the_page(context, pilot, sign_in)
    context.route("**/static/offline/*.js", lambda route: route.fulfill(status=404))
    context.route(f"**{PAGE}", lambda route: route.abort())

    page.goto(PAGE)

    then_the_line_is(page, "En ligne")
    expect(page.get_by_label("QR du bon")).to_be_visible()


def test_the_counter_prepares_it_and_says_how_many_wait(context, pilot, sign_in):
    prescription = given_a_voucher(pilot)
    text = qr_of(prescription)
    page = context.new_page()
    page.goto("/suivre/")
    sign_in(page, pilot.advisor.user)
    page.goto("/boutique/")
    expect(page.get_by_role("link", name="Recevoir sans réseau")).to_be_visible()
    page.evaluate(KEPT)

    context.set_offline(True)
    page.get_by_role("link", name="Recevoir sans réseau").click()
    when_it_is_received(page, text)
    then_so_many_wait(page, 1)
    context.route(SEND, lambda route: route.abort())
    context.set_offline(False)
    page.goto("/boutique/")

    expect(page.get_by_text("1 réception à envoyer")).to_be_visible()


def tampered(text: str) -> str:
    return text.replace(".L.", ".LC.")


def cut_short(text: str) -> str:
    return text[:-7]


def typed(text: str) -> str:
    return text.split(".")[1]


def of_another_key(text: str) -> str:
    parts = text.split(".")
    parts[4] = "0000"
    return ".".join(parts)


NOT_SIGNED = {
    "tampered": (tampered, "Ne recevez pas ce bon"),
    "cut": (cut_short, "Le QR n’est pas lu en entier"),
    "typed": (typed, "Un code tapé ne se vérifie pas ici"),
    "signed by another key": (of_another_key, "Cette signature est inconnue ici"),
    "another qr": (lambda _: "https://exemple.invalid/", "Ce n’est pas le QR d’un bon"),
}


@pytest.mark.parametrize("case", NOT_SIGNED)
def test_what_is_not_signed_is_refused_without_network(context, pilot, sign_in, check_page, case):
    change, words = NOT_SIGNED[case]
    text = qr_of(given_a_voucher(pilot))
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)

    when_it_is_scanned(page, change(text))

    then_it_says(page, words)
    expect(page.get_by_role("button", name="Recevoir ce bon")).to_be_hidden()
    then_so_many_wait(page, 0)
    if case == "tampered":
        check_page(page, "offline-tampered")


def test_an_expired_voucher_is_refused_without_network(context, pilot, sign_in):
    text = qr_of(given_a_voucher(pilot))
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    page.clock.set_fixed_time(timezone.now() + timedelta(days=400))

    when_it_is_scanned(page, text)

    then_it_says(page, "La date de ce bon est passée")


def test_a_tablet_whose_clock_is_wrong(context, pilot, sign_in):
    prescription = given_a_voucher(pilot)
    before = timezone.now()
    context.clock.set_fixed_time("2019-03-01T08:00:00")
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_received(page, qr_of(prescription))
    then_so_many_wait(page, 1)

    when_the_network_is_back(page)

    then_so_many_wait(page, 0)
    then_it_was_received_once(prescription, pilot.advisor)
    assert before <= prescription.events.last().at <= timezone.now()


def test_a_clock_that_jumps_ahead_drops_nothing(context, pilot, sign_in):
    prescription = given_a_voucher(pilot)
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_received(page, qr_of(prescription))
    then_so_many_wait(page, 1)
    context.clock.set_fixed_time("2039-03-01T08:00:00")

    page.reload()

    then_the_line_is(page, "Hors ligne")
    then_so_many_wait(page, 1)


def test_two_tabs_at_once_both_show_what_waits(context, pilot, sign_in):
    page = given_the_page(context, pilot, sign_in)
    second = context.new_page()

    for one in (page, second):
        one.goto(PAGE, wait_until="commit")

    for one in (page, second):
        then_the_line_is(one, "En ligne")
        expect(one.get_by_label("QR du bon")).to_be_visible()


def test_a_voucher_is_received_once_in_a_browser(context, pilot, sign_in):
    text = qr_of(given_a_voucher(pilot))
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_received(page, text)

    when_it_is_scanned(page, text.lower())

    then_it_says(page, "Ce bon attend déjà")
    then_so_many_wait(page, 1)


def test_a_tick_never_speaks_for_the_next_voucher(context, pilot, sign_in):
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_received(page, qr_of(given_a_voucher(pilot)), accept=True)
    then_so_many_wait(page, 1)

    when_it_is_scanned(page, qr_of(given_a_voucher(pilot, 2)))

    then_it_says(page, "Bon signé par le programme")
    for words in ("J’ai vu une pièce d’identité", "Accepter aussi la demande"):
        expect(page.get_by_label(words)).not_to_be_checked()


def test_a_scanner_keeps_the_focus_while_the_last_one_is_written(context, pilot, sign_in):
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_scanned(page, qr_of(given_a_voucher(pilot)))
    page.get_by_label("J’ai vu une pièce d’identité").check()

    page.evaluate(
        "document.querySelector('#reception button[type=submit], #reception button').click();"
        "document.querySelector('#check').elements.code.focus()"
    )

    then_it_says(page, "Le bon est noté")
    expect(page.get_by_label("QR du bon")).to_be_focused()


SPOILT = {
    "a byte lost": ("one.sealed.data = new ArrayBuffer(40)", "Un bon ne se lit plus ici"),
    "no date": ("one.happened_at = 'hier'", "Un bon ne se lit plus ici"),
    "a year too far": (
        "one.happened_at = '+012026-11-25T10:00:00.000Z'",
        "Un bon ne se lit plus ici",
    ),
    "no key": (
        "store.delete(one.once); one.once = 'zz' + one.once.slice(2)",
        "Un bon ne se lit plus ici",
    ),
    "dated later": ("one.happened_at = '2099-01-01T00:00:00Z'", "À envoyer"),
}
SPOIL = """(async () => {
  const base = await new Promise((done) => {
    indexedDB.open("comptoir").onsuccess = (event) => done(event.target.result);
  });
  const store = base.transaction("entries", "readwrite").objectStore("entries");
  const one = await new Promise((done) => {
    store.getAll().onsuccess = (event) => done(event.target.result[0]);
  });
  HOW;
  await new Promise((done) => { store.put(one).onsuccess = done; });
})()"""


@pytest.mark.parametrize("case", SPOILT)
def test_one_that_cannot_leave_stops_no_other_and_is_received_again(
    context, pilot, sign_in, check_page, case
):
    how, said = SPOILT[case]
    first, second = given_a_voucher(pilot), given_a_voucher(pilot, 2)
    text = qr_of(first)
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_received(page, text)
    then_so_many_wait(page, 1)
    page.evaluate(SPOIL.replace("HOW", how))
    when_it_is_received(page, qr_of(second))
    then_so_many_wait(page, 2)

    when_the_network_is_back(page)

    then_so_many_wait(page, 1)
    expect(page.locator("#waiting")).to_contain_text(said)
    check_page(page, "offline-spoilt")
    then_it_was_received_once(second, pilot.advisor)
    when_it_is_received(page, text)
    then_so_many_wait(page, 0)
    then_it_was_received_once(first, pilot.advisor)


def test_what_cannot_be_read_is_put_away_by_hand(context, pilot, sign_in):
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_received(page, qr_of(given_a_voucher(pilot)))
    then_so_many_wait(page, 1)
    page.evaluate(SPOIL.replace("HOW", SPOILT["a byte lost"][0]))
    when_the_network_is_back(page)
    expect(page.locator("#waiting")).to_contain_text("Un bon ne se lit plus ici")
    expect(page.locator("[data-count=others]")).to_be_hidden()

    page.once("dialog", lambda sure: sure.accept())
    page.get_by_role("button", name="Retirer de la liste").click()

    then_so_many_wait(page, 0)


@pytest.mark.parametrize("where", ["J’ai vu une pièce d’identité", "Accepter aussi la demande"])
def test_a_scanner_s_text_goes_to_its_field_wherever_the_hand_is(context, pilot, sign_in, where):
    first, second = (given_a_voucher(pilot, number) for number in (1, 2))
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_scanned(page, qr_of(first))
    page.get_by_label(where).check()

    page.keyboard.type(qr_of(second))
    page.keyboard.press("Enter")

    then_it_says(page, "Bon signé par le programme")
    shown = page.locator("#reception .code")
    expect(shown).to_have_text("".join(grouped(second.vouchers.get().code).split()))
    then_so_many_wait(page, 0)


def test_two_tabs_receive_it_once(context, pilot, sign_in):
    text = qr_of(given_a_voucher(pilot))
    first = given_the_page(context, pilot, sign_in)
    second = context.new_page()
    second.goto(PAGE)
    then_the_line_is(second, "En ligne")
    context.set_offline(True)
    for page in (first, second):
        when_it_is_scanned(page, text)
        then_it_says(page, "Bon signé")

    for page in (first, second):
        page.get_by_label("J’ai vu une pièce d’identité").check()
        page.get_by_role("button", name="Recevoir ce bon").click()

    then_it_says(first, "Le bon est noté")
    then_it_says(second, "Ce bon attend déjà")


def test_the_tab_closed_half_way_and_opened_again(context, pilot, sign_in):
    one, other = given_a_voucher(pilot, 1), given_a_voucher(pilot, 2)
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_received(page, qr_of(one))
    when_it_is_received(page, qr_of(other))
    then_so_many_wait(page, 2)
    page.close()

    again = context.new_page()
    again.goto(PAGE)
    then_the_line_is(again, "Hors ligne")
    then_so_many_wait(again, 2)
    when_the_network_is_back(again)

    then_so_many_wait(again, 0)
    for prescription in (one, other):
        then_it_was_received_once(prescription, pilot.advisor)


def test_the_answer_lost_and_the_tab_closed_before_it_comes(context, pilot, sign_in):
    prescription = given_a_voucher(pilot)
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_received(page, qr_of(prescription), accept=True)
    then_so_many_wait(page, 1)

    def lost(route: Route) -> None:
        route.fetch()  # the site writes it down, and nobody hears
        route.abort()

    context.route(SEND, lost, times=1)
    when_the_network_is_back(page)
    then_the_line_is(page, "Le site ne répond pas")
    then_so_many_wait(page, 1)
    page.close()
    again = context.new_page()
    again.goto(PAGE)

    expect(again.get_by_text("déjà enregistré").first).to_be_visible()
    then_so_many_wait(again, 0)
    then_it_was_received_once(prescription, pilot.advisor)
    assert prescription.events.filter(step="accept").count() == 1


def other_shop(name: str = "Boutique fictive du Port") -> Membership:
    return member(Role.SHOP_ADVISOR, of=organisation(Organisation.Kind.SHOP, name=name))


@pytest.mark.chain
def test_two_shops_received_it_and_both_are_told(context, pilot, sign_in, check_page):
    prescription, other = given_a_voucher(pilot), other_shop()
    text = qr_of(prescription)
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_received(page, text)
    then_so_many_wait(page, 1)
    cases.step(prescription, "present", other, at=timezone.now(), identity_seen="yes")

    when_the_network_is_back(page)

    expect(page.get_by_text("pas gardé")).to_be_visible()
    then_so_many_wait(page, 0)
    check_page(page, "offline-conflict")
    page.goto("/boutique/")
    expect(page.get_by_text("Boutique fictive du Port l’avait reçu")).to_be_visible()
    check_page(page, "counter-home-conflict")
    page.get_by_role("button", name="J’ai lu").click()
    expect(page.get_by_role("heading", name="Recevoir un bon")).to_be_visible()
    expect(page.get_by_text("Boutique fictive du Port")).to_have_count(0)
    sign_in(page, other.user)
    page.goto("/boutique/")
    expect(page.get_by_text("a aussi été reçu ailleurs")).to_be_visible()
    check_page(page, "counter-home-conflict-kept")
    page.get_by_role("button", name="J’ai lu").click()
    expect(page.get_by_text("a aussi été reçu ailleurs")).to_have_count(0)
    conflict = Conflict.objects.get()
    assert conflict.read_at
    assert conflict.other_read_at


def test_replaced_meanwhile_is_refused_and_told(context, pilot, sign_in, check_page):
    prescription = given_a_voucher(pilot)
    text = qr_of(prescription)
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_received(page, text)
    cases.step(prescription, "replace_voucher", pilot.prescriber, at=timezone.now(), reason="lost")

    when_the_network_is_back(page)

    expect(page.get_by_text("Ce bon a été remplacé")).to_be_visible()
    check_page(page, "offline-refused")


def test_the_session_over_the_queue_waits(context, pilot, sign_in, check_page):
    prescription = given_a_voucher(pilot)
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_received(page, qr_of(prescription))
    then_so_many_wait(page, 1)
    pilot.advisor.user.set_password("tout autre chose")  # its sessions end
    pilot.advisor.user.save()

    when_the_network_is_back(page)

    then_the_line_is(page, "En ligne, mais pas connecté")
    check_page(page, "offline-signed-out")
    assert prescription.events.last().step == "issue"
    sign_in(page, pilot.advisor.user)
    page.goto(PAGE)
    expect(page.get_by_text("enregistré").first).to_be_visible()
    then_it_was_received_once(prescription, pilot.advisor)


def test_another_person_cannot_read_what_waits(context, pilot, sign_in, check_page):
    text = qr_of(given_a_voucher(pilot))
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)
    when_it_is_received(page, text)
    then_so_many_wait(page, 1)
    context.route(SEND, lambda route: route.abort())
    when_the_network_is_back(page)
    page.goto("/boutique/")
    page.get_by_role("button", name="Se déconnecter").click()
    sign_in(page, other_shop().user)

    page.goto(PAGE)

    then_the_line_is(page, "En ligne")
    then_so_many_wait(page, 0)
    expect(page.get_by_text("1 réception attend sur cet appareil")).to_be_visible()
    check_page(page, "offline-other-person")
    stored = page.evaluate(
        "Store.entries().then((all) => all.map((one) => Object.keys(one).sort().join()))"
    )
    assert stored == ["digest,happened_at,once,sealed,user"]
    opened = page.evaluate(
        "Promise.all([Store.luggage(), Store.entries()])"
        ".then(([mine, all]) => Store.read(mine, all[0])).then(() => 'read', () => 'sealed')"
    )
    assert opened == "sealed"
    when_it_is_scanned(page, text)
    then_it_says(page, "Ce bon attend déjà")


def test_signed_out_without_network_the_page_does_not_work(context, pilot, sign_in):
    page = given_the_page(context, pilot, sign_in)
    page.goto("/boutique/")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_have_count(0)
    context.set_offline(True)

    page.goto(PAGE)

    expect(page.get_by_text("Cette page n’est pas prête")).to_be_visible()
    expect(page.get_by_label("QR du bon")).to_be_hidden()


def test_without_javascript_the_page_says_so(pilot, visit, sign_in, check_page):
    page = visit("/suivre/", javascript=False, width=320)
    sign_in(page, pilot.advisor.user)
    page.goto(PAGE)

    expect(page.get_by_text("Cette page a besoin de JavaScript")).to_be_visible()
    expect(page.get_by_label("QR du bon")).to_be_hidden()
    check_page(page, "offline-no-javascript")
    page.get_by_role("link", name="Comptoir ordinaire").click()
    page.get_by_label("Code du bon").fill(qr_of(given_a_voucher(pilot)))
    page.get_by_role("button", name="Lire le bon").click()
    expect(page.get_by_role("heading", name=re.compile("Camille"))).to_be_visible()


def test_the_keyboard_is_enough(context, pilot, sign_in):
    prescription = given_a_voucher(pilot)
    page = given_the_page(context, pilot, sign_in)
    when_the_network_is_cut(page)

    page.get_by_label("QR du bon").focus()
    page.keyboard.type(qr_of(prescription))
    page.keyboard.press("Enter")
    then_it_says(page, "Bon signé")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    then_it_says(page, "Le bon est noté")
    then_so_many_wait(page, 1)


def test_the_server_and_the_browser_read_the_same_text(context, pilot, sign_in):
    """What the browser accepts, the server accepts: each change is refused by both."""
    prescription = given_a_voucher(pilot)
    text = qr_of(prescription)
    page = given_the_page(context, pilot, sign_in)
    shop = offline.luggage(member=pilot.advisor).shop

    for change in (tampered, cut_short, typed, of_another_key):
        found = page.evaluate(
            "(text) => Desk.mine().then((mine) => Seal.check(text, mine.keys, '2000-01-01'))",
            change(text),
        )
        (answer,) = offline.reconcile(
            entries=[
                Entry(
                    once=prescription.reference,
                    text=change(text),
                    shop=shop,
                    age=timedelta(hours=1),
                )
            ],
            by=pilot.advisor,
            at=timezone.now(),
        )
        assert found["problem"]
        assert answer.code == "tampered"
