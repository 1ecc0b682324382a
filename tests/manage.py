"""Django's own commands with the settings of the tests."""

import os
import sys

from django.core.management import execute_from_command_line

import tests.environment  # noqa: F401

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coupdepouce.config.settings")

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
