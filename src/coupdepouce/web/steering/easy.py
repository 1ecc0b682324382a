"""What could be easier to read in a text that somebody writes to households; it never stops one."""

from coupdepouce.core.words.easy import lint


def remarks(*texts: str) -> list[str]:
    """Say it once, whatever the texts that have it."""
    found = dict.fromkeys(one for text in texts for one in lint(text))
    return [f"{one.rule} : « {one.words} »{_instead(one.instead)}" for one in found]


def _instead(words: str) -> str:
    return f", plutôt « {words} »" if words else ""
