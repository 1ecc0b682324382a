"""How many complaints may come without a code: of a contact, of a browser, of an address."""

from collections.abc import Iterator

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone

from coupdepouce.accounts.operations import count_attempt
from coupdepouce.core.refusal import Refusal
from coupdepouce.prescriptions.complaints import Told

HOUR, DAY = 3600, 24 * 3600
OF_A_CONTACT = 5
OF_A_BROWSER = 10  # a help desk writes them one after the other on one computer
OF_AN_ADDRESS = 30  # and a whole town hall has one address
NATIONAL = 9  # digits of a telephone number, whatever is written before them


def count_complaint(request: HttpRequest, told: Told) -> None:
    """Count a complaint that has no file: with a code, a household writes as often as it needs.

    Raises:
        Refusal: many came already from there.
    """
    at = timezone.now()
    for kind, who, limit, seconds in _tries(request, told):
        try:
            count_attempt(kind=f"complaint:{kind}", who=who, at=at, limit=limit, seconds=seconds)
        except Refusal as refusal:
            raise Refusal(
                "complaints_many",
                "Une personne lit déjà ce qui est arrivé d’ici. "
                "Écrivez la suite sur papier, ou dites-la à un lieu d’aide.",
                **refusal.data,
            ) from None


def _tries(request: HttpRequest, told: Told) -> Iterator[tuple[str, str, int, int]]:
    yield "new", get_adapter().get_client_ip(request), OF_AN_ADDRESS, HOUR // 6
    if browser := request.META.get("CSRF_COOKIE"):
        yield "browser", browser, OF_A_BROWSER, HOUR
    if contact := _contact(told):
        yield "contact", contact, OF_A_CONTACT, DAY


def _contact(told: Told) -> str:
    if told.channel == "sms":
        return "".join(filter(str.isdecimal, told.address))[-NATIONAL:]
    return told.address.strip().lower() if told.channel == "email" else ""
