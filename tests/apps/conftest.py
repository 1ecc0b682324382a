"""Fixtures shared by the tests of the apps."""

import pytest


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Give every test of an app the database."""
