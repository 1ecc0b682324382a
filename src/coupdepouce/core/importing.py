"""What an import read, kept and refused, and why: one report for every kind of file."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to mend in a file: where it is, and a sentence that says how."""

    line: int
    column: str
    sentence: str
    refused: bool = True  # the row was left out; False: it was kept, with a doubt


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """The account of one import; `read` is always `kept` plus `refused`."""

    added: int
    changed: int
    unchanged: int
    refused: int
    problems: tuple[Problem, ...] = ()

    @property
    def kept(self) -> int:
        """Count the rows that are now in the database."""
        return self.added + self.changed + self.unchanged

    @property
    def read(self) -> int:
        """Count the rows of the file."""
        return self.kept + self.refused

    def after(self, problems: Iterable[Problem]) -> "ImportReport":
        """Add what the reader of the file refused before the import saw it."""
        earlier = tuple(problems)
        return replace(
            self,
            refused=self.refused + len({p.line for p in earlier if p.refused}),
            problems=tuple(sorted((*earlier, *self.problems), key=lambda p: p.line)),
        )
