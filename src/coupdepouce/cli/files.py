"""Files named on the command line."""

import os
import sys
from pathlib import Path

import typer

from coupdepouce.core.programme import Programme
from coupdepouce.core.refusal import Refusal
from coupdepouce.programmes.defaults import default_programme, read_file

STANDARD_INPUT = "-"
MISUSED = 2


def read_bytes(name: str) -> bytes:
    """Read a file, or the standard input for "-".

    Raises:
        typer.Exit: 2, wrong usage: no such file, or it cannot be opened.
    """
    try:
        return sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        reason = "n’existe pas" if isinstance(error, FileNotFoundError) else "ne s’ouvre pas"
        typer.echo(f"Le fichier « {name} » {reason} : vérifiez son nom.", err=True)
        raise typer.Exit(MISUSED) from None


def check_output(name: str) -> None:
    """Make sure that a file can be written, before what it will hold is computed.

    Raises:
        typer.Exit: 2, wrong usage: its folder is not there, or nothing may be written in it.
    """
    folder = Path(name).resolve().parent
    if folder.is_dir() and os.access(folder, os.W_OK) and not Path(name).is_dir():
        return
    reason = "ne s’écrit pas" if folder.is_dir() else f"n’a pas de dossier « {folder} »"
    typer.echo(f"Le fichier « {name} » {reason} : donnez un autre nom.", err=True)
    raise typer.Exit(MISUSED)


def read_text(name: str) -> str:
    """Read a text file, or the standard input for "-".

    Raises:
        typer.Exit: 2, wrong usage: no such file, or it cannot be opened.
        Refusal: `not_utf8`.
    """
    content = read_bytes(name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            "not_utf8", f"« {name} » n’est pas en UTF-8 : enregistrez-le ainsi."
        ) from None


def read_programme(name: str | None) -> Programme:
    """Read the programme of a file, or the one delivered with the package.

    Raises:
        Refusal: `programme_invalid`.
    """
    if name is None:
        return default_programme()
    return read_file(read_text(name))
