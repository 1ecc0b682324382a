"""Fixtures of the tests of pages."""

import pytest


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Give every test of a page the database."""
