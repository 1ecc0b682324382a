"""What an old phone downloads, headers included: the figures of the house, measured."""

from playwright.sync_api import Browser

from tests.browser.served import served

FIRST_PAGE, WHOLE_CHECK = 14_000, 30_000


def test_the_first_page_and_the_whole_check_are_light(browser: Browser, capsys):
    sizes: list[tuple[str, int]] = []
    with served() as address:
        page = browser.new_context(base_url=address, locale="fr-FR").new_page()
        # What the network carried: bodies as compressed, and headers; nothing from the cache.
        wire = page.context.new_cdp_session(page)
        names: dict[str, str] = {}
        wire.send("Network.enable")
        wire.on(
            "Network.responseReceived",
            lambda one: names.update({one["requestId"]: one["response"]["url"]}),
        )
        wire.on(
            "Network.loadingFinished",
            lambda one: sizes.append(
                (names.get(one["requestId"], "?"), int(one["encodedDataLength"]))
            ),
        )

        page.goto("/", wait_until="networkidle")
        first = sum(size for _, size in sizes)
        page.get_by_role("link", name="Vérifier en 2 minutes").click()
        page.get_by_label("Code postal ou nom de la commune").fill("59000")
        page.get_by_role("button", name="Continuer").click()
        page.get_by_role("link", name="Aucune de ces aides").click()
        page.get_by_role("link", name="Je connais mon quotient familial").click()
        page.get_by_role("textbox", name="Votre quotient familial").fill("512")
        page.get_by_role("button", name="Continuer").click()
        page.get_by_role("heading", name="Vous y avez droit.").wait_for()
        page.wait_for_load_state("networkidle")
        whole = sum(size for _, size in sizes)
        page.context.close()

    with capsys.disabled():
        print(f"\nfirst page {first} bytes, whole check {whole} bytes, {len(sizes)} answers")
        for url, size in sizes:
            print(f"  {size:6} {url.removeprefix(address)[:60]}")
    assert first <= FIRST_PAGE
    assert whole <= WHOLE_CHECK
