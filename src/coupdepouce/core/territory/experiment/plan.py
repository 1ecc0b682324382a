"""The plan of the evaluation, that the evaluator signs before the start."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from coupdepouce.core.calendar import in_words
from coupdepouce.core.territory.experiment import power
from coupdepouce.core.territory.experiment.power import Assumed
from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking.said import number

ICCS = (0.01, 0.02, 0.05)
AFTER = 6  # months
BALANCED = 0.25  # standardised difference over which a figure enters the analysis


class Design(StrEnum):
    """How areas are compared."""

    STEPPED = "stepped"
    PAIRED = "paired"
    MATCHED = "matched"


@dataclass(frozen=True, kw_only=True)
class Wave:
    """Areas that are treated alike: when they open, and which they are."""

    title: str
    opens: date | None  # None: not during the evaluation
    codes: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All that is decided before the start."""

    design: Design
    territory: str
    level: str  # in words, several of them
    seed: int
    outcome: str
    assumed: Assumed
    waves: tuple[Wave, ...]
    opening: Floats | None  # of a staggered opening
    pairs: tuple[tuple[str, str, float], ...]  # opened, compared, distance
    balance: tuple[tuple[str, float], ...]  # figure, standardised difference
    left_out: tuple[str, ...]
    source: str

    @property
    def effect(self) -> float:
        """Give the smallest effect it would show."""
        return self.effect_with(self.assumed)

    def effect_with(self, assumed: Assumed) -> float:
        """Give the smallest effect under other assumptions."""
        if self.opening is not None:
            return power.stepped_effect(assumed, self.opening)
        if self.design is Design.MATCHED:
            return power.changed_effect(assumed, len(self.pairs))
        return power.paired_effect(assumed, len(self.pairs))


HOW = {
    Design.STEPPED: "Ouverture échelonnée : toutes les zones ouvrent, à des dates tirées au sort.",
    Design.PAIRED: "Paires tirées au sort : dans chaque paire, le sort désigne la zone qui ouvre.",
    Design.MATCHED: (
        "Zones appariées ailleurs, sans tirage au sort : ce que les chiffres ne montrent pas peut "
        "différer. La preuve est plus faible qu’avec un tirage."
    ),
}
ANALYSIS = {
    Design.STEPPED: (
        "Modèle linéaire mixte du critère : effet fixe de chaque période, effet aléatoire de "
        "chaque zone, effet de l’ouverture (Hussey et Hughes 2007). Chaque zone compte à la date "
        "que le sort lui a donnée, qu’elle ait ouvert ce jour-là ou non."
    ),
    Design.PAIRED: (
        "Différence des parts dans chaque paire, puis test de Student sur ces différences (Donner "
        "et Klar 2000). Chaque zone compte dans le groupe tiré au sort."
    ),
    Design.MATCHED: (
        "Différence des différences : le changement avant-après de chaque zone ouverte moins celui "
        "de sa zone appariée, puis test de Student sur ces différences, une par paire."
    ),
}
STEADY = (
    " Le calcul suppose que l’écart entre deux zones reste le même d’une période à l’autre : "
    "sinon, le plus petit effet visible est plus grand."
)
ONE_DECIDES = (
    "Le critère principal est le seul qui décide. Les autres résultats sont décrits, sans conclure."
)
SOURCES = (
    "Hussey et Hughes 2007, Contemporary Clinical Trials 28(2) : ouverture échelonnée.",
    "Donner et Klar 2000, Design and Analysis of Cluster Randomization Trials : effet de grappe.",
    "Eldridge, Ashby et Kerry 2006, International Journal of Epidemiology 35(5) : tailles.",
    "Austin 2009, Statistics in Medicine 28(25) : différences standardisées.",
)


def written(plan: Plan) -> str:
    """Write the plan in Markdown."""
    parts = [
        f"# Plan d’évaluation : {plan.territory}\n",
        "À signer avant la première ouverture. Rien n’y change ensuite sans un avenant daté.\n",
        _decided(plan),
        "## Zones\n",
        *(_wave(one) for one in plan.waves),
        *_pairs(plan),
        *_left_out(plan),
        _shown(plan),
        _balanced(plan),
        "## Analyse\n",
        f"{ANALYSIS[plan.design]}\n",
        f"{ONE_DECIDES}\n",
        _signed(plan),
    ]
    return "\n".join(parts)


def _decided(plan: Plan) -> str:
    drawn = plan.design is not Design.MATCHED
    asked = f"{number(plan.assumed.households)} ménages interrogés par zone"
    when = {
        Design.STEPPED: "à la fin de chaque période, d’autres à chaque fois",
        Design.PAIRED: f"{AFTER} mois après l’ouverture",
        Design.MATCHED: f"avant l’ouverture, et d’autres {AFTER} mois après",
    }[plan.design]
    rows = (
        ("Comparaison", HOW[plan.design]),
        ("Zones", f"{sum(len(one.codes) for one in plan.waves)} {plan.level}"),
        ("Tirage", f"graine {plan.seed} (la même graine redonne les mêmes listes)")
        if drawn else ("Tirage", "aucun"),
        ("Critère principal", plan.outcome),
        ("Mesure", f"{asked} {when}"),
        ("Source des chiffres", plan.source),
    )  # fmt: skip
    return "\n".join(f"- **{name}** : {said}" for name, said in rows) + "\n"


def _wave(one: Wave) -> str:
    when = f"ouvre le {in_words(one.opens)}" if one.opens else "n’ouvre pas pendant l’évaluation"
    rows = "\n".join(f"- {name} ({code})" for code, name in zip(one.codes, one.names, strict=True))
    return f"### {one.title} : {when}\n\n{rows}\n"


def _pairs(plan: Plan) -> Sequence[str]:
    if not plan.pairs:
        return ()
    rows = "\n".join(
        f"| {one} | {other} | {number(distance, 2)} |" for one, other, distance in plan.pairs
    )
    head = "| Ouvre | Comparée à | Distance |\n|---|---|---:|\n"
    return ("### Paires\n", head + rows + "\n")


def _left_out(plan: Plan) -> Sequence[str]:
    if not plan.left_out:
        return ()
    return (f"Hors de l’évaluation : {', '.join(plan.left_out)}.\n",)


def _shown(plan: Plan) -> str:
    assumed, steady = plan.assumed, "" if plan.design is Design.PAIRED else STEADY
    rows = "\n".join(
        f"| {number(icc, 2)} | {_points(plan.effect_with(replace(assumed, icc=icc)))} |"
        for icc in sorted({*ICCS, assumed.icc})
    )
    return (
        "## Plus petit effet visible\n\n"
        f"**{_points(plan.effect)}** de différence, avec {number(100 * assumed.share, 1)} % des "
        f"ménages au départ, une corrélation dans la zone de {number(assumed.icc, 2)}, un risque "
        f"de {number(100 * assumed.alpha)} % et une puissance de {number(100 * assumed.power)} %. "
        "La corrélation est une hypothèse : aucune valeur n’est publiée pour ce critère."
        f"{steady}\n\n"
        f"| Corrélation | Plus petit effet |\n|---:|---:|\n{rows}\n"
    )


def _points(share: float) -> str:
    return f"{number(100 * share, 1)} points"


def _balanced(plan: Plan) -> str:
    rows = "\n".join(
        f"| {name} | {number(gap, 2)} | {'oui' if abs(gap) > BALANCED else 'non'} |"
        for name, gap in plan.balance
    )
    return (
        "## Ressemblance au départ\n\n"
        "Différence des moyennes en écarts-types. Au-delà de "
        f"{number(BALANCED, 2)}, le chiffre entre dans l’analyse.\n\n"
        f"| Chiffre | Différence | Dans l’analyse |\n|---|---:|---|\n{rows}\n"
    )


def _signed(plan: Plan) -> str:
    first = min(one.opens for one in plan.waves if one.opens)
    sources = "\n".join(f"- {one}" for one in SOURCES)
    return (
        f"## Signatures\n\nAvant le {in_words(first)}.\n\n"
        "- Responsable du programme, date :\n- Évaluateur, date :\n\n"
        f"## Sources de la méthode\n\n{sources}\n"
    )
