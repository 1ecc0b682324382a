"""Why: a stable code, and the sentence a person reads, with or without the programme's figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coupdepouce.core.calendar import in_words
from coupdepouce.core.programme.vocabulary import PROOFS, STATUSES

Shown = Callable[[str], bool]


def shown_to_staff(path: str) -> bool:  # noqa: ARG001 - staff see every figure
    """Say that every figure of the programme may be shown."""
    return True


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A sentence, and how it reads while a figure in it may not be shown."""

    full: str
    plain: str = ""


_QUOTIENT = "Votre quotient familial est de %(quotient)s."

WORDINGS: dict[str, Wording] = {
    "quotient_at_or_under_ceiling": Wording(
        full=f"{_QUOTIENT} La limite est de %(ceiling)s.",
        plain=f"{_QUOTIENT} Il ne dépasse pas la limite.",
    ),
    "quotient_over_ceiling": Wording(
        full=f"{_QUOTIENT} La limite est de %(ceiling)s."
        " Si votre situation change, demandez un nouveau calcul à la CAF ou à la MSA.",
        plain=f"{_QUOTIENT} Il dépasse la limite."
        " Si votre situation change, demandez un nouveau calcul à la CAF ou à la MSA.",
    ),
    "quotient_zero_doubt": Wording(
        full="Un quotient familial de 0 ne permet pas de décider."
        " Demandez un papier à jour à la CAF ou à la MSA."
    ),
    "status_held": Wording(full="Vous avez %(status)s. Cette aide ouvre le droit."),
    "no_status_held": Wording(
        full="Vous n’avez aucune des aides qui ouvrent le droit."
        " Une association ou une mairie peut vous dire si vous pouvez en demander une."
    ),
    "hardship_approved": Wording(full="Votre situation difficile a été reconnue."),
    "hardship_refused": Wording(
        full="Votre demande pour situation difficile n’a pas été acceptée."
        " Si votre situation change, demandez un nouvel examen."
    ),
    "hardship_waiting": Wording(
        full="Votre demande pour situation difficile attend une réponse du partenaire."
    ),
    "outside_territory": Wording(
        full="Ce prix n’est pas proposé dans votre commune aujourd’hui."
        " Votre mairie peut vous parler d’autres aides."
    ),
    "programme_not_open": Wording(
        full="Le programme n’est pas ouvert le %(day)s."
        " Votre mairie peut vous parler d’autres aides."
    ),
    "proof_too_old": Wording(
        full="Votre papier est daté du %(day)s. Il doit avoir moins de %(months)s mois.",
        plain="Votre papier est daté du %(day)s. Il est trop ancien : apportez-en un récent.",
    ),
    "proof_not_accepted": Wording(
        full="Ce papier ne convient pas : %(proof)s. Apportez celui qui est demandé."
    ),
    "proof_in_the_future": Wording(
        full="Votre papier est daté du %(day)s, un jour à venir. Vérifiez la date."
    ),
}

_IN_FRENCH: dict[str, Callable[..., str]] = {
    "day": in_words,
    "status": STATUSES.__getitem__,
    "proof": lambda kind: PROOFS[kind].label,
}


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason: `values` fill its sentence, `figures` are the paths it would reveal."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    figures: tuple[str, ...] = ()

    def template(self, *, shown: Shown = shown_to_staff) -> str:
        """Give the sentence before its values are written: what a translator translates."""
        wording = WORDINGS[self.code]
        return wording.full if all(map(shown, self.figures)) else wording.plain

    def sentence(self, *, shown: Shown = shown_to_staff) -> str:
        """Write the sentence in French."""
        return self.template(shown=shown) % {
            name: _IN_FRENCH.get(name, str)(value) for name, value in self.values.items()
        }
