"""What commands need before they work: no Django until asked, translations compiled."""

import os
import subprocess
import sys

import polib

from coupdepouce.connect.catalogues import compile_catalogues
from tests.cli.run import coupdepouce, environment

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Oui"\nmsgstr "Yes"\n'


def test_the_command_line_is_read_without_django(tmp_path):
    code = "import sys, coupdepouce.cli; sys.exit('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], env=environment(tmp_path), check=False)

    assert done.returncode == 0


def test_a_missing_key_stops_with_the_sentence_that_says_what_to_do(tmp_path):
    done = coupdepouce(tmp_path, "migrate")

    assert done.returncode == 3
    assert "COUPDEPOUCE_SECRET_KEY manque" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_translation_is_compiled_when_it_is_newer(tmp_path):
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO)

    first = compile_catalogues(folder=tmp_path)
    again = compile_catalogues(folder=tmp_path)
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    changed = compile_catalogues(folder=tmp_path)

    assert [len(written) for written in (first, again, changed)] == [1, 0, 1]
    assert [entry.msgstr for entry in polib.mofile(str(source.with_suffix(".mo")))] == ["Yes"]
