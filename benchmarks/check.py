"""What the public check weighs over the wire, from the first page to the answer."""

import gzip
import http.client
import os
import re
import tempfile
from collections.abc import Iterator

from benchmarks import databases
from benchmarks.rows import Row
from benchmarks.sites import OURS, fetch, site

ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg)[^"]*)"')
ANSWER = re.compile(r'href="(/verifier/\?r=[^"]+)"')
TOWN = "/verifier/?commune=59350"
MOST = 12  # no way through the check is that long


def measure(*, full: bool) -> Iterator[Row]:  # noqa: ARG001 - the same at every size
    """Give the bytes of the first page with all it needs, and of a whole check."""
    with tempfile.TemporaryDirectory(prefix="bench-site-") as folder:
        os.environ["COUPDEPOUCE_DATA_DIR"] = folder
        del os.environ["COUPDEPOUCE_STATICFILES"]  # as in service: hashed and compressed
        with databases.sqlite():
            databases.start()
            from django.core.management import call_command  # noqa: PLC0415

            call_command("collectstatic", interactive=False, verbosity=0)
            databases.leave()
            with site(OURS, ready="/") as port:
                first, whole, pages = _walked(http.client.HTTPConnection("127.0.0.1", port))
    told = f"{first / 1000:.1f} kB"
    yield Row("check, first page with style, script and icon", told, "≤ 14 kB", first <= 14_000)
    told = f"{whole / 1000:.1f} kB ({pages} pages, each file once)"
    yield Row("check, from the first page to the answer", told, "≤ 30 kB", whole <= 30_000)


def _walked(connection: http.client.HTTPConnection) -> tuple[int, int, int]:
    """Take the last choice of each question, "I don't know": the longest way there is."""
    had: dict[str, int] = {}
    first = _weighed(connection, "/", had)[0]
    whole, pages = first, 1
    weight, text = _weighed(connection, "/verifier/", had)
    path = TOWN
    for _ in range(MOST):
        whole, pages = whole + weight, pages + 1
        weight, text = _weighed(connection, path, had)
        choices = ANSWER.findall(text)
        if 'id="question"' not in text:
            return first, whole + weight, pages + 1
        path = choices[-1].replace("&amp;", "&")
    raise AssertionError("the check does not end")


def _weighed(
    connection: http.client.HTTPConnection, path: str, had: dict[str, int]
) -> tuple[int, str]:
    """Give the bytes of a page and of the files it is the first to ask for, and its text."""
    status, body = fetch(connection, path)
    weight = len(body)
    assert status == 200, (status, path)
    text = gzip.decompress(body).decode() if body[:2] == b"\x1f\x8b" else body.decode()
    for asset in ASSET.findall(text):
        if asset not in had:
            had[asset] = len(fetch(connection, asset)[1])
            weight += had[asset]
    return weight, text
