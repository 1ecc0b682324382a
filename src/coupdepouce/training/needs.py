"""What a person may need to come to a workshop and to follow it: what to prepare, never why."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Need:
    """One need: as it is asked, and as the trainer reads it."""

    code: str
    asked: str
    prepare: str


NEEDS = (
    Need(
        code="mobility",
        asked="Venir jusqu’au lieu est difficile",
        prepare="transport à prévoir, ou séance à distance",
    ),
    Need(
        code="child_care",
        asked="Il faut quelqu’un pour garder un enfant",
        prepare="garde d’enfant",
    ),
    Need(
        code="wheelchair",
        asked="Il faut un accès sans marche",
        prepare="accès et table pour un fauteuil",
    ),
    Need(
        code="language",
        asked="Il faut une autre langue que le français",
        prepare="une personne qui traduit",
    ),
    Need(
        code="hearing",
        asked="Il faut de l’aide pour entendre",
        prepare="parler de face, écrire au tableau",
    ),
    Need(
        code="reading",
        asked="Lire ou écrire est difficile",
        prepare="lire à voix haute, pictogrammes",
    ),
)
BY_CODE = {need.code: need for need in NEEDS}


def known(codes: Iterable[str]) -> tuple[str, ...]:
    """Keep the needs that exist, in their order."""
    given = set(codes)
    return tuple(need.code for need in NEEDS if need.code in given)


def misfits(codes: Iterable[str], *, step_free: bool, child_care: bool, remote: bool) -> list[str]:
    """Say what a session does not offer to a person with these needs."""
    given = set(codes)
    lacks = {
        "wheelchair": not (step_free or remote),
        "child_care": not (child_care or remote),
        "mobility": not remote,
    }
    return [BY_CODE[code].prepare for code, lacking in lacks.items() if lacking and code in given]
