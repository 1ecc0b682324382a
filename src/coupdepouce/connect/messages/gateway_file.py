"""The file that describes an HTTP gateway: what is asked, how its answers and receipts are read.

Everything that changes from one provider to another is here, and nothing of it is in the code.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from coupdepouce.core.messages.states import REASONS, Outcome
from coupdepouce.core.programme.figures import Listed, Name, Part, Some, Text
from coupdepouce.core.programme.reading import read
from coupdepouce.core.refusal import Refusal

HOLE = re.compile(r"\{([^{}]*)\}")
SECRET = re.compile(r"env:([A-Z][A-Z0-9_]*)")
OF_A_LETTER = frozenset({"to", "text", "subject", "sender", "key"})
OF_A_QUESTION = frozenset({"key", "reference"})
Means = Literal["taken", "temporary", "permanent", "unknown"]
Said = Literal["sent", "delivered", "undelivered", "number_invalid", "address_invalid", "ignored"]
Seconds = Annotated[int, Field(ge=1, le=60)]


def _status(text: str) -> str:
    if not re.fullmatch(r"[1-5]([0-9]{2}|xx)", text):
        raise ValueError("un code HTTP est attendu : « 429 », ou « 4xx » pour toute la famille.")
    return text


def _url(text: str) -> str:
    if not re.fullmatch(r"https?://\S+", text):
        raise ValueError("une adresse https:// est attendue.")
    return text


Status = Annotated[str, AfterValidator(_status)]
Url = Annotated[str, AfterValidator(_url)]


def holes_of(value: object) -> set[str]:
    """Give the names between braces in a text, or in all the texts of a table."""
    if isinstance(value, str):
        return set(HOLE.findall(value))
    if isinstance(value, dict):
        value = list(value.values())
    return set().union(*map(holes_of, value)) if isinstance(value, list) else set()


def _check_holes(value: object, known: frozenset[str]) -> None:
    for name in sorted(holes_of(value)):
        secret = SECRET.fullmatch(name)
        if secret is None and name not in known:
            choices = ", ".join(f"{{{one}}}" for one in sorted(known))
            raise ValueError(f"{{{name}}} n’est pas connu : écrivez {choices} ou {{env:NOM}}.")
        if secret and not os.environ.get(secret[1]):
            raise ValueError(f"la variable « {secret[1]} » manque : donnez-la à l’environnement.")


class Request(Part):
    """What is sent for one message; secrets are named, `{env:NAME}`, and never written here."""

    url: Url
    method: Literal["POST", "PUT", "GET"] = "POST"
    seconds: Seconds = 15
    body: Literal["json", "form"] = "json"
    headers: dict[str, str] = Field(default_factory=dict)
    fields: dict[str, Any]

    @field_validator("url", "headers", "fields")
    @classmethod
    def _placeholders_are_known(cls, value: Any) -> Any:
        _check_holes(value, OF_A_LETTER)
        return value

    @field_validator("fields")
    @classmethod
    def _says_what_and_to_whom(cls, fields: dict[str, Any]) -> dict[str, Any]:
        if missing := {"to", "text"} - holes_of(fields):
            raise ValueError(f"{{{sorted(missing)[0]}}} manque : mettez-le dans un champ.")
        return fields

    @property
    def carries_key(self) -> bool:
        """Say whether the provider is told our name of the message."""
        return "key" in holes_of(self.url) | holes_of(self.headers) | holes_of(self.fields)


class Row(Part):
    """What one kind of answer means; the first row that fits is followed."""

    status: Status | None = None
    field: Text | None = None
    values: Listed[str] = ()
    means: Means
    reason: str = ""

    @field_validator("reason")
    @classmethod
    def _reason_is_known(cls, reason: str) -> str:
        if reason and reason not in REASONS:
            raise ValueError(f"choisissez parmi {', '.join(REASONS)}.")
        return reason

    @model_validator(mode="after")
    def _looks_at_something(self) -> Self:
        if self.status is None and self.field is None:
            raise ValueError("donnez « status », ou « field » et « values ».")
        if (self.field is None) != (not self.values):
            raise ValueError("« field » et « values » vont ensemble.")
        return self

    @property
    def outcome(self) -> Outcome:
        """Give what it means as an outcome."""
        return Outcome(self.means)


class Answers(Part):
    """Where the provider writes its name of the message, and what its answers mean."""

    id: str = ""
    rows: Listed[Row] = ()


class Signed(Part):
    """A call of the provider: how it signs, and where the list is."""

    signature: Literal["hmac-sha256", "hmac-sha1", "token"]
    header: Text
    prefix: str = ""
    secret: Text
    list: str = ""

    @field_validator("secret")
    @classmethod
    def _secret_is_elsewhere(cls, secret: str) -> str:
        if not (found := HOLE.fullmatch(secret)) or not SECRET.fullmatch(found[1]):
            raise ValueError("un secret ne s’écrit pas ici : mettez {env:NOM}.")
        _check_holes(secret, frozenset())
        return secret


class Receipts(Signed):
    """What the provider says later of a message, and where each thing is."""

    id: str = ""
    key: str = ""
    state: Text
    states: dict[str, Said]

    @model_validator(mode="after")
    def _names_the_message(self) -> Self:
        if not (self.id or self.key):
            raise ValueError("donnez « id » ou « key » : sinon on ne sait pas de quel message.")
        return self


class Replies(Signed):
    """What people answer: who, what, and the words that mean no more messages."""

    sender: Text
    text: Text
    words: Some[Text] = ("STOP",)


class Ask(Part):
    """Where to ask what became of a message whose answer never came; read as a receipt is."""

    url: Url
    headers: dict[str, str] = Field(default_factory=dict)
    state: Text
    states: dict[str, Said]
    never_came: Listed[Status] = ("404",)

    @field_validator("url", "headers")
    @classmethod
    def _placeholders_are_known(cls, value: Any) -> Any:
        _check_holes(value, OF_A_QUESTION)
        return value


class Retry(Part):
    """How long a message is tried; the waits double."""

    first_seconds: Annotated[int, Field(ge=1, le=3600)] = 60
    longest_seconds: Annotated[int, Field(ge=1, le=86_400)] = 3600
    give_up_hours: Annotated[int, Field(ge=1, le=720)] = 48


class Gateway(Part):
    """One provider, as its file describes it."""

    name: Name
    repeats_safely: bool = False  # the same key twice is one message, says the provider
    request: Request
    answer: Answers = Answers()
    receipts: Receipts | None = None
    replies: Replies | None = None
    ask: Ask | None = None
    retry: Retry = Retry()

    @field_validator("request")
    @classmethod
    def _key_is_told(cls, request: Request, info: ValidationInfo) -> Request:
        if info.data.get("repeats_safely") and not request.carries_key:
            raise ValueError("« repeats_safely » demande {key} dans un champ ou un en-tête.")
        return request


def read_gateway(path: Path) -> Gateway:
    """Read the file of a gateway.

    Raises:
        Refusal: it cannot be read, or has errors; the sentence names the line and the remedy.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refusal(
            "gateway_missing", f"« {path} » ne se lit pas : vérifiez le chemin de ce fichier."
        ) from None
    return parse_gateway(text, name=path.name)


def parse_gateway(text: str, *, name: str) -> Gateway:
    """Read the text of a gateway's file.

    Raises:
        Refusal: it has errors; the sentence names the line and the remedy.
    """
    return read(text, Gateway, code="gateway_invalid", what=f"Le fichier « {name} »")
