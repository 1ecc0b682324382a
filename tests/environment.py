"""Settings of the tests, set before Django reads them: throw-away keys, a throw-away folder."""

import os
import sys
import tempfile
from pathlib import Path
from secrets import token_urlsafe

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, settings

from coupdepouce.connect.catalogues import compile_catalogues

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.setdefault("COUPDEPOUCE_SHARED", str(ROOT.parent / "shared")))
if os.environ.get("CI") and not SHARED.is_dir():
    sys.exit("The folder of open data is missing: set COUPDEPOUCE_SHARED to it.")

DEFAULTS = {
    "COUPDEPOUCE_DATA_DIR": tempfile.mkdtemp(prefix="coupdepouce-tests-"),
    "COUPDEPOUCE_SECRET_KEY": "tests-only",
    "COUPDEPOUCE_FIELD_KEYS": Fernet.generate_key().decode(),
    "COUPDEPOUCE_LOOKUP_KEY": "tests-only",
    "COUPDEPOUCE_VOUCHER_KEYS": token_urlsafe(32),
    "COUPDEPOUCE_STATICFILES": "django.contrib.staticfiles.storage.StaticFilesStorage",
    "COUPDEPOUCE_DATABASE_URL": "sqlite://:memory:",
    # Playwright's synchronous interface runs inside an event loop, and Django would refuse.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}

for name, value in DEFAULTS.items():
    os.environ.setdefault(name, value)

# WhiteNoise warns when its folder is missing, and a warning is an error here.
Path(os.environ["COUPDEPOUCE_DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)

compile_catalogues(folder=ROOT / "src" / "coupdepouce" / "locale")

# No test is timed: on a busy machine a first draw, which reads every annotation, takes seconds.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what asks no database: it would only be the same test twice."""
    if not os.environ["COUPDEPOUCE_DATABASE_URL"].startswith("postgres"):
        return
    apart = [item for item in items if not _asks_the_database(item)]
    if apart:
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if _asks_the_database(item)]


def _asks_the_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None
