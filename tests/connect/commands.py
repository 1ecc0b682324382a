"""The two commands of API Particulier alone, until the application carries them."""

import sys

import typer

from coupdepouce.cli import proof, stand_in
from coupdepouce.core.refusal import Refusal

if __name__ == "__main__":
    root = typer.Typer()
    proof.register(root)
    stand_in.register(root)
    try:
        root()
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        sys.exit(3)
