"""Everything a household may read has its English, the sentences of the core included."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from coupdepouce.core.eligibility import WORDINGS
from coupdepouce.core.eligibility.routes import RULES
from coupdepouce.core.journey.states import STATES
from coupdepouce.core.journey.steps import BY_NAME, STEPS
from coupdepouce.core.programme.vocabulary import PROOFS, STATUSES
from coupdepouce.core.skills import AREAS, LEVELS, QUESTIONS, UNSAID
from coupdepouce.outreach.texts import SIGNATURE, TEXTS
from coupdepouce.programmes.defaults import default_programme

PACKAGE = Path(__file__).parents[2] / "src" / "coupdepouce"
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
CATALOGUE = polib.pofile(str(PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"))
WRITERS = {"_", "gettext", "gettext_lazy", "gettext_noop"}


def _written(path: Path) -> Iterator[str]:
    """Give the texts that a module hands to gettext."""
    for node in ast.walk(ast.parse(path.read_text())):
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if named and node.func.id in WRITERS and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value


def _core() -> Iterator[str]:
    """Give the sentences of the core that reach a household."""
    yield from STATUSES.values()
    yield from (proof.label for proof in PROOFS.values())
    yield from (text for one in WORDINGS.values() for text in (one.full, one.plain) if text)
    yield from (rule.question for rule in RULES if rule.question)
    yield from (state.household for state in STATES)
    yield from (step.told for step in STEPS)
    yield from (reason.own_words for reason in BY_NAME["withdraw"].reasons)
    yield from (reason.next_offer for step in STEPS for reason in step.reasons)
    yield from default_programme().offers.line.included
    yield from (guard.sentence for guard in BY_NAME["withdraw"].guards)
    yield from (reason.label for step in STEPS if step.message for reason in step.reasons)
    yield from (one.sentence for one in QUESTIONS)
    yield from (one.label for one in LEVELS)
    yield from (*AREAS.values(), UNSAID)
    yield SIGNATURE
    yield from (words for text in TEXTS.values() for words in (text.sms, text.subject, text.email))


def _sentences() -> list[str]:
    modules = [
        *(PACKAGE / "web" / "public").glob("*.py"),
        *(PACKAGE / "web" / "training").glob("*.py"),
        PACKAGE / "training" / "printing.py",
        PACKAGE / "prescriptions" / "session_news.py",
    ]
    return sorted({*_core(), *(text for path in modules for text in _written(path))})


@pytest.mark.parametrize("sentence", _sentences())
def test_a_household_reads_the_same_in_english(sentence):
    entry = CATALOGUE.find(sentence)

    assert entry is not None
    assert entry.msgstr
    assert sorted(PLACEHOLDER.findall(sentence)) == sorted(PLACEHOLDER.findall(entry.msgstr))


def test_the_catalogue_says_nothing_twice():
    sentences = [entry.msgid for entry in CATALOGUE]

    assert len(sentences) == len(set(sentences))
