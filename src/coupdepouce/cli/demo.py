"""`coupdepouce demo`: a demonstration on this machine, from nothing."""

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coupdepouce.cli.migrate import prepare_base
from coupdepouce.cli.start import data_dir, start
from coupdepouce.connect.catalogues import compile_catalogues
from coupdepouce.core.refusal import Refusal
from coupdepouce.core.roles import NAMES

if TYPE_CHECKING:
    from coupdepouce.cli.demo_cases import Members

HELP = """Préparer la démonstration : clés, base, programme, partenaires et ménages fictifs.

La lancer deux fois ne change rien, pas même un partenaire fermé.
« --reset » efface tout et recommence.

Exemple : coupdepouce demo && coupdepouce serve
"""
VOUCHER_KEYS = "COUPDEPOUCE_VOUCHER_KEYS"
OWNER_ONLY, OWNERS_FOLDER = 0o600, 0o700
ACCOUNTS = "demo-accounts.txt"
TO_ASK = (
    "Demander à l’administration (quotient familial, prénom CAMILLE, femme) : EXEMPLE-SOUS, "
    "EXEMPLE-DESSUS, EXEMPLE-ZERO, EXEMPLE-ABSENT ou EXEMPLE-PANNE."
)
AS_IT_IS = (
    "Une structure y est fermée : la démonstration reste telle quelle. « --reset » la refait."
)


def demo(
    *,
    reset: Annotated[
        bool, typer.Option("--reset", help="Effacer la démonstration et la refaire.")
    ] = False,
) -> None:
    """Prepare the demonstration and print one log-in per role.

    Raises:
        Refusal: this folder holds a real programme.
    """
    folder = data_dir()
    folder.mkdir(mode=OWNERS_FOLDER, parents=True, exist_ok=True)
    _make_keys(folder / "secrets.env")
    start()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    if not settings.DEMO:
        raise Refusal(
            "not_a_demonstration",
            f"{folder} n’est pas une démonstration : choisissez un autre dossier "
            "avec COUPDEPOUCE_DATA_DIR.",
        )
    prepare_base()
    if reset:
        call_command("flush", interactive=False, verbosity=0)
    compile_catalogues(folder=settings.LOCALE_PATHS[0])
    _fill(folder / ACCOUNTS)


def _make_keys(file: Path) -> None:
    """Write random keys once; a machine whose environment has its keys needs no file."""
    voucher_keys = f"{VOUCHER_KEYS}={secrets.token_urlsafe(32)}\n"
    if file.exists() and VOUCHER_KEYS not in os.environ | _lines(file):
        # A demonstration made before vouchers were signed goes on with its own data.
        file.write_text(file.read_text(encoding="utf-8") + voucher_keys, encoding="utf-8")
    if file.exists() or "COUPDEPOUCE_SECRET_KEY" in os.environ:
        return
    from cryptography.fernet import Fernet  # noqa: PLC0415

    _write_private(
        file,
        f"COUPDEPOUCE_SECRET_KEY={secrets.token_urlsafe(48)}\n"
        f"COUPDEPOUCE_FIELD_KEYS={Fernet.generate_key().decode()}\n"
        f"COUPDEPOUCE_LOOKUP_KEY={secrets.token_urlsafe(32)}\n"
        f"{voucher_keys}"
        "COUPDEPOUCE_DEMO=true\n",
    )


def _lines(file: Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def _write_private(file: Path, text: str) -> None:
    # Its owner's from the first byte: a change of rights afterwards leaves a moment to read it.
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)


def _fill(accounts: Path) -> None:
    """Fill the base, unless somebody closed a partner: what people did is not done again."""
    from django.utils import timezone  # noqa: PLC0415

    from coupdepouce.cli.demo_seed import (  # noqa: PLC0415
        has_closed_organisation,
        seed_password,
        seed_programme,
        seed_team,
    )

    at = timezone.now()
    seed_programme(at=at)
    if accounts.exists() and has_closed_organisation():
        typer.echo(f"{TO_ASK}\n{accounts.read_text(encoding='utf-8')}", nl=False)
        typer.echo(AS_IT_IS, err=True)
        return
    members = seed_team(at=at)
    if is_new := not accounts.exists():
        _write_private(accounts, _page(secrets.token_urlsafe(9)))
    page = accounts.read_text(encoding="utf-8")
    seed_password(page.split()[-1], is_new=is_new)
    count, machines = _live(members, at=at)
    typer.echo(f"{TO_ASK}\n{page}", nl=False)
    typer.echo(f"{count} demandes fictives, {machines} machines à l’atelier.", err=True)


def _live(members: "Members", *, at: datetime) -> tuple[int, int]:
    """Let everybody work for some months; count the requests and the machines."""
    from coupdepouce.cli.demo_cases import seed_cases  # noqa: PLC0415
    from coupdepouce.cli.demo_complaints import seed_complaints  # noqa: PLC0415
    from coupdepouce.cli.demo_life import seed_partners  # noqa: PLC0415
    from coupdepouce.cli.demo_partners import seed_reach  # noqa: PLC0415
    from coupdepouce.cli.demo_stock import seed_stock  # noqa: PLC0415
    from coupdepouce.cli.demo_workshop import seed_workshop  # noqa: PLC0415
    from coupdepouce.cli.demo_workshops import seed_workshops  # noqa: PLC0415

    seed_partners(members=members, at=at)
    count = seed_cases(members=members, at=at)
    seed_complaints(members=members, at=at)
    seed_workshops(members=members, at=at)
    seed_reach(members=members, at=at)
    machines = seed_workshop(by=members["reconditionneur"], at=at)
    return count + seed_stock(members=members, at=at), machines


def _page(password: str) -> str:
    """Write one log-in per role; the password is the last word, where it is read again."""
    from coupdepouce.cli.demo_data import LOGINS  # noqa: PLC0415

    width = max(len(login.email) for login in LOGINS)
    lines = [
        f"{login.email:<{width}}  {NAMES[login.role]}, {login.partner.name}" for login in LOGINS
    ]
    return "\n".join(["Comptes de la démonstration", *lines, f"Mot de passe : {password}", ""])
