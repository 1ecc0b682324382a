"""A real browser for the pages: Debian's Chromium, at two widths, with and without JavaScript."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from coupdepouce.accounts.models import User
from tests.browser import town
from tests.browser.town import Town

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = Path(__file__).parents[2] / "var" / "screenshots"
NARROW, WIDE = 320, 1280
HEIGHT = 800

Visit = Callable[..., Page]
CheckPage = Callable[[Page, str], None]
SignIn = Callable[[Page, User], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything of this folder: `pytest -m "not browser"` leaves it out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    if not CHROMIUM.exists():
        sentence = "Chromium is missing (Debian: apt-get install chromium)."
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Visit]:
    """Give a function that opens a fresh page: `visit("/", width=320, javascript=False)`.

    An error in the console, a refused script or style, or a request to another site fails the test.
    """
    contexts, troubles = [], []

    def opened(
        path: str = "/", *, width: int = WIDE, javascript: bool = True, agent: str | None = None
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            user_agent=agent,
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=javascript,
            locale="fr-FR",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.extend(_trouble(said.type, said.text)))
        page.on("request", lambda asked: troubles.extend(_stranger(asked.url, live_server.url)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def _trouble(kind: str, text: str) -> list[str]:
    # A page that answers 4xx on purpose also writes a line in the console.
    return [text] if kind == "error" and "the server responded with a status" not in text else []


def _stranger(url: str, ours: str) -> list[str]:
    return [] if url.startswith((ours, "data:", "blob:")) else [f"asked elsewhere: {url}"]


@pytest.fixture
def sign_in() -> SignIn:
    """Give a function that signs somebody in without the form, which has its own test."""

    def signed_in(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        # The address of a page would limit the cookie to its folder.
        site = urljoin(page.url, "/")
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])

    return signed_in


@pytest.fixture(scope="session")
def check_page() -> CheckPage:
    """Give a function that checks a page at both widths, and leaves a picture of each."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def checked(page: Page, name: str) -> None:
        before = page.viewport_size
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
            # Axe waits on timers, which do not run where scripts do not.
            if page.evaluate("matchMedia('(scripting: enabled)').matches"):
                found = Axe().run(page)
                assert found.violations_count == 0, f"{name}, {width} px\n{found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (
                f"{name} scrolls sideways at {width} px"
            )
        if before:
            page.set_viewport_size(before)

    return checked


@pytest.fixture
def pilot(live_server: Any) -> Town:
    """Open the pilot's town."""
    return town.build()
