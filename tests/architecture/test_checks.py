"""What the checks say when they are run together."""

import sys

import pytest

from tests import check, words

MISSING = "print('Not looked at: rare words'); print('612 texts')"


@pytest.mark.parametrize(
    ("code", "count", "said"),
    [
        ("print('612 texts')", 0, ["ok     words", "1 checks passed, 0 in part, 0 failed"]),
        (
            MISSING,
            0,
            [
                "part   words",
                "Not looked at: rare words",
                "0 checks passed, 1 in part, 0 failed words",
            ],
        ),
        ("print('a fault'); exit(1)", 1, ["FAILED words", "a fault"]),
    ],
)
def test_a_check_that_did_not_look_at_everything_says_so(monkeypatch, capsys, code, count, said):
    monkeypatch.setattr(check, "CHECKS", {"words": [sys.executable, "-c", code]})

    failed = check.main()

    lines = [line for line in capsys.readouterr().out.splitlines() if line]
    assert failed == count
    assert lines[: len(said)] == said


def test_without_the_list_of_frequent_words_the_rare_ones_are_said_not_looked_at(
    monkeypatch, capsys
):
    monkeypatch.setattr(words, "find_spec", lambda _: None)

    is_known = words._known()

    assert is_known("quotidien")
    assert capsys.readouterr().out.startswith(check.NOT_LOOKED_AT)
