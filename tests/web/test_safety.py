"""What the pages withstand: sessions that outlive a right, wild numbers, files too big."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from coupdepouce.core.roles import Role
from coupdepouce.partners.models import Membership, Organisation
from tests.apps.build import NOW, member, organisation

pytestmark = pytest.mark.django_db


def signed_in(one: Membership) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(one.user)
    return client


@pytest.fixture
def administrator() -> Membership:
    return member(Role.ADMINISTRATOR, of=organisation(Organisation.Kind.OPERATOR))


# --- looking as another person ----------------------------------------------------------------


def close(one: Membership) -> None:
    one.until = NOW
    one.save()


def deactivate(one: Membership) -> None:
    one.user.is_active = False
    one.user.save()


def change_password(one: Membership) -> None:
    one.user.set_password("un autre mot de passe")
    one.user.save()


@pytest.mark.parametrize("act", [close, deactivate, change_password])
def test_an_administrator_shut_out_stops_looking_as_another(
    administrator: Membership, act: Callable[[Membership], None]
):
    client = signed_in(administrator)
    client.post(reverse("steering:impersonate", args=[member().user_id]))
    before = client.get(reverse("home"))

    act(administrator)
    after = client.get(reverse("home"))

    assert before.status_code == 200
    assert after.url == reverse("account_login")
    assert not client.session.keys()
