"""What is tested on a machine before somebody receives it, and the grade it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OK, FAULT = "ok", "fault"
PORTABLE = frozenset({"laptop", "tablet", "smartphone"})
EVERY = PORTABLE | {"desktop"}
FEW = 1


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing to try; a machine without a needed one is not given to anybody."""

    name: str
    label: str
    is_needed: bool
    forms: frozenset[str] = EVERY


# The needed ones are what the decree of 7 November 2022 asks of a machine that is sold: working,
# with its charger, a disk, a system, a battery that holds; a desktop with what it is used with.
CHECKS = (
    Check(name="starts", label="Elle démarre", is_needed=True),
    Check(name="system", label="Le système est installé et à jour", is_needed=True),
    Check(name="disk", label="Le disque est sain", is_needed=True),
    Check(name="screen", label="L’écran est net", is_needed=True, forms=PORTABLE),
    Check(
        name="keyboard", label="Toutes les touches répondent", is_needed=True,
        forms=frozenset({"laptop"}),
    ),
    Check(
        name="pointer", label="Le pavé tactile répond", is_needed=True,
        forms=frozenset({"laptop"}),
    ),
    Check(name="battery", label="La batterie tient", is_needed=True, forms=PORTABLE),
    Check(name="charger", label="Son chargeur part avec", is_needed=True, forms=PORTABLE),
    Check(
        name="set", label="Écran, clavier et souris partent avec", is_needed=True,
        forms=frozenset({"desktop"}),
    ),
    Check(name="wifi", label="Le wifi se connecte", is_needed=False),
    Check(name="sound", label="Le son sort", is_needed=False),
    Check(name="camera", label="La caméra et le micro marchent", is_needed=False),
    Check(name="ports", label="Les prises USB marchent", is_needed=False),
)  # fmt: skip


def checks_of(form: str) -> Sequence[Check]:
    """Give what is tested on a machine of this form."""
    return [check for check in CHECKS if form in check.forms]


def faults_of(form: str, results: Mapping[str, str]) -> Sequence[Check]:
    """Give what did not pass, or was not tried."""
    return [check for check in checks_of(form) if results.get(check.name) != OK]


def is_passed(form: str, results: Mapping[str, str]) -> bool:
    """Say whether everything needed works."""
    return not any(check.is_needed for check in faults_of(form, results))


def functional_grade(form: str, results: Mapping[str, str]) -> str:
    """Propose the functional grade: A all works, B one thing short, C more; empty: not passed."""
    faults = faults_of(form, results)
    if not is_passed(form, results):
        return ""
    if not faults:
        return "A"
    return "B" if len(faults) <= FEW else "C"
