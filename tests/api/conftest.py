"""Keys, and a client that speaks JSON."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from coupdepouce.partners.models import Membership
from coupdepouce.partners.operations import make_api_key
from tests.apps.build import NOW


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Give every test of the API the database."""


class Caller:
    """A partner's software, with its key."""

    def __init__(self, member: Membership | None) -> None:
        self.client = Client()
        self.headers = {}
        if member:
            _, secret = make_api_key(membership=member, label="logiciel", at=NOW)
            self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, **query: Any):
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path: str, body: Any = None, *, key: object = None):
        return self.client.post(
            f"/api/v1{path}",
            {} if body is None else body,
            content_type="application/json",
            headers={**self.headers, "Idempotency-Key": str(key or uuid4())},
        )


@pytest.fixture
def caller() -> type[Caller]:
    return Caller
