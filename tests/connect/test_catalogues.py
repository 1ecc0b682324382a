"""A language is one file: what its header says is learnt, what it lacks is named."""

from datetime import date, time
from pathlib import Path

import pytest
from django.conf import settings

from coupdepouce.connect.catalogues import entries_of, languages_in, mark_read
from coupdepouce.core.refusal import Refusal

HEADER = settings.LOCALE_PATHS[0] / "en" / "LC_MESSAGES" / "django.po"
SENTENCE = '\n\nmsgid "Oui"\nmsgstr "Ya"\n\nmsgid "Non"\nmsgstr "Nann"\n'


def _added(folder: Path, **changed: str) -> Path:
    """Add a language to a folder: the header of English, some lines changed."""
    lines = HEADER.read_text().split("\n\n", 1)[0].splitlines()
    for name, value in changed.items():
        head = f'"X-{name.replace("_", "-")}: '
        lines = [f'{head}{value}\\n"' if line.startswith(head) else line for line in lines]
    path = folder / "br" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(lines) + SENTENCE)
    return path


def test_adding_a_language_is_adding_one_file(tmp_path):
    _added(tmp_path, Name="Brezhoneg", Direction="ltr", Money="{amount} €", Number="1 250,5")

    (found,) = languages_in(tmp_path)

    assert (found.code, found.name, found.right_to_left) == ("br", "Brezhoneg", False)
    assert found.write_number("1,250.5") == "1 250,5"
    assert found.write_day(date(2026, 12, 4), year=True) == "Friday 4 December 2026"
    assert found.write_hour(time(9)) == "09:00"


@pytest.mark.parametrize(
    ("name", "value"),
    [("Name", None), ("Direction", "up"), ("Number", "1250"), ("Months", "Genver, Cʼhwevrer")],
    ids=["no name", "a direction unknown", "a number without its marks", "months missing"],
)
def test_a_header_that_lacks_something_is_refused_by_its_name(tmp_path, name, value):
    path = _added(tmp_path, **({name: value} if value else {}))
    if not value:
        path.write_text(path.read_text().replace(f'"X-{name}: ', '"Autre: '))

    with pytest.raises(Refusal) as refused:
        languages_in(tmp_path)

    assert refused.value.code == "catalogue_header"
    assert str(path) in refused.value.sentence
    assert (value if name == "Direction" else f"X-{name}") in refused.value.sentence


def test_who_has_read_a_language_is_written_until_its_words_change(tmp_path):
    path = _added(tmp_path)

    assert mark_read(tmp_path, code="br", by="Nolwenn E.", on=date(2026, 12, 1)) == 2
    assert mark_read(tmp_path, code="br", by="Nolwenn E.", on=date(2026, 12, 2)) == 0
    read = [one.read_by for one in entries_of(tmp_path, code="br")]
    path.write_text(path.read_text().replace('"Nann"', '"Nann, trugarez"'))
    later = [one.read_by for one in entries_of(tmp_path, code="br")]

    assert read == ["Nolwenn E. le 2026-12-01"] * 2
    assert later == ["Nolwenn E. le 2026-12-01", ""]
