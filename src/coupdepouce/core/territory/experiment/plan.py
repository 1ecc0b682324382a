"""The plan of the evaluation, that the evaluator signs before the start."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from coupdepouce.core.calendar import in_words
from coupdepouce.core.territory.experiment import power
from coupdepouce.core.territory.experiment.power import Assumed
from coupdepouce.core.territory.numbers import Floats
from coupdepouce.core.territory.ranking.said import number

PLURAL = 2  # French says « 1,9 point »
ICCS = (0.01, 0.02, 0.05)
BALANCED = 0.25  # standardised difference over which two groups are said to differ


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
    share_from: str  # who says the share before
    waves: tuple[Wave, ...]
    surveys: tuple[date, ...]  # in every area, each time other households
    opening: Floats | None  # of a staggered opening
    pairs: tuple[tuple[str, str, float], ...]  # opened, compared, distance
    groups: tuple[str, str]  # whose figures are set against whose
    balance: tuple[tuple[str, float], ...]  # figure, standardised difference
    left_out: tuple[str, ...]
    source: str

    @property
    def areas(self) -> int:
        """Give how many areas are asked."""
        return sum(len(one.codes) for one in self.waves)

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
        "chaque zone, effet de l’ouverture, sans autre variable (Hussey et Hughes 2007), jugé "
        "par la loi de Student, avec autant de degrés de liberté que de zones, moins deux. Chaque "
        "zone compte à la date que le sort lui a donnée, qu’elle ait ouvert ce jour-là ou non."
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
STANDARDISED = "Austin 2009, Statistics in Medicine 28(25) : différences standardisées."
SOURCES = {
    Design.STEPPED: (
        "Hussey et Hughes 2007, Contemporary Clinical Trials 28(2) : ouverture échelonnée.",
        STANDARDISED,
    ),
    Design.PAIRED: (
        "Donner et Klar 2000, Design and Analysis of Cluster Randomization Trials : paires.",
        STANDARDISED,
    ),
    Design.MATCHED: (STANDARDISED,),
}


def figures(plan: Plan) -> dict[str, Any]:
    """Give the plan as plain values."""
    opening = None if plan.opening is None else plan.opening.astype(int).tolist()
    return asdict(plan) | {"opening": opening, "smallest_effect": plan.effect}


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
    return "\n".join(f"- **{name}** : {said}" for name, said in decided(plan)) + "\n"


def decided(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Say what is decided, each with its name."""
    opening = sum(len(one.codes) for one in plan.waves if one.opens)
    some = "" if opening == plan.areas else f", dont {opening} ouvrent"
    return (
        ("Comparaison", HOW[plan.design]),
        ("Zones", f"{plan.areas} {plan.level}{some}"),
        ("Tirage", _lot(plan)),
        ("Critère principal", plan.outcome),
        ("Au départ", f"{_percent(plan.assumed.share)} ({plan.share_from})"),
        ("Enquêtes", _surveyed(plan)),
        ("Source des chiffres", plan.source),
    )


def _lot(plan: Plan) -> str:
    if plan.design is Design.MATCHED:
        return "aucun"
    return f"graine {plan.seed} (la même graine redonne les mêmes listes)"


def _surveyed(plan: Plan) -> str:
    """Say how many surveys there are, when, and of how many households."""
    count = len(plan.surveys)
    days = ", ".join(in_words(day) for day in plan.surveys)
    each = number(plan.assumed.households)
    answers = number(plan.areas * plan.assumed.households * count)
    times = "une, le" if count == 1 else f"{count}, d’autres ménages à chaque fois :"
    before = " Le jour d’une ouverture, l’enquête passe avant." if count > 1 else ""
    return (
        f"{times} {days} ; {each} ménages tirés au sort dans chaque zone, {answers} réponses en "
        f"tout.{before}"
    )


def _wave(one: Wave) -> str:
    no = "pas d’ouverture pendant l’évaluation"
    when = f"ouverture le {in_words(one.opens)}" if one.opens else no
    rows = "\n".join(f"- {name} ({code})" for code, name in zip(one.codes, one.names, strict=True))
    return f"### {one.title} : {when}\n\n{rows}\n"


def _pairs(plan: Plan) -> Sequence[str]:
    if not plan.pairs:
        return ()
    rows = "\n".join(
        f"| {one} | {other} | {number(distance, 2)} |" for one, other, distance in plan.pairs
    )
    alike = "\n".join(f"- {name}" for name, _ in plan.balance)
    head = "| Ouvre | Comparée à | Distance |\n|---|---|---:|\n"
    said = f"Distance en écarts-types, sur tous ces chiffres ensemble :\n\n{alike}\n"
    return ("### Paires\n", said, head + rows + "\n")


def _left_out(plan: Plan) -> Sequence[str]:
    if not plan.left_out:
        return ()
    without = "faute d’un chiffre ou d’une paire" if plan.pairs else "faute d’un chiffre"
    return (f"Hors de l’évaluation, {without} : {', '.join(plan.left_out)}.\n",)


def _shown(plan: Plan) -> str:
    rows = "\n".join(
        f"| {number(icc, 2)} | {points(plan.effect_with(replace(plan.assumed, icc=icc)))} |"
        for icc in sorted({*ICCS, plan.assumed.icc})
    )
    return (
        f"## Plus petit effet visible\n\n**{points(plan.effect)}** de différence. "
        f"{' '.join(supposed(plan))}\n\n"
        f"| Corrélation | Plus petit effet |\n|---:|---:|\n{rows}\n"
    )


def supposed(plan: Plan) -> tuple[str, ...]:
    """Say what the smallest effect takes for granted."""
    assumed, steady = plan.assumed, "" if plan.design is Design.PAIRED else STEADY
    told = (
        f"Ce calcul prend {_percent(assumed.share)} au départ, {number(assumed.households)} "
        "ménages par zone et par enquête, une corrélation dans la zone de "
        f"{number(assumed.icc, 2)}, un risque de {number(100 * assumed.alpha)} % (test bilatéral) "
        f"et une puissance de {number(100 * assumed.power)} %."
    )
    hoped = f"La corrélation est une hypothèse, à revoir dès la première enquête.{steady}"
    left = 1 - assumed.share
    if plan.effect <= left:
        return told, hoped
    nothing = f"Il ne reste que {points(left)} à gagner : ce plan ne montrerait rien."
    return told, hoped, f"{nothing} Ajoutez des zones ou des ménages."


def points(share: float) -> str:
    """Write a difference of shares: « 1,9 point », « 2,0 points »."""
    told = round(100 * share, 1)
    return f"{number(told, 1)} {'points' if told >= PLURAL else 'point'}"


def _percent(share: float) -> str:
    return f"{number(100 * share, 1)} %"


def _balanced(plan: Plan) -> str:
    rows = "\n".join(
        f"| {name} | {number(gap, 2)} | {'oui' if abs(gap) > BALANCED else 'non'} |"
        for name, gap in plan.balance
    )
    one, other = plan.groups
    return (
        f"## Ressemblance au départ\n\n« {one} » moins « {other} » : différence des moyennes, en "
        "écarts-types. Ces chiffres décrivent les zones ; l’analyse n’en corrige pas le résultat. "
        f"Un grand écart, de plus de {number(BALANCED, 2)} dans un sens ou dans l’autre, est dit "
        f"avec le résultat.\n\n| Chiffre | Différence | Grand écart |\n|---|---:|---|\n{rows}\n"
    )


def _signed(plan: Plan) -> str:
    first = min(one.opens for one in plan.waves if one.opens)
    sources = "\n".join(f"- {one}" for one in SOURCES[plan.design])
    return (
        f"## Signatures\n\nAvant le {in_words(first)}.\n\n"
        "- Responsable du programme, date :\n- Évaluateur, date :\n\n"
        f"## Sources de la méthode\n\n{sources}\n"
    )
