"""Run the command line: `python -m coupdepouce`."""

from coupdepouce.cli import main

main()
