"""Easy French, linted: every text of a household, and a report of what could be easier.

`python -m tests.words` writes var/reports/words.md and counts the problems. The words people meet
are those of film subtitles: the French list of `pyspellchecker` (MIT; counted from OpenSubtitles),
a tool of development that nothing of ours carries.
"""

import gzip
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import django

import tests.environment  # noqa: F401  Django needs its settings
from tests.check import NOT_LOOKED_AT

REPORT = Path("var/reports/words.md")
FREQUENT = 10_000  # the forms heard most often; under it, another form of the word is enough
SHORTEST, ENDING = 4, 3  # what two forms of a word share: "relisez", "relire"
WE = re.compile(r"e?ons$")  # "notons": its root is too short to be compared
WORST = 15


def main() -> int:
    """Write the report; give the number of problems."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coupdepouce.config.settings")
    django.setup()
    from coupdepouce.core.words.easy import MEAN, lint, mean

    texts = dict(_texts())
    known = _known()
    found = {text: problems for text in texts if (problems := lint(text, is_known=known))}
    count, average = sum(map(len, found.values())), mean(texts)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text("\n".join(_report(texts, found, average)) + "\n", encoding="utf-8")
    for text, problems in found.items():
        for one in problems:
            print(f"{texts[text]} : {one.rule}, « {one.words} » → {one.instead}\n    {text!r}")
    print(f"{len(texts)} texts, {average:.1f} words a sentence, {count} problems, see {REPORT}")
    return count + (average > MEAN)


def _texts() -> Iterator[tuple[str, str]]:
    """Give every French text of a household with its place."""
    from coupdepouce.insight.wording import household_sentences
    from coupdepouce.programmes.defaults import default_programme

    for sentence in household_sentences():
        yield sentence.text, sentence.where
    programme = default_programme()
    # The names of the other offers are for the counter; households read ours on the pages.
    line = programme.offers.line
    for offer in (line, *line.networks.values()):
        yield offer.name, "programmes/coup-de-pouce.toml"
    for text in (programme.texts.household["fr"].pitch, *programme.stock.conditions_in("fr")):
        yield text, "programmes/coup-de-pouce.toml"
    yield from _of_the_demonstration()


def _of_the_demonstration() -> Iterator[tuple[str, str]]:
    """Give what its households read of a campaign and of its workshops."""
    from coupdepouce.cli import demo_campaign, demo_workshops

    for text in demo_campaign.TEXTS:
        yield text, "cli/demo_campaign.py"
    for one in demo_workshops.ROWS:
        yield one.title, "cli/demo_workshops.py"
        yield one.text, "cli/demo_workshops.py"


def _known() -> Callable[[str], bool]:
    """Give whether most people meet a word: a form of it is among the most frequent."""
    if find_spec("spellchecker") is None:
        print(f"{NOT_LOOKED_AT} rare words: the list of frequent ones is missing (make setup).")
        return lambda _: True
    from coupdepouce.core.words.easy import plain

    packed = files("spellchecker").joinpath("resources", "fr.json.gz").read_bytes()
    counts = Counter(json.loads(gzip.decompress(packed)))
    frequent = {plain(word) for word, _ in counts.most_common(FREQUENT)}
    stems = {word[:size] for word in frequent for size in range(SHORTEST, len(word) + 1)}

    @cache
    def is_known(word: str) -> bool:
        bare = plain(word)
        return (
            bare in frequent
            or WE.sub("e", bare) in frequent
            or bare[: max(SHORTEST, len(bare) - ENDING)] in stems
        )

    return is_known


def _report(texts: dict[str, str], found: dict[str, list], average: float) -> Iterator[str]:
    from coupdepouce.core.words.easy import LONGEST, MEAN, length, mean, sentences

    yield "# Le français facile, relu par une machine\n"
    yield (
        f"{len(texts)} textes, {average:.1f} mots par phrase en moyenne (au plus {MEAN}), "
        f"{LONGEST} au plus. C’est une relecture, pas un certificat : un texte est facile quand "
        "des personnes concernées l’ont lu et compris.\n"
    )
    yield "| où | textes | mots par phrase |\n| --- | --- | --- |"
    places = Counter(where.split(",")[0] for where in texts.values())
    for place, count in sorted(places.items()):
        here = [text for text, where in texts.items() if where.split(",")[0] == place]
        yield f"| {place} | {count} | {mean(here):.1f} |"
    yield "\n## Les phrases les plus longues\n"
    said = sorted({one for text in texts for one in sentences(text)}, key=length, reverse=True)
    yield "\n".join(f"- {length(one)} mots : {one}" for one in said[:WORST])
    yield f"\n## À reprendre : {sum(map(len, found.values()))}\n"
    for text, problems in found.items():
        yield f"- {texts[text]} : {text!r}"
        for one in problems:
            yield f"  - {one.rule} : « {one.words} » → {one.instead}"


if __name__ == "__main__":
    sys.exit(main() > 0)
