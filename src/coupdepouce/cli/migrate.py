"""`coupdepouce migrate`: bring the base up to date with the version installed."""

import typer

from coupdepouce.cli.start import start

HELP = """Mettre la base à jour : les tables, et celle du cache partagé.

Exemple : coupdepouce migrate
"""


def migrate() -> None:
    """Bring the base up to date; done already, nothing changes."""
    start()
    prepare_base()
    typer.echo("La base est à jour.")


def prepare_base() -> None:
    """Make the tables that are missing."""
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
