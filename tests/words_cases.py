"""A language of the tests: Breton, whose catalogue is that of English with what a test changes."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polib
from django.conf import settings
from django.test import override_settings

from coupdepouce.connect.catalogues import NAME, compile_catalogues, languages_in
from coupdepouce.core import languages
from coupdepouce.core.languages import Language


@contextmanager
def breton(folder: Path, *, changes: Mapping[str, str | None] | None = None) -> Iterator[Language]:
    """Know Breton for a while; a change to None takes the sentence away."""
    shutil.copytree(settings.LOCALE_PATHS[0], folder, dirs_exist_ok=True)
    shutil.copytree(folder / "en", folder / "br")
    path, source = folder / "br" / NAME, folder / "en" / NAME
    path.write_text(source.read_text().replace("X-Name: English", "X-Name: Brezhoneg"))
    catalogue = polib.pofile(str(path), wrapwidth=0)
    for french, text in (changes or {}).items():
        entry = catalogue.find(french) or polib.POEntry(msgid=french)
        if text is None:
            catalogue.remove(entry)
        elif entry in catalogue:
            entry.msgstr = text
        else:
            catalogue.append(polib.POEntry(msgid=french, msgstr=text))
    catalogue.save()
    compile_catalogues(folder=folder)
    before = dict(languages._KNOWN)
    languages.learn(languages_in(folder))
    spoken = [(one.code, one.name) for one in languages.known_languages()]
    try:
        with override_settings(LOCALE_PATHS=[folder], LANGUAGES=spoken):
            yield languages.language_of("br")
    finally:
        languages._KNOWN.clear()
        languages._KNOWN.update(before)
