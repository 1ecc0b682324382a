"""Every sentence a household may read, gathered from the pages, the messages and the core."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from django.conf import settings

from coupdepouce.connect.catalogues import entries_of
from coupdepouce.core.eligibility import WORDINGS
from coupdepouce.core.eligibility.routes import RULES
from coupdepouce.core.journey.states import STATES
from coupdepouce.core.journey.steps import BY_NAME, STEPS
from coupdepouce.core.languages import Language, known_languages
from coupdepouce.core.programme.vocabulary import PROOFS, STATUSES
from coupdepouce.core.recourse import reasons as recourse
from coupdepouce.core.recourse import steps as complaints
from coupdepouce.core.roles import TOLD, Role
from coupdepouce.core.sharing import HIDDEN, SHOWN
from coupdepouce.core.skills import AREAS, LEVELS, QUESTIONS, UNSAID
from coupdepouce.core.words.catalogue import Standing, compare
from coupdepouce.insight.who_sees import READINGS
from coupdepouce.outreach.texts import DOUBT, FOLLOW, STOP, TEXTS
from coupdepouce.prescriptions.vouchers import PARTS
from coupdepouce.programmes.defaults import default_programme

PACKAGE = files("coupdepouce")
WRITERS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
_TAG = re.compile(r'\{% translate "([^"]+)"|_\("([^"]+)"\)')
_BLOCK = re.compile(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", re.S)


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A French text as it is written, and where."""

    text: str
    where: str


@cache
def household_sentences() -> tuple[Sentence, ...]:
    """Give each text once: pages and papers first, then messages, then the core."""
    found: dict[str, str] = {}
    for sentence in (*_of_templates(), *_of_modules(), *_of_messages(), *_of_core()):
        found.setdefault(sentence.text, sentence.where)
    return tuple(Sentence(text=text, where=where) for text, where in found.items())


def places() -> dict[str, str]:
    """Say where each text is written."""
    return {sentence.text: sentence.where for sentence in household_sentences()}


def standing_of(language: Language) -> Standing:
    """Say where a language stands beside the French texts of today."""
    said = {sentence.text: None for sentence in household_sentences()}
    samples = _samples()
    entries = entries_of(settings.LOCALE_PATHS[0], code=language.code)
    kept = [one for one in entries if one.french in said or one.french not in samples]
    return compare(said, kept)


def standings() -> dict[Language, Standing]:
    """Say where each language stands, French left out."""
    return {one: standing_of(one) for one in known_languages() if one.code != "fr"}


def _files(folder: Traversable, suffix: str) -> Iterator[tuple[str, str]]:
    for inner in sorted(folder.iterdir(), key=lambda one: one.name):
        if inner.is_dir() and inner.name != "migrations":
            for path, text in _files(inner, suffix):
                yield f"{inner.name}/{path}", text
        elif inner.name.endswith(suffix):
            yield inner.name, inner.read_text("utf-8")


def _of_templates() -> Iterator[Sentence]:
    """Read the templates as gettext does: only what households read is marked there."""
    for path, text in _files(PACKAGE / "web" / "templates", ".html"):
        for one, other in _TAG.findall(text):
            yield Sentence(text=one or other, where=path)
        for block in _BLOCK.findall(text):
            marked = re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", block)
            yield Sentence(text=re.sub(r"\n\s*", "", marked), where=path)


def _of_modules() -> Iterator[Sentence]:
    writing = ((path, text) for path, text in _files(PACKAGE, ".py") if "gettext" in text)
    for path, text in writing:
        calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id in WRITERS and call.args:
                said = call.args[0]
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    yield Sentence(text=said.value, where=path)


def _of_messages() -> Iterator[Sentence]:
    for under in (FOLLOW, DOUBT, STOP):
        yield Sentence(text=under, where="outreach/texts.py")
    for name, text in TEXTS.items():
        for words in (text.sms, text.subject, text.email):
            yield Sentence(text=words, where=f"outreach/texts.py, {name}")


def _of_core() -> Iterator[Sentence]:
    for where, text in _core():
        if text:
            yield Sentence(text=text, where=f"core/{where}")


def _core() -> Iterator[tuple[str, str]]:
    """Give the sentences of the core that reach a household."""
    withdraw = BY_NAME["withdraw"]
    yield from (("programme/vocabulary.py", text) for text in STATUSES.values())
    yield from (("programme/vocabulary.py", proof.label) for proof in PROOFS.values())
    for wording in WORDINGS.values():
        yield from (("eligibility/reasons.py", text) for text in (wording.full, wording.plain))
    yield from (("eligibility/routes.py", rule.question) for rule in RULES)
    yield from (("journey/states.py", state.household) for state in STATES)
    yield from (("journey/steps.py", step.told) for step in STEPS)
    yield from (("journey/guards.py", guard.sentence) for guard in withdraw.guards)
    yield from (("journey/reasons.py", reason.own_words) for reason in withdraw.reasons)
    for step in STEPS:
        yield from (("journey/reasons.py", reason.told) for reason in step.reasons)
        yield from (("journey/reasons.py", reason.next_offer) for reason in step.reasons)
        if step.message and "reason" in TEXTS[step.message].says:
            yield from (("journey/reasons.py", reason.written) for reason in step.reasons)
    yield from (("programme", text) for text in default_programme().offers.line.included)
    yield from (("skills/instrument.py", one.sentence) for one in QUESTIONS)
    yield from (("skills/instrument.py", one.label) for one in LEVELS)
    yield from (("skills/instrument.py", text) for text in (*AREAS.values(), UNSAID))
    yield from (("prescriptions/vouchers.py", text) for text in PARTS.values())
    yield from _recourse()
    yield from _trust()


def _recourse() -> Iterator[tuple[str, str]]:
    """Give what a household reads of its complaints."""
    yield from (("recourse/reasons.py", reason.told) for reason in recourse.REASONS)
    yield from (("recourse/reasons.py", outcome.told) for outcome in recourse.OUTCOMES)
    yield from (("recourse/steps.py", state.household) for state in complaints.STATES)
    for step in complaints.STEPS:
        yield "recourse/steps.py", step.told
        yield "recourse/steps.py", step.own if Role.HOUSEHOLD in step.actors else ""
    yield "recourse/steps.py", complaints.IN_TIME.sentence


def _trust() -> Iterator[tuple[str, str]]:
    """Give what a household reads of who sees its data."""
    yield from (("roles.py", text) for text in TOLD.values())
    yield from (("sharing.py", text) for text in (*HIDDEN, *(one.told for one in SHOWN)))
    yield from (("insight/who_sees.py", reading.told) for reading in READINGS)


def _samples() -> frozenset[str]:
    """Give the words of the gallery: translated where they are, never asked for."""
    text = (PACKAGE / "web" / "gallery.toml").read_text("utf-8")
    return frozenset(_strings(tomllib.loads(text)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
