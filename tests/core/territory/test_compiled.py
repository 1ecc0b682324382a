"""Compiled loops where nothing may be written, threads, and a machine without the libraries."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from coupdepouce.core.territory import compiled

BLOCKED = """
import sys
for name in {names}:
    sys.modules[name] = None
"""


def run(code, *, without=()):
    """Run Python as on a machine where some libraries are missing."""
    return subprocess.run(
        [sys.executable, "-c", BLOCKED.format(names=tuple(without)) + code],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "coupdepouce.config.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_without_a_library_the_package_says_what_to_install():
    done = run("import coupdepouce.core.territory.access", without=("numba", "polars"))

    assert done.returncode == 1
    assert "make science" in done.stderr
    assert "(numba, polars)" in done.stderr


def test_the_rest_of_the_product_runs_without_the_libraries():
    everything = "import django; django.setup(); import coupdepouce.config.urls; "
    done = run(
        everything + "from coupdepouce.cli import main; sys.argv[1:] = ['--help']; main()",
        without=("numba", "numpy", "polars", "scipy"),
    )

    assert done.returncode == 0, done.stderr
    assert "Usage" in done.stdout


def test_a_source_that_has_no_folder_is_compiled_all_the_same():
    space = {}
    exec("def double(x):\n    return 2 * x", space)

    double = compiled.compiled(space["double"])

    assert double(4) == 8


@pytest.mark.parametrize("count", [0, 1, 7, 1000])
def test_spans_make_the_whole_once(count):
    done = np.zeros(count, int)

    def work(start, stop):
        done[start:stop] += 1

    compiled.on_all_cores(work, count)

    assert (done == 1).all()


def test_what_a_span_raises_is_not_lost():
    def work(start, stop):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        compiled.on_all_cores(work, 3)


def test_two_requests_may_ask_at_once():
    found = []
    people = np.random.default_rng(3).uniform((42, -4), (51, 8), (2000, 2))

    def ask():
        from coupdepouce.core.territory import access

        found.append(access.count_within(people, people, 50.0).sum())

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()

    assert len(set(found)) == 1
    assert len(found) == 4
