"""`coupdepouce proof`: ask API Particulier one question, as a partner's IT would.

The HTTP client is imported when the command runs: it costs a tenth of a second to every other one.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coupdepouce.connect.api_particulier.parameters import STAND_IN_URL, Endpoint
from coupdepouce.core.calendar import PARIS
from coupdepouce.core.refusal import Refusal

if TYPE_CHECKING:
    from coupdepouce.connect.api_particulier.client import Client

PROGRAMME = Path("programmes/coup-de-pouce.toml")


def proof(
    identity: Annotated[str, typer.Argument(help="File of the identity, or - for standard input.")],
    *,
    endpoint: Annotated[Endpoint, typer.Option(help="What to ask.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print an object.")] = False,
    url: Annotated[str, typer.Option(help="Address of the service.")] = STAND_IN_URL,
    token: Annotated[
        str, typer.Option(envvar="COUPDEPOUCE_API_PARTICULIER_TOKEN", help="Better left to env.")
    ] = "",
    recipient: Annotated[str, typer.Option(help="SIRET of the public body that asks.")] = "",
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the verdict.")
    ] = None,
    programme: Annotated[
        Path | None, typer.Option(help="Programme file that holds the ceiling.")
    ] = None,
) -> None:
    """Ask whether a person holds a right, or a quotient at or under the ceiling.

    Example: coupdepouce proof identity.json --endpoint quotient_familial --json
    """
    from coupdepouce.connect.api_particulier.identity import read_identity  # noqa: PLC0415

    person = read_identity(_read(identity))
    for warning in person.warnings:
        typer.echo(warning, err=True)
    day = on.date() if on else datetime.now(tz=PARIS).date()
    ceiling = _ceiling(programme) if endpoint is Endpoint.QUOTIENT_FAMILIAL else 0
    with _client(url, token=token, recipient=recipient or person.recipient or "") as client:
        answer = client.ask(endpoint, person, on=day, ceiling=ceiling)
    if as_json:
        shown = {"verdict": answer.verdict, "code": answer.code, "sentence": answer.sentence}
        typer.echo(json.dumps(shown, ensure_ascii=False))
    else:
        typer.echo(answer.sentence)


def _client(url: str, *, token: str, recipient: str) -> "Client":
    from coupdepouce.connect.api_particulier import client  # noqa: PLC0415
    from coupdepouce.connect.api_particulier.pace import SlidingLimiter  # noqa: PLC0415

    if client.is_loopback(url):
        # The stand-in checks neither; the real service checks both.
        token, recipient = token or "stand-in", recipient or client.NO_SIRET
    return client.Client(url=url, token=token, recipient=recipient, pace=SlidingLimiter())


def _read(source: str) -> object:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
        return json.loads(text)
    except OSError:
        sentence = f"Le fichier « {source} » est introuvable ou illisible : vérifiez son nom."
        raise Refusal("identity_not_read", sentence, file=source) from None
    except (ValueError, RecursionError):
        sentence = "L’identité n’est pas du JSON : écrivez un objet {…} en UTF-8."
        raise Refusal("identity_malformed", sentence) from None


def _ceiling(programme: Path | None) -> int:
    """Read the ceiling of the programme: the one place that knows the programme's shape."""
    from coupdepouce.core.programme import parse  # noqa: PLC0415

    text = (programme or PROGRAMME).read_text(encoding="utf-8")
    return parse(text).eligibility.quotient_familial.ceiling.value


def register(root: typer.Typer) -> None:
    """Add the command to the application."""
    root.command("proof")(proof)
