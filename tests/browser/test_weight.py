"""What an old phone downloads, headers included: the figures of the house, measured."""

from typing import Any

from playwright.sync_api import Browser

from tests.browser.served import served

FIRST_PAGE, WHOLE_CHECK = 14_000, 30_000


def test_the_first_page_and_the_whole_check_are_light(browser: Browser, capsys):
    carried: list[int] = []
    with served() as address:
        page = browser.new_context(base_url=address, locale="fr-FR").new_page()
        # What the network carried: bodies as compressed, and headers; nothing from the cache.
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda one: carried.append(_bytes(one)))
        wire.on(
            "Network.requestWillBeSent",
            lambda one: carried.append(_bytes(one.get("redirectResponse", {}))),
        )

        page.goto("/", wait_until="networkidle")
        first = sum(carried)
        page.get_by_role("link", name="Vérifier en 2 minutes").click()
        page.get_by_label("Code postal ou nom de la commune").fill("59000")
        page.get_by_role("button", name="Continuer").click()
        page.get_by_role("link", name="Aucune de ces aides").click()
        page.get_by_role("link", name="Je connais mon quotient familial").click()
        page.get_by_role("textbox", name="Votre quotient familial").fill("512")
        page.get_by_role("button", name="Continuer").click()
        page.get_by_role("heading", name="Vous y avez droit.").wait_for()
        page.wait_for_load_state("networkidle")
        whole = sum(carried)
        page.context.close()

    with capsys.disabled():
        print(f"\nfirst page {first} bytes, whole check {whole} bytes")
    assert first <= FIRST_PAGE
    assert whole <= WHOLE_CHECK


def _bytes(answer: dict[str, Any]) -> int:
    return int(answer.get("encodedDataLength", 0))
