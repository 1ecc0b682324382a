"""Which territory, which sites, and how to know if it worked: for the programme and its evaluator.

`views` opens without the "science" extra; the other modules are imported when a page is asked for,
and say what to install where it is missing.
"""

from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Give where the tables are kept, as `coupdepouce data` does."""
    return Path(settings.DATA_DIR) / "territory"
