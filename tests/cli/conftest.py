"""Run a command as `main` runs it, without starting a process."""

import io
import sys
from dataclasses import dataclass

import pytest

from coupdepouce import cli


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command left: its exit code, its data and its talk."""

    code: int
    out: str
    err: str


@pytest.fixture
def coupdepouce(monkeypatch, capsys):
    """Give the function that runs `coupdepouce …` with a text on its standard input."""

    def run(*arguments, written=""):
        monkeypatch.setattr(sys, "argv", ["coupdepouce", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written.encode())))
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        captured = capsys.readouterr()
        return Done(code=stopped.value.code, out=captured.out, err=captured.err)

    return run
