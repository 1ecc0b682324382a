"""The server killed while it settles a queue, then started again: nothing is lost or doubled."""

import json
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.offline_town import VOUCHERS
from tests.browser.served import Site, site
from tests.browser.test_offline import (
    KEPT,
    PAGE,
    SEND,
    then_so_many_wait,
    then_the_line_is,
    when_it_is_received,
    when_the_network_is_cut,
)

CALL = "from tests.browser import offline_town; offline_town."
PARCEL = 3


@pytest.fixture
def running() -> Iterator[Site]:
    """Start a site of its own, in processes that can be killed."""
    with site(f"{CALL}seed()") as one:
        yield one


@pytest.fixture
def counter(browser: Browser, running: Site) -> Iterator[Page]:
    """Give the offline page, without network, with a queue of receptions."""
    seeded = json.loads(running.seeded)
    context = browser.new_context(base_url=running.address, locale="fr-FR")
    context.add_cookies([{"name": "sessionid", "value": seeded["session"], "url": running.address}])
    page = context.new_page()
    page.goto(PAGE)
    then_the_line_is(page, "En ligne")
    page.evaluate(KEPT)
    when_the_network_is_cut(page)
    for text in seeded["texts"]:
        when_it_is_received(page, text)
    then_so_many_wait(page, VOUCHERS)
    yield page
    context.close()


def received(running: Site) -> list[int]:
    return json.loads(running.manage("shell", "-v0", "-c", f"{CALL}count()"))


def then_the_rest_goes_through_once(page: Page, running: Site) -> None:
    running.start()
    page.get_by_role("button", name="Envoyer maintenant").click()
    then_so_many_wait(page, 0)
    expect(page.locator("#answers-list > *")).to_have_count(VOUCHERS)
    found = received(running)
    assert len(found) == len(set(found)) == VOUCHERS


def test_killed_after_the_first_parcel(running, counter):
    parcels: list[Route] = []

    def kill_at_the_second(route: Route) -> None:
        parcels.append(route)
        if len(parcels) == 2:
            running.stop(signal.SIGKILL)
        route.continue_()

    counter.context.route(SEND, kill_at_the_second)
    counter.context.set_offline(False)

    then_the_line_is(counter, "Le site ne répond pas")
    then_so_many_wait(counter, VOUCHERS - PARCEL)
    assert len(received(running)) == PARCEL
    counter.context.unroute(SEND)
    then_the_rest_goes_through_once(counter, running)


def test_killed_after_it_wrote_and_before_it_answered(running, counter):
    def kill_before_the_answer(route: Route) -> None:
        route.fetch()
        running.stop(signal.SIGKILL)
        route.abort()

    counter.context.route(SEND, kill_before_the_answer, times=1)
    counter.context.set_offline(False)

    then_the_line_is(counter, "Le site ne répond pas")
    then_so_many_wait(counter, VOUCHERS)
    assert len(received(running)) == PARCEL
    then_the_rest_goes_through_once(counter, running)
    expect(counter.locator("#answers-list").get_by_text(": déjà enregistré")).to_have_count(PARCEL)
