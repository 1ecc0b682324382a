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


IdentityFile = Annotated[
    str, typer.Argument(metavar="IDENTITY.json", help="L’identité, ou - : l’entrée standard.")
]
Token = Annotated[
    str,
    typer.Option(
        envvar="COUPDEPOUCE_API_PARTICULIER_TOKEN",
        help="Le jeton ; mieux vaut la variable d’environnement.",
    ),
]
Siret = Annotated[str, typer.Option(help="Le SIRET de l’organisme qui demande.")]
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Le jour jugé, sinon ce jour.")
]
ProgrammeFile = Annotated[
    str | None, typer.Option(metavar="FILE", help="Le programme, sinon celui livré.")
]


def proof(
    identity: IdentityFile,
    *,
    endpoint: Annotated[Endpoint, typer.Option(help="La question posée.")],
    as_json: Annotated[bool, typer.Option("--json", help="Écrire la réponse en JSON.")] = False,
    url: Annotated[str, typer.Option(help="L’adresse du service.")] = STAND_IN_URL,
    token: Token = "",
    recipient: Siret = "",
    on: Day = None,
    programme: ProgrammeFile = None,
) -> None:
    """Demande à API Particulier si une personne a un droit, ou un quotient sous le plafond.

    Exemple : coupdepouce proof identite.json --endpoint quotient_familial --json
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
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError:
        sentence = f"le fichier « {source} » ne s’ouvre pas : vérifiez son nom."
        raise typer.BadParameter(sentence, param_hint="IDENTITY.json") from None
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        sentence = "L’identité n’est pas du JSON en UTF-8 : écrivez un objet {…}."
        raise Refusal("identity_malformed", sentence) from None


def _ceiling(programme: str | None) -> int:
    """Read the ceiling of the programme: the one place that knows the programme's shape."""
    from coupdepouce.cli.files import read_programme  # noqa: PLC0415

    return read_programme(programme).eligibility.quotient_familial.ceiling.value


def register(root: typer.Typer) -> None:
    """Add the command to the application."""
    root.command("proof")(proof)
