"""The command line `coupdepouce`: parse, one call, render.

Data goes to standard output, talk to standard error. A command exits 0 when done, 1 when it
failed, 2 when it was wrongly used, 3 when it refused and said what to do.
"""

import io
import sys

import typer

from coupdepouce.cli import (
    check,
    data,
    demo,
    doctor,
    export,
    export_places,
    handbook,
    hardware,
    imports,
    imports_lines,
    imports_register,
    migrate,
    programme,
    proof,
    safekeeping,
    serve,
    stand_in,
    territories,
    territories_sites,
    translations,
    worker,
)
from coupdepouce.core.refusal import Refusal

REFUSED = 3

app = typer.Typer(
    help="Concevoir, faire vivre et mesurer un programme d’internet à la maison.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(name="check", help=check.HELP)(check.check)
app.add_typer(programme.app, name="programme")
programme.app.command(name="handbook", help=handbook.HELP)(handbook.handbook)
proof.register(app)
stand_in.register(app)
export_places.register(export.app)
app.add_typer(export.app, name="export")
app.command(name="worker", help=worker.HELP)(worker.worker)
imports_lines.register(imports.app)
imports_register.register(imports.app)
app.add_typer(imports.app, name="import")
app.add_typer(data.app, name="data")
territories_sites.register(territories.app)
app.add_typer(territories.app, name="territories")
app.add_typer(hardware.app, name="hardware")
app.add_typer(translations.app, name="translations")
app.command(name="demo", help=demo.HELP)(demo.demo)
app.command(name="serve", help=serve.HELP)(serve.serve)
app.command(name="migrate", help=migrate.HELP)(migrate.migrate)
app.command(name="doctor", help=doctor.HELP)(doctor.doctor)
app.command(name="backup", help=safekeeping.BACKUP_HELP)(safekeeping.backup)
app.command(name="restore", help=safekeeping.RESTORE_HELP)(safekeeping.restore)


def main() -> None:
    """Run a command; this is the one place where a refusal becomes a sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What a refusal quotes may hold half a character: show it, do not stop on it.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except Refusal as refusal:
        typer.echo(refusal.sentence, err=True)
        sys.exit(REFUSED)
