"""Start Django for the commands that need the database; the others never wait for it."""

import os
from pathlib import Path

from coupdepouce.core.refusal import Refusal

SETTINGS = "coupdepouce.config.settings"


def data_dir() -> Path:
    """Give the folder of the data, as the settings read it."""
    return Path(os.environ.get("COUPDEPOUCE_DATA_DIR", "var")).resolve()


def start() -> None:
    """Start Django.

    Raises:
        Refusal: a setting is missing or wrong; the sentence says which and what to do.
    """
    import django  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
    except ImproperlyConfigured as missing:
        raise Refusal("settings_missing", str(missing)) from None
