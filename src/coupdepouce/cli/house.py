"""Opening the house: commands that read or write the database start Django, the others do not."""

import os

import django
from django.core.exceptions import ImproperlyConfigured

from coupdepouce.core.refusal import Refusal


def open_house() -> None:
    """Start Django with the settings of the site.

    Raises:
        Refusal: a setting is missing.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coupdepouce.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as problem:
        raise Refusal("settings_missing", str(problem)) from None
