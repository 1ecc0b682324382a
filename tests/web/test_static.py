"""Styles and scripts as they are served: what we wrote, without what only we read."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.core.files.storage import storages
from django.core.management import call_command

from coupdepouce.config.static import OURS, travelling

SERVED = "coupdepouce.config.static.TravellingFiles"
WRITTEN = sorted(path.relative_to(OURS) for path in OURS.rglob("*.[cj]s*"))


@pytest.fixture
def collected(tmp_path, settings) -> Path:
    """Collect the files as the site serves them; give their folder."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": SERVED}}
    call_command("collectstatic", "-v0", "--noinput")
    return tmp_path


def without_comments(name: str, text: str) -> str:
    """Take the comments out one after the other, without the pattern that is tried here."""
    if name.endswith(".js"):
        return "\n".join(line for line in text.splitlines() if not line.strip().startswith("//"))
    kept, rest = "", text
    while "/*" in rest:
        before, _, after = rest.partition("/*")
        kept, rest = kept + before, after.partition("*/")[2]
    return kept + rest


def test_each_of_ours_is_served_whole(collected):
    for name in WRITTEN:
        served = collected / storages["staticfiles"].stored_name(str(name))
        text = served.read_text()

        # An address inside a style is given its hash: the rules are compared, not the letters.
        rules = without_comments(str(name), (OURS / name).read_text()).count("{")
        assert text.count("{") == rules > 0
        assert len(text) < len((OURS / name).read_text())


def test_the_files_of_others_are_not_touched(collected):
    name = "account/js/onload.js"

    assert (collected / name).read_bytes() == Path(find(name)).read_bytes()


@pytest.mark.parametrize(
    ("name", "written", "sent"),
    [
        (
            "a.css",
            "/* why */\na { color: red; }\n\nb, c { margin: 0 }\n",
            "a{color: red;}b,c{margin: 0}",
        ),
        ("a.css", "/* one */\na { top: 0 }\n/* two */\nb { }\n", "a{top: 0}b{}"),
        ("a.css", "a:is(b, c) > d { }", "a:is(b,c) > d{}"),
        ("a.js", "// why\nconst a = 1; // kept\n\n  go(a);\n", "const a = 1; // kept\ngo(a);"),
        ("a.js", 'const at = "http://b";\n', 'const at = "http://b";'),
    ],
)
def test_what_only_we_read_stays_here(name, written, sent):
    assert travelling(name, written) == sent
