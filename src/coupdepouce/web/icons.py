"""Our own line pictograms, read once from the sprite."""

import re
from importlib.resources import files

SPRITE = files("coupdepouce.web").joinpath("static", "icons.svg").read_text(encoding="utf-8")

SHAPES = dict(re.findall(r'<symbol id="([a-z-]+)"[^>]*>(.*?)</symbol>', SPRITE))

# An arrow means "further", not "to the right": it follows the direction of the script.
TURNS = frozenset({"arrow", "back"})
