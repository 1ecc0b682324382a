"""Sentences of set-up that several tests of API Particulier say."""

from coupdepouce.connect.api_particulier.client import NO_SIRET, Client
from coupdepouce.connect.api_particulier.identity import Identity, read_identity

CEILING = 700
SECRET = "jeton-a-ne-jamais-montrer"


class FakeTime:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)


def client_of(url: str, **other: object) -> Client:
    """Make a client that does not wait."""
    time = FakeTime()
    settings = {"pace": lambda: None, "clock": time.clock, "sleep": time.sleep, **other}
    return Client(url=url, token=SECRET, recipient=NO_SIRET, **settings)


def camille(**more: object) -> Identity:
    """Give a fictional person."""
    return read_identity(
        {"nomNaissance": "EXEMPLE", "prenoms": ["Camille"], "sexeEtatCivil": "F", **more}
    )
